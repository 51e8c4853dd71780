"""A customer's question and its clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class QuestionState(StrEnum):
    OPEN = "open"
    ANSWERED = "answered"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Question:
    """Something a customer asked. No text is kept: (channel_id, message_ts) leads to it."""

    id: str
    workspace_id: str
    account_id: str
    channel_id: str
    message_ts: str
    last_ts: str
    asked_by: str
    state: QuestionState
    asked_at: datetime
    target_at: datetime
    nudged_at: datetime | None
    answered_at: datetime | None
    answered_by: str | None


def answers(question: Question, thread_ts: str | None, open_questions: int) -> bool:
    """Does a message of ours answer that question?

    In a thread under its first or its latest message: yes. In the open channel: only when it is the only open question
    there, for nobody's question is closed because somebody said something else.
    """
    if thread_ts is not None:
        return thread_ts in (question.message_ts, question.last_ts)
    return open_questions == 1
