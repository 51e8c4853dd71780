import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.domain.deals import DealFields, PersonHint, Reading, Verdict, read_announcement

relaxed = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ROWS = Path(__file__).resolve().parents[2].parent / "shared/data/deals-dev.jsonl"


def from_crm(text: str = "", **more: Any) -> Reading:
    return read_announcement({"type": "message", "bot_id": "B0CRM", "ts": "1.1", "text": text, **more})


def from_person(text: str, **more: Any) -> Reading:
    return read_announcement({"type": "message", "user": "U0POST", "ts": "1.1", "text": text, **more})


def won(reading: Reading) -> DealFields:
    assert reading.verdict is Verdict.WON, reading.why
    (deal,) = reading.deals
    return deal


@pytest.mark.parametrize(
    ("text", "account", "amount", "currency"),
    [
        (":tada: Deal won: *Kumquat Press - Annual subscription* ($12,300)", "Kumquat Press", 12300, "USD"),
        ("Deal won! Roof repair with Kumquat Press — €4,000", "Kumquat Press", 4000, "EUR"),
        ("*Kumquat Press Starter plan 40 seats 2026* closed won for $9900!", "Kumquat Press", 9900, "USD"),
        ("Kumquat Press has signed the service agreement. Revenue: $72,000.", "Kumquat Press", 72000, "USD"),
        ("*Deal closed!*\nKumquat Press - 18500 AED\nMarketing was told.", "Kumquat Press", 18500, "AED"),
        ("Auftrag gewonnen: Tischlerei Brandt GmbH – 12.500,00 €", "Tischlerei Brandt GmbH", 12500, "EUR"),
        ("Venta cerrada: Grupo Peñalara S.A. | Renovación, 45.000 €", "Grupo Peñalara S.A.", 45000, "EUR"),
        ("Oportunidade ganha: Padaria Lima Ltda — R$ 98.500,00", "Padaria Lima Ltda", 98500, "BRL"),
        ("Affaire gagnée : Atelier Roux SAS - 48 500 €", "Atelier Roux SAS", 48500, "EUR"),
        ("Trattativa vinta: Ferrari Mobili S.r.l. - 20.000 €", "Ferrari Mobili S.r.l.", 20000, "EUR"),
        ("Opdracht gewonnen: Bakker Logistiek BV - €15.000", "Bakker Logistiek BV", 15000, "EUR"),
        ("受注: 株式会社サンプル ¥1,200,000", "株式会社サンプル", 1200000, "JPY"),
    ],
)
def test_a_crm_says_it_in_a_sentence(text: str, account: str, amount: int, currency: str) -> None:
    deal = won(from_crm(text))
    assert (deal.account_name, deal.amount, deal.currency) == (account, Decimal(amount), currency)


@pytest.mark.parametrize(
    ("text", "account", "amount"),
    [
        ('{"event": "deal_won", "company": "Kumquat Press", "amount": 900}', "Kumquat Press", 900),
        ("event=deal.won deal=Kumquat Press value=900 owner=Jo Park", "Kumquat Press", 900),
        ("[CRM] Deal status: Open → Won (Kumquat Press)", "Kumquat Press", None),
        ("Kumquat Press | Won | $900", "Kumquat Press", 900),
        ("[WON] Kumquat Press - $900", "Kumquat Press", 900),
        ("🎉 Jo Park just closed a $900 deal with Kumquat Press! Way to go!", "Kumquat Press", 900),
        ("Jo Park changed the stage of Kumquat Press from Proposal to Closed Won", "Kumquat Press", None),
        ("*Kumquat Press* is now a customer: $900/yr", "Kumquat Press", 900),
        ("Jo Park closed a new deal!\nKumquat Press for $900", "Kumquat Press", 900),
        ("Deal update – Kumquat Press\nStage: Closed Won (100%)", "Kumquat Press", None),
    ],
)
def test_a_program_says_it_its_own_way(text: str, account: str, amount: int | None) -> None:
    deal = won(from_crm(text))
    assert (deal.account_name, deal.amount) == (account, amount)


@pytest.mark.parametrize(
    "text",
    ["Another logo for the wall: Kumquat Press ($900)", "Kumquat Press are a go! £900", "Oh look: Kumquat, $900"],
)
def test_a_name_with_an_amount_and_no_known_word_is_asked_about(text: str) -> None:
    reading = from_person(text)
    assert reading.verdict is Verdict.UNSURE
    assert (reading.deals[0].account_name or "?") in text
    assert reading.deals[0].amount == 900


@pytest.mark.parametrize(
    "text",
    [
        "Quote sent to Kumquat Press ($900)",
        "Kumquat Press moved to Negotiation ($900)",
        "Kumquat Press will decide tomorrow, $900",
        "Deal at risk: Kumquat Press ($900), no activity",
        "Angebot verschickt an Kumquat Press (900 €)",
        "株式会社サンプルに見積書を送付しました（90万円）",
        "Your opportunity Kumquat Press was closed as Lost. Amount: $900",
        "Competitor alert: Acme won a deal that Kumquat Press was pursuing",
        'Automation "Deal won follow-up" ran 3 times today',
    ],
)
def test_what_is_said_to_be_something_else_is_not_asked_about(text: str) -> None:
    assert from_crm(text).verdict is Verdict.NOT_WON


