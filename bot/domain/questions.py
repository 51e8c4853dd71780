"""A customer's question and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

IN_A_ROW = timedelta(minutes=15)  # messages of one person this close together are one question


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Question:
    """Something a customer asked. No text is kept: (channel_id, message_ts) leads to it.

    `thread_ts` is the root of the thread it was asked in, its own ts outside of one; `last_ts` the latest message of
    the same person that belongs to it. `nudge_at` is when somebody is to be told, None once its owner was.
    `run_over`: we wrote since, so what the customer writes next is another question.
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


def answers(question: Question, thread_ts: str | None, open_questions: int, *, has_role: bool) -> bool:
    """Does a message of ours answer that question?

    In its thread, or in a thread under any of its messages: yes. In the open channel: only from somebody who has a
    role in the account, and when it is the only open question there; nobody's question is closed because somebody
    said something else.
    """
    if thread_ts is not None:
        return thread_ts == question.thread_ts or question.message_ts <= thread_ts <= question.last_ts
    return has_role and open_questions == 1


def belongs_to(question: Question, author: str, thread_ts: str | None, asked_at: datetime, last_at: datetime) -> bool:
    """Does what somebody just wrote go on with a question that is open, instead of being another one?

    People send a question in pieces. It goes on when the same person writes in the same place within a quarter of an
    hour of the question's latest message (at `last_at`, UTC like `asked_at`), and we have not written in between.
    """
    in_thread = thread_ts is not None and thread_ts == question.thread_ts
    in_channel = thread_ts is None and question.thread_ts == question.message_ts
    return (
        question.asked_by == author
        and (in_thread or in_channel)
        and not question.run_over
        and timedelta(0) <= asked_at - last_at <= IN_A_ROW
    )
