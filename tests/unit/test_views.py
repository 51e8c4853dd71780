"""Views: valid whatever people write, harmless, and worded for people."""

from __future__ import annotations

import json
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from bot.domain.handoff import HandoffState, Side
from bot.domain.nudges import NudgeState, Subject
from bot.sandbox.blockkit import check_blocks, check_view
from bot.views import accounts, deals, handoff, nudges
from bot.views.kit import MESSAGE_TEXT, NOTHING, VIEW_BLOCKS
from bot.views.text import near, weekday
from tests.blocks_check import EXTREMES, assert_valid
from tests.view_samples import AT, MODULES, OLIVIA, SARA, TODAY, Shown, Words, every_view, parts_of, public_views

HUGE = Decimal(10) ** 40 - Decimal("0.0001")
AMOUNTS = [
    (Decimal(0), "EUR"),
    (Decimal("-12.5"), "JPY"),
    (HUGE, "INR"),
    (Decimal("0.0001"), "BHD"),
    (Decimal(7), "ZZZ"),
    (Decimal(7), "XAU"),
    (Decimal("1E+30"), None),
    (None, "EUR"),
    (None, None),
]
VIEWS_FOLDER = Path(accounts.__file__).parent
TOOLS = {"elements", "forms", "kit", "text"}


def check(shown: Shown) -> None:
    """Valid for the reference and for the sandbox."""
    name, surface, made = shown
    if surface == "message":
        assert set(made) == {"text", "blocks"}, name
        assert 0 < len(made["text"]) <= MESSAGE_TEXT, name
        assert check_blocks(made["blocks"], "message") == [], name
        assert_valid(made["blocks"], "message")
    elif surface == "modal":
        assert check_view(made) == [], name
        assert_valid(made, "modal")
    elif surface == "home":
        assert check_view(made) == [], name
        assert_valid(made, "home")
        assert len(made["blocks"]) <= VIEW_BLOCKS, name
    elif surface == "blocks":
        assert check_blocks(made, "modal") == [], name
    elif surface == "element":
        assert check_blocks([{"type": "actions", "elements": [made]}], "modal") == [], name
    else:
        assert isinstance(made, str), name


LIVE = re.compile(r"<(?:!(?:channel|here|everyone|subteam)|@U1>|#C1\||https://evil|mailto:a@b)")


def live_marks(shown: Shown) -> list[str]:
    """What a customer's or a CRM's words would set off: mentions, broadcasts, links that are not ours."""
    _, surface, made = shown
    if surface in ("line", "words"):
        return LIVE.findall(made)
    texts = [made["text"]] if surface == "message" else []
    for part in parts_of(made):
        if part.get("type") in ("mrkdwn", "plain_text"):
            texts.append(part["text"])
    return [found for text in texts for found in LIVE.findall(text)]


@pytest.mark.parametrize("text", EXTREMES, ids=[f"text{number}" for number in range(len(EXTREMES))])
def test_no_words_make_an_invalid_or_a_live_view(text: str) -> None:
    for shown in every_view(Words(text=text, rows=2, url=text)):
        check(shown)
        assert live_marks(shown) == [], shown[0]
        json.dumps(shown[2]).encode("utf-8")


@pytest.mark.parametrize(("amount", "currency"), AMOUNTS)
def test_no_amount_makes_an_invalid_view(amount: Decimal | None, currency: str | None) -> None:
    for shown in every_view(Words(amount=amount, currency=currency, rows=1)):
        check(shown)


@pytest.mark.parametrize("rows", [0, 1, 20, 21, 41, 101])
def test_long_lists_and_empty_ones_stay_valid(rows: int) -> None:
    for shown in every_view(Words(rows=rows)):
        check(shown)


def test_views_do_without_people() -> None:
    for shown in every_view(Words(people=False, amount=None, currency=None, url=None)):
        check(shown)
        assert "None" not in json.dumps(shown[2]), shown[0]


def test_every_public_view_is_tried_here() -> None:
    assert {name for name, _, _ in every_view(Words())} == public_views()


def test_every_module_of_views_is_tried_here() -> None:
    assert {path.stem for path in VIEWS_FOLDER.glob("*.py")} - TOOLS - {"__init__"} == set(MODULES)


# How it reads in the ordinary case.

ACME = Words()


