"""The outbox: what we want Slack to do, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.ids import new_id
from bot.intents import KINDS, SHUT_OUT, WAITS_FOR_MESSAGE, Intent, pack, unpack
from bot.storage.rows import add_if_new
from bot.storage.spine_tables import leases, messages, outbox

SLICE = 100
OPEN = ("pending", "sending", "unknown")
UNKNOWN = "unknown"  # the code of what was parked because nobody could find out whether it happened


@dataclass(frozen=True)
class OutboxRow:
    """One intent. Real times, except first_attempt_at, which is business time like Slack's own."""

    id: str
    workspace_id: str
    key: str
    kind: str
    lane: str
    payload: str
    state: str
    attempts: int
    next_at: datetime
    first_attempt_at: datetime | None
    sent_at: datetime | None
    epoch: int
    error: str | None
    sentence: str | None
    created_at: datetime

    @property
    def intent(self) -> Intent:
        return unpack(self.kind, self.payload)


@dataclass(frozen=True)
class Handle:
    """Where a message of ours stands."""

    channel_id: str
    ts: str


async def enqueue(connection: AsyncConnection, workspace_id: str, key: str, intent: Intent, now: datetime) -> bool:
    """Add an intent unless its key was used before; says whether it was added."""
    kind, payload = pack(intent)
    values: dict[str, Any] = dict(workspace_id=workspace_id, id=new_id(), key=key, kind=kind, payload=payload)
    values |= dict(lane=intent.lane, state="pending", attempts=0, next_at=now, epoch=0, created_at=now)
    return await add_if_new(connection, outbox, values)


async def take_lease(connection: AsyncConnection, name: str, holder: str, now: datetime, until: datetime) -> int | None:
    """The epoch under which the holder may work, None when another one holds the lease.

    The epoch grows whenever the lease changes hands: rows of an older epoch were left by somebody else.
    """
    await add_if_new(connection, leases, dict(name=name, holder="", epoch=0, until=now))
    free = sa.update(leases).where(leases.c.name == name, leases.c.holder != holder, leases.c.until <= now)
    await connection.execute(free.values(holder=holder, epoch=leases.c.epoch + 1, until=until))
    mine = sa.update(leases).where(leases.c.name == name, leases.c.holder == holder).values(until=until)
    if (await connection.execute(mine)).rowcount == 0:
        return None
    return await connection.scalar(sa.select(leases.c.epoch).where(leases.c.name == name))


async def expire_lease(connection: AsyncConnection, name: str, now: datetime) -> None:
    """Whoever holds it is gone."""
    await connection.execute(sa.update(leases).where(leases.c.name == name).values(until=now))


async def give_back_lease(connection: AsyncConnection, name: str, holder: str, now: datetime) -> None:
    """Let the next holder in at once."""
    await connection.execute(
        sa.update(leases).where(leases.c.name == name, leases.c.holder == holder).values(until=now)
    )


async def lease_until(connection: AsyncConnection, name: str) -> datetime | None:
    """When the lease ends unless its holder renews it."""
    found: datetime | None = await connection.scalar(sa.select(leases.c.until).where(leases.c.name == name))
    return found


async def holds_lease(connection: AsyncConnection, name: str, holder: str, now: datetime) -> bool:
    """Is this still the holder?"""
    query = sa.select(leases.c.holder).where(leases.c.name == name, leases.c.holder == holder, leases.c.until > now)
    return await connection.scalar(query) is not None


async def left_behind(
    connection: AsyncConnection, workspace_id: str, epoch: int, lost: Sequence[str], look_at: datetime
) -> int:
    """Rows that an earlier holder was sending, and those of ours that we lost: whether Slack did them is unknown.

    Says how many.
    """
    rows = sa.update(outbox).where(
        outbox.c.workspace_id == workspace_id,
        outbox.c.state == "sending",
        sa.or_(outbox.c.epoch != epoch, outbox.c.id.in_(lost)),
    )
    return (await connection.execute(rows.values(state="unknown", next_at=look_at))).rowcount


