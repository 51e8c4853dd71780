"""The inbox: events that Slack was told we have."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.spine_tables import inbox

SLICE = 100  # claimed at once: more would hold up the acks of new events


@dataclass(frozen=True)
class InboxRow:
    """One event. Times are real time; the body is JSON text, None once done."""

    id: str
    key: str
    team_id: str
    event_type: str
    lane: str | None
    body: str | None
    state: str
    attempts: int
    next_at: datetime
    error: str | None
    received_at: datetime


async def store(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert new events; those whose key is known are left as they are."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    await connection.execute(insert(inbox).on_conflict_do_nothing(index_elements=["key"]), list(rows))


async def claim(connection: AsyncConnection, now: datetime, lease: timedelta) -> list[InboxRow]:
    """Take due events to work on: in order of arrival, one of each lane, none of a lane that is being worked on.

    On PostgreSQL two replicas may reach for one lane at once; the unique index on working lanes then refuses the
    later one (IntegrityError), who tries again.
    """
    await connection.execute(
        sa.update(inbox).where(inbox.c.state == "working", inbox.c.lease_until < now).values(state="pending")
    )
    busy = sa.select(inbox.c.lane).where(inbox.c.state == "working", inbox.c.lane.is_not(None))
    is_free = sa.or_(inbox.c.lane.is_(None), inbox.c.lane.not_in(busy))
    is_due = sa.and_(inbox.c.state == "pending", inbox.c.next_at <= now, is_free)
    taken, seen = await _first_of_each_lane(connection, is_due)
    if seen == SLICE and len(taken) < SLICE // 2:
        # A few lanes are crowded, and behind them others may wait. Looking further costs a walk over all that is due.
        firsts = sa.select(sa.func.min(inbox.c.id)).where(is_due).group_by(sa.func.coalesce(inbox.c.lane, inbox.c.id))
        firsts = firsts.order_by(sa.func.min(inbox.c.id)).limit(SLICE)
        taken, _ = await _first_of_each_lane(connection, sa.and_(is_due, inbox.c.id.in_(firsts.scalar_subquery())))
    if taken:
        await connection.execute(
            sa.update(inbox)
            .where(inbox.c.id.in_([row.id for row in taken]))
            .values(state="working", attempts=inbox.c.attempts + 1, lease_until=now + lease)
        )
    return taken


async def _first_of_each_lane(
    connection: AsyncConnection, condition: sa.ColumnElement[bool]
) -> tuple[list[InboxRow], int]:
    """The first of each lane among the first SLICE rows, and how many of those there were."""
    query = sa.select(inbox).where(condition).order_by(inbox.c.id).limit(SLICE).with_for_update(skip_locked=True)
    rows = [_value(row) for row in (await connection.execute(query)).mappings()]
    first = {row.lane: row.id for row in reversed(rows)}
    return [row for row in rows if row.lane is None or first[row.lane] == row.id], len(rows)


async def mark_done(connection: AsyncConnection, ids: Sequence[str], now: datetime) -> None:
    """These events are dealt with: the body goes, the key stays to recognise repeats."""
    await connection.execute(
        sa.update(inbox).where(inbox.c.id.in_(ids)).values(state="done", body=None, done_at=now, lease_until=None)
    )


async def mark_failed(connection: AsyncConnection, row_id: str, error: str, next_at: datetime | None) -> None:
    """This attempt failed; next_at None means that a person has to look."""
    values: dict[str, Any] = {"state": "pending" if next_at else "dead", "error": error, "lease_until": None}
    if next_at:
        values["next_at"] = next_at
    await connection.execute(sa.update(inbox).where(inbox.c.id == row_id, inbox.c.state == "working").values(**values))


async def release_all(connection: AsyncConnection) -> None:
    """Give back what a dead process was working on; only for a database with one process."""
    await connection.execute(
        sa.update(inbox).where(inbox.c.state == "working").values(state="pending", lease_until=None)
    )


async def next_due(connection: AsyncConnection) -> datetime | None:
    """When the earliest waiting event is due."""
    found: datetime | None = await connection.scalar(
        sa.select(sa.func.min(inbox.c.next_at, type_=inbox.c.next_at.type)).where(inbox.c.state == "pending")
    )
    return found


async def count_by_state(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(sa.select(inbox.c.state, sa.func.count()).group_by(inbox.c.state))
    return {state: count for state, count in rows.all()}  # noqa: C416


async def listed(connection: AsyncConnection, states: Sequence[str], limit: int) -> list[InboxRow]:
    """Events in these states, the oldest first."""
    rows = await connection.execute(sa.select(inbox).where(inbox.c.state.in_(states)).order_by(inbox.c.id).limit(limit))
    return [_value(row) for row in rows.mappings()]


async def by_id(connection: AsyncConnection, row_id: str) -> InboxRow | None:
    row = (await connection.execute(sa.select(inbox).where(inbox.c.id == row_id))).mappings().first()
    return None if row is None else _value(row)


async def resume(connection: AsyncConnection, ids: Sequence[str] | None, now: datetime) -> int:
    """Try dead events again from the first attempt on (None: all of them); says how many."""
    query = sa.update(inbox).where(inbox.c.state == "dead")
    if ids is not None:
        query = query.where(inbox.c.id.in_(ids))
    result = await connection.execute(query.values(state="pending", attempts=0, next_at=now))
    return result.rowcount


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Forget the keys of events that were done before that."""
    result = await connection.execute(sa.delete(inbox).where(inbox.c.state == "done", inbox.c.done_at < before))
    return result.rowcount


def _value(row: Any) -> InboxRow:
    return InboxRow(**{name: row[name] for name in InboxRow.__dataclass_fields__})
