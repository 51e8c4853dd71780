"""Working time: wall times that are skipped or repeated, workdays, and hours that pass only while somebody works."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.workhours import (
    add_business_time,
    add_workdays,
    at_wall_time,
    in_working_hours,
    is_workday,
    local_day,
    next_wall_time,
    zone,
)

FIRST, LAST = datetime(2024, 1, 1, tzinfo=UTC), datetime(2032, 1, 1, tzinfo=UTC)
WALLS = [time(0), time(0, 30), time(1, 30), time(2, 30), time(3), time(9), time(23, 30)]
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)

relaxed = settings(deadline=None)

Change = tuple[str, datetime, timedelta, timedelta]  # zone, instant, offset before, offset after


@cache
def changes() -> tuple[Change, ...]:
    """Every change of clocks in every zone, 2024 to 2031, to the minute."""
    return tuple(change for name in sorted(available_timezones()) for change in _changes_of(name))


def _changes_of(name: str) -> Iterator[Change]:
    place, week = ZoneInfo(name), timedelta(days=7)
    low, before = FIRST, _offset(FIRST, place)
    while low < LAST:
        high, after = low + week, _offset(low + week, place)
        if after != before:
            start, end = low, high
            while end - start > MINUTE:
                middle = (start + (end - start) / 2).replace(second=0, microsecond=0)
                middle = max(middle, start + MINUTE)
                start, end = (middle, end) if _offset(middle, place) == before else (start, middle)
            yield name, end, before, after
        low, before = high, after


def _offset(instant: datetime, place: ZoneInfo) -> timedelta:
    return instant.astimezone(place).utcoffset() or timedelta()


def expected(wanted: datetime, change: Change) -> datetime:
    """The first instant near a change at which clocks read that wall time or, where it is skipped, go past it."""
    _, instant, before, after = change
    early = (wanted - before).replace(tzinfo=UTC)
    if early < instant:
        return early
    return max((wanted - after).replace(tzinfo=UTC), instant)


def test_there_is_much_to_try() -> None:
    assert len(changes()) > 2_000
    assert len({change[0] for change in changes()}) > 100


def test_wall_times_near_every_change_of_clocks() -> None:
    """In all zones: skipped ones come with the first minute after the gap, repeated ones the first time."""
    for change in changes():
        name, instant, before, _ = change
        around = (instant + before).date()
        for day in (around - DAY, around, around + DAY):
            for wall in WALLS:
                wanted = datetime.combine(day, wall)
                assert at_wall_time(day, wall, name) == expected(wanted, change), (name, wanted)


def test_the_next_one_is_later_every_time_and_none_is_left_out() -> None:
    for name, instant, _, _ in changes():
        for wall in (time(2, 30), time(9), time(23, 30)):
            now, days = instant - 3 * DAY, []
            for _ in range(5):
                then = next_wall_time(now, wall, name)
                assert then > now, (name, now, wall)
                days.append(local_day(then, name))
                now = then
            assert days == sorted(set(days)), (name, wall)
            between = {days[0] + n * DAY for n in range((days[-1] - days[0]).days + 1)}
            assert set(days) == {day for day in between if is_workday(day)}, (name, wall)


def test_examples_that_people_can_follow() -> None:
    berlin, new_york = "Europe/Berlin", "America/New_York"
    assert at_wall_time(date(2026, 3, 29), time(2, 30), berlin) == datetime(2026, 3, 29, 1, 0, tzinfo=UTC)
    assert at_wall_time(date(2026, 10, 25), time(2, 30), berlin) == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert at_wall_time(date(2026, 3, 8), time(2, 30), new_york) == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)
    friday = datetime(2026, 3, 27, 8, 0, tzinfo=UTC)  # nine o'clock in Berlin, the last workday before summer time
    assert next_wall_time(friday, time(9), berlin) == datetime(2026, 3, 30, 7, 0, tzinfo=UTC)
    assert next_wall_time(friday - MINUTE, time(9), berlin) == friday


def test_workdays_skip_weekends() -> None:
    friday, saturday, monday = date(2026, 3, 6), date(2026, 3, 7), date(2026, 3, 9)
    assert add_workdays(friday, 0) == friday
    assert add_workdays(saturday, 0) == monday
    assert add_workdays(friday, 1) == monday
    assert add_workdays(saturday, 1) == date(2026, 3, 10)
    assert add_workdays(friday, 10) == date(2026, 3, 20)


@relaxed
@given(st.dates(date(2024, 1, 1), date(2031, 1, 1)), st.integers(0, 60), st.integers(0, 60))
def test_workdays_add_up(day: date, some: int, more: int) -> None:
    assert add_workdays(add_workdays(day, some), more) == add_workdays(day, some + more)
    assert is_workday(add_workdays(day, some))


def test_business_time_passes_only_while_somebody_works() -> None:
    four = timedelta(hours=4)
    friday_afternoon = datetime(2026, 3, 6, 15, 0, tzinfo=UTC)
    assert add_business_time(friday_afternoon, four, "UTC") == datetime(2026, 3, 9, 11, 0, tzinfo=UTC)
    early = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    assert add_business_time(early, four, "UTC") == datetime(2026, 3, 9, 13, 0, tzinfo=UTC)
    assert add_business_time(early, 2 * four, "UTC") == datetime(2026, 3, 9, 17, 0, tzinfo=UTC)
    sunday = datetime(2026, 3, 8, 12, 0, tzinfo=UTC)
    assert add_business_time(sunday, four, "Asia/Tokyo") == datetime(2026, 3, 9, 4, 0, tzinfo=UTC)


INSTANTS = st.integers(0, 7 * 365 * 24 * 60).map(lambda minutes: FIRST + minutes * MINUTE)
ZONES = st.sampled_from(["UTC", "Europe/Berlin", "America/New_York", "Africa/Cairo", "Asia/Kathmandu", "Pacific/Apia"])
AMOUNTS = st.integers(0, 60 * 60).map(lambda minutes: timedelta(minutes=minutes))


@relaxed
@given(INSTANTS, ZONES)
def test_no_business_time_is_now_or_the_next_opening(start: datetime, name: str) -> None:
    then = add_business_time(start, timedelta(), name)
    if in_working_hours(start, name):
        assert then == start
    else:
        assert then > start
        assert then.astimezone(zone(name)).time() == time(9)
        assert in_working_hours(then, name)


@relaxed
@given(INSTANTS, ZONES, AMOUNTS, AMOUNTS)
def test_business_time_adds_up_and_never_goes_back(
    start: datetime, name: str, some: timedelta, more: timedelta
) -> None:
    then = add_business_time(start, some, name)
    assert then >= start
    later = add_business_time(start, some + more, name)
    assert later >= then
    if more:
        assert add_business_time(then, more, name) == later


@relaxed
@given(INSTANTS, INSTANTS, ZONES, AMOUNTS)
def test_what_was_asked_earlier_is_due_no_later(one: datetime, other: datetime, name: str, amount: timedelta) -> None:
    first, second = sorted((one, other))
    assert add_business_time(first, amount, name) <= add_business_time(second, amount, name)


@relaxed
@given(INSTANTS, ZONES, st.times())
def test_the_next_wall_time_is_on_a_workday_and_within_days(now: datetime, name: str, wall: time) -> None:
    then = next_wall_time(now, wall, name)
    assert now < then <= now + timedelta(days=4, hours=2)
    assert is_workday(local_day(then, name))
    local = then.astimezone(zone(name)).replace(tzinfo=None)
    assert local.time() >= wall.replace(second=0, microsecond=0)


@pytest.mark.parametrize(
    "name",
    [None, "", "Mars/Base", "America", "Europe/", "../../etc/passwd", "/etc/localtime", "a\x00b", "x" * 5000, "ü"],
)
def test_an_unknown_zone_is_utc(name: str | None) -> None:
    assert zone(name) == ZoneInfo("UTC")
    assert at_wall_time(date(2026, 3, 3), time(9), name) == datetime(2026, 3, 3, 9, tzinfo=UTC)


@relaxed
@given(st.text())
def test_no_zone_name_raises(name: str) -> None:
    assert isinstance(zone(name), ZoneInfo)


def test_working_hours_begin_at_nine_and_end_before_five() -> None:
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    inside = {hour for hour in range(24) if in_working_hours(monday + timedelta(hours=hour), "UTC")}
    assert inside == set(range(9, 17))
    assert not in_working_hours(monday - DAY + timedelta(hours=12), "UTC")
    assert in_working_hours(monday + timedelta(hours=0, minutes=30), "Asia/Tokyo")
