"""Who opened their Home, and what it shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import rows
from bot.storage.tables import homes, roles


class Homes:
    """The Home tabs of one workspace's people."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def opened(self, person_id: str, now: datetime) -> None:
        """That person has just opened it."""
        new = dict(workspace_id=self._ws, person_id=person_id, opened_at=now, sees_all=False, shown=None)
        if not await rows.add_if_new(self._c, homes, new):
            await self._c.execute(self._of(person_id).values(opened_at=now))

    async def keep_reach(self, person_id: str, *, sees_all: bool) -> None:
        """Does it show more than accounts of their own?"""
        await self._c.execute(self._of(person_id).values(sees_all=sees_all))

    async def shown(self, person_id: str) -> str | None:
        """The hash of what it shows; None when that is not known."""
        return await self._c.scalar(
            sa.select(homes.c.shown).where(homes.c.workspace_id == self._ws, homes.c.person_id == person_id)
        )

    async def keep_shown(self, person_id: str, digest: str | None) -> None:
        await self._c.execute(self._of(person_id).values(shown=digest))

    async def opened_since(self, since: datetime, person_ids: Sequence[str] | None = None) -> list[str]:
        """Who of these opened it since then; of everybody with None."""
        query = sa.select(homes.c.person_id).where(homes.c.workspace_id == self._ws, homes.c.opened_at >= since)
        if person_ids is not None:
            query = query.where(homes.c.person_id.in_(person_ids))
        return list(await self._c.scalars(query.order_by(homes.c.person_id)))

    async def showing(self, account_id: str, since: datetime) -> list[str]:
        """Who opened it since then and sees something of that account: people with a part in it, and who sees all."""
        mine = sa.select(roles.c.person_id).where(
            roles.c.workspace_id == self._ws, roles.c.account_id == account_id, roles.c.until.is_(None)
        )
        query = sa.select(homes.c.person_id).where(
            homes.c.workspace_id == self._ws,
            homes.c.opened_at >= since,
            sa.or_(homes.c.sees_all, homes.c.person_id.in_(mine)),
        )
        return list(await self._c.scalars(query.order_by(homes.c.person_id)))

    def _of(self, person_id: str) -> sa.Update:
        return sa.update(homes).where(homes.c.workspace_id == self._ws, homes.c.person_id == person_id)
