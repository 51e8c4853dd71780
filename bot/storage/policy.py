"""A workspace's rules, who changed them, and who volunteers for nudges."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any

import orjson
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.policy import Policy
from bot.storage import rows
from bot.storage.spine_tables import audit, policies, volunteers


@dataclass(frozen=True)
class Change:
    """One line of the audit log. `before` and `after` hold what was changed, by the name of the rule."""

    id: str
    at: datetime
    who: str
    what: str
    before: dict[str, Any]
    after: dict[str, Any]


class Policies:
    """The rules of one workspace; those of a new one where nothing was set yet."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def get(self) -> Policy:
        return await rows.one(self._c, Policy, self._query()) or Policy()

    async def hold(self) -> Policy:
        """The rules as they are now; nobody else changes them until this transaction ends."""
        blank = asdict(Policy()) | dict(workspace_id=self._ws, changed_by=None, changed_at=None)
        await rows.add_if_new(self._c, policies, blank)
        return await rows.one(self._c, Policy, self._query().with_for_update()) or Policy()

    async def change(self, held: Policy, by: str | None, at: datetime, **values: Any) -> Policy:
        """Write new values of rules that are held, and by whom unless nobody of theirs did it."""
        query = sa.update(policies).where(policies.c.workspace_id == self._ws)
        signed = {} if by is None else dict(changed_by=by, changed_at=at)
        await self._c.execute(query.values(**values, **signed))
        return replace(held, **values)

    def _query(self) -> sa.Select[Any]:
        return sa.select(policies).where(policies.c.workspace_id == self._ws)


class Audit:
    """Who changed what in one workspace. Nothing in it is ever changed."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def add(self, change: Change) -> None:
        values = vars(change) | {name: orjson.dumps(getattr(change, name)).decode() for name in ("before", "after")}
        await self._c.execute(sa.insert(audit).values(workspace_id=self._ws, **values))

    async def latest(self, limit: int, what: str = "") -> list[Change]:
        """The last changes, of one rule if it is named, the newest first."""
        query = sa.select(audit).where(audit.c.workspace_id == self._ws)
        if what:
            query = query.where(audit.c.what == what)
        found = await self._c.execute(query.order_by(audit.c.at.desc(), audit.c.id.desc()).limit(limit))
        return [
            Change(row.id, row.at, row.who, row.what, orjson.loads(row.before), orjson.loads(row.after))
            for row in found
        ]


class Volunteers:
    """Who wants nudges although the quiet start is on."""

    def __init__(self, connection: AsyncConnection, workspace_id: str) -> None:
        self._c, self._ws = connection, workspace_id

    async def has(self, person_id: str) -> bool:
        query = sa.select(volunteers.c.since).where(
            volunteers.c.workspace_id == self._ws, volunteers.c.person_id == person_id
        )
        return await self._c.scalar(query) is not None

    async def add(self, person_id: str, at: datetime) -> None:
        await rows.add_if_new(self._c, volunteers, dict(workspace_id=self._ws, person_id=person_id, since=at))

    async def remove(self, person_id: str) -> None:
        await self._c.execute(
            sa.delete(volunteers).where(volunteers.c.workspace_id == self._ws, volunteers.c.person_id == person_id)
        )