def sentences(shown: Any) -> list[str]:
    """What a person reads, block by block, without the notification's text."""
    found = []
    for part in parts_of(shown["blocks"] if isinstance(shown, dict) else shown):
        if part.get("type") in ("mrkdwn", "plain_text"):
            found.append(part["text"])
    return found


def test_the_question_under_an_announcement() -> None:
    said = sentences(deals.asked(ACME.deal(why="It says won, but names no customer.")))
    assert said == [
        "Is this a won deal? I read: account *Acme Robotics*, value $48,500, seller <@U0SARALIND>.",
        "It says won, but names no customer.",
        "Set up account",
        "Not a win",
    ]


def test_the_question_when_nothing_was_read() -> None:
    shown = deals.asked(ACME.deal(account_name=None, amount=None, seller_id=None))
    assert shown["text"] == "Is this a won deal? I couldn't read which account it is about."


def test_the_reply_with_the_channel() -> None:
    said = sentences(deals.opened(ACME.account(), ACME.handoff(HandoffState.OPEN), is_new=True))
    assert said[0] == "*Acme Robotics* is set up in <#C0ACME>"
    assert said[1].startswith("Delivery owner: <@U0OLIVIAPK> · handoff due <!date^")
    unowned = deals.opened(ACME.account(), ACME.handoff(HandoffState.OPEN, owner_id=None), is_new=True)
    assert "nobody yet, claim it in the channel" in sentences(unowned)[1]
    assert deals.opened(ACME.account(), None, is_new=False)["text"] == "*Acme Robotics* is known already: <#C0ACME>"


def test_the_brief_in_the_channel() -> None:
    said = sentences(handoff.card(ACME.account(), [ACME.deal()], ACME.handoff(HandoffState.OPEN), None, {}))
    assert said[0] == "Handoff: Acme Robotics"
    assert said[1:4] == ["*Sold by*\n<@U0SARALIND>", "*Delivery owner*\n<@U0OLIVIAPK>", "*Value*\n$48,500"]
    assert "*CRM*\n<https://crm.example/deals/7|Open the deal>" in said
    assert "The brief is still empty. Four answers are enough; it takes two minutes." in said
    assert said[-2:] == ["Handoff: waiting for the seller's brief", "Fill in the brief"]


def test_a_seller_whom_slack_does_not_know_is_named_all_the_same() -> None:
    card = handoff.card(
        ACME.account(), [ACME.deal(seller_name="Pat Doe")], ACME.handoff(HandoffState.OPEN, seller_id=None), None, {}
    )
    assert "*Sold by*\nPat Doe (not found in Slack)" in sentences(card)


def test_the_signed_brief_names_both_and_has_no_buttons() -> None:
    signed = {Side.SELLER: (SARA, "ab" * 32, AT), Side.DELIVERY_OWNER: (OLIVIA, "ab" * 32, AT)}
    card = handoff.card(ACME.account(), [ACME.deal()], ACME.handoff(HandoffState.ACCEPTED), ACME.brief(), signed)
    said = "\n".join(sentences(card))
    assert "Seller <@U0SARALIND> signed <!date^" in said
    assert "Delivery owner <@U0OLIVIAPK> signed <!date^" in said
    assert [block["type"] for block in card["blocks"]].count("actions") == 0


def test_news_of_the_handoff() -> None:
    account, step = ACME.account(), ACME.handoff(HandoffState.RETURNED, return_reason="Who is the admin there?")
    assert handoff.submitted(account, step)["text"] == (
        "<@U0SARALIND> signed the brief. <@U0OLIVIAPK>, it is your turn: accept it or return it."
    )
    assert handoff.returned(account, step)["text"] == (
        "<@U0OLIVIAPK> returned the brief: Who is the admin there?\n<@U0SARALIND>, please fill the gap."
    )
    assert handoff.accepted(account, step, TODAY)["text"] == (
        "Signed by both. <@U0OLIVIAPK> owns Acme Robotics from here on; the first check-in is due 3 Mar 2026."
    )
    assert handoff.claimed(account, step)["text"] == "<@U0OLIVIAPK> takes Acme Robotics over."


