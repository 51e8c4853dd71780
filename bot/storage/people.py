"""What Slack said about people and channels, kept for a while."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.people import Person
from bot.storage import rows
from bot.storage.spine_tables import people, rooms


@dataclass(frozen=True)
class Room:
    """A channel. `is_shared`: people outside our organisation may read it."""

    channel_id: str
    name: str | None
    is_shared: bool


class People:
    """The people and channels of one workspace, as last read."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def by_id(self, user_id: str) -> Person | None:
        query = sa.select(people).where(people.c.workspace_id == self._ws, people.c.user_id == user_id)
        return await rows.one(self._c, Person, query)

    async def everybody(self) -> list[Person]:
        query = sa.select(people).where(people.c.workspace_id == self._ws).order_by(people.c.user_id)
        return await rows.many(self._c, Person, query)

    async def read_at(self, user_id: str) -> datetime | None:
        """When Slack was last asked about this person, real time."""
        return await self._c.scalar(
            sa.select(people.c.read_at).where(people.c.workspace_id == self._ws, people.c.user_id == user_id)
        )

    async def keep(self, person: Person, real_now: datetime) -> None:
        await rows.put(self._c, people, vars(person) | dict(workspace_id=self._ws, read_at=real_now))

    async def room(self, channel_id: str, not_before: datetime) -> Room | None:
        """The channel, if it was read since then."""
        query = sa.select(rooms).where(
            rooms.c.workspace_id == self._ws, rooms.c.channel_id == channel_id, rooms.c.read_at >= not_before
        )
        return await rows.one(self._c, Room, query)

    async def keep_room(self, room: Room, real_now: datetime) -> None:
        await rows.put(self._c, rooms, vars(room) | dict(workspace_id=self._ws, read_at=real_now))

    async def forget_room(self, channel_id: str) -> None:
        """Ask Slack again before the next post there."""
        await self._c.execute(
            sa.delete(rooms).where(rooms.c.workspace_id == self._ws, rooms.c.channel_id == channel_id)
        )
