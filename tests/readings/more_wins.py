"""A second batch, written after the first round of rules and looked at while working; all of it counts as seen.

Layouts in one language with companies of another, as international teams have them, stand here too.
"""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, button, context, header, rich, said, section

book = Book("more")
add = book.add

add(
    "en",
    bot("{S} closed a deal!\n{A} - {M}"),
    bot("Deal Won Alert\n\nDeal: {A}\nAmount: {M}\nRep: {S}\n\nGreat job team!"),
    bot("Client won: {A} :star2: ({M})"),
    bot("SOLD! {A} – {M} – {S}"),
    bot("{A} is now a customer. Plan: {P}. Deal value {M}."),
    bot("Status of *{A}* changed to *Won* by {S} ({M})"),
    bot("Estimate #4412 approved by {A}: {M}"),
    bot("Project won: {P} for {A}, {M}"),
    bot("Woohoo! {S} just closed {A} worth {M}"),
    bot(":white_check_mark: *Proposal accepted* by {A}\nTotal: {M}\nPrepared by: {S}"),
    bot("{A} moved to Closed Won. ACV: {M}. Owner: {S}. <{L}|Link>"),
    bot("Another one bites the dust! Deal name: {A}. Deal owner: {S}. Amount: {M}"),
    bot("Congratulations to {S} on closing {A} for {M}!"),
    bot("The deal *{A}* ({M}) is WON"),
    blocks("won", header(":tada: Closed Won: {A}"), section("*{M}* closed by *{S}*"), context("<{L}|View in CRM>")),
    blocks("x", section("*Opportunity:* <{L}|{A} - Platform>\n*Account:* {A}\n*Amount:* {M}"
        "\n*Stage:* Closed Won\n*Owner:* {S}")),
    attached("{S} closed a deal", "Deal={A}", "Amount={M}"),
    attached("", "Value={M}", title="{A} has been won", title_link="{L}", footer="CRM"),
    rich(["*Deal Won"], ["Company: {A}"], ["Value: {M}"], ["Owner: ", "{U}"]),
    said("cha-ching! {A} {M}"),
    said("{A} ✅ signed and sealed, {M} a year. Thanks {U} for the help on security"),
    said("They signed! {A}, {M}"),
    said("Deal done with {A} at {M} :handshake:"),
    said("Excited to share that {A} has chosen us! {M} over 3 years :rocket:"),
    said("Our biggest deal ever: {A} for {M}. Signed this morning!"),
    fills=2,
)  # fmt: skip
add(
    "es",
    bot("🎉 ¡Trato ganado! *{A}* por {M}"),
    bot("Nuevo contrato firmado con {A}. Valor: {M}. Vendedor: {S}"),
    bot("¡Felicidades {S}! Has cerrado {A} por {M}"),
    bot("Etapa actualizada: {A} → Cerrado ganado ({M})"),
    bot("Presupuesto aceptado por {A}: {M}"),
    said("Trato hecho con {A}, {M} 💪"),
    said("Nos adjudicaron el proyecto de {A} por {M}"),
    blocks(
        "x", header("¡Oportunidad ganada!"), section("*Cuenta:* {A}\n*Importe:* {M}\n*Propietario:* {S}"), button("Ver")
    ),
    fills=2,
)
add(
    "pt",
    bot("✅ Venda realizada!\nCliente: {A}\nProduto: {P}\nValor: {M}\nVendedor: {S}"),
    bot("{A} acaba de fechar! {M}"),
    bot("Status do negócio {A} alterado para Ganho. Valor {M}"),
    bot("Proposta aceita: {A} ({M})"),
    said("Negócio fechado com {A}! {M}"),
    said("Mais um cliente na casa: {A}, {M} 🚀"),
    fills=2,
)
add(
    "fr",
    bot("🏆 Deal gagné ! {A} — {M}"),
    bot("Vente signée : {A}\nMontant : {M}\nCommercial : {S}"),
    bot("Félicitations {S}, l'affaire {A} est gagnée ({M})"),
    bot("Devis signé par {A} : {M}"),
    said("Signature avec {A} ce matin, {M} !"),
    said("Yes ! {A} signe avec nous pour {M}"),
    fills=2,
)
add(
    "de",
    bot("🏆 Auftrag erhalten von {A}: {M}"),
    bot("Vertragsabschluss!\nKunde: {A}\nAuftragsvolumen: {M}\nVerantwortlich: {S}"),
    bot("Status geändert: {A} – Gewonnen – {M}"),
    bot("Glückwunsch {S}! {A} ist gewonnen ({M})"),
    bot("Angebot angenommen von {A}, {M}"),
    said("Zusage von {A}! {M} im Jahr"),
    said("Deal! {A}, {M} 🍾"),
    fills=2,
)
add(
    "it",
    bot("🏆 Vendita conclusa: {A}, {M}"),
    bot("Complimenti {S}! Hai vinto la trattativa {A} da {M}"),
    bot("Preventivo accettato da {A}: {M}"),
    said("Affare fatto con {A}, {M}!"),
    fills=2,
)
add(
    "nl",
    bot("🏆 Verkoop binnen! {A}, {M}"),
    bot("Gefeliciteerd {S}, de deal met {A} is gewonnen ({M})"),
    bot("Status gewijzigd naar Gewonnen: {A} ({M})"),
    said("Handtekening binnen van {A}, {M}!"),
    fills=2,
)
add(
    "ja",
    bot("🎉 新規受注のお知らせ\n会社名：{A}\n契約金額：{M}\n営業：{S}"),
    bot("{S}さんが{A}の案件を受注しました！金額：{M}"),
    bot("✅ ステージ変更：提案 → 受注\n商談名：{A}\n金額：{M}"),
    bot("*{A}* を受注しました（{M}）"),
    said("{A}様から発注いただきました！{M}"),
    said("やりました！{A} 受注です {M}"),
    bot("成約おめでとうございます！{A} / {M} / {S}"),
    fills=2,
)
add(
    "zh",
    bot("🎉【成交喜报】\n客户：{A}\n金额：{M}\n销售：{S}"),
    bot("恭喜{S}签下{A}，合同金额{M}"),
    bot("商机状态变更：谈判 → 赢单\n商机名称：{A}\n预计金额：{M}"),
    bot("*{A}* 已赢单，{M}"),
    bot("{S} 赢得了 {A}（{M}）"),
    said("{A}的合同签了！{M}"),
    said("开单啦！{A} {M}"),
    fills=2,
)
add(
    "ar",
    bot("🎉 تم كسب صفقة جديدة!\nالشركة: {A}\nقيمة الصفقة: {M}\nصاحب الصفقة: {S}"),
    bot("تم تغيير حالة الصفقة {A} إلى رابحة، القيمة {M}"),
    bot("تم إغلاق صفقة {A} بنجاح بقيمة {M}"),
    said("الحمد لله، وقعنا مع {A} بقيمة {M}"),
    fills=2,
)
add(
    "vi",
    bot("🎉 Deal thành công: {A}\nGiá trị: {M}\nSale: {S}"),
    bot("Chúc mừng! Hợp đồng với {A} đã được ký, giá trị {M}"),
    bot("{S} vừa chốt deal {A} ({M})"),
    bot("Trạng thái: Đàm phán → Thắng\nKhách hàng: {A}\nSố tiền: {M}"),
    said("Ký xong {A} rồi! {M}"),
    fills=2,
)
add(
    "ko",
    bot("🎉 신규 계약 체결\n회사명: {A}\n계약 금액: {M}\n영업 담당: {S}"),
    bot("{S}님이 {A} 딜을 성사시켰습니다! ({M})"),
    bot("*{A}* 수주 확정 ({M})"),
    fills=2,
)
add(
    "pl",
    bot("🎉 Sprzedaż zamknięta: {A}, {M}"),
    bot("Szansa sprzedaży wygrana\nFirma: {A}\nKwota: {M}\nHandlowiec: {S}"),
    fills=2,
)
add("sv", bot("Grattis {S}! Affären med {A} är vunnen ({M})"), bot("Order från {A}: {M}, signerad idag"))
add("tr", bot("Fırsat kazanıldı 🎉\nFirma: {A}\nTutar: {M}\nTemsilci: {S}"))