def test_a_digest_names_the_day_and_how_many_wait() -> None:
    lines = [ACME.nudge(0), ACME.nudge(1, subject=Subject.CHECK_IN), ACME.nudge(2, NudgeState.DONE)]
    shown = nudges.digest(lines, TODAY)
    assert shown["text"] == "*Tuesday, 3 Mar: 2 waiting on you*"
    said = sentences(shown)
    assert said[1].startswith(
        "*Acme Robotics* (<#C0ACME>): <@U0LENA> <https://northwind.example/archives/C0CUST/p1772530200000100|"
    )
    assert said[2:4] == ["Answered", "Not a question"]
    assert said[5:7] == ["Done", "Snooze to the next workday"]
    assert said[7].endswith("~ · done")
    assert nudges.digest([ACME.nudge(0, NudgeState.DONE)], TODAY)["text"] == "*Tuesday, 3 Mar: all done*"


def test_a_long_digest_says_how_many_are_left_out() -> None:
    said = sentences(nudges.digest([ACME.nudge(number) for number in range(101)], TODAY))
    assert said[0] == "*Tuesday, 3 Mar: 101 waiting on you*"
    assert said[-1] == "and 81 more; `/warmline` shows what is left"


def test_what_waits_between_two_digests() -> None:
    assert nudges.waiting([])["text"].startswith("Nothing waits on you.")
    shown = nudges.waiting([ACME.nudge(number) for number in range(101)])
    assert shown["text"] == "*101 waiting on you*"
    said = sentences(shown)
    assert said.count("Answered") == 15
    assert sum(text.count("• ") for text in said) == 85
    assert said[-1].endswith("and 1 more")


def test_an_account_at_a_glance() -> None:
    shown = accounts.overview(ACME.account(), ACME.handoff(HandoffState.SUBMITTED), ACME.checkin(), [], ["C0CUST"])
    assert sentences(shown)[0].splitlines() == [
        "*Acme Robotics* · $48,500",
        "Seller: <@U0SARALIND> · delivery owner: <@U0OLIVIAPK>",
        "Handoff: waiting for the delivery owner to accept",
        "Next check-in: 3 Mar 2026",
        "Open questions: none",
        "Customer channel: <#C0CUST>",
    ]


def test_everything_waiting_is_listed_even_when_names_are_long() -> None:
    long = Words(text="Aktiengesellschaft für Robotik " * 9)
    shown = accounts.mine([(long.account(), long.handoff(HandoffState.OPEN), None)] * 40)
    assert sum(text.count("• ") for text in sentences(shown)) == 40
    shown = nudges.waiting([long.nudge(number) for number in range(40)])
    assert sum(text.count("• ") for text in sentences(shown)) == 25


def test_topic_and_purpose_of_a_channel() -> None:
    assert accounts.topic(SARA, None) == "Seller: <@U0SARALIND> · Delivery owner: not named yet"
    assert accounts.purpose(ACME.account()).startswith("Everything about Acme Robotics after the sale")
    assert len(accounts.purpose(Words(text="x" * 900).account())) <= 250


def test_an_empty_name_still_shows_something() -> None:
    assert NOTHING == "–"
    for text in ("", " ", "\u200b"):
        assert sentences(handoff.card(Words(text=text).account(), [], ACME.handoff(HandoffState.OPEN), None, {}))[0]


@pytest.mark.parametrize(
    ("on", "said"),
    [
        (date(2026, 3, 1), "Sunday"),
        (date(2026, 3, 2), "yesterday"),
        (date(2026, 3, 3), "today"),
        (date(2026, 3, 4), "tomorrow"),
        (date(2026, 3, 9), "Monday"),
        (date(2026, 3, 10), "10 Mar"),
        (date(2026, 2, 24), "24 Feb"),
        (date(2025, 12, 31), "31 Dec 2025"),
    ],
)
def test_a_day_as_people_say_it(on: date, said: str) -> None:
    assert near(on, date(2026, 3, 3)) == said


def test_a_day_with_its_weekday() -> None:
    assert weekday(date(2026, 3, 3)) == "Tuesday, 3 Mar"


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2026, 3, 5), "due Thursday"),
        (date(2026, 3, 3), "due today"),
        (date(2026, 3, 2), "overdue since yesterday"),
        (date(2026, 2, 26), "overdue since Thursday"),
        (date(2026, 1, 5), "overdue since 5 Jan"),
    ],
)
def test_how_late_a_handoff_is_in_words(due_on: date, said: str) -> None:
    line = nudges.handoff_line(ACME.account(), ACME.handoff(HandoffState.OPEN), due_on, date(2026, 3, 3))
    assert line.endswith(f"brief to fill in, {said}")
