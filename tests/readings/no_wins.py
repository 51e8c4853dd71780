"""What stands in a deals channel and is no win: news of a CRM, talk, jokes, questions."""

from __future__ import annotations

from typing import Any

from tests.readings.build import Book, Json, attached, blocks, bot, button, columns, header, rich, said, section

book = Book("none")


def add(lang: str, kind: str, *messages: Json, **more: Any) -> None:
    book.add(lang, *messages, won=False, kind=kind, **more)


add(
    "en",
    "lost",
    bot("Deal lost: *{A}* ({M}). Reason: budget"),
    bot("{S} marked <{L}|{A}> as lost"),
    bot("Opportunity {A} moved to Closed Lost. Amount: {M}"),
    blocks(
        "Closed lost", header("Deal closed"), columns("Account={A}", "Stage=Closed Lost", "Amount={M}", "Owner={S}")
    ),
    attached("Opportunity update", "Account={A}", "Status=Lost", "Value={M}"),
    said("we lost {A} to a competitor, {M} gone :cry:"),
    said("{A} went another way. Closing it out as lost, {M}"),
    said("{A} decided not to sign. {M} slipped"),
)
add(
    "en",
    "stage",
    bot("{A} moved from Demo to Proposal ({M})"),
    bot("Deal <{L}|{A}> stage changed: Negotiation → Contract sent. Value {M}"),
    blocks(
        "Deal updated",
        section("*{A}* was updated"),
        columns("Stage=Negotiation", "Amount={M}", "Close date={D}", "Owner={S}"),
    ),
    attached("Deal stage changed", "Deal={A}", "Old stage=Qualified", "New stage=Verbal commit", "Amount={M}"),
    bot("New deal created: {A} – {M} – owner {S}"),
    bot("Deal reopened: {A} ({M}) moved from Closed Won back to Negotiation"),
    bot("{A}: contract sent for signature ({M})"),
    bot("Proposal viewed by {C} at {A}"),
    bot("Probability of {A} raised to 90% by {S}. Amount {M}"),
    bot("Close date of {A} changed from {D} to next quarter"),
    bot("{S} was assigned as the new owner of {A}"),
)
add(
    "en",
    "digest",
    bot("*Weekly pipeline*\nOpen: 42 deals, $1.2M\nWon: 5 deals, $210K\nLost: 3 deals, $80K"),
    bot("Forecast for Q3: commit $840K, best case $1.1M, closed won $390K"),
    bot("📊 Sales dashboard\nNew leads: 31\nDeals won this month: 7\nRevenue: $312,000"),
    bot("Leaderboard\n1. {S} – 8 wins – $410K\n2. Kim Park – 6 wins – $290K"),
    bot("Daily stand-up: 3 deals in negotiation, 2 proposals out, 1 verbal yes"),
    bot("Deals closing this week:\n• {A} – {M} – {S}\n• Other Corp – $20,000 – Kim"),
    blocks(
        "Goal", header("Team goal: 82% reached"), columns("Closed won=$820,000", "Target=$1,000,000", "Days left=11")
    ),
    bot("Quarter so far: won $1.4M of $2M target. 12 days to go!"),
)
add(
    "en",
    "other",
    bot("Invoice 2231 paid by {A}: {M}"),
    bot("Payment received: {M} from {A}"),
    bot("Refund of {M} issued to {A}"),
    bot("Ticket #8812 from {A} was closed by {S}"),
    bot("Meeting booked with {C} from {A} on {D}"),
    bot("New lead from website: {C}, {A}"),
    bot("Task completed: follow up with {A}"),
    bot("Renewal at risk: {A} ({M}), health score red"),
    bot("Subscription cancelled: {A}, {M} MRR lost"),
    bot("Incident closed: login errors for {A} resolved"),
    bot("Job offer accepted: {C} joins as account executive. Position closed."),
    bot("Support survey: {C} at {A} rated us 10/10"),
    bot("Candidate {C} signed the offer letter"),
    bot("Build passed for release 4.2, 3 issues closed"),
    bot("{A} renewed their trial for 14 days"),
    bot("Contract of {A} expires on {D}, value {M}. Start the renewal"),
    bot("Commission of {M} paid out to {S} for {A}"),
    bot('Automation "Closed won alert" failed for {A}: missing field Amount'),
    bot("Reminder: update the close date of {A} ({M})"),
    blocks(
        "Reminder", section("*Reminder:* closed won deals need a handoff within 24 hours"), button("Open checklist")
    ),
    attached("New form response", "Name={C}", "Company={A}", "Budget={M}", "Message=We would like a demo"),
    bot("{A} raised a Series B of $30M"),
    bot("RSS: {A} closes acquisition of Tinderbox for $120M"),
)
add(
    "en",
    "chat",
    said("Did we win {A}?"),
    said("any update on {A}? are they signed yet"),
    said("if {A} signs this week I'm buying donuts, {M} would be huge"),
    said("we almost won {A}, so close :("),
    said("Fingers crossed for {A}, {M} on the table"),
    said("We should close {A} by Friday, {M}"),
    said("{A} verbally agreed to {M}, paper to follow"),
    said("sure, and I just won the lottery too"),
    said("we won the pub quiz!!! :trophy:"),
    said("Our team won the hackathon prize of $5,000"),
    said("I closed my tabs and my laptop, see you monday"),
    said("Closing time folks, office closes at 6"),
    said("Remember when we won {A} back in 2019? {M}, what a party"),
    said("Last year's closed won report is in the drive"),
    said("How do I mark a deal as closed won? {A} is stuck in negotiation"),
    said("please don't forget to set the deal to Closed Won when {A} signs"),
    said("What did {U} do to win {A}? Would love a call recording"),
    said("{A} closed their Berlin office, heads up"),
    said("got the NDA signed with {A}"),
    said("We signed the lease, {M} a year, moving in {D}"),
    said("Who owns {A} now that it's closed won? They ask about SSO"),
    said("{A} won an award yesterday, let's congratulate them"),
    said("can someone send the won deals list for {R}"),
    said("my kid's team won 3-1 :soccer:"),
    said("The ticket from {A} is closed, thanks {U}"),
    said("not a win yet, {A} still has to get {M} approved by the board"),
    said("Great demo with {A} today, {C} loved it. {M} potential"),
    said("Sent the contract to {A} ({M}), waiting for signature"),
    said("Congrats {U} on the promotion! Well deserved"),
    said("happy work anniversary {U} :tada:"),
    said("We didn't win {A}. {M} would have been nice"),
    said("{A} asked for a discount of 20% before they sign"),
    said("I think we can win {A} with a better security story"),
    said("just signed up for the marathon, wish me luck"),
    said("The deal with the coffee machine: it's broken again"),
    said("&gt; We closed {A}! {M}\nlove this"),
    said("lol imagine we closed {A} for {M}"),
    said("{A} churned :( {M} gone"),
    said("Hiring update: closed the SDR role, {C} starts {D}"),
    said("so what's the deal with {A}?"),
    rich(["We could win ", "*{A}", " this quarter, ", "{M}"], by_person=True),
    {"user": "U0POSTER1", "text": "We closed {A}! {M}", "thread_ts": "1700000000.000100"},
    {
        "user": "U0POSTER1",
        "text": "look at this",
        "attachments": [{"is_share": True, "text": "We closed {A}! {M}", "author_name": "Sam"}],
    },
    {"subtype": "channel_topic", "user": "U0POSTER1", "text": "set the channel topic: deals won, {A} {M}"},
)
add(
    "es",
    "lost",
    bot("Negocio perdido: {A} ({M})"),
    bot("Oportunidad cerrada como perdida\nCliente: {A}\nImporte: {M}"),
    said("perdimos {A}, se fueron con la competencia"),
)
add(
    "es",
    "chat",
    said("¿Cerramos {A} al final?"),
    said("si cerramos {A} esta semana llegamos a la meta, {M}"),
    said("ganamos el partido 2-0"),
    said("casi cerramos {A}, falta la firma"),
    bot("Nuevo lead: {C} de {A}"),
    bot("Factura pagada: {A}, {M}"),
    bot("El negocio {A} pasó de Propuesta a Negociación ({M})"),
    bot("Recordatorio: actualiza los negocios ganados"),
)
add("pt", "lost", bot("Negócio perdido: {A} – {M}"), bot("Oportunidade marcada como perdida\nConta: {A}\nValor: {M}"))
add(
    "pt",
    "chat",
    said("Fechamos com a {A} ou ainda não?"),
    said("se fecharmos a {A} batemos a meta"),
    bot("Nova oportunidade criada: {A}, {M}"),
    bot("Pagamento recebido de {A}: {M}"),
    said("ganhamos o campeonato!"),
    bot("O negócio {A} avançou para Negociação"),
)
add("fr", "lost", bot("Affaire perdue : {A} – {M}"), bot("Opportunité perdue\nCompte : {A}\nMontant : {M}"))
add(
    "fr",
    "chat",
    said("On a signé {A} ou pas encore ?"),
    said("si {A} signe cette semaine on fait la fête"),
    bot("Facture payée : {A}, {M}"),
    bot("Nouveau prospect : {C} ({A})"),
    said("on a gagné le match hier soir"),
    bot("L'opportunité {A} est passée à l'étape Négociation ({M})"),
    said("presque signé avec {A}, il manque le tampon"),
)
add(
    "de",
    "lost",
    bot("Deal verloren: {A} – {M}"),
    bot("Verkaufschance verloren\nKunde: {A}\nBetrag: {M}"),
    said("{A} hat sich leider für die Konkurrenz entschieden"),
)
add(
    "de",
    "chat",
    said("Haben wir {A} gewonnen?"),
    said("wenn {A} unterschreibt, gibt's Kuchen. {M}!"),
    bot("Rechnung bezahlt: {A}, {M}"),
    bot("Neuer Lead: {C} von {A}"),
    said("wir haben das Fußballspiel gewonnen"),
    bot("Der Deal {A} wurde in die Phase Verhandlung verschoben ({M})"),
    said("Vertrag liegt bei {A} zur Unterschrift, {M}"),
    bot("Ticket von {A} wurde geschlossen"),
)
add("it", "lost", bot("Trattativa persa: {A} – {M}"))
add(
    "it",
    "chat",
    said("Abbiamo chiuso {A}?"),
    said("se chiudiamo {A} festeggiamo"),
    bot("Fattura pagata: {A}, {M}"),
    bot("Nuovo lead: {C} di {A}"),
    said("abbiamo vinto la partita"),
)
add("nl", "lost", bot("Deal verloren: {A} – {M}"))
add(
    "nl",
    "chat",
    said("Hebben we {A} al binnen?"),
    said("als {A} tekent trakteer ik"),
    bot("Factuur betaald: {A}, {M}"),
    said("we hebben de wedstrijd gewonnen"),
    bot("Deal {A} verplaatst naar Onderhandeling"),
)
add("ja", "lost", bot("失注：{A}（{M}）"), bot("商談が失注になりました\n取引先名: {A}\n金額: {M}"))
add(
    "ja",
    "chat",
    said("{A}の受注はまだですか？"),
    bot("新規リード：{A} {C}様"),
    bot("今月の受注数：12件 受注率：34%"),
    said("{A}は来週受注見込みです、{M}"),
    bot("請求書が支払われました：{A} {M}"),
    bot("商談「{A}」のフェーズが提案に変更されました"),
)
add("zh", "lost", bot("输单：{A}，{M}"), bot("商机【{A}】已丢单，原因：价格"))
add(
    "zh",
    "chat",
    said("{A}签约了吗？"),
    bot("新线索：{A} {C}"),
    bot("本月成交量：12，成交率 30%"),
    said("{A}预计下周签约，{M}"),
    bot("商机【{A}】进入谈判阶段，金额：{M}"),
    bot("发票已支付：{A} {M}"),
)
add("ar", "lost", bot("تم خسارة الصفقة: {A} – {M}"))
add(
    "ar",
    "chat",
    said("هل وقعنا مع {A}؟"),
    bot("عميل محتمل جديد: {A}"),
    bot("تم دفع الفاتورة: {A} {M}"),
    said("إذا وقعت {A} سنحتفل"),
)
add("vi", "lost", bot("Mất deal: {A} – {M}"))
add(
    "vi",
    "chat",
    said("{A} đã ký hợp đồng chưa?"),
    bot("Khách hàng tiềm năng mới: {A}"),
    bot("Hóa đơn đã thanh toán: {A} {M}"),
    said("nếu chốt được {A} thì đi ăn nhé"),
)
add("pl", "lost", bot("Szansa przegrana: {A} – {M}"))
add("pl", "chat", said("Czy {A} już podpisane?"), bot("Nowy lead: {C} z {A}"), bot("Faktura opłacona: {A}, {M}"))
add("sv", "lost", bot("Affär förlorad: {A} – {M}"))
add("da", "lost", bot("Salg tabt: {A} – {M}"))
add("tr", "lost", bot("Anlaşma kaybedildi: {A} – {M}"))
add("ko", "lost", bot("실주: {A} – {M}"))
add("ko", "chat", said("{A} 계약 됐나요?"), bot("이번 달 수주율 34%"), bot("신규 리드: {A}"))
