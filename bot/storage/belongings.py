"""What belongs to an account, moved from one to another and back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.checkins import CheckInState
from bot.storage.tables import account_names, checkins, customer_channels, deals, nudges, questions, touches

# Handoffs with their signatures, and roles, stay with the account in which they were held.
_TABLES: dict[str, tuple[sa.Table, str]] = {
    "deal": (deals, "id"),
    "question": (questions, "id"),
    "checkin": (checkins, "id"),
    "touch": (touches, "id"),
    "nudge": (nudges, "id"),
    "customer_channel": (customer_channels, "channel_id"),
    "account_name": (account_names, "name_key"),
}


async def of(connection: AsyncConnection, workspace_id: str, account_id: str) -> dict[str, list[str]]:
    """The ids of everything that would move, by kind; check-ins that were withdrawn don't."""
    found = {}
    for name, (table, key) in _TABLES.items():
        query = sa.select(table.c[key]).where(table.c.workspace_id == workspace_id, table.c.account_id == account_id)
        if table is checkins:
            query = query.where(checkins.c.state != CheckInState.WITHDRAWN)
        found[name] = list(await connection.scalars(query.order_by(table.c[key])))
    return found


async def move(
    connection: AsyncConnection, workspace_id: str, ids: Mapping[str, Sequence[str]], source: str, target: str
) -> None:
    """What of these still belongs to the source belongs to the target from now on."""
    for name, (table, key) in _TABLES.items():
        query = sa.update(table).where(
            table.c.workspace_id == workspace_id, table.c.account_id == source, table.c[key].in_(ids.get(name, ()))
        )
        await connection.execute(query.values(account_id=target))