def test_a_crm_says_it_in_labelled_lines() -> None:
    deal = won(
        from_crm(
            "*Deal gewonnen!*\nKunde: Tischlerei Brandt GmbH\nBetrag: 12.500,00 €\nVerkäufer: Jan Wolf\n"
            "Projektleiter: Mia Kern\nAbschlussdatum: 03.02.2026\nGebiet: Nord\n<https://crm.example/deal/7|Ansehen>"
        )
    )
    assert deal.account_name == "Tischlerei Brandt GmbH"
    assert deal.amount == Decimal(12500)
    assert deal.seller == PersonHint(name="Jan Wolf")
    assert deal.delivery_owner == PersonHint(name="Mia Kern")
    assert deal.close_date == date(2026, 2, 3)
    assert (deal.region, deal.crm_url) == ("Nord", "https://crm.example/deal/7")


def test_a_crm_says_it_in_columns_and_attachments() -> None:
    fields = [
        {"type": "mrkdwn", "text": text} for text in ("*Account*\nBrandt &amp; Co", "*MRR*\n$1,500", "*CSM*\n<@U0CSM>")
    ]
    deal = won(from_crm("Deal won", blocks=[{"type": "section", "fields": fields}]))
    assert (deal.account_name, deal.amount, deal.period) == ("Brandt & Co", Decimal(1500), "monthly")
    assert deal.delivery_owner == PersonHint(user_id="U0CSM")
    attached = [
        {"title": "Company", "value": "Brandt & Co"},
        {"title": "Total", "value": "900"},
        {"title": "Currency", "value": "eur"},
    ]
    deal = won(from_crm("Opportunity won", attachments=[{"fields": attached}]))
    assert (deal.account_name, deal.amount, deal.currency) == ("Brandt & Co", Decimal(900), "EUR")


def test_the_company_beside_a_contact_is_the_account_and_the_contact_no_seller() -> None:
    deal = won(from_crm("*Deal won!*\nClient: Ida Holm (Kumquat Press)\nContact: Ida Holm"))
    assert (deal.account_name, deal.seller) == ("Kumquat Press", None)
    assert won(from_crm("New deal won! Ida Holm from Kumquat Press")).account_name == "Kumquat Press"


def test_other_figures_are_not_the_deals_value() -> None:
    deal = won(from_crm("Deal won! Kumquat Press\nAUM: $50M\nEmployees: 1,200"))
    assert deal.amount is None


@pytest.mark.parametrize(
    ("text", "account", "seller"),
    [
        ("We just closed Kumquat Press! $48K ARR, kudos <@U0ANA>", "Kumquat Press", "U0ANA"),
        ("ink is dry on Kumquat Press, $12k", "Kumquat Press", "U0POST"),
        ("Kumquat Press signed!! 30k USD", "Kumquat Press", "U0POST"),
        ("Huge congrats to <@U0ANA> for closing Kumquat Press! $80k", "Kumquat Press", "U0ANA"),
        ("Wir haben Tischlerei Brandt gewonnen! 30.000 € pro Jahr", "Tischlerei Brandt", "U0POST"),
        ("Cerramos el trato con Grupo Peñalara por 45.000 €, gracias <@U0ANA>", "Grupo Peñalara", "U0ANA"),
        ("Fechamos com a Padaria Lima! R$ 30 mil", "Padaria Lima", "U0POST"),
        ("On a signé avec Atelier Roux ! 48 k€, bravo <@U0ANA>", "Atelier Roux", "U0ANA"),
        ("Abbiamo chiuso con Ferrari Mobili, 20.000 €", "Ferrari Mobili", "U0POST"),
        ("We hebben Bakker Logistiek binnengehaald! €15.000", "Bakker Logistiek", "U0POST"),
    ],
)
def test_a_person_says_it(text: str, account: str, seller: str) -> None:
    deal = won(from_person(text))
    assert (deal.account_name, deal.seller) == (account, PersonHint(user_id=seller))


def test_who_takes_over_is_not_the_seller() -> None:
    deal = won(from_person("We won Kumquat Press! onboarding: <@U0CSM>"))
    assert (deal.delivery_owner, deal.seller) == (PersonHint(user_id="U0CSM"), PersonHint(user_id="U0POST"))


@pytest.mark.parametrize(
    "text",
    [
        "Deal moved to Closed Won",
        "Deal won: Roof repair",
        "Deal won: Kumquat Press 2025",
        "Just closed a deal on our new press!",
    ],
)
def test_a_win_with_a_doubt_asks(text: str) -> None:
    assert from_crm(text).verdict is Verdict.UNSURE


