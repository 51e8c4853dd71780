"""Before anything happens: which channels look like wins, what would be taken, and who is reminded in a quiet start."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.first_look import look_at, looks_like_wins
from bot.domain.people import Person, why_not
from bot.domain.policy import LIMITS, Policy, Rule, may_nudge, quiet_end, read_count, won_since
from bot.domain.workhours import local_day
from bot.slack.payloads import state_lists
from bot.views import steps
from tests.view_samples import parts_of

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)
ON = Policy(deal_channels=("C1",), delivery_owners=("U1",), quiet_start=True, set_up_at=AT)
QUIET = Policy(quiet_start=True, set_up_at=AT, quiet_until=AT + timedelta(days=14))


@pytest.mark.parametrize(
    "name",
    ["deals-won", "wins", "closed-won", "sales-wins", "team_wins", "gewonnen", "ventas-ganadas", "受注", "deals"],
)
def test_channels_that_look_like_wins(name: str) -> None:
    assert looks_like_wins(name)


@pytest.mark.parametrize(
    "name", ["general", "winter-party", "windows", "deals-lost", "deal-desk", "dealership", "", None]
)
def test_channels_that_do_not(name: str | None) -> None:
    assert not looks_like_wins(name)


def posted(text: str, **more: Any) -> dict[str, Any]:
    return {"type": "message", "ts": "1772530200.000100", "text": text} | more


CRM = {"bot_id": "B1", "app_id": "A1", "subtype": "bot_message", "username": "CRM"}
WIN = "Deal won: *Acme Robotics* - $48,500\nOwner: Sara Lindqvist"


def test_what_would_be_taken() -> None:
    messages = [
        posted(WIN, **CRM),
        posted("Lunch is at noon", user="U1"),
        posted("We closed it, 12k for the year", user="U1"),
        posted(WIN, bot_id="B0OWN"),
        posted(WIN, user="U1", thread_ts="1.1"),
    ]
    look = look_at("C1", messages, (), "B0OWN")
    assert [taken.deal.account_name for taken in look.taken] == ["Acme Robotics"]
    assert look.taken[0].posted_by is None
    assert look.unsure == 1
    assert look.apps == (("A1", "CRM"),)


def test_only_chosen_apps_are_taken_and_people_always() -> None:
    messages = [posted(WIN, **CRM), posted("We just closed Hooli! $30k ARR", user="U1")]
    look = look_at("C1", messages, ("A9",), "B0OWN")
    assert [taken.posted_by for taken in look.taken] == ["U1"]
    assert look.apps == (("A1", "CRM"),), "it can still be chosen"
    assert len(look_at("C1", messages, ("B1",), "B0OWN").taken) == 2


@given(
    st.lists(
        st.dictionaries(st.sampled_from(["text", "user", "bot_id", "app_id", "bot_profile"]), st.integers() | st.text())
    )
)
def test_odd_messages_are_looked_at_without_a_fault(messages: list[dict[str, Any]]) -> None:
    assert look_at("C1", messages, (), "B1").can_read


def test_the_steps_that_are_left() -> None:
    assert Policy().steps_left == (Rule.CHANNELS, Rule.OWNERS, Rule.QUIET)
    assert Policy(delivery_owners=("U1",), quiet_start=False).steps_left == (Rule.CHANNELS,)
    assert ON.steps_left == ()


def test_what_was_announced_before_is_never_acted_on() -> None:
    assert not Policy().acts_on(AT)
    assert not ON.acts_on(AT - timedelta(seconds=1))
    assert ON.acts_on(AT)


def test_an_account_was_won_since_by_its_announcement() -> None:
    before, after = str(AT.timestamp() - 1), f"{AT.timestamp() + 1:.6f}"
    assert not won_since([before, ""], AT), "what is set up by hand has none"
    assert won_since([before, after], AT)
    assert not won_since([after], None)


@pytest.mark.parametrize(
    ("policy", "is_volunteer", "is_won_since", "may"),
    [
        (ON, False, False, True),
        (QUIET, False, False, False),
        (QUIET, True, False, True),
        (QUIET, False, True, True),
        (Policy(), True, True, False),
        (Policy(set_up_at=AT, paused_at=AT), True, True, False),
        (Policy(set_up_at=AT, quiet_start=True, quiet_until=AT), False, False, True),
    ],
)
def test_who_may_be_nudged(policy: Policy, is_volunteer: bool, is_won_since: bool, may: bool) -> None:
    assert may_nudge(policy, AT, is_volunteer=is_volunteer, is_won_since=is_won_since) is may


@given(st.integers(0, 20 * 365 * 24), st.sampled_from(["UTC", "Asia/Tokyo", "America/New_York"]))
def test_a_quiet_start_lasts_two_whole_weeks_and_ends_with_a_day(hours: int, zone: str) -> None:
    now = AT + timedelta(hours=hours)
    until = quiet_end(now, zone)
    assert timedelta(days=13, hours=23) <= until - now <= timedelta(days=15, hours=1)
    assert local_day(until - timedelta(seconds=1), zone) == local_day(now, zone) + timedelta(days=14)


@pytest.mark.parametrize(
    ("written", "number"), [("3", 3), (" 60 ", 60), ("61", None), ("0", None), ("-1", None), ("3.5", None), ("٣", None)]
)
def test_numbers_that_are_written(written: str, number: int | None) -> None:
    assert read_count(written, "handoff_days") == number
    assert read_count(None, "handoff_days") is None
    assert set(LIMITS) == {"handoff_days", "checkin_days", "answer_hours"}


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({}, None),
        ({"is_guest": True}, "is a guest"),
        ({"is_bot": True}, "is an app"),
        ({"is_deleted": True}, "has left Slack"),
        ({"is_stranger": True}, "is outside your workspace"),
        ({"team_id": "T2"}, "is of another organisation"),
    ],
)
def test_why_somebody_can_take_nothing_on(more: dict[str, Any], reason: str | None) -> None:
    assert (
        why_not(
            Person(**({"user_id": "U1", "team_id": "T1", "name": "Sara", "email": None, "zone": "UTC"} | more)), "T1"
        )
        == reason
    )
    assert why_not(None, "T1") == "is outside your workspace"


@pytest.mark.parametrize(("turns", "order"), [(0, "ABA"), (1, "BAB"), (7, "BAB")])
def test_the_preview_of_turns_is_the_order_in_which_they_come(turns: int, order: str) -> None:
    shown = steps.owners_modal(Policy(), ["UA", "UB"], turns, "m:")
    said = ", ".join(f"<@U{letter}>" for letter in order)
    assert any(part.get("text") == f"The next three wins would go to {said}." for part in parts_of(shown))


def test_what_a_quiet_start_would_mean_is_said_with_its_last_day() -> None:
    shown = steps.quiet_modal(Policy(), True, AT, "Europe/Berlin", "m:")
    assert any(str(part.get("text")).startswith("Until 17 Mar 2026 I nudge") for part in parts_of(shown))
    assert date(2026, 3, 17) == local_day(AT + timedelta(days=14), "Europe/Berlin")


def test_lists_that_somebody_chose_are_read() -> None:
    values = {
        "people": {"value": {"type": "multi_users_select", "selected_users": ["U1", "U2", "U1"]}},
        "boxes": {"value": {"type": "checkboxes", "selected_options": [{"value": "quiet"}, "odd", {"value": 7}]}},
        "odd": {"value": {"selected_users": [None, "<!channel>", "U1 U2", {"value": "a b"}]}},
        "none": {"value": {"type": "plain_text_input", "value": "x"}},
    }
    found = state_lists({"state": {"values": values}})
    assert found == {"people": ("U1", "U2"), "boxes": ("quiet", "odd"), "odd": (), "none": ()}
