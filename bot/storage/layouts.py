"""Layouts of announcements: the shapes seen in a workspace's channels, and what its admins taught."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.layouts import as_data, from_data
from bot.domain.shapes import Shape
from bot.domain.taught import Taught
from bot.storage import rows
from bot.storage.layout_tables import refusals, shapes, taught_layouts

COUNTS = ("won", "asked", "set_up", "refused")


class Layouts:
    """The layouts of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def count(self, seen: Shape) -> None:
        """Add these counts to what is known of the shape; its newest message is this one."""
        insert = (postgresql.insert if self._c.dialect.name == "postgresql" else sqlite.insert)(shapes)
        more = {name: shapes.c[name] + insert.excluded[name] for name in COUNTS}
        newest = {name: insert.excluded[name] for name in ("last_ts", "last_at", "app_name")}
        values = dict(workspace_id=self._ws) | vars(seen)
        keys = [column.name for column in shapes.primary_key]
        await self._c.execute(insert.values(**values).on_conflict_do_update(index_elements=keys, set_=more | newest))

    async def add_one(self, channel_id: str, shape: str, name: str) -> None:
        """One more of that count, where the shape is known."""
        await self._change(channel_id, shape, **{name: shapes.c[name] + 1})

    async def refuse(self, id_: str, known: Shape, message_ts: str, who: str, at: datetime) -> None:
        """Somebody said *Not a win* about a message of that shape."""
        values = dict(channel_id=known.channel_id, app=known.app, shape=known.shape, message_ts=message_ts)
        await self._c.execute(sa.insert(refusals).values(workspace_id=self._ws, id=id_, who=who, at=at, **values))
        await self._change(known.channel_id, known.shape, refused=shapes.c.refused + 1, refused_by=who)

    async def shape(self, channel_id: str, shape: str) -> Shape | None:
        return await rows.one(self._c, Shape, sa.select(shapes).where(*self._is(channel_id, shape)))

    async def shapes(self, limit: int) -> list[Shape]:
        """What was seen, the newest first."""
        query = sa.select(shapes).where(shapes.c.workspace_id == self._ws)
        return await rows.many(self._c, Shape, query.order_by(shapes.c.last_at.desc(), shapes.c.shape).limit(limit))

    async def is_ignored(self, channel_id: str, shape: str) -> bool:
        """Did an admin say that nothing is to be read out of such messages there?"""
        query = sa.select(shapes.c.ignored_at).where(*self._is(channel_id, shape))
        return await self._c.scalar(query) is not None

    async def ignore(self, channel_id: str, shape: str, who: str | None, at: datetime | None) -> bool:
        """From now on, or with None no longer; False where nothing changes."""
        known = await self.shape(channel_id, shape)
        if known is None or (known.ignored_at is None) == (at is None):
            return False
        await self._change(channel_id, shape, ignored_by=who, ignored_at=at)
        return True

    async def teach(self, taught: Taught) -> None:
        layout = orjson.dumps(as_data(taught.layout)).decode()
        await self._c.execute(
            sa.insert(taught_layouts).values(workspace_id=self._ws, **(vars(taught) | {"layout": layout}))
        )

    async def taught(self, *channel_ids: str) -> list[Taught]:
        """What was taught for these channels, or for all where none is named; the newest first."""
        query = sa.select(taught_layouts).where(taught_layouts.c.workspace_id == self._ws)
        if channel_ids:
            query = query.where(taught_layouts.c.channel_id.in_(channel_ids))
        found = await self._c.execute(query.order_by(taught_layouts.c.id.desc()))
        return [_taught(row) for row in found.mappings()]

    async def forget(self, taught_id: str) -> str | None:
        """Remove a layout; the channel that it was taught for, None when it is gone already."""
        where = taught_layouts.c.workspace_id == self._ws, taught_layouts.c.id == taught_id
        channel_id = await self._c.scalar(sa.select(taught_layouts.c.channel_id).where(*where))
        await self._c.execute(sa.delete(taught_layouts).where(*where))
        return channel_id

    async def _change(self, channel_id: str, shape: str, **values: Any) -> None:
        await self._c.execute(sa.update(shapes).where(*self._is(channel_id, shape)).values(**values))

    def _is(self, channel_id: str, shape: str) -> tuple[sa.ColumnElement[bool], ...]:
        return shapes.c.workspace_id == self._ws, shapes.c.channel_id == channel_id, shapes.c.shape == shape


def _taught(row: Any) -> Taught:
    values = {name: row[name] for name in ("id", "channel_id", "app", "is_win", "taught_by", "taught_at")}
    return Taught(layout=from_data(orjson.loads(row["layout"])), **values)
