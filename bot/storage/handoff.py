"""Handoffs, their briefs and signatures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Phase
from bot.domain.handoff import Brief, Handoff, HandoffState, Side
from bot.storage import rows
from bot.storage.tables import accounts, briefs, handoffs, signatures


class Handoffs:
    """The handoffs of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add(self, handoff: Handoff) -> None:
        await rows.add(self._c, handoffs, handoff)

    async def by_id(self, handoff_id: str) -> Handoff | None:
        query = sa.select(handoffs).where(handoffs.c.workspace_id == self._ws, handoffs.c.id == handoff_id)
        return await rows.one(self._c, Handoff, query)

    async def hold(self, handoff_id: str) -> Handoff | None:
        """The handoff, held until the transaction ends: nobody else decides about it meanwhile."""
        query = sa.select(handoffs).where(handoffs.c.workspace_id == self._ws, handoffs.c.id == handoff_id)
        return await rows.one(self._c, Handoff, query.with_for_update())

    async def latest_of(self, account_id: str) -> Handoff | None:
        """The account's newest handoff."""
        query = sa.select(handoffs).where(handoffs.c.workspace_id == self._ws, handoffs.c.account_id == account_id)
        return await rows.one(self._c, Handoff, query.order_by(handoffs.c.id.desc()))

    async def latest_of_each(self, account_ids: Sequence[str]) -> dict[str, Handoff]:
        """The newest handoff of each of these accounts."""
        newest = (
            sa.select(sa.func.max(handoffs.c.id))
            .where(handoffs.c.workspace_id == self._ws, handoffs.c.account_id.in_(account_ids))
            .group_by(handoffs.c.account_id)
        )
        query = sa.select(handoffs).where(handoffs.c.workspace_id == self._ws, handoffs.c.id.in_(newest))
        return {handoff.account_id: handoff for handoff in await rows.many(self._c, Handoff, query)}

    async def kickoffs(self, handoff_ids: Sequence[str]) -> dict[str, date]:
        """The kickoff day by handoff, as its latest brief says."""
        query = (
            sa.select(handoffs.c.id, briefs.c.kickoff)
            .join(
                briefs,
                sa.and_(
                    briefs.c.workspace_id == handoffs.c.workspace_id,
                    briefs.c.handoff_id == handoffs.c.id,
                    briefs.c.version == handoffs.c.version,
                ),
            )
            .where(handoffs.c.workspace_id == self._ws, handoffs.c.id.in_(handoff_ids))
        )
        return {handoff_id: kickoff for handoff_id, kickoff in await self._c.execute(query)}  # noqa: C416

    async def count_overdue(self, now: datetime) -> int:
        """How many handoffs of open accounts should have been signed by both before now."""
        query = (
            sa.select(sa.func.count())
            .select_from(handoffs)
            .join(
                accounts,
                sa.and_(accounts.c.workspace_id == handoffs.c.workspace_id, accounts.c.id == handoffs.c.account_id),
            )
            .where(
                handoffs.c.workspace_id == self._ws,
                handoffs.c.state != HandoffState.ACCEPTED,
                handoffs.c.due_at < now,
                accounts.c.phase != Phase.CLOSED,
            )
        )
        return await self._c.scalar(query) or 0

    async def due_for(self, person_id: str, by: datetime) -> list[Handoff]:
        """Handoffs due by that instant that wait on this person: on the owner also while no seller is named."""
        sellers_turn = sa.and_(
            handoffs.c.state.in_((HandoffState.OPEN, HandoffState.RETURNED)),
            sa.func.coalesce(handoffs.c.seller_id, handoffs.c.owner_id) == person_id,
        )
        owners_turn = sa.and_(handoffs.c.state == HandoffState.SUBMITTED, handoffs.c.owner_id == person_id)
        query = sa.select(handoffs).where(
            handoffs.c.workspace_id == self._ws, handoffs.c.due_at <= by, sa.or_(sellers_turn, owners_turn)
        )
        return await rows.many(self._c, Handoff, query.order_by(handoffs.c.due_at))

    async def change(self, handoff_id: str, **values: Any) -> None:
        await self._c.execute(
            sa.update(handoffs).where(handoffs.c.workspace_id == self._ws, handoffs.c.id == handoff_id).values(**values)
        )

    async def add_brief(self, handoff_id: str, version: int, brief: Brief, digest: str, by: str, now: datetime) -> None:
        values = dict(workspace_id=self._ws, handoff_id=handoff_id, version=version, digest=digest)
        await self._c.execute(sa.insert(briefs).values(**values, **asdict(brief), written_by=by, written_at=now))

    async def brief(self, handoff_id: str, version: int) -> Brief | None:
        query = sa.select(briefs).where(
            briefs.c.workspace_id == self._ws, briefs.c.handoff_id == handoff_id, briefs.c.version == version
        )
        return await rows.one(self._c, Brief, query)

    async def sign(self, handoff_id: str, version: int, side: Side, person_id: str, digest: str, now: datetime) -> None:
        values = dict(workspace_id=self._ws, handoff_id=handoff_id, version=version, side=side, person_id=person_id)
        await rows.add_if_new(self._c, signatures, values | dict(digest=digest, signed_at=now))

    async def signed(self, handoff_id: str, version: int) -> dict[Side, tuple[str, str, datetime]]:
        """Who signed that version, by side: person, digest, instant."""
        query = sa.select(signatures.c.side, signatures.c.person_id, signatures.c.digest, signatures.c.signed_at).where(
            signatures.c.workspace_id == self._ws,
            signatures.c.handoff_id == handoff_id,
            signatures.c.version == version,
        )
        return {side: (person, digest, at) for side, person, digest, at in await self._c.execute(query)}