@pytest.mark.parametrize(
    "text",
    [
        "Deal lost: Kumquat Press",
        "Negocio perdido: Kumquat Press",
        "Auftrag verloren: Tischlerei Brandt",
        "Kumquat Press moved to Negotiation",
        "Deal Kumquat Press moved from Closed Won to Negotiation",
        "New lead: Kumquat Press, $9,000",
        "Invoice paid\nClient: Kumquat Press\nAmount: $900",
        "Commission approved for the Kumquat Press deal you won",
        "[TEST] Deal won: Kumquat Press $5",
        "*Closed Won:* 4 deals · $40,000\n*Closed Lost:* 2 deals · $9,000",
    ],
)
def test_other_news_of_a_crm_is_no_win(text: str) -> None:
    assert from_crm(text).verdict is Verdict.NOT_WON


@pytest.mark.parametrize(
    "text",
    [
        "Did we win Kumquat Press? I heard they signed?",
        "If we win Kumquat Press, dinner is on me",
        "we won the bowling tournament!!",
        "We won't close Kumquat Press this quarter",
        "Reminder: closed won deals need a handoff",
        "congrats on closing Kumquat Press last year, they want a demo",
        "&gt; We just closed Kumquat Press! $48K\nwow",
        "I just closed my laptop",
        "Kumquat Press closed their Series B, $30M",
        "Just signed the lease for the new office, $5k a month",
    ],
)
def test_talk_is_no_win(text: str) -> None:
    assert from_person(text).verdict is Verdict.NOT_WON


def test_a_reply_in_a_thread_is_no_announcement() -> None:
    assert from_person("We just closed Kumquat Press! $48K", thread_ts="0.9").verdict is Verdict.NOT_WON
    assert from_person("We just closed Kumquat Press! $48K", subtype="channel_join").verdict is Verdict.NOT_WON


def test_a_summary_that_lists_wins_asks_for_each() -> None:
    reading = from_crm("Deals won today:\n• Kumquat Press — $12,000 (Ana Ruiz)\n• Brandt GmbH — €9,000")
    assert reading.verdict is Verdict.UNSURE
    assert [(deal.account_name, deal.amount) for deal in reading.deals] == [
        ("Kumquat Press", Decimal(12000)),
        ("Brandt GmbH", Decimal(9000)),
    ]
    assert reading.deals[0].seller == PersonHint(name="Ana Ruiz")


words = st.sampled_from(
    ["deal", "won", "closed", "Acme", "Brandt", "GmbH", "-", "–", "|", ":", "!", "?", "(", ")", "$5k", "€9", "for"]
)
more_words = st.sampled_from(
    ["with", "2025", "plan", "lost", "if", "*won*", "\n", ">", "<@U1>", "signed", "we", "Deal won:"]
)
values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text(max_size=30)
    | st.lists(words | more_words, max_size=25).map(" ".join),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(["type", "text", "fields"]), inner),
    max_leaves=12,
)


@relaxed
@given(
    st.fixed_dictionaries(
        {"text": values},
        optional=dict.fromkeys(("user", "bot_id", "subtype", "blocks", "attachments", "thread_ts", "message"), values),
    )
)
def test_any_message_gets_an_answer_and_a_win_has_a_name(message: dict[str, Any]) -> None:
    reading = read_announcement(message)
    assert reading.why.endswith(".")
    if reading.verdict is Verdict.WON:
        assert all(deal.account_name for deal in reading.deals)
        assert reading.deals


@pytest.mark.parametrize(
    "piece",
    ["deal won ", "closed ", "a. ", "( ", "Aa ", "*", "_a ", "<@U1> ", "$1 ", "1,", "1 ", "| a: b ", "> ", ":a",
     "for A ", "we won Ab Inc. ", "\n", "won\n", "<https://a.b/c|d>", "[a](", "a@b.c ", "&gt;", "- ", "'", "new ", "–"],
)  # fmt: skip
def test_a_huge_message_of_one_thing_is_read_in_bounded_time(piece: str) -> None:
    for reading in (from_crm(piece * (40_000 // len(piece))), from_person("We won " + piece * (40_000 // len(piece)))):
        assert reading.why


@pytest.mark.skipif(not ROWS.exists(), reason="the reference data is not beside the repository")
def test_real_announcements_are_read_well() -> None:
    rows = [json.loads(line) for line in ROWS.read_text(encoding="utf-8").splitlines()]
    read = [(row["gold"], read_announcement(row["payload"])) for row in rows]
    wins = [(gold, reading) for gold, reading in read if gold["is_won"]]
    assert [reading for gold, reading in read if not gold["is_won"] and reading.verdict is Verdict.WON] == []
    assert all(reading.verdict is not Verdict.NOT_WON for _, reading in wins)
    acted = sum(reading.verdict is Verdict.WON for _, reading in wins)
    assert 2 * acted / (acted + len(wins)) >= 0.95
    named = [
        (gold["account_name"], reading.deals[0].account_name) for gold, reading in wins if gold.get("account_name")
    ]
    assert sum(gold == seen for gold, seen in named) / len(named) >= 0.95
    valued = [(Decimal(str(gold["amount"])), reading.deals[0].amount) for gold, reading in wins if gold.get("amount")]
    assert sum(gold == seen for gold, seen in valued) / len(valued) >= 0.98