async def ready(connection: AsyncConnection, workspace_id: str, now: datetime) -> list[OutboxRow]:
    """The next intent of every lane in which nothing is under way, due now; unknown ones are to be read back."""
    due = _heads(workspace_id).where(outbox.c.next_at <= now).order_by(outbox.c.id).limit(SLICE)
    return [_value(row) for row in (await connection.execute(due)).mappings()]


async def next_due(connection: AsyncConnection, workspace_id: str, now: datetime) -> datetime | None:
    """When the next lane that waits may go on; None when none has to wait."""
    later = _heads(workspace_id).where(outbox.c.next_at > now).with_only_columns(outbox.c.next_at)
    found: datetime | None = await connection.scalar(later.order_by(outbox.c.next_at).limit(1))
    return found


async def is_empty(connection: AsyncConnection, workspace_id: str) -> bool:
    """Is nothing left to do, apart from what waits for a person?"""
    query = sa.select(outbox.c.id).where(outbox.c.workspace_id == workspace_id, outbox.c.state.in_(OPEN)).limit(1)
    return await connection.scalar(query) is None


def _heads(workspace_id: str) -> sa.Select[Any]:
    # What waits for its message lets the others pass: after a clock was set back, the message may be one of them.
    waits = sa.and_(outbox.c.state == "pending", outbox.c.error.is_not_distinct_from(WAITS_FOR_MESSAGE))
    first = sa.func.coalesce(sa.func.min(sa.case((sa.not_(waits), outbox.c.id))), sa.func.min(outbox.c.id))
    head = (
        sa.select(outbox.c.lane, first.label("id"))
        .where(outbox.c.workspace_id == workspace_id, outbox.c.state.in_(OPEN))
        .group_by(outbox.c.lane)
        .subquery()
    )
    return (
        sa.select(outbox)
        .join(head, sa.and_(outbox.c.id == head.c.id, outbox.c.lane == head.c.lane))
        .where(outbox.c.workspace_id == workspace_id, outbox.c.state.in_(("pending", "unknown")))
    )


async def claim(
    connection: AsyncConnection, rows: Sequence[OutboxRow], epoch: int, now: datetime, real_now: datetime
) -> list[OutboxRow]:
    """Say before each effect that it is about to happen; returns those that nobody else took meanwhile."""
    claimed = []
    for row in rows:
        changes: dict[str, Any] = dict(state="sending", attempts=row.attempts + 1, epoch=epoch, sent_at=real_now)
        changes["first_attempt_at"] = row.first_attempt_at or now
        if (await connection.execute(_held(row).values(**changes))).rowcount:
            claimed.append(replace(row, **changes))
    return claimed


async def is_held(connection: AsyncConnection, row: OutboxRow) -> bool:
    """Is the row still as we claimed it? Another holder may have taken it over meanwhile."""
    query = sa.select(outbox.c.id).where(
        outbox.c.workspace_id == row.workspace_id,
        outbox.c.id == row.id,
        outbox.c.state == row.state,
        outbox.c.epoch == row.epoch,
    )
    return await connection.scalar(query) is not None


async def mark_done(connection: AsyncConnection, row: OutboxRow, result: dict[str, Any], now: datetime) -> bool:
    """Slack did it; what it answered is kept, the payload's text goes. False when that was known already.

    Whoever knows that it happened may say so, a holder that has lost its lease too: nobody must do it again.
    """
    answer = orjson.dumps(result).decode()
    query = _this(row).where(outbox.c.state.not_in(("done", "dropped")))
    values = dict(state="done", result=answer, payload="{}", done_at=now, error=None, sentence=None)
    return (await connection.execute(query.values(**values))).rowcount > 0


