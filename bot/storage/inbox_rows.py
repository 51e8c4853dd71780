"""The inbox: events that Slack was told we have."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.catching_up import Past
from bot.ids import new_id
from bot.storage.spine_tables import inbox
from bot.storage.workspaces import Workspace

SLICE = 100  # claimed at once: more would hold up the acks of new events
CLAIMING = 4_931_770_215  # the lock under which replicas claim

recorded: ContextVar[set[str]] = ContextVar("recorded")  # ids of events whose flow has marked them done


@dataclass(frozen=True)
class InboxRow:
    """One event as it was before it was claimed. Times are real time; the body is JSON text, None once done."""

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


ROW = sa.select(*(inbox.c[field.name] for field in fields(InboxRow)))


async def store(connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
    """Insert new events; those whose key is known are left as they are."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    await connection.execute(insert(inbox).on_conflict_do_nothing(index_elements=["key"]), list(rows))


async def add(connection: AsyncConnection, row: dict[str, Any]) -> bool:
    """Insert one event; says whether it is new."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    done = await connection.execute(insert(inbox).values(**row).on_conflict_do_nothing(index_elements=["key"]))
    return done.rowcount == 1


def of_past(workspace: Workspace, channel_id: str, one: Past, edited_ts: str, real_now: datetime) -> dict[str, Any]:
    """A message that we read, as the event that Slack would have sent: posted, or edited then."""
    event: dict[str, Any] = {"type": "message", "channel": channel_id, **one.event}
    event_id = f"catch-up.{channel_id}.{one.ts}"
    if edited_ts:
        event = {"type": "message", "subtype": "message_changed", "channel": channel_id, "message": dict(one.event)}
        event["ts"], event_id = edited_ts, f"{event_id}.{edited_ts}"
    body = {
        "type": "event_callback",
        "api_app_id": workspace.app_id,
        "team_id": workspace.team_id,
        "event_id": event_id,
        "event": event | {"channel": channel_id},
    }
    return {
        "id": new_id(),
        "key": f"{workspace.app_id}:{workspace.team_id}:{event_id}",
        "team_id": workspace.team_id,
        "event_type": "message",
        "lane": f"{workspace.team_id}:{channel_id}",
        "body": orjson.dumps(body).decode(),
        "state": "pending",
        "attempts": 0,
        "next_at": real_now,
        "received_at": real_now,
    }


async def claim(connection: AsyncConnection, now: datetime, lease: timedelta, most: int = SLICE) -> list[InboxRow]:
    """Take due events to work on: in order of arrival, one of each lane, none of a lane that is being worked on.

    Replicas claim one after the other: one that passed over what another is just taking would take the second event of
    a lane and could be done with it before the first.
    """
    if connection.dialect.name == "postgresql":
        await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(CLAIMING)))
    is_due = sa.and_(inbox.c.state == "pending", inbox.c.next_at <= now, _is_free())
    taken, seen = await _first_of_each_lane(connection, is_due)
    if seen == SLICE and len(taken) < min(most, SLICE // 2):
        # A few lanes are crowded, and behind them others may wait. Looking further costs a walk over all that is due.
        firsts = sa.select(sa.func.min(inbox.c.id)).where(is_due).group_by(sa.func.coalesce(inbox.c.lane, inbox.c.id))
        firsts = firsts.order_by(sa.func.min(inbox.c.id)).limit(SLICE)
        taken, _ = await _first_of_each_lane(connection, sa.and_(is_due, inbox.c.id.in_(firsts.scalar_subquery())))
    taken = taken[:most]
    if taken:
        values = {"state": "working", "attempts": inbox.c.attempts + 1, "lease_until": now + lease}
        await _update_each(connection, [row.id for row in taken], **values)
    return taken


def _is_free() -> sa.ColumnElement[bool]:
    busy = sa.select(inbox.c.lane).where(inbox.c.state == "working", inbox.c.lane.is_not(None))
    return sa.or_(inbox.c.lane.is_(None), inbox.c.lane.not_in(busy))


async def _first_of_each_lane(
    connection: AsyncConnection, condition: sa.ColumnElement[bool]
) -> tuple[list[InboxRow], int]:
    """The first of each lane among the first SLICE rows, and how many of those there were."""
    rows = await _read(connection, ROW.where(condition).order_by(inbox.c.id).limit(SLICE))
    first = {row.lane: row.id for row in reversed(rows)}
    return [row for row in rows if row.lane is None or first[row.lane] == row.id], len(rows)


async def _update_each(connection: AsyncConnection, ids: Sequence[str], **values: Any) -> None:
    # One statement for any number of rows: with lists of ids, each length would be another one to prepare.
    query = sa.update(inbox).where(inbox.c.id == sa.bindparam("row_id")).values(**values)
    await connection.execute(query, [{"row_id": row_id} for row_id in ids])


async def mark_done(connection: AsyncConnection, ids: Sequence[str], now: datetime) -> None:
    """These events are dealt with: the body goes, the key stays to recognise repeats."""
    await _update_each(connection, ids, state="done", body=None, done_at=now, lease_until=None)


def note_recorded(row_id: str) -> None:
    """Tell the worker that an event's flow has marked it done and committed that."""
    recorded.get(set()).add(row_id)


