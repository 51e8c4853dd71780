"""Working time: the only place that does arithmetic with days and hours.

Instants are aware UTC datetimes, zones IANA names. A wall time that a spring change swallows is taken at the first
valid minute after it; one that an autumn change repeats is taken at its first occurrence.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

DAY_STARTS, DAY_ENDS = time(9), time(17)
WORKDAYS = frozenset({0, 1, 2, 3, 4})  # Monday to Friday


@lru_cache(maxsize=1024)
def zone(name: str | None) -> ZoneInfo:
    """The zone of that name; UTC when there is none or it is unknown."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError):  # a folder's name, or one longer than a file's may be
        return ZoneInfo("UTC")


def at_wall_time(day: date, wall: time, zone_name: str | None) -> datetime:
    """The instant at which the clocks of that zone show this wall time on that day."""
    place = zone(zone_name)
    wanted = datetime.combine(day, wall)
    # With fold=0 a swallowed time maps to an instant that reads later by the gap; walking back from the end of the
    # gap to its first minute needs both readings.
    early = wanted.replace(tzinfo=place, fold=0).astimezone(UTC)
    if early.astimezone(place).replace(tzinfo=None) == wanted:
        return early
    late = wanted.replace(tzinfo=place, fold=1).astimezone(UTC)
    low, high = sorted((early, late))
    while high - low > timedelta(minutes=1):
        middle = low + (high - low) / 2
        if middle.astimezone(place).replace(tzinfo=None) < wanted:
            low = middle
        else:
            high = middle
    return high.replace(second=0, microsecond=0)


def local_day(now: datetime, zone_name: str | None) -> date:
    """The date that the clocks of that zone show."""
    return now.astimezone(zone(zone_name)).date()


def is_workday(day: date) -> bool:
    return day.weekday() in WORKDAYS


def add_workdays(day: date, days: int) -> date:
    """The workday that lies `days` workdays after that day; with 0 that day, or the first workday after it."""
    while not is_workday(day):
        day += timedelta(days=1)
    for _ in range(days):
        day += timedelta(days=1)
        while not is_workday(day):
            day += timedelta(days=1)
    return day


def next_wall_time(now: datetime, wall: time, zone_name: str | None) -> datetime:
    """The first instant after now at which it is that wall time on a workday of that zone."""
    day = local_day(now, zone_name) - timedelta(days=1)
    while True:
        day += timedelta(days=1)
        if is_workday(day) and (instant := at_wall_time(day, wall, zone_name)) > now:
            return instant


def add_business_time(start: datetime, amount: timedelta, zone_name: str | None) -> datetime:
    """The instant at which that much working time of the zone has passed since start."""
    day, left = local_day(start, zone_name), amount
    while True:
        if is_workday(day):
            opens, closes = (at_wall_time(day, wall, zone_name) for wall in (DAY_STARTS, DAY_ENDS))
            begin = max(start, opens)
            if begin < closes:
                if left <= closes - begin:
                    return begin + left
                left -= closes - begin
        day += timedelta(days=1)


def business_time(start: datetime, end: datetime, zone_name: str | None) -> timedelta:
    """The working time of the zone between two instants, none if the second is not later."""
    day, passed = local_day(start, zone_name), timedelta(0)
    while day <= local_day(end, zone_name):
        if is_workday(day):
            opens, closes = (at_wall_time(day, wall, zone_name) for wall in (DAY_STARTS, DAY_ENDS))
            passed += max(min(end, closes) - max(start, opens), timedelta(0))
        day += timedelta(days=1)
    return passed


def in_working_hours(now: datetime, zone_name: str | None) -> bool:
    local = now.astimezone(zone(zone_name))
    return is_workday(local.date()) and DAY_STARTS <= local.time() < DAY_ENDS