async def mark_waiting(
    connection: AsyncConnection, row: OutboxRow, state: str, next_at: datetime, error: str | None, attempts: int
) -> None:
    """Not now: pending (surely not done) or unknown (maybe done), to be looked at again at next_at."""
    values = dict(state=state, next_at=next_at, error=error, attempts=attempts)
    await connection.execute(_held(row).values(**values))


async def mark_parked(connection: AsyncConnection, row: OutboxRow, code: str, sentence: str) -> bool:
    """A person is needed; the sentence says for what. False when another holder has it now."""
    query = _held(row).values(state="parked", error=code, sentence=sentence)
    return (await connection.execute(query)).rowcount > 0


async def mark_dropped(connection: AsyncConnection, row: OutboxRow, code: str, now: datetime) -> None:
    """Not done, and nobody needs to care."""
    await connection.execute(_held(row).values(state="dropped", payload="{}", error=code, done_at=now))


async def is_outdated(connection: AsyncConnection, row: OutboxRow) -> bool:
    """Does a newer intent of the same kind wait in the same lane?"""
    query = sa.select(outbox.c.id).where(
        outbox.c.workspace_id == row.workspace_id,
        outbox.c.lane == row.lane,
        outbox.c.kind == row.kind,
        outbox.c.state == "pending",
        outbox.c.id > row.id,
    )
    return await connection.scalar(query.limit(1)) is not None


async def replace_intent(connection: AsyncConnection, row: OutboxRow, intent: Intent, now: datetime) -> None:
    """Go on with a changed intent, from its first attempt on."""
    kind, payload = pack(intent)
    await connection.execute(
        _held(row).values(kind=kind, payload=payload, state="pending", next_at=now, attempts=0, first_attempt_at=None)
    )


async def resume(connection: AsyncConnection, ids: Sequence[str] | None, now: datetime) -> int:
    """Try parked intents again (None: all of them); those that may have happened are read back first."""
    query = sa.update(outbox).where(outbox.c.state == "parked")
    if ids is not None:
        query = query.where(outbox.c.id.in_(ids))
    is_unknown = outbox.c.error == UNKNOWN
    state = sa.case((is_unknown, "unknown"), else_="pending")
    sent_at = sa.case((is_unknown, sa.literal(now, outbox.c.sent_at.type)), else_=outbox.c.sent_at)
    error = sa.case((is_unknown, outbox.c.error), else_=sa.null())
    values = dict(state=state, attempts=0, next_at=now, sent_at=sent_at, error=error)
    return (await connection.execute(query.values(**values))).rowcount


async def resume_followers(connection: AsyncConnection, workspace_id: str, message_key: str, now: datetime) -> int:
    """The message with that key stands at last: go on with what waits or was parked because it did not, in its old
    order. Says how many."""
    waiting = await connection.execute(
        sa.select(outbox).where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.state.in_(("pending", "parked")),
            outbox.c.error == WAITS_FOR_MESSAGE,
        )
    )
    rows = [_value(row) for row in waiting.mappings()]
    ids = [row.id for row in rows if getattr(row.intent, "key", None) == message_key]
    if not ids:
        return 0
    follow = sa.update(outbox).where(outbox.c.workspace_id == workspace_id, outbox.c.id.in_(ids))
    values = dict(state="pending", attempts=0, next_at=now, error=None)
    return (await connection.execute(follow.values(**values))).rowcount


async def drop(connection: AsyncConnection, ids: Sequence[str], now: datetime) -> int:
    """Give parked intents up; says how many."""
    query = sa.update(outbox).where(outbox.c.state == "parked", outbox.c.id.in_(ids))
    return (await connection.execute(query.values(state="dropped", payload="{}", done_at=now))).rowcount


async def listed(connection: AsyncConnection, states: Sequence[str], limit: int) -> list[OutboxRow]:
    rows = await connection.execute(
        sa.select(outbox).where(outbox.c.state.in_(states)).order_by(outbox.c.id).limit(limit)
    )
    return [_value(row) for row in rows.mappings()]


