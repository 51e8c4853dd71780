"""Days and hours as the reader's zone has them, and the tokens of <!date^…>."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from bot.sandbox.web.look import Look

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_TOKEN = re.compile(r"\{(\w+)\}")


def hour(moment: datetime) -> str:
    """Return 9:05 or 14:30."""
    return f"{moment.hour}:{moment.minute:02d}"


def day(look: Look, moment: datetime) -> str:
    """Return Today, Yesterday, or Tuesday, 3 March with the year where it is another one."""
    near = _near(look, moment.date())
    if near in ("today", "yesterday", "tomorrow"):
        return near.capitalize()
    year = "" if moment.year == look.at(look.now).year else f" {moment.year}"
    return f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]}{year}"


def whole(moment: datetime) -> str:
    """Return the day, hour and zone in full, for a tooltip and a screen reader."""
    return f"{_DAYS[moment.weekday()]}, {moment.day} {_MONTHS[moment.month - 1]} {moment.year} at {hour(moment)}"


def _near(look: Look, then: date) -> str:
    today = look.at(look.now).date()
    return {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((then - today).days, "")


def ago(look: Look, seconds: float) -> str:
    """Return how far a moment (Unix seconds) is away: "3 minutes ago", "in 2 days"."""
    away = abs(look.now - seconds)
    for size, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        if away >= size:
            count = int(away // size)
            words = f"{count} {name}{'' if count == 1 else 's'}"
            return f"{words} ago" if seconds <= look.now else f"in {words}"
    return "just now" if seconds <= look.now else "in a moment"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def date_words(look: Look, seconds: float, pattern: str) -> str:
    """Return the text of a date mark: its pattern with each known token replaced.

    Raises ValueError, OverflowError or OSError when the moment is none that a calendar has.
    """
    then = look.at(seconds)
    month, near = _MONTHS[then.month - 1], _near(look, then.date())
    words = {
        "date_num": f"{then:%Y-%m-%d}",
        "date_slash": f"{then:%d/%m/%Y}",
        "date": f"{month} {_ordinal(then.day)}, {then.year}",
        "date_short": f"{month[:3]} {then.day}, {then.year}",
        "date_long": f"{_DAYS[then.weekday()]}, {month} {_ordinal(then.day)}, {then.year}",
        "day_divider_pretty": near or f"{_DAYS[then.weekday()]}, {month} {_ordinal(then.day)}",
        "time": hour(then),
        "time_secs": f"{hour(then)}:{then.second:02d}",
        "ago": ago(look, seconds),
    }
    for name in ("date", "date_short", "date_long"):
        words[f"{name}_pretty"] = near or words[name]

    def word(found: re.Match[str]) -> str:
        return words.get(found[1], found[0])

    return _TOKEN.sub(word, pattern)


def same_run(one: datetime, other: datetime) -> bool:
    """Tell whether two messages are near enough to stand under one name."""
    return one.date() == other.date() and abs(other - one) < timedelta(minutes=5)
