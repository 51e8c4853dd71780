"""Won deals as people tell of them."""

from __future__ import annotations

from tests.readings.build import Book, rich, said

book = Book("people")
add = book.add

add(
    "en",
    said("{A} is signed! {M} per year, couldn't have done it without {U}"),
    said("Signed, sealed, delivered: {A} – {M} :champagne:"),
    said("BOOM :boom: {A} just came in at {M}"),
    said("We did it team!! {A} closed for {M} 🎉🎉"),
    said("contract's back from {A}, countersigned. {M}, 12 months"),
    said("Ring the gong 🔔 {U} closed {A} – {M} ARR"),
    said("happy friday, we landed {A} ({M}) after 9 months of chasing {C}"),
    said("Big W today: {A} picked us over the incumbent. {M} first year. S/O {U}"),
    said("Please welcome our newest customer, {A}! {M} TCV. Sold by {U}, {C} will be the main contact on their side."),
    said(":tada: *{A}* :tada:\n{M} closed won\nThanks {U} for the demo support"),
    said("DocuSign completed for {A}!!! {M} booked"),
    said("{A} said YES! {M}"),
    said("just got the PO from {A}, {M}. done deal"),
    said("Closed {A} today, {M}, down from a $250k list price but a great logo"),
    said("Got the signature from {A} this morning ({M}/year). Kickoff next week with <@U0CSM0001>"),
    said("Pen to paper! {A} {M} MRR, {U} crushed it"),
    said("New logo alert 🚨 {A}, {M} ACV, EMEA"),
    said("Woohoo, we won {A}! They run 4,000 employees and $2B AUM, our piece is {M}"),
    said("congrats {U} on the {A} win, {M}!"),
    said("it's official, {A} has signed the contract :pencil: {M}"),
    rich(["We won ", "*{A}", "! ", "{M}", " :tada: thanks ", "{U}"], by_person=True),
    rich(["*Closed won: {A}"], ["{M} over two years"], ["Props to ", "{U}"], by_person=True),
    fills=2,
)
add(
    "in",
    said("Closed {A} today, {M} 🎉 thanks {U}"),
    said("Friends, {A} order is in. {M} plus GST"),
    said("We have won {A} – {M}, kudos to {U} and team"),
    fills=2,
)
add(
    "es",
    said("¡Cerramos {A}! {M}, gracias {U}"),
    said("Acabamos de firmar con {A} por {M} 🎉"),
    said("¡Ganamos {A}! {M} al año"),
    said("{A} ha firmado!! {M}. Enhorabuena {U}"),
    said("Nuevo cliente: {A}, {M} 🥳"),
    said("Ya es oficial, {A} es cliente nuestro ({M})"),
    fills=2,
)
add(
    "pt",
    said("Fechamos a {A}! {M} 🎉 valeu {U}"),
    said("Contrato assinado com a {A}, {M} por ano"),
    said("Ganhamos a conta da {A}!! {M}"),
    said("Bora! {A} acabou de assinar, {M}. Parabéns {U}"),
    said("Temos cliente novo: {A} ({M})"),
    fills=2,
)
add(
    "fr",
    said("On a gagné {A} ! {M} 🎉 bravo {U}"),
    said("{A} vient de signer ! {M} par an"),
    said("C'est signé avec {A} : {M}"),
    said("Nouveau client : {A}, {M}, merci {U}"),
    said("Deal bouclé avec {A}, {M}"),
    fills=2,
)
add(
    "de",
    said("{A} hat unterschrieben! {M} 🎉 Danke {U}"),
    said("Wir haben {A} im Sack! {M}"),
    said("Zuschlag bekommen: {A}, {M} pro Jahr"),
    said("Neuer Kunde an Bord: {A} ({M}), stark gemacht {U}"),
    said("Deal mit {A} ist durch, {M}"),
    said("Abschluss bei {A}! {M}"),
    fills=2,
)
add(
    "it",
    said("Abbiamo vinto {A}! {M}, grazie {U}"),
    said("{A} ha firmato! {M} 🎉"),
    said("Chiuso {A}, {M} all'anno"),
    said("Nuovo cliente: {A}, {M}"),
    fills=2,
)
add(
    "nl",
    said("{A} heeft getekend! {M} 🎉 top {U}"),
    said("We hebben {A} gewonnen, {M} per jaar"),
    said("Deal! {A} is klant, {M}"),
    said("Nieuwe klant: {A} ({M})"),
    fills=2,
)
add(
    "ja",
    said("{A}さん受注しました！{M}です🎉"),
    said("{A}、契約いただきました！ {M} {U}さんありがとう"),
    said("祝！{A}様 ご成約 {M}"),
    fills=2,
)
add("zh", said("拿下{A}！{M} 🎉 感谢 {U}"), said("{A}签约了！金额{M}"), said("刚刚和{A}签完合同，{M}"), fills=2)
add("ar", said("مبروك! وقعنا العقد مع {A} بقيمة {M} 🎉"), said("كسبنا {A}! {M} شكرا {U}"), fills=2)
add("vi", said("Chốt được {A} rồi cả nhà ơi! {M} 🎉"), said("{A} đã ký hợp đồng, {M}. Cảm ơn {U}"), fills=2)
add("pl", said("Mamy to! {A} podpisane, {M} 🎉 brawo {U}"), said("Wygraliśmy {A}! {M}"), fills=2)
add("sv", said("Vi vann {A}! {M} 🎉 grymt jobbat {U}"), said("{A} har skrivit på, {M}"))
add("da", said("Vi har vundet {A}! {M} 🎉"), said("{A} har skrevet under, {M}. Godt gået {U}"))
add("tr", said("{A} ile anlaştık! {M} 🎉"), said("{A} sözleşmeyi imzaladı, {M}"))
add("ko", said("{A} 수주했습니다! {M} 🎉"), said("{A} 계약 완료! {M} {U}님 감사합니다"), fills=2)
# Edits: the new text counts.
add(
    "en",
    {
        "subtype": "message_changed",
        "message": {
            "type": "message",
            "user": "U0POSTER1",
            "ts": "1780000000.000100",
            "text": "We closed {A}! {M} (corrected)",
        },
        "previous_message": {"type": "message", "user": "U0POSTER1", "text": "We closed Oldname! $1"},
    },
    fills=2,
)
