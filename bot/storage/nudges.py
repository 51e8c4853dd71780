"""The ledger of nudges, and when each person's next digest comes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.nudges import Nudge, NudgeState, Subject
from bot.storage import rows
from bot.storage.tables import digest_times, nudges


class Nudges:
    """The nudges of one workspace."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add_if_new(self, nudge: Nudge) -> bool:
        """Write a nudge into the ledger unless it is there; says whether it was written."""
        return await rows.add_if_new(self._c, nudges, vars(nudge))

    async def by_id(self, nudge_id: str) -> Nudge | None:
        query = sa.select(nudges).where(nudges.c.workspace_id == self._ws, nudges.c.id == nudge_id)
        return await rows.one(self._c, Nudge, query)

    async def in_message(self, message_key: str) -> list[Nudge]:
        """The lines of one digest, as they were told."""
        query = sa.select(nudges).where(nudges.c.workspace_id == self._ws, nudges.c.message_key == message_key)
        return await rows.many(self._c, Nudge, query.order_by(nudges.c.id))

    async def open_about(self, subject: Subject, subject_id: str) -> list[Nudge]:
        """Nudges about this thing that still ask for something, were put off, or wait for the customer."""
        query = sa.select(nudges).where(
            nudges.c.workspace_id == self._ws,
            nudges.c.subject == subject,
            nudges.c.subject_id == subject_id,
            nudges.c.state.in_((NudgeState.OPEN, NudgeState.SNOOZED, NudgeState.WITH_CUSTOMER)),
        )
        return await rows.many(self._c, Nudge, query)

    async def change(self, nudge_id: str, state: NudgeState, snoozed_until: date | None = None) -> None:
        await self._c.execute(
            sa.update(nudges)
            .where(nudges.c.workspace_id == self._ws, nudges.c.id == nudge_id)
            .values(state=state, snoozed_until=snoozed_until)
        )

    async def plan_digest(self, person_id: str, next_at: datetime) -> None:
        """This person's next digest comes then, unless one is planned already."""
        values = dict(workspace_id=self._ws, person_id=person_id, next_at=next_at)
        await rows.add_if_new(self._c, digest_times, values)

    async def with_digests(self) -> list[str]:
        """Everybody who gets digests."""
        query = sa.select(digest_times.c.person_id).where(digest_times.c.workspace_id == self._ws)
        return list(await self._c.scalars(query.order_by(digest_times.c.person_id)))

    async def replan_digest(self, person_id: str, now: datetime, next_at: datetime) -> None:
        """If this person's next digest is still to come, it comes then."""
        query = sa.update(digest_times).where(
            digest_times.c.workspace_id == self._ws,
            digest_times.c.person_id == person_id,
            digest_times.c.next_at > now,
        )
        await self._c.execute(query.values(next_at=next_at))

    async def next_digest_of(self, person_id: str) -> datetime | None:
        """When this person's next digest comes, if one is planned."""
        return await self._c.scalar(
            sa.select(digest_times.c.next_at).where(
                digest_times.c.workspace_id == self._ws, digest_times.c.person_id == person_id
            )
        )

    async def move_digest(self, person_id: str, was: datetime, next_at: datetime) -> bool:
        """Take this person's due digest and plan the next one; False when another replica took it."""
        query = sa.update(digest_times).where(
            digest_times.c.workspace_id == self._ws,
            digest_times.c.person_id == person_id,
            digest_times.c.next_at == was,
        )
        return (await self._c.execute(query.values(next_at=next_at))).rowcount == 1


async def due_digests(
    connection: AsyncConnection, workspace_ids: Iterable[str], now: datetime, limit: int
) -> list[tuple[str, str, datetime]]:
    """Workspace, person and instant of the digests that are due in these workspaces."""
    query = (
        sa.select(digest_times.c.workspace_id, digest_times.c.person_id, digest_times.c.next_at)
        .where(digest_times.c.workspace_id.in_(workspace_ids), digest_times.c.next_at <= now)
        .order_by(digest_times.c.next_at)
        .limit(limit)
    )
    return [(workspace_id, person_id, at) for workspace_id, person_id, at in await connection.execute(query)]


async def next_digest(connection: AsyncConnection, workspace_ids: Iterable[str]) -> datetime | None:
    """When the next digest in these workspaces is due."""
    found: datetime | None = await connection.scalar(
        sa.select(sa.func.min(digest_times.c.next_at, type_=digest_times.c.next_at.type)).where(
            digest_times.c.workspace_id.in_(workspace_ids)
        )
    )
    return found
