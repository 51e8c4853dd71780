"""The small rules: check-ins, nudges, questions, and what an admin has set."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from random import Random

import pytest

from bot.domain.checkins import next_due_on
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject, by_urgency, days_late
from bot.domain.policy import Policy
from bot.domain.questions import Question, QuestionState, answers, belongs_to

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


@pytest.mark.parametrize(
    ("due_on", "said"),
    [
        (date(2026, 3, 5), "due in 2 days"),
        (date(2026, 3, 4), "due in 1 day"),
        (date(2026, 3, 3), "due today"),
        (date(2026, 3, 2), "1 day late"),
        (date(2026, 2, 28), "3 days late"),
        (date(2025, 3, 3), "365 days late"),
    ],
)
def test_how_late_in_words(due_on: date, said: str) -> None:
    assert days_late(due_on, date(2026, 3, 3)) == said


QUESTION = Question(
    "q1", "w1", "a1", "C1", "100.1", "100.3", "100.1", "U1", QuestionState.OPEN, AT, AT, None, False, None, None
)


@pytest.mark.parametrize(
    ("thread_ts", "open_questions", "is_answer"),
    [
        ("100.1", 1, True),
        ("100.1", 5, True),
        ("100.2", 5, True),  # a message of the same person between the first and the last
        ("99.9", 1, False),
        ("99.9", 5, False),
        (None, 1, True),
        (None, 2, False),
    ],
)
def test_what_answers_a_question(thread_ts: str | None, open_questions: int, is_answer: bool) -> None:
    assert answers(QUESTION, thread_ts, open_questions, has_role=True) is is_answer


def test_a_reply_to_the_customers_last_message_answers_too() -> None:
    """Several messages in a row are one question; a thread may begin at any of them."""
    assert answers(QUESTION, QUESTION.last_ts, open_questions=3, has_role=False)


def test_a_question_in_a_thread_is_answered_there() -> None:
    in_thread = replace(QUESTION, thread_ts="90.5")
    assert answers(in_thread, "90.5", open_questions=3, has_role=False)


def test_a_remark_by_somebody_without_a_role_answers_nothing() -> None:
    assert not answers(QUESTION, None, open_questions=1, has_role=False)


@pytest.mark.parametrize(
    ("author", "thread_ts", "minutes", "goes_on"),
    [
        ("U1", None, 0, True),
        ("U1", None, 15, True),
        ("U1", "100.1", 3, True),  # under their own message
        ("U1", None, 16, False),
        ("U1", None, -1, False),  # an older message that arrives late
        ("U2", None, 3, False),
        ("U1", "77.7", 3, False),
    ],
)
def test_messages_of_one_person_in_a_row_are_one_question(
    author: str, thread_ts: str | None, minutes: int, goes_on: bool
) -> None:
    written = AT + timedelta(minutes=minutes)
    assert belongs_to(QUESTION, author, thread_ts, written, AT) is goes_on


def test_what_comes_after_we_wrote_is_another_question() -> None:
    assert not belongs_to(replace(QUESTION, run_over=True), "U1", None, AT, AT)


def test_a_question_in_a_thread_does_not_go_on_outside_of_it() -> None:
    in_thread = replace(QUESTION, thread_ts="90.5")
    assert belongs_to(in_thread, "U1", "90.5", AT, AT)
    assert not belongs_to(in_thread, "U1", None, AT, AT)


def test_which_channels_announce_wins() -> None:
    policy = Policy(deal_channels=("deals-won", "C0SECOND"))
    assert policy.watches("C0ANY", "deals-won")
    assert policy.watches("C0SECOND", "renamed")
    assert policy.watches("C0SECOND", None)
    assert not policy.watches("C0ANY", "general")
    assert not policy.watches("C0ANY", None)
    assert not Policy().watches("C0ANY", "deals-won")


def test_which_apps_announce_wins() -> None:
    assert Policy().counts("A1", "B1")
    assert Policy().counts(None, None)
    chosen = Policy(deal_apps=("A1", "B2"))
    assert chosen.counts("A1", None)
    assert chosen.counts(None, "B2")
    assert not chosen.counts("A9", "B9")
    assert not chosen.counts(None, None)