async def mark_failed(connection: AsyncConnection, row: InboxRow, error: str, next_at: datetime | None) -> None:
    """This attempt, claimed as this row, failed; next_at None means that a person has to look."""
    values: dict[str, Any] = {"state": "pending" if next_at else "dead", "error": error, "lease_until": None}
    if next_at:
        values["next_at"] = next_at
    await connection.execute(sa.update(inbox).where(_is_still_ours(row)).values(**values))


async def give_back(connection: AsyncConnection, rows: Iterable[InboxRow]) -> None:
    """What was claimed as these rows and did not come to its end is anybody's again, as if it had not been claimed."""
    values = {"state": "pending", "lease_until": None, "attempts": inbox.c.attempts - 1}
    for row in rows:
        await connection.execute(sa.update(inbox).where(_is_still_ours(row)).values(**values))


def _is_still_ours(row: InboxRow) -> sa.ColumnElement[bool]:
    # Whoever takes an event over, because our lease of it ended, counts another attempt.
    return sa.and_(inbox.c.id == row.id, inbox.c.state == "working", inbox.c.attempts == row.attempts + 1)


async def take_back(connection: AsyncConnection, now: datetime) -> None:
    """Events whose lease has ended are anybody's again: whoever worked on them is gone or stands still."""
    await connection.execute(
        sa.update(inbox).where(inbox.c.state == "working", inbox.c.lease_until < now).values(state="pending")
    )


async def release_all(connection: AsyncConnection) -> None:
    """Give back what a dead process was working on; only for a database with one process."""
    await connection.execute(
        sa.update(inbox).where(inbox.c.state == "working").values(state="pending", lease_until=None)
    )


async def next_due(connection: AsyncConnection) -> tuple[datetime | None, bool]:
    """When the earliest event is due whose lane nobody works on, and whether any waits at all."""
    pending = inbox.c.state == "pending"
    query = sa.select(inbox.c.next_at).where(pending, _is_free()).order_by(inbox.c.next_at).limit(1)
    found: datetime | None = await connection.scalar(query)
    waits = found is not None or await connection.scalar(sa.select(inbox.c.id).where(pending).limit(1)) is not None
    return found, waits


async def count_by_state(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(sa.select(inbox.c.state, sa.func.count()).group_by(inbox.c.state))
    return {state: count for state, count in rows.all()}  # noqa: C416


async def listed(connection: AsyncConnection, states: Sequence[str], limit: int) -> list[InboxRow]:
    """Events in these states, the oldest first."""
    return await _read(connection, ROW.where(inbox.c.state.in_(states)).order_by(inbox.c.id).limit(limit))


async def by_id(connection: AsyncConnection, row_id: str) -> InboxRow | None:
    found = await _read(connection, ROW.where(inbox.c.id == row_id))
    return found[0] if found else None


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


async def _read(connection: AsyncConnection, query: sa.Select[Any]) -> list[InboxRow]:
    return [InboxRow(*row) for row in await connection.execute(query)]
