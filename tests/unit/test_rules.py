"""The small rules: check-ins, nudges, questions, and what an admin has set."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.domain.checkins import next_due_on
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject, by_urgency
from bot.domain.policy import Policy

AT = datetime(2026, 3, 3, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("touched", "days", "zone", "due"),
    [
        (datetime(2026, 3, 6, 12, tzinfo=UTC), 1, "UTC", date(2026, 3, 9)),
        (datetime(2026, 3, 6, 12, tzinfo=UTC), 10, "UTC", date(2026, 3, 20)),
        (datetime(2026, 3, 7, 12, tzinfo=UTC), 1, "UTC", date(2026, 3, 10)),
        # Late in the evening in New York is the next day in Tokyo: the owner's own day counts.
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), 1, "America/New_York", date(2026, 3, 6)),
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), 1, "Asia/Tokyo", date(2026, 3, 9)),
        (datetime(2026, 3, 5, 23, 30, tzinfo=UTC), 1, "Mars/Base", date(2026, 3, 6)),
    ],
)
def test_the_next_check_in_is_due_on_a_workday_of_its_owner(touched: datetime, days: int, zone: str, due: date) -> None:
    assert next_due_on(touched, days, zone) == due


def nudge(subject: Subject, due_at: datetime, number: int = 0) -> Nudge:
    return Nudge(
        f"n{number}",
        "w1",
        "U1",
        subject,
        f"s{number}",
        "a1",
        Rung.DIGEST,
        AT.date(),
        NudgeState.OPEN,
        "k",
        "line",
        due_at,
    )


def test_the_most_urgent_comes_first() -> None:
    hour = timedelta(hours=1)
    wanted = [
        nudge(Subject.QUESTION, AT - hour, 1),
        nudge(Subject.QUESTION, AT, 2),
        nudge(Subject.QUESTION, AT, 3),
        nudge(Subject.HANDOFF, AT - 90 * hour, 4),
        nudge(Subject.HANDOFF, AT, 5),
        nudge(Subject.CHECK_IN, AT - 900 * hour, 6),
    ]
    mixed = list(wanted)
    for seed in range(20):
        Random(seed).shuffle(mixed)
        assert sorted(mixed, key=by_urgency) == wanted


def test_which_channels_announce_wins() -> None:
    policy = Policy(deal_channels=("C0DEALS", "C0SECOND"), set_up_at=AT)
    assert policy.watches("C0SECOND")
    assert not policy.watches("C0ANY")
    assert not Policy(deal_channels=("C0DEALS",)).watches("C0DEALS"), "nothing happens before everything is set up"


def test_which_apps_announce_wins() -> None:
    assert Policy().counts("A1", "B1")
    assert Policy().counts(None, None)
    chosen = Policy(deal_apps=("A1", "B2"))
    assert chosen.counts("A1", None)
    assert chosen.counts(None, "B2")
    assert not chosen.counts("A9", "B9")
    assert not chosen.counts(None, None)
