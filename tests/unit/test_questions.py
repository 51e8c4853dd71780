"""What messages do to a question: rules, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from bot.domain import questions as rules
from bot.domain.questions import Ours, Question, QuestionState
from bot.domain.replies import Kind, kind_of_reply
from bot.domain.workhours import business_time

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
QUESTION = Question(
    "q1", "w1", "a1", "C1", "100.1", "100.3", "100.1", "U1", QuestionState.OPEN, AT, AT, None, False, None, None
)
OTHER = replace(QUESTION, id="q2", message_ts="101.1", last_ts="101.1", thread_ts="101.1", asked_by="U2")
NAMES = {"U1": "Lena", "U2": "Tom", "U8": "Jonas", "U9": "Olivia"}


def meant(text: str, *open_ones: Question, thread_ts: str | None = None, has_role: bool = True) -> list[str]:
    message = Ours(text, kind_of_reply(text).kind, "U9", thread_ts, has_role, NAMES)
    return [question.id for question in rules.meant_by_us(message, open_ones)]


@pytest.mark.parametrize("thread_ts", ["100.1", "100.2", "100.3"])
def test_a_reply_in_a_thread_of_the_question_belongs_to_it(thread_ts: str) -> None:
    """Several messages in a row are one question; a thread may begin at any of them."""
    assert meant("On Thursday.", QUESTION, OTHER, thread_ts=thread_ts, has_role=False) == ["q1"]


def test_a_reply_in_another_thread_belongs_to_none() -> None:
    assert meant("On Thursday.", QUESTION, thread_ts="99.9") == []


def test_a_question_in_a_thread_is_answered_there() -> None:
    in_thread = replace(QUESTION, thread_ts="90.5")
    assert meant("On Thursday.", in_thread, OTHER, thread_ts="90.5", has_role=False) == ["q1"]


def test_of_two_askers_in_a_thread_the_one_spoken_to_or_the_last() -> None:
    both = (QUESTION, replace(OTHER, thread_ts="100.1"))
    assert meant("Lena, on Thursday.", *both, thread_ts="100.1") == ["q1"]
    assert meant("On Thursday.", *both, thread_ts="100.1") == ["q2"]


@pytest.mark.parametrize(
    ("text", "belongs"),
    [
        ("On Thursday.", []),
        ("<@U2> on Thursday.", ["q2"]),
        ("Hi Lena, on Thursday.", ["q1"]),
        ("Jonas, are you there?", []),
        ("Happy weekend everyone!", []),
    ],
)
def test_of_two_open_ones_the_asker_spoken_to_tells(text: str, belongs: list[str]) -> None:
    assert meant(text, QUESTION, OTHER) == belongs


def test_in_the_open_channel_only_what_follows_at_once_and_only_from_a_role() -> None:
    assert meant("On Thursday.", QUESTION) == ["q1"]
    assert meant("On Thursday.", QUESTION, has_role=False) == []
    assert meant("It is going well over here.", replace(QUESTION, run_over=True)) == []
    assert meant("On Thursday, Lena.", replace(QUESTION, run_over=True)) == ["q1"]
    assert meant("It is mended.", replace(QUESTION, run_over=True, taken_by="U9")) == ["q1"]
    assert meant("Reminder: we are closed on Friday.", QUESTION) == []


def test_what_is_asked_of_a_colleague_is_not_asked_of_the_customer() -> None:
    assert meant("<@U8> can you look at this?", QUESTION, thread_ts="100.1") == []
    assert meant("Jonas, which server is that?", QUESTION, thread_ts="100.1") == []
    assert meant("Which server is that?", QUESTION, thread_ts="100.1") == ["q1"]


def changed(question: Question, changes: dict[str, Any]) -> Question:
    return replace(question, **changes)


def test_the_way_of_a_question() -> None:
    held = changed(QUESTION, rules.after_ours(QUESTION, Kind.HOLDING, "U9", AT))
    assert (held.state, held.first_response_at, held.taken_by) == (QuestionState.OPEN, AT, "U9")
    later = AT + timedelta(hours=1)
    back = changed(held, rules.after_ours(held, Kind.COUNTER_QUESTION, "U9", later))
    assert (back.waits_on_us, back.first_response_at, back.nudge_at) == (False, AT, None)
    ours = changed(back, rules.after_their_turn(later))
    assert (ours.waits_on_us, ours.nudge_at) == (True, later)
    done = changed(ours, rules.after_ours(ours, Kind.ANSWER, "U9", later))
    assert (done.state, done.answered_by, done.first_response_at) == (QuestionState.ANSWERED, "U9", AT)
    over = changed(done, rules.after_settled(done, later))
    assert (over.state, over.closed_at) == (QuestionState.CLOSED, later)
    again = changed(over, rules.after_broken(later, "102.1", later))
    assert (again.state, again.reopened_at, again.answered_at, again.closed_at) == (
        QuestionState.OPEN,
        later,
        None,
        None,
    )


@pytest.mark.parametrize("kind", [Kind.ACKNOWLEDGEMENT, Kind.OTHER])
def test_kindness_changes_nothing(kind: Kind) -> None:
    assert rules.after_ours(QUESTION, kind, "U9", AT) == {}


ANSWERED = replace(QUESTION, state=QuestionState.ANSWERED, answered_at=AT, answered_by="U9")


def test_what_thanks_close() -> None:
    assert rules.settled(Kind.ACKNOWLEDGEMENT, "U1", None, [ANSWERED]) == ANSWERED
    assert rules.settled(Kind.ACKNOWLEDGEMENT, "U1", None, [QUESTION]) is None
    assert rules.settled(Kind.ACKNOWLEDGEMENT, "U2", None, [ANSWERED]) is None
    assert rules.settled(Kind.CLOSING, "U1", None, [QUESTION]) == QUESTION
    assert rules.settled(Kind.CLOSING, "U1", None, [replace(QUESTION, id="q3"), QUESTION]) is None
    assert rules.settled(Kind.CLOSING, "U2", "100.1", [QUESTION]) == QUESTION


def test_what_still_broken_opens_again() -> None:
    soon, late = AT + timedelta(days=2), AT + timedelta(days=8)
    long = "The second warehouse still hasn't received the signed contract with the new prices"
    assert rules.broken_again("Still broken", "U1", "100.1", [ANSWERED], soon) == ANSWERED
    assert rules.broken_again(long, "U1", "100.1", [ANSWERED], soon) == ANSWERED
    assert rules.broken_again("Still broken", "U1", "100.1", [ANSWERED], late) is None
    assert rules.broken_again("Still broken", "U1", None, [ANSWERED], soon) == ANSWERED
    assert rules.broken_again(long, "U1", None, [ANSWERED], soon) is None
    assert rules.broken_again("Still broken", "U2", None, [ANSWERED], soon) is None
    assert rules.broken_again("Still broken", "U1", None, [OTHER, ANSWERED], soon) == ANSWERED


def test_what_only_says_more_about_an_open_one() -> None:
    assert rules.goes_on(Kind.ANSWER, "Same here, can you help?", "U2", None, [QUESTION])
    assert not rules.goes_on(Kind.ANSWER, "Same here, can you help?", "U1", None, [QUESTION])
    assert rules.goes_on(Kind.COUNTER_QUESTION, "Any news?", "U1", "100.1", [QUESTION])
    assert not rules.goes_on(Kind.COUNTER_QUESTION, "And when is the training?", "U1", "100.1", [QUESTION])


@pytest.mark.parametrize(("hours", "passed"), [(0, 0), (2, 2), (8, 7.5), (24, 8), (24 * 4, 7.5 + 8 + 8 + 8), (-5, 0)])
def test_working_time_between_two_instants(hours: float, passed: float) -> None:
    assert business_time(AT, AT + timedelta(hours=hours), "UTC") == timedelta(hours=passed)


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
    assert rules.belongs_to(QUESTION, author, thread_ts, written, AT) is goes_on


def test_what_comes_after_we_wrote_is_another_question() -> None:
    assert not rules.belongs_to(replace(QUESTION, run_over=True), "U1", None, AT, AT)


def test_a_question_in_a_thread_does_not_go_on_outside_of_it() -> None:
    in_thread = replace(QUESTION, thread_ts="90.5")
    assert rules.belongs_to(in_thread, "U1", "90.5", AT, AT)
    assert not rules.belongs_to(in_thread, "U1", None, AT, AT)
