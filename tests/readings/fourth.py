"""A fourth batch, half of it no wins with names and amounts. It counts as seen."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, columns, header, said, section

book = Book("more-fourth")
add = book.add

for message in (
    said("{A} bought Beltane Foods for $30M, wow"),
    said("sold my old bike for $400 :tada:"),
    said("we got pizza for everyone, $80 well spent 🎉"),
    said("New project idea: a dashboard for {A}, maybe {M}"),
    said("New account at {A}? The budget there is {M}"),
    said("{A} came in at {M} under our quote, they went with Zendropp"),
    said("Signature from {A} is still missing, {M}"),
    said("{C} from {A} said yes to a second demo! 🎉"),
    said("The {A} deal is worth {M} if it closes"),
    said("Our competitor won {A} for {M}"),
    said("{A} approved the budget of {M}, decision next month"),
    said("Green light from legal on {A}, sending the paper tomorrow ({M})"),
    said("PO from {A} is expected on Monday, {M}"),
    said("Who is going to tell {C} that {A} wants {M} back?"),
    said("{A} won the case against Zendropp, {M} damages"),
    said("we should celebrate when {A} signs 🎉 {M}"),
    said("{A} just raised {M}, congrats to {C} :tada:"),
    said("Happy birthday {U} 🎉🎉"),
    said("Ordered lunch for the {A} meeting, {M}"),
    said("closed the books for Q2, revenue {M} 🎉"),
    said("I think {A} closed at {M} last year"),
    bot("New order #3312 from {A}: {M}"),
    bot("Quote for {A} approved by manager {S}: {M}. Ready to send."),
    bot("Invoice approved: {A}, {M}"),
    bot("Expense report of {M} approved by {S}"),
    bot("{S} added a note to {A}: they want to sign in May"),
    bot("Deal rotting: {A} ({M}) has had no activity for 30 days"),
    bot("Contract with {A} was viewed by {C}"),
    bot("{A}: signature requested from {C} ({M})"),
    bot("Opportunity {A} closed: No decision"),
    bot("Close plan for {A}: {M}, target date {D}"),
    bot("Stage: Won → Lost\nDeal: {A}\nValue: {M}"),
    bot("Case 2231 closed\nAccount: {A}\nOwner: {S}"),
    blocks("x", header("Deal updated"), columns("Deal={A}", "Stage=Contract sent", "Amount={M}", "Owner={S}")),
    blocks("x", section("*{A}*\nStage: Closed Lost\nAmount: {M}")),
    attached("Deal at risk", "Account={A}", "Amount={M}", "Reason=Champion left"),
):
    add("en", message, won=False, kind="other")
for lang, message in (
    ("es", said("{A} compró otra empresa por {M}")), ("es", bot("Contrato enviado a {A} para firma ({M})")),
    ("pt", said("A {A} vai assinar amanhã, {M}")), ("pt", bot("Proposta enviada: {A}, {M}")),
    ("fr", bot("Devis envoyé à {A} : {M}")), ("fr", said("{A} devrait signer demain, {M}")),
    ("de", bot("Angebot an {A} gesendet: {M}")), ("de", said("{A} will morgen unterschreiben, {M}")),
    ("de", said("Der Auftrag von {A} ist noch nicht unterschrieben, {M}")),
    ("it", bot("Preventivo inviato a {A}: {M}")),
    ("nl", bot("Offerte verstuurd naar {A}: {M}")), ("ja", bot("見積書を{A}に送付しました：{M}")),
    ("zh", bot("报价已发送给{A}，金额 {M}")), ("ar", bot("تم إرسال العرض إلى {A} بقيمة {M}")),
    ("vi", bot("Đã gửi báo giá cho {A}: {M}")), ("ko", bot("{A}에 견적서를 발송했습니다: {M}")),
):  # fmt: skip
    add(lang, message, won=False, kind="other")
for message in (
    bot("{S} just closed a new deal :tada:\n> {A}\n> {M}"),
    bot("*NEW CUSTOMER* 🎉\n{A}\n{M}\nSold by {S}"),
    bot("Deal: {A}\nStatus: WON\nValue: {M}\nOwner: {S}"),
    bot("{A} (deal) was won. Amount {M}, by {S}"),
    bot("Pipeline: Sales\nDeal: {A}\nNew stage: Closed Won\nOld stage: Proposal\nAmount: {M}"),
    bot("Bam! We won *{A}*. That's {M} in new ARR."),
    bot("opportunity_won: {A} amount={M} owner={S}"),
    said("We landed {A}, {M}! Onboarding with <@U0CSM0001>"),
    said("{A} = closed won 🎊 {M}"),
    said("So proud of {U} for bringing in {A} ({M})!!"),
    said("Ink dried on {A} this morning. {M}."),
    said("🔔🔔🔔 {A} {M} 🔔🔔🔔"),
):
    add("en", message, fills=2)
add("es", bot("Deal ganado 🎉\nCliente: {A}\nMonto: {M}\nVendedor: {S}"), said("Cerrado {A}! {M}"), fills=2)
add("pt", bot("Deal ganho 🎉 {A} - {M} - {S}"), said("{A} é nosso cliente! {M}"), fills=2)
add("fr", bot("Deal gagné 🎉\nClient : {A}\nMontant : {M}\nCommercial : {S}"), said("{A}, c'est signé ! {M}"), fills=2)
add("de", bot("Deal gewonnen 🎉\nKunde: {A}\nWert: {M}\nVerkäufer: {S}"), said("{A} im Sack, {M}!"), fills=2)
add(
    "ja",
    bot("受注 🎉 {A}（{M}）担当：{S}"),
    bot("{A} が「受注」に移動しました。金額 {M}"),
    said("{A}受注！{M}"),
    fills=2,
)
add("zh", bot("签约成功 🎉 {A} {M} 销售 {S}"), bot("{A} 已移至「赢单」阶段，金额 {M}"), said("{A}成交了！{M}"), fills=2)
add("ar", bot("صفقة ناجحة 🎉 {A} - {M} - {S}"), said("فزنا بعقد {A}! {M}"), fills=2)
add("vi", bot("Thành công 🎉 đã ký hợp đồng {A} ({M}) - {S}"), said("{A} chốt rồi! {M}"), fills=2)