async def by_id(connection: AsyncConnection, row_id: str) -> OutboxRow | None:
    row = (await connection.execute(sa.select(outbox).where(outbox.c.id == row_id))).mappings().first()
    return None if row is None else _value(row)


async def count_by_state(connection: AsyncConnection) -> dict[str, int]:
    rows = await connection.execute(sa.select(outbox.c.state, sa.func.count()).group_by(outbox.c.state))
    return {state: count for state, count in rows.all()}  # noqa: C416


async def is_shut_out(connection: AsyncConnection) -> bool:
    """Does anything wait because Slack does not let us in?"""
    query = sa.select(outbox.c.id).where(outbox.c.state.in_(OPEN), outbox.c.error == SHUT_OUT).limit(1)
    return await connection.scalar(query) is not None


async def state_of_post(connection: AsyncConnection, workspace_id: str, key: str) -> str | None:
    """The state of the intent that posts the message with that key."""
    return await connection.scalar(
        sa.select(outbox.c.state).where(
            outbox.c.workspace_id == workspace_id, outbox.c.key == key, outbox.c.kind == "Post"
        )
    )


async def recent_sends(
    connection: AsyncConnection, workspace_id: str, since: datetime
) -> list[tuple[tuple[str, ...], str, datetime]]:
    """Methods, lane and real time of what was sent lately: after a restart the pace goes on from there."""
    rows = await connection.execute(
        sa.select(outbox.c.kind, outbox.c.lane, outbox.c.sent_at)
        .where(outbox.c.workspace_id == workspace_id, outbox.c.sent_at > since)
        .order_by(outbox.c.sent_at)
    )
    return [(KINDS[kind].methods, lane, sent_at) for kind, lane, sent_at in rows if sent_at and kind in KINDS]


async def told_to_wait(
    connection: AsyncConnection, workspace_id: str, now: datetime
) -> list[tuple[tuple[str, ...], datetime]]:
    """Methods that Slack wants left alone, and until when (real time)."""
    rows = await connection.execute(
        sa.select(outbox.c.kind, outbox.c.next_at).where(
            outbox.c.workspace_id == workspace_id,
            outbox.c.state == "pending",
            outbox.c.error == "ratelimited",
            outbox.c.next_at > now,
        )
    )
    return [(KINDS[kind].methods, next_at) for kind, next_at in rows if kind in KINDS]


async def purge(connection: AsyncConnection, before: datetime) -> int:
    """Forget what was done before that."""
    query = sa.delete(outbox).where(outbox.c.state.in_(("done", "dropped")), outbox.c.done_at < before)
    return (await connection.execute(query)).rowcount


async def keep_handle(connection: AsyncConnection, workspace_id: str, key: str, handle: Handle, now: datetime) -> None:
    """Remember where the message with that key stands."""
    values = dict(workspace_id=workspace_id, key=key, channel_id=handle.channel_id, ts=handle.ts, posted_at=now)
    await add_if_new(connection, messages, values)


async def handle_of(connection: AsyncConnection, workspace_id: str, key: str) -> Handle | None:
    """Where the message with that key stands, None while it was not posted."""
    row = (
        await connection.execute(
            sa.select(messages.c.channel_id, messages.c.ts).where(
                messages.c.workspace_id == workspace_id, messages.c.key == key
            )
        )
    ).first()
    return None if row is None else Handle(row.channel_id, row.ts)


def _this(row: OutboxRow) -> sa.Update:
    return sa.update(outbox).where(outbox.c.workspace_id == row.workspace_id, outbox.c.id == row.id)


def _held(row: OutboxRow) -> sa.Update:
    return _this(row).where(outbox.c.state == row.state, outbox.c.epoch == row.epoch)


def _value(row: Any) -> OutboxRow:
    return OutboxRow(**{name: row[name] for name in OutboxRow.__dataclass_fields__})
