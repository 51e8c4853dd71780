"""Reading channels again after we missed something: which messages are handed in, and what is said about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.domain.accounts import DealState

EVERY = timedelta(minutes=10)  # how often a channel is read while nothing is known to be missing
FRESH = timedelta(minutes=2)  # younger messages are on their way to us
LOOK_BACK = timedelta(days=7)  # how far back messages are looked at that may have been edited meanwhile
PATIENCE = timedelta(minutes=30)  # after which it is said what was found, though not everything could be handled yet
PAGES = 10  # of one workspace read in a minute: Slack allows fifty, and others read as well


@dataclass(frozen=True)
class Reading:
    """Up to which message a channel was read, and when that was (business time)."""

    channel_id: str
    read_ts: str
    read_at: datetime


@dataclass(frozen=True)
class Gap:
    """From when to when messages were missing; `was_away`: because we were not there."""

    id: str
    since: datetime
    until: datetime
    was_away: bool


@dataclass(frozen=True)
class Past:
    """A message as it stands in its channel now: an event such as Slack would have sent, without its channel."""

    ts: str
    edited_ts: str | None
    event: Mapping[str, Any]


@dataclass
class Tally:
    """What became of messages that were found in one channel; wins and questions are counted by deals."""

    messages: int = 0
    won: int = 0
    known: int = 0
    asked: int = 0
    no_win: int = 0
    edited: int = 0
    left: int = 0  # could not be handled yet

    def count(self, states: Iterable[DealState]) -> None:
        """One more message, of which these deals were read."""
        self.messages += 1
        states = [state for state in states if state not in (DealState.NOT_A_WIN, DealState.WITHDRAWN)]
        self.won += sum(state in (DealState.WON, DealState.REVERSED) for state in states)
        self.known += states.count(DealState.SAME)
        self.asked += sum(state in (DealState.ASKED, DealState.UNPLACED) for state in states)
        self.no_win += not states


def ts_of(instant: datetime) -> str:
    """An instant as Slack writes it, so that texts sort as times do."""
    return f"{instant.timestamp():.6f}"


def instant_of(ts: str) -> datetime:
    """The instant of a message, UTC."""
    return datetime.fromtimestamp(float(ts), UTC)


def is_due(reading: Reading, now: datetime) -> bool:
    """Is it time to read that channel again?"""
    return now - reading.read_at >= EVERY
