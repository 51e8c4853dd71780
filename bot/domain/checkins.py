"""Check-ins: touches that are due by cadence."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from bot.domain.workhours import add_workdays, local_day


class CheckInState(StrEnum):
    PLANNED = "planned"
    DONE = "done"
    WITHDRAWN = "withdrawn"  # its account was closed


@dataclass(frozen=True)
class CheckIn:
    """A touch that is due on a day of its owner. `first_due_on` never moves; `due_on` moves with a snooze."""

    id: str
    workspace_id: str
    account_id: str
    owner_id: str
    state: CheckInState
    first_due_on: date
    due_on: date
    done_at: datetime | None
    done_by: str | None


def next_due_on(last_touch: datetime, cadence_days: int, zone_name: str | None) -> date:
    """The workday of the owner on which the next check-in is due."""
    return add_workdays(local_day(last_touch, zone_name), cadence_days)
