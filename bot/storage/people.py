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
    """A channel. `is_shared`: people outside our organisation may read it; `is_member`: our bot is in it."""

    channel_id: str
    name: str | None
    is_shared: bool
    is_member: bool


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

    async def admins(self) -> list[Person]:
        """Slack's own admins of the workspace as last read, its primary owner first."""
        query = sa.select(people).where(people.c.workspace_id == self._ws, people.c.is_admin)
        return await rows.many(self._c, Person, query.order_by(people.c.is_owner.desc(), people.c.user_id))

    async def read_at(self, user_id: str) -> datetime | None:
        """When Slack was last asked about this person, real time."""
        return await self._c.scalar(
            sa.select(people.c.read_at).where(people.c.workspace_id == self._ws, people.c.user_id == user_id)
        )

    async def by_email(self, email: str) -> Person | None:
        """The person with that address; of several the one who is still there."""
        query = sa.select(people).where(
            people.c.workspace_id == self._ws, sa.func.lower(people.c.email) == email.lower()
        )
        return await rows.one(self._c, Person, query.order_by(people.c.is_deleted, people.c.user_id))

    async def keep(self, persons: list[Person], real_now: datetime) -> None:
        """Write these down, in place of what was known of them."""
        known = dict(workspace_id=self._ws, read_at=real_now)
        await rows.put_all(self._c, people, [vars(person) | known for person in persons])

    async def room(self, channel_id: str, not_before: datetime) -> Room | None:
        """The channel, if it was read since then."""
        query = sa.select(rooms).where(
            rooms.c.workspace_id == self._ws, rooms.c.channel_id == channel_id, rooms.c.read_at >= not_before
        )
        return await rows.one(self._c, Room, query)

    async def room_name(self, channel_id: str) -> str | None:
        """The channel's name as last read, however long ago."""
        return await self._c.scalar(
            sa.select(rooms.c.name).where(rooms.c.workspace_id == self._ws, rooms.c.channel_id == channel_id)
        )

    async def keep_room(self, room: Room, real_now: datetime) -> None:
        await rows.put(self._c, rooms, vars(room) | dict(workspace_id=self._ws, read_at=real_now))

    async def forget_room(self, channel_id: str) -> None:
        """Ask Slack again before the next post there."""
        await self._c.execute(
            sa.delete(rooms).where(rooms.c.workspace_id == self._ws, rooms.c.channel_id == channel_id)
        )
