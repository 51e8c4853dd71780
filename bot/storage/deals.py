"""Deals, by the announcement they were read from."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Deal, DealState
from bot.storage import rows
from bot.storage.tables import deals


class Deals:
    """The deals of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add_if_new(self, deal: Deal) -> bool:
        """Insert unless this announcement was read before; says whether it was inserted."""
        return await rows.add_if_new(self._c, deals, vars(deal))

    async def by_id(self, deal_id: str) -> Deal | None:
        query = sa.select(deals).where(deals.c.workspace_id == self._ws, deals.c.id == deal_id)
        return await rows.one(self._c, Deal, query)

    async def hold(self, deal_id: str) -> Deal | None:
        """The deal, held until the transaction ends: nobody else decides about it meanwhile."""
        query = sa.select(deals).where(deals.c.workspace_id == self._ws, deals.c.id == deal_id)
        return await rows.one(self._c, Deal, query.with_for_update())

    async def of_message(self, channel_id: str, message_ts: str) -> list[Deal]:
        """What was read from that announcement; held until the transaction ends."""
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.channel_id == channel_id, deals.c.message_ts == message_ts
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.position).with_for_update())

    async def of_account(self, account_id: str) -> list[Deal]:
        """The account's won deals, the oldest first."""
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.account_id == account_id, deals.c.state == DealState.WON
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.id))

    async def change(self, deal_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(deals).where(deals.c.workspace_id == self._ws, deals.c.id == deal_id).values(**values)
        )
