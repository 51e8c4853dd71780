"""A third batch, written after the second round of rules. It counts as seen."""

from __future__ import annotations

from tests.readings.build import Book, attached, blocks, bot, columns, header, rich, said, section

book = Book("more-third")
add = book.add

add(
    "en",
    bot("🎉 *{S}* won *{A}*! Deal size: *{M}*"),
    bot("Deal #48213 won: {A} (value {M}, owner {S})"),
    bot(":fire: {A} deal closed for {M} by {U}"),
    bot("*{A}* just became a customer! :tada: {M}"),
    bot("Closed deal: {A} / Amount: {M} / Owner: {S} / Date: {D}"),
    bot("Win! {S} closed {A}, {M}, {P}"),
    bot("Contract with {A} has been signed by both parties. Contract value: {M}"),
    bot("The {A} opportunity is Closed Won at {M} :moneybag:"),
    bot("Your deal {A} was marked as won. Value: {M}"),
    bot("Sales alert: new contract signed! Customer: {A}, Value: {M}, Sales: {S}"),
    blocks("Deal won", section(":trophy: *{A}*\nDeal won by *{S}* for *{M}*")),
    blocks("Deal", header("💰 Deal closed"), columns("Deal Name={A}", "Deal Value={M}", "Closed By={S}", "Closed={D}")),
    attached("*Opportunity Won*", "Opportunity={A} - Upgrade", "Sum={M}", "Rep={S}", title="View it", title_link="{L}"),
    rich(["*{A}", " signed for ", "*{M}", ", great job ", "{U}"]),
    said("Contract signed with {A}! {M}/yr 🙌"),
    said("we got {A}!!! {M}, took us 8 months"),
    said("Guess who just signed {A}? {U} did! {M}"),
    said("{A} closed-won, {M}. Handing over to <@U0CSM0001>"),
    said("Big news: {A} is joining us as a customer, {M} ARR"),
    said("1st deal of the quarter is in the books: {A}, {M}"),
    fills=2,
)  # fmt: skip
add(
    "es",
    bot("Negocio cerrado ✅ {A} ({M}) — responsable {S}"),
    bot("El cliente {A} ha firmado el contrato por {M}"),
    bot("Oportunidad *{A}* marcada como ganada por {S}"),
    said("¡Vamos! Firmamos {A}, {M}"),
    said("{A} dijo que sí, {M} 🎉"),
    fills=2,
)
add(
    "pt",
    bot("🎉 {S} ganhou o negócio {A} no valor de {M}"),
    bot("Oportunidade ganha!\nNome: {A}\nValor: {M}\nProprietário: {S}"),
    said("Fechado! {A}, {M}"),
    said("Galera, a {A} assinou hoje. {M}"),
    fills=2,
)
add(
    "fr",
    bot("🎉 {S} a gagné l'affaire {A} ({M})"),
    bot("Opportunité {A} : statut passé à Gagné, montant {M}"),
    said("Contrat signé pour {A}, {M} 🎉"),
    said("{A} nous a choisis ! {M}"),
    fills=2,
)
add(
    "de",
    bot("🎉 {S} hat {A} gewonnen! Wert: {M}"),
    bot("Opportunity „{A}“ wurde als gewonnen markiert ({M})"),
    said("{A} ist Kunde! {M}"),
    said("Wir haben den Auftrag von {A}! {M}"),
    said("Vertrag mit {A} ist unterschrieben, {M}"),
    fills=2,
)
add(
    "it",
    bot("🎉 {S} ha vinto {A}! Valore: {M}"),
    said("Contratto firmato con {A}: {M}"),
    said("{A} è nostro! {M}"),
    fills=2,
)
add(
    "nl",
    bot("🎉 {S} heeft {A} gewonnen! Waarde: {M}"),
    said("Contract getekend met {A}: {M}"),
    said("{A} is binnen! {M}"),
    fills=2,
)
add(
    "ja",
    bot("🎉 {A}を受注しました！ 金額：{M} 担当：{S}"),
    bot("おめでとうございます！{S}さんが{A}との契約を締結しました（{M}）"),
    bot("【成約】{A}\n契約金額 {M}\n担当 {S}"),
    bot("取引「{A}」のステータスが「成約」になりました。金額：{M}"),
    bot("ディール受注：{A} - {M}"),
    said("{A}さんの契約取れました！{M}"),
    blocks("x", section("*受注しました* :tada:\n*取引先:* {A}\n*受注金額:* {M}\n*担当者:* {S}")),
    fills=2,
)
add(
    "zh",
    bot("🎉 {S}签下{A}，金额：{M}"),
    bot("成交通知：{A}，成交金额 {M}，负责人 {S}"),
    bot("【赢单】{A} - {M}"),
    bot("商机“{A}”状态已更新为赢单，金额 {M}"),
    bot("交易成功！客户：{A}，金额：{M}"),
    said("{A}搞定了，合同已签，{M}"),
    blocks("x", section("*赢单啦* :tada:\n*客户:* {A}\n*合同金额:* {M}\n*负责人:* {S}")),
    fills=2,
)
add(
    "ar",
    bot("🎉 تم الفوز بصفقة {A} بقيمة {M}"),
    bot("صفقة مغلقة بنجاح\nاسم العميل: {A}\nالقيمة: {M}\nمندوب المبيعات: {S}"),
    bot("مبروك {S}! تم إغلاق صفقة {A} ({M})"),
    said("وقعنا عقد {A} اليوم، {M}"),
    fills=2,
)
add(
    "vi",
    bot("🎉 Thắng deal: {A} - {M}"),
    bot("Deal đã chốt!\nTên khách hàng: {A}\nGiá trị: {M}\nPhụ trách: {S}"),
    bot("Chúc mừng {S} đã thắng deal {A} trị giá {M}"),
    bot("Cơ hội {A} đã chuyển sang trạng thái Thắng, giá trị {M}"),
    said("Vừa ký hợp đồng với {A}, {M}!"),
    fills=2,
)
add(
    "ko",
    bot("🎉 딜 수주: {A} ({M}), 담당자 {S}"),
    bot("{S}님이 {A}와 계약을 체결했습니다. 금액: {M}"),
    said("{A} 계약했습니다! {M}"),
    fills=2,
)
book.add(
    "en",
    bot("Deal updated: {A}\nOld value: $1,000\nNew value: {M}"),
    bot("Hot lead 🔥 {A} wants a quote for {M}"),
    bot("🎉 Welcome Ana to the team!"),
    bot("Payment of {M} from {A} received 💰"),
    bot("🚀 New deal in pipeline: {A} ({M})"),
    bot("{S} reached 90% of quota 🎉 {M} closed this quarter"),
    said("Big day tomorrow, presenting to {A} 🔥 {M} at stake"),
    said("Great quarter everyone, {M} in total 🎉"),
    said("who closed {A}? need the contract"),
    said("{A} wants to cancel, {M} ARR at risk"),
    said("I signed up for the {A} webinar"),
    said("Deal with {A} is not signed yet, {M}"),
    won=False,
    kind="other",
)
book.add(
    "ja",
    said("{A}の契約はまだ締結していません"),
    bot("商談「{A}」が作成されました。金額：{M}"),
    bot("契約更新の期限が近づいています：{A}"),
    won=False,
    kind="other",
)
book.add(
    "zh",
    bot("新商机：{A}，预计金额 {M}"),
    said("{A}的合同什么时候签？"),
    bot("合同即将到期：{A}，金额 {M}"),
    won=False,
    kind="other",
)
book.add("vi", bot("Cơ hội mới: {A}, giá trị {M}"), said("Bao giờ ký hợp đồng với {A}?"), won=False, kind="other")
book.add("ar", bot("صفقة جديدة: {A} بقيمة {M} في مرحلة التفاوض"), won=False, kind="other")
