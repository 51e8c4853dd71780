"""A fifth batch: wins once more, in every language. It counts as seen."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, context, header, said, section

book = Book("more-fifth")
add = book.add

add(
    "en",
    bot("Deal status update: {A} is now Won. Deal value: {M}. Salesperson: {S}"),
    bot(":star: Closed/Won :star:\n*Account:* {A}\n*TCV:* {M}\n*Rep:* {S}\n*Competitor beaten:* Zendropp"),
    bot("Signed contract received from {A} ({M})"),
    bot("{S} won {A} ({M})"),
    bot('Hooray! The deal "{A}" has been won by {S}, value {M}'),
    bot("*Won deal:* <{L}|{A}> for {M} _by {S}_"),
    bot("New closed-won deal in HubSpot: {A}. Amount: {M}. Deal owner: {S}. View: {L}"),
    bot("Customer {A} accepted the offer and signed for {M}"),
    blocks("x", section(":moneybag: *New deal closed!*\n\n*Client:*\n{A}\n\n*Deal size:*\n{M}\n\n*Closed by:*\n{S}")),
    blocks("x", header("Deal Won 🎉"), section("*{A}*"), context("{M}", "{S}", "{D}")),
    attached("Stage changed to Closed Won", "Opportunity Name={A}", "Opportunity Amount={M}", "Opportunity Owner={S}"),
    said("{A} signed, sealed, delivered! {M}, big thanks to {U}"),
    said("Just got the signed order form from {A} – {M}!"),
    said("Closed my first deal!! {A} for {M} 🎉"),
    said("And we have a new client: {A}! {M} a month"),
    said("We closed the {A} deal today at {M}"),
    said("{U} brought {A} home, {M} 👏"),
    fills=2,
)
WORLD = {
    "es": (
        bot("Se ha ganado el negocio {A} por {M}"),
        bot("Venta ganada: {A}\nValor: {M}\nAsesor: {S}"),
        said("Firmado con {A} por {M}, gracias {U}"),
    ),
    "pt": (
        bot("Negociação ganha: {A}\nValor: {M}\nVendedor: {S}"),
        bot("{A} virou cliente! Valor {M}"),
        said("Assinamos com a {A}: {M}"),
    ),
    "fr": (
        bot("Nouvelle affaire gagnée par {S} : {A} ({M})"),
        bot("Contrat remporté\nEntreprise : {A}\nMontant : {M}"),
        said("On a signé avec {A}, {M} !"),
    ),
    "de": (
        bot("Neuer Abschluss: {A}, {M}, durch {S}"),
        bot("Opportunity gewonnen\nAccount: {A}\nBetrag: {M}\nBesitzer: {S}"),
        said("{A} hat den Vertrag unterschrieben, {M}!"),
    ),
    "it": (bot("Opportunità vinta: {A}\nValore: {M}\nProprietario: {S}"), said("Firmato il contratto con {A} da {M}!")),
    "nl": (bot("Gewonnen deal: {A}\nWaarde: {M}\nEigenaar: {S}"), said("{A} heeft het contract getekend, {M}!")),
    "ja": (
        bot("受注通知: {A} 金額: {M} 担当: {S}"),
        bot("{S}さんが商談「{A}」を受注にしました（{M}）"),
        said("{A}から受注いただきました。{M}です！"),
        bot("契約成立のお知らせ\nお客様：{A}\n契約額：{M}\n担当営業：{S}"),
    ),
    "zh": (
        bot("恭喜！{A} 成功成交，金额 {M}，由 {S} 跟进"),
        bot("签约喜报：{S} 与 {A} 签署合同，金额 {M}"),
        said("{A}已经签合同了，{M}！"),
        bot("订单成交\n客户名：{A}\n成交额：{M}\n业务员：{S}"),
    ),
    "ar": (
        bot("تم الفوز بالعميل {A} بقيمة {M}"),
        bot("عقد جديد موقع\nالعميل: {A}\nقيمة العقد: {M}\nالمندوب: {S}"),
        said("أخيرا وقعت {A} العقد، {M}"),
    ),
    "vi": (
        bot("Hợp đồng mới đã ký!\nKhách hàng: {A}\nGiá trị hợp đồng: {M}\nNgười bán: {S}"),
        bot("{A} đã trở thành khách hàng, giá trị {M}"),
        said("Chốt deal {A}, {M}!"),
    ),
    "ko": (bot("계약 성사! {A}, {M}, 담당: {S}"), bot("{A} 딜이 수주 단계로 이동했습니다. 금액: {M}")),
    "pl": (bot("Deal wygrany: {A}, {M}, {S}"), said("Podpisaliśmy umowę z {A}, {M}!")),
}
for lang, messages in WORLD.items():
    add(lang, *messages, fills=2)
