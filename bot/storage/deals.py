"""Deals, by the announcement they were read from."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Deal, DealState
from bot.storage import rows
from bot.storage.tables import announcement_changes, deals


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

    async def reported(self, reported_in: str) -> list[Deal]:
        """What a CRM reported there, held until the transaction ends."""
        query = sa.select(deals).where(deals.c.workspace_id == self._ws, deals.c.channel_id == reported_in)
        return await rows.many(self._c, Deal, query.order_by(deals.c.position).with_for_update())

    async def is_known(self, channel_id: str, message_ts: str) -> bool:
        """Was anything read from that message?"""
        query = sa.select(deals.c.id).where(
            deals.c.workspace_id == self._ws, deals.c.channel_id == channel_id, deals.c.message_ts == message_ts
        )
        return await self._c.scalar(query.limit(1)) is not None

    async def of_account(self, account_id: str, *states: DealState) -> list[Deal]:
        """The account's won deals, or those in other states, the oldest first."""
        wanted = states or (DealState.WON,)
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.account_id == account_id, deals.c.state.in_(wanted)
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.id))

    async def in_state(self, state: DealState, since: datetime) -> list[Deal]:
        """Deals in that state that were read since then, the oldest first."""
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.state == state, deals.c.read_at >= since
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.id))

    async def with_link(self) -> list[Deal]:
        """Won deals that lead to a CRM."""
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.state == DealState.WON, deals.c.crm_url.is_not(None)
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.id))

    async def again(self, deal_id: str) -> list[Deal]:
        """Further announcements of that deal, the oldest first."""
        query = sa.select(deals).where(
            deals.c.workspace_id == self._ws, deals.c.same_as == deal_id, deals.c.state == DealState.SAME
        )
        return await rows.many(self._c, Deal, query.order_by(deals.c.id))

    async def note_change(
        self, channel_id: str, message_ts: str, changed_ts: str, real_now: datetime, *, is_gone: bool = False
    ) -> bool:
        """A message of a watched channel was edited or deleted then; False when a newer change was handled already."""
        known = await self.change_of(channel_id, message_ts)
        if known is not None and (known[1] or known[0] > changed_ts) and not is_gone:
            return False
        values = dict(workspace_id=self._ws, channel_id=channel_id, message_ts=message_ts, changed_ts=changed_ts)
        await rows.put(self._c, announcement_changes, values | dict(is_gone=is_gone, at=real_now))
        return True

    async def change_of(self, channel_id: str, message_ts: str) -> tuple[str, bool] | None:
        """The newest change of that message that was handled, and whether the message is gone."""
        query = sa.select(announcement_changes.c.changed_ts, announcement_changes.c.is_gone).where(
            announcement_changes.c.workspace_id == self._ws,
            announcement_changes.c.channel_id == channel_id,
            announcement_changes.c.message_ts == message_ts,
        )
        row = (await self._c.execute(query)).first()
        return None if row is None else (row.changed_ts, row.is_gone)

    async def change(self, deal_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(deals).where(deals.c.workspace_id == self._ws, deals.c.id == deal_id).values(**values)
        )


async def forget_changes(connection: AsyncConnection, before: datetime) -> int:
    """Forget edits and deletions that were handled before that."""
    query = sa.delete(announcement_changes).where(announcement_changes.c.at < before)
    return (await connection.execute(query)).rowcount
