"""Cards: what we ask people about deals and accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.cards import Card, CardKind
from bot.storage import rows
from bot.storage.tables import cards


class Cards:
    """The cards of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add(self, card: Card) -> None:
        await rows.add(self._c, cards, card)

    async def hold(self, card_id: str) -> Card | None:
        """The card, held until the transaction ends: nobody else answers it meanwhile."""
        query = sa.select(cards).where(cards.c.workspace_id == self._ws, cards.c.id == card_id)
        return await rows.one(self._c, Card, query.with_for_update())

    async def open_about_deal(self, deal_id: str, *kinds: CardKind) -> list[Card]:
        """Cards about this deal that still ask, of these kinds if any are named, the oldest first."""
        return await self._open(cards.c.deal_id == deal_id, *kinds)

    async def open_about_account(self, account_id: str, *kinds: CardKind) -> list[Card]:
        """Cards about this account that still ask, of these kinds if any are named, the oldest first."""
        return await self._open(cards.c.account_id == account_id, *kinds)

    async def without_channel(self, account_id: str) -> list[Card]:
        """Cards that wait for the account's channel, the oldest first."""
        query = sa.select(cards).where(
            cards.c.workspace_id == self._ws,
            cards.c.account_id == account_id,
            cards.c.channel_id == "",
            cards.c.settled_at.is_(None),
        )
        return await rows.many(self._c, Card, query.order_by(cards.c.opened_at, cards.c.id).with_for_update())

    async def _open(self, condition: sa.ColumnElement[bool], *kinds: CardKind) -> list[Card]:
        query = sa.select(cards).where(cards.c.workspace_id == self._ws, condition, cards.c.settled_at.is_(None))
        if kinds:
            query = query.where(cards.c.kind.in_(kinds))
        return await rows.many(self._c, Card, query.order_by(cards.c.opened_at, cards.c.id).with_for_update())

    async def latest(self, account_id: str, kind: CardKind) -> Card | None:
        """The newest card of that kind about this account, settled or not."""
        query = sa.select(cards).where(
            cards.c.workspace_id == self._ws, cards.c.account_id == account_id, cards.c.kind == kind
        )
        return await rows.one(self._c, Card, query.order_by(cards.c.opened_at.desc(), cards.c.id.desc()))

    async def settle(self, card_id: str, now: datetime) -> None:
        await self.change(card_id, settled_at=now)

    async def change(self, card_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(cards).where(cards.c.workspace_id == self._ws, cards.c.id == card_id).values(**values)
        )
