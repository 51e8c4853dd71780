"""Nudges: one reminder to one person about one thing, and the order they are told in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class Subject(StrEnum):
    """What a nudge is about, most urgent first."""

    QUESTION = "question"
    HANDOFF = "handoff"
    CHECK_IN = "checkin"


class NudgeState(StrEnum):
    OPEN = "open"
    DONE = "done"
    SNOOZED = "snoozed"
    WITHDRAWN = "withdrawn"
    WITH_CUSTOMER = "with_customer"  # we asked them something back


class Rung(StrEnum):
    """How high on the ladder, and in which form."""

    DIGEST = "digest"
    OWNER = "owner"


@dataclass(frozen=True)
class Nudge:
    """A line of a digest, or a message of its own. Unique by person, subject, rung and that person's date."""

    id: str
    workspace_id: str
    person_id: str
    subject: Subject
    subject_id: str
    account_id: str
    rung: Rung
    local_date: date
    state: NudgeState
    message_key: str
    line: str
    due_at: datetime
    snoozed_until: date | None = None


ORDER = {subject: place for place, subject in enumerate(Subject)}


def by_urgency(nudge: Nudge) -> tuple[int, datetime, str]:
    """Questions first, then handoffs, then check-ins; within each the longest overdue first."""
    return ORDER[nudge.subject], nudge.due_at, nudge.id
