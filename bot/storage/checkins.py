"""Check-ins."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checkins import CheckIn, CheckInState
from bot.storage import rows
from bot.storage.tables import checkins


class CheckIns:
    """The check-ins of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add(self, checkin: CheckIn) -> None:
        await rows.add(self._c, checkins, checkin)

    async def hold(self, checkin_id: str) -> CheckIn | None:
        """The check-in, held until the transaction ends: nobody else decides about it meanwhile."""
        query = sa.select(checkins).where(checkins.c.workspace_id == self._ws, checkins.c.id == checkin_id)
        return await rows.one(self._c, CheckIn, query.with_for_update())

    async def planned_for(self, account_id: str) -> CheckIn | None:
        """The account's next check-in."""
        query = sa.select(checkins).where(
            checkins.c.workspace_id == self._ws,
            checkins.c.account_id == account_id,
            checkins.c.state == CheckInState.PLANNED,
        )
        return await rows.one(self._c, CheckIn, query.order_by(checkins.c.due_on))

    async def planned_of(self, account_ids: Sequence[str]) -> dict[str, CheckIn]:
        """The next check-in of each of these accounts that has one."""
        query = sa.select(checkins).where(
            checkins.c.workspace_id == self._ws,
            checkins.c.account_id.in_(account_ids),
            checkins.c.state == CheckInState.PLANNED,
        )
        return {checkin.account_id: checkin for checkin in await rows.many(self._c, CheckIn, query)}

    async def last_done(self, account_id: str) -> datetime | None:
        """When the account's latest check-in was held."""
        query = sa.select(sa.func.max(checkins.c.done_at, type_=checkins.c.done_at.type)).where(
            checkins.c.workspace_id == self._ws, checkins.c.account_id == account_id
        )
        found: datetime | None = await self._c.scalar(query)
        return found

    async def due_for(self, person_id: str, today: date) -> list[CheckIn]:
        """Planned check-ins of that owner that are due by that day, the oldest first."""
        query = sa.select(checkins).where(
            checkins.c.workspace_id == self._ws,
            checkins.c.owner_id == person_id,
            checkins.c.state == CheckInState.PLANNED,
            checkins.c.due_on <= today,
        )
        return await rows.many(self._c, CheckIn, query.order_by(checkins.c.due_on, checkins.c.id))

    async def change(self, checkin_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(checkins).where(checkins.c.workspace_id == self._ws, checkins.c.id == checkin_id).values(**values)
        )
