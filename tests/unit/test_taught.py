"""Shapes of messages, and announcements read by layouts that were taught."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.deals import Verdict, read_announcement
from bot.domain.layouts import CannotLearn, learn
from bot.domain.policy import read_emoji
from bot.domain.shapes import FREE, app_name_of, app_of, shape_of
from bot.domain.taught import BY_TAUGHT, Taught, pieces_of, read_taught

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
# No word of it says that a deal was won, and it is too long to be asked about.
ODD = (
    "~ booking sheet ~\nWho pays >> {account}\nHow much >> {amount} EUR net\nHunter >> Ana Ruiz\n"
    "Printed by the night run of the ledger for the archive of the back office on the third floor, where "
    "shelves are blue; questions are answered between nine and eleven on working days, and in the first week of the "
    "quarter only in writing"
)


def by_app(text: str, **more: Any) -> dict[str, Any]:
    return {"bot_id": "B0CRM", "app_id": "A0CRM", "text": text} | more


def columns(account: str, amount: str, stage: str = "Booked") -> dict[str, Any]:
    fields = (("Kunde", account), ("Summe", amount), ("Status", stage))
    texts = [{"type": "mrkdwn", "text": f"*{label}*\n{value}"} for label, value in fields]
    return by_app("news", blocks=[{"type": "section", "fields": texts}])


def taught(message: dict[str, Any], named: dict[str, str], **more: Any) -> Taught:
    values: dict[str, Any] = dict(id="t1", channel_id="C1", app="A0CRM", is_win=True, taught_by="U1", taught_at=AT)
    return Taught(layout=learn(message, named), **(values | more))


def odd(**more: Any) -> Taught:
    example = by_app(ODD.format(account="Kumquat Press", amount="12,300"))
    return taught(example, {"account": "Kumquat Press", "amount": "12,300 EUR", "seller": "Ana Ruiz"}, **more)


# Shapes.


def test_the_same_layout_has_the_same_shape_whatever_it_says() -> None:
    assert shape_of(columns("Acme", "$5")) == shape_of(columns("Orbit Systems 7", "1.234,50 €"))
    assert shape_of(by_app("Deal won: Acme")) == shape_of(by_app("Deal won: *Cobalt* - $48,500"))


def test_other_labels_another_app_or_other_blocks_are_another_shape() -> None:
    messages = [
        columns("Acme", "$5"),
        columns("Acme", "$5") | {"app_id": "A0OTHER"},
        by_app("Kunde: Acme\nSumme: $5\nStatus: Booked"),
        by_app("Deal won: Acme"),
        by_app("Deal lost: Acme"),
        by_app("Deal won: Acme", attachments=[{"text": "more"}]),
    ]
    assert len({shape_of(message) for message in messages}) == len(messages)


def test_a_preview_that_slack_adds_changes_nothing() -> None:
    preview = [{"from_url": "https://crm.example", "text": "A page"}]
    assert shape_of(by_app("Deal won: Acme", attachments=preview)) == shape_of(by_app("Deal won: Acme"))


@pytest.mark.parametrize(
    "text", ["We closed Acme!", "Great news: Acme signed", "at 10:30 we met https://acme.example", ""]
)
def test_what_people_write_freely_has_no_shape_of_its_own(text: str) -> None:
    assert shape_of({"user": "U1", "text": text}) == FREE


def test_people_who_fill_in_labels_have_one() -> None:
    shape = shape_of({"user": "U1", "text": "Account: Acme\nValue: $5"})
    assert shape == shape_of({"user": "U2", "text": "Account: Orbit\nValue: 7 EUR"}) != FREE


def test_who_posts() -> None:
    assert app_of({"bot_id": "B1", "bot_profile": {"app_id": "A1", "name": "HubSpot"}}) == "A1"
    assert app_name_of({"bot_profile": {"name": "HubSpot"}}) == "HubSpot"
    assert (app_of({"user": "U1"}), app_of({"bot_profile": 7, "app_id": []}), app_name_of({})) == ("", "", "")


@given(st.text(max_size=60), st.text(max_size=60))
def test_a_shape_never_holds_a_text_and_is_never_a_surprise(label: str, value: str) -> None:
    shape = shape_of(by_app(f"{label}: {value}", blocks=[{"type": label}, 7], attachments=value))
    assert len(shape) == 20
    assert set(shape) <= set("0123456789abcdef")


# Taught layouts.


def test_a_taught_layout_wins_over_the_general_reader() -> None:
    message = by_app(ODD.format(account="Brandt", amount="900"))
    assert read_announcement(message).verdict is Verdict.NOT_WON
    reading = read_taught(message, [odd()])
    (deal,) = reading.deals
    assert (reading.verdict, reading.why) == (Verdict.WON, BY_TAUGHT)
    assert (deal.account_name, deal.amount, deal.currency) == ("Brandt", Decimal(900), "EUR")


def test_it_asks_where_it_was_taught_to() -> None:
    message = by_app(ODD.format(account="Brandt", amount="900"))
    assert read_taught(message, [odd(is_win=False)]).verdict is Verdict.UNSURE


def test_it_is_only_for_the_app_that_it_was_taught_for() -> None:
    text = ODD.format(account="Brandt", amount="900")
    assert read_taught({"user": "U1", "text": text}, [odd()]).verdict is Verdict.NOT_WON
    assert read_taught({"user": "U1", "text": text}, [odd(app=None)]).verdict is Verdict.WON
    assert read_taught({"user": "U1", "text": text}, [odd(app="")]).verdict is Verdict.WON


def test_other_messages_are_read_as_ever() -> None:
    for text in ("Deal won: Acme Robotics, $5,000", "Lunch is at noon", ""):
        assert read_taught(by_app(text), [odd()]) == read_announcement(by_app(text))


@pytest.mark.parametrize("stage", ["Closed lost", "lost", "Verloren", "Negotiation"])
def test_another_stage_of_the_same_columns_is_no_win(stage: str) -> None:
    one = taught(columns("Acme Robotics", "$5,000"), {"account": "Acme Robotics", "amount": "$5,000"})
    assert read_taught(columns("Orbit", "$7,000"), [one]).verdict is Verdict.WON
    assert read_taught(columns("Orbit", "$7,000", stage), [one]).verdict is Verdict.NOT_WON


@pytest.mark.parametrize("more", ["\nStatus: lost", "\nStage: Closed lost"])
def test_a_loss_that_the_example_had_no_line_for_is_no_win(more: str) -> None:
    reading = read_taught(by_app(ODD.format(account="Brandt", amount="900") + more), [odd()])
    assert reading.verdict is Verdict.NOT_WON
    assert "lost" in reading.why


def test_a_test_is_no_win() -> None:
    message = by_app("TEST " + ODD.format(account="Brandt", amount="900"))
    assert read_taught(message, [odd()]).verdict is Verdict.NOT_WON


def test_slacks_own_notices_are_not_read_by_it() -> None:
    message = by_app(ODD.format(account="Brandt", amount="900"), subtype="channel_topic")
    assert read_taught(message, [odd()]).verdict is Verdict.NOT_WON


def test_what_was_not_taught_is_read_as_ever_but_no_foreign_currency_is_added() -> None:
    text = "Deal won!\nClient: Acme Robotics\nSum: 900\nOwner: Sara Lindqvist\nList price: $5,000"
    one = taught(by_app(text), {"account": "Acme Robotics", "amount": "900"})
    (deal,) = read_taught(by_app(text.replace("Acme Robotics", "Orbit")), [one]).deals
    assert deal.seller is not None
    assert deal.seller.name == "Sara Lindqvist"
    assert (deal.account_name, deal.amount, deal.currency) == ("Orbit", Decimal(900), None)


def test_pieces_stand_in_the_message_and_teach_it() -> None:
    text = (
        "Deal won!\nClient: Acme Robotics\nAmount: €48,500\nOwner: <@U0SARA>\nClose date: 2026-03-02\n"
        "<https://crm.example/7|View in CRM>"
    )
    message = by_app(text)
    pieces = pieces_of(message, read_announcement(message).deals[0])
    assert pieces == {
        "account": "Acme Robotics",
        "amount": "€48,500",
        "seller": "<@U0SARA>",
        "date": "2026-03-02",
        "link": "https://crm.example/7",
    }
    assert learn(message, pieces).places


def test_what_cannot_be_learnt_names_its_field() -> None:
    message = by_app(ODD.format(account="Brandt", amount="900"))
    with pytest.raises(CannotLearn) as problem:
        learn(message, {"account": "Brandt", "amount": "99"})
    assert problem.value.field == "amount"
    with pytest.raises(CannotLearn) as problem:
        learn(message, {"amount": "900"})
    assert problem.value.field == "account"


# The emoji.


@pytest.mark.parametrize(
    ("written", "name"),
    [
        (":trophy:", "trophy"),
        ("Trophy", "trophy"),
        ("+1::skin-tone-3", "+1"),
        (":won-deal_2:", "won-deal_2"),
        ("", None),
    ],
)
def test_an_emoji_by_its_name(written: str, name: str | None) -> None:
    assert read_emoji(written) == name


@pytest.mark.parametrize("written", ["two words", ":a: :b:", "🏆", "<@U1>"])
def test_what_is_no_name_of_an_emoji_is_said(written: str) -> None:
    with pytest.raises(ValueError, match="as in :trophy:"):
        read_emoji(written)
