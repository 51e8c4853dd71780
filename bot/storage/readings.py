"""Up to where channels were read, what was handled there, and what was found missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.catching_up import Gap, Reading
from bot.storage import rows
from bot.storage.spine_tables import found, gaps, heard, inbox, readings

SLICE = 500
AT_MOST = timedelta(days=90)  # that a handled message is remembered, whether its channel is still read or not


@dataclass(frozen=True)
class Found:
    """One message that was missing, or the edit of one (`edited_ts`, else "")."""

    channel_id: str
    message_ts: str
    edited_ts: str
    inbox_key: str


class Readings:
    """What was read in one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str, real_now: datetime) -> None:
        self._c, self._ws, self._real_now = connection, workspace_id, real_now

    async def every(self) -> dict[str, Reading]:
        """Every channel that is read, by its id."""
        query = sa.select(readings).where(readings.c.workspace_id == self._ws)
        return {one.channel_id: one for one in await rows.many(self._c, Reading, query)}

    async def hold(self, channel_id: str) -> Reading | None:
        query = sa.select(readings).where(readings.c.workspace_id == self._ws, readings.c.channel_id == channel_id)
        return await rows.one(self._c, Reading, query.with_for_update())

    async def begin(self, reading: Reading) -> None:
        """Read a channel from there on, unless it is read already."""
        await rows.add_if_new(self._c, readings, asdict(reading) | dict(workspace_id=self._ws))

    async def put(self, reading: Reading) -> None:
        await rows.put(self._c, readings, asdict(reading) | dict(workspace_id=self._ws))

    async def forget(self, channel_id: str) -> None:
        """We are no longer there: what is said meanwhile is not ours to read."""
        query = sa.delete(readings).where(readings.c.workspace_id == self._ws, readings.c.channel_id == channel_id)
        await self._c.execute(query)

    async def hear(self, channel_id: str, message_ts: str) -> bool:
        """This message is being handled; False when it was before."""
        values = dict(workspace_id=self._ws, channel_id=channel_id, message_ts=message_ts, at=self._real_now)
        return await rows.add_if_new(self._c, heard, values)

    async def heard(self, channel_id: str, tss: Sequence[str]) -> set[str]:
        """Which of these messages were handled."""
        known: set[str] = set()
        for start in range(0, len(tss), SLICE):
            query = sa.select(heard.c.message_ts).where(
                heard.c.workspace_id == self._ws,
                heard.c.channel_id == channel_id,
                heard.c.message_ts.in_(tss[start : start + SLICE]),
            )
            known.update((await self._c.execute(query)).scalars())
        return known

    async def gap(self, *, hold: bool = False) -> Gap | None:
        """The gap of which nobody was told yet."""
        query = sa.select(gaps).where(gaps.c.workspace_id == self._ws).order_by(gaps.c.id)
        return await rows.one(self._c, Gap, query.with_for_update() if hold else query)

    async def put_gap(self, gap: Gap) -> None:
        await rows.put(self._c, gaps, asdict(gap) | dict(workspace_id=self._ws))

    async def find(self, gap: Gap, one: Found) -> None:
        """Something that was missing."""
        await rows.add_if_new(self._c, found, asdict(one) | dict(workspace_id=self._ws, gap_id=gap.id))

    async def found(self, gap: Gap) -> list[Found]:
        """What was missing, by channel and in order."""
        query = sa.select(found).where(found.c.workspace_id == self._ws, found.c.gap_id == gap.id)
        return await rows.many(self._c, Found, query.order_by(found.c.channel_id, found.c.message_ts))

    async def not_handled(self, gap: Gap) -> dict[str, str]:
        """The keys of what was found and is not handled yet, with the state in which it is."""
        query = (
            sa.select(inbox.c.key, inbox.c.state)
            .join(found, found.c.inbox_key == inbox.c.key)
            .where(found.c.workspace_id == self._ws, found.c.gap_id == gap.id, inbox.c.state != "done")
        )
        return {key: state for key, state in (await self._c.execute(query)).all()}  # noqa: C416

    async def close(self, gap: Gap) -> None:
        """It was told; nothing of it is kept."""
        await self._c.execute(sa.delete(found).where(found.c.workspace_id == self._ws, found.c.gap_id == gap.id))
        await self._c.execute(sa.delete(gaps).where(gaps.c.workspace_id == self._ws, gaps.c.id == gap.id))


async def forget_heard(connection: AsyncConnection, before: datetime) -> int:
    """Forget messages that were handled before that and won't be read again."""
    is_read = (
        sa.select(readings.c.channel_id)
        .where(
            readings.c.workspace_id == heard.c.workspace_id,
            readings.c.channel_id == heard.c.channel_id,
            readings.c.read_ts >= heard.c.message_ts,
        )
        .exists()
    )
    query = sa.delete(heard).where(heard.c.at < before, sa.or_(is_read, heard.c.at < before - AT_MOST))
    return (await connection.execute(query)).rowcount
