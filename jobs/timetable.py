"""What is looked at how often."""

from __future__ import annotations

from datetime import timedelta

from jobs import catch_up, housekeeping, nudges, questions, setup
from jobs.schedule import Tick

TIMETABLE = (
    Tick("digests", timedelta(seconds=15), nudges.digests),
    Tick("questions", timedelta(seconds=15), questions.overdue),
    Tick(catch_up.TICK, catch_up.EVERY, catch_up.read_on),
    Tick("welcome", timedelta(minutes=10), setup.welcome),
    Tick("people", timedelta(hours=6), housekeeping.people),
    Tick("forget", timedelta(hours=1), housekeeping.forget),
)
