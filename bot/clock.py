"""The only wall clock. Business time can be driven by a sandbox; real time never is."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


class Clock:
    """Business time `now` (UTC, aware), real time `real_now`, and a monotonic count of seconds.

    Due dates, message times and everything that people see use business time. Signatures, leases, pacing and
    back-off use real time: in a demo a week passes in a moment for the customer, not for Slack's limits.
    """

    def __init__(self) -> None:
        self._offset = timedelta()

    def now(self) -> datetime:
        return self.real_now() + self._offset

    def real_now(self) -> datetime:
        return datetime.now(UTC)  # noqa: TID251

    def monotonic(self) -> float:
        return time.monotonic()

    def drive(self, offset: timedelta) -> None:
        """Set business time ahead of real time by this much; it never goes back."""
        self._offset = max(self._offset, offset)


class StandingClock(Clock):
    """A clock for tests that stands until it is told to go on."""

    def __init__(self, now: datetime) -> None:
        super().__init__()
        self._now = now

    def now(self) -> datetime:
        return self._now

    def go_to(self, now: datetime) -> None:
        self._now = now


Now = Callable[[], datetime]
