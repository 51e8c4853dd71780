"""A customer's question, its clock, and what each message does to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from bot.domain.conversations_links import Waiting, addressed, asks_a_colleague, terms_of, which_question
from bot.domain.replies import Kind, chases, joins_in

REOPENS_WITHIN = timedelta(days=7)
LEAST_LEFT = timedelta(hours=1)  # of the time to answer, once the customer has told us what we asked
SHORT = 4  # telling words: a "still broken" outside of the thread says of itself what it is about, if it has more
Changes = dict[str, Any]

IN_A_ROW = timedelta(minutes=15)  # messages of one person this close together are one question


class QuestionState(StrEnum):
    """Open until one of us answers; answered until the customer says that it is settled, or that it is not."""

    OPEN = "open"
    ANSWERED = "answered"
    CLOSED = "closed"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Question:
    """Something a customer asked. No text is kept: (channel_id, message_ts) leads to it.

    `thread_ts` is the root of the thread it was asked in, its own ts outside of one; `last_ts` the latest message of
    the same person that belongs to it. `nudge_at` is when somebody is to be told, None once its owner was.
    `run_over`: we wrote since, so what the customer writes next is another question. `first_response_at`: our first
    word to it, an answer or not; `taken_by` said that they are looking into it. `asked_back_at`: since then we wait for
    the customer. `reopened_at`: the customer said that an answer did not help; `closed_at`: that it is settled.
    """

    id: str
    workspace_id: str
    account_id: str
    channel_id: str
    message_ts: str
    last_ts: str
    thread_ts: str
    asked_by: str
    state: QuestionState
    asked_at: datetime
    target_at: datetime
    nudge_at: datetime | None
    run_over: bool
    answered_at: datetime | None
    answered_by: str | None
    first_response_at: datetime | None = None
    taken_by: str | None = None
    asked_back_at: datetime | None = None
    reopened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def is_open(self) -> bool:
        return self.state is QuestionState.OPEN

    @property
    def waits_on_us(self) -> bool:
        """Is it our turn? Not while we wait for what we asked back."""
        return self.is_open and self.asked_back_at is None


def in_its_thread(question: Question, thread_ts: str | None) -> bool:
    """Does that thread belong to the question: its own, or one under any of its messages?"""
    if thread_ts is None:
        return False
    return thread_ts == question.thread_ts or question.message_ts <= thread_ts <= question.last_ts


@dataclass(frozen=True)
class Ours:
    """A message of ours, what it is, and the first names of askers and colleagues by user id."""

    text: str
    kind: Kind
    writer: str
    thread_ts: str | None
    has_role: bool
    names: Mapping[str, str]


def meant_by_us(message: Ours, open_ones: Sequence[Question]) -> list[Question]:
    """The open questions that a message of ours belongs to, none if nothing speaks for one; `open_ones`: oldest first.

    In a thread the thread tells: of several askers there the one spoken to, else whoever asked last. In the open
    channel only people with a role in the account count, and only with evidence: it speaks to the asker, comes right
    after the only open question, or from whoever has taken that one up. What is asked of a colleague is not asked of
    the customer.
    """
    askers = {question.asked_by for question in open_ones}
    text = _with_mentions(message.text, message.names)
    colleagues = message.names.keys() - askers - {message.writer}
    if message.kind is Kind.COUNTER_QUESTION and asks_a_colleague(text, askers, colleagues):
        return []
    if message.thread_ts is not None:
        here = [question for question in open_ones if in_its_thread(question, message.thread_ts)]
        spoken_to = addressed(text, {question.asked_by for question in here})
        wanted = spoken_to or {question.asked_by for question in here[-1:]}
        return [question for question in here if question.asked_by in wanted]
    if not message.has_role:
        return []
    only = len(open_ones) == 1
    waiting = [
        Waiting(
            key=at,
            asked_by=question.asked_by,
            said_last=only and not question.run_over,
            taken_by=frozenset({question.taken_by or ""}) if only else frozenset(),
        )
        for at, question in enumerate(open_ones)
    ]
    link = which_question(text, message.writer, waiting, people=colleagues)
    return [open_ones[int(link.key)]] if link else []


def _with_mentions(text: str, names: Mapping[str, str]) -> str:
    """The text with a mention of everybody whom it calls by a first name that only one of them has."""
    owners: dict[str, list[str]] = {}
    for user_id, name in names.items():
        owners.setdefault(name, []).append(user_id)
    called = addressed(text, owners.keys())
    return text + "".join(f" <@{owners[name][0]}>" for name in sorted(called) if len(owners[name]) == 1)


def after_ours(question: Question, kind: Kind, by: str, now: datetime) -> Changes:
    """What a message of ours to an open question changes; nothing if it is only kind."""
    first = {"first_response_at": question.first_response_at or now, "run_over": True}
    match kind:
        case Kind.ANSWER:
            answered = {"state": QuestionState.ANSWERED, "answered_at": now, "answered_by": by, "asked_back_at": None}
            return first | answered
        case Kind.HOLDING:
            return first | {"taken_by": by}
        case Kind.COUNTER_QUESTION:
            return first | {"taken_by": by, "asked_back_at": question.asked_back_at or now, "nudge_at": None}
        case _:
            return {}


def settled(kind: Kind, author: str, thread_ts: str | None, lately: Sequence[Question]) -> Question | None:
    """The question that a customer's "thanks, works now" or "thanks" closes; `lately`: newest first.

    Whatever they say, it closes only what was answered. "Works now" also closes an open question of the thread, or the
    only one that its writer has.
    """
    here = _here(author, thread_ts, lately)
    answered = [question for question in here if question.state is QuestionState.ANSWERED]
    open_ones = [question for question in here if question.is_open]
    if kind is Kind.ACKNOWLEDGEMENT:
        return answered[0] if len(answered) == 1 and not open_ones else None
    if thread_ts is None and len(open_ones) + len(answered) > 1:
        return None
    return next(iter([*answered, *open_ones]), None)


def after_settled(question: Question, now: datetime) -> Changes:
    return {"state": QuestionState.CLOSED, "closed_at": now, "asked_back_at": None, "nudge_at": None}


def broken_again(
    text: str, author: str, thread_ts: str | None, lately: Sequence[Question], now: datetime
) -> Question | None:
    """The answered question that a "still broken" opens again; `lately`: newest first.

    In its thread, within some days; outside of one only if it is short and its writer has asked nothing else.
    """
    here = [
        question
        for question in _here(author, thread_ts, lately)
        if question.is_open or (question.answered_at and now - question.answered_at <= REOPENS_WITHIN)
    ]
    if not here or here[0].is_open or (thread_ts is None and (len(here) > 1 or len(terms_of(text)) > SHORT)):
        return None
    return here[0]


def after_broken(target_at: datetime, ts: str, now: datetime) -> Changes:
    """Open again, with a clock of its own."""
    again = {
        "state": QuestionState.OPEN,
        "reopened_at": now,
        "closed_at": None,
        "answered_at": None,
        "answered_by": None,
    }
    return again | {
        "last_ts": ts,
        "target_at": target_at,
        "nudge_at": target_at,
        "run_over": False,
        "taken_by": None,
    }


def asked_back(author: str, thread_ts: str | None, lately: Sequence[Question]) -> Question | None:
    """The question for which we wait for this customer."""
    here = (question for question in _here(author, thread_ts, lately) if question.is_open)
    return next((question for question in here if question.asked_back_at is not None), None)


def goes_on(kind: Kind, text: str, author: str, thread_ts: str | None, lately: Sequence[Question]) -> bool:
    """Does a customer's message only say more about what is open already?

    "Same here" of somebody else; in a question's thread "any news?" and "still not working".
    """
    open_ones = [question for question in lately if question.is_open]
    if joins_in(text) and any(question.asked_by != author for question in open_ones):
        return True
    here = any(in_its_thread(question, thread_ts) for question in open_ones)
    return here and (kind is Kind.STILL_BROKEN or chases(text))


def after_their_turn(target_at: datetime) -> Changes:
    """The customer has told us what we asked: our turn, and the clock goes on."""
    return {"asked_back_at": None, "target_at": target_at, "nudge_at": target_at, "run_over": False}


def _here(author: str, thread_ts: str | None, lately: Sequence[Question]) -> list[Question]:
    """Those of the thread, whoever of the customer writes; outside of one the writer's own."""
    if thread_ts is not None:
        return [question for question in lately if in_its_thread(question, thread_ts)]
    return [question for question in lately if question.asked_by == author]


def belongs_to(question: Question, author: str, thread_ts: str | None, asked_at: datetime, last_at: datetime) -> bool:
    """Does what somebody just wrote go on with a question that is open, instead of being another one?

    People send a question in pieces. It goes on when the same person writes in the same place within a quarter of an
    hour of the question's latest message (at `last_at`, UTC like `asked_at`), and we have not written in between.
    """
    in_thread = thread_ts is not None and thread_ts == question.thread_ts
    in_channel = thread_ts is None and question.thread_ts == question.message_ts
    return (
        question.is_open
        and question.asked_by == author
        and (in_thread or in_channel)
        and not question.run_over
        and timedelta(0) <= asked_at - last_at <= IN_A_ROW
    )
