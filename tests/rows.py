"""Rows for tests that need some in the database, written with the app's own tables."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.domain.accounts import Account, Phase
from bot.storage import workspaces
from bot.storage.accounts import Accounts
from bot.storage.tables import metadata
from bot.storage.types import Amount, Ids, UtcDateTime, Word
from bot.storage.workspaces import Workspace

AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)
WORKSPACE = Workspace("w1", "A1", "", "T1", "Northwind", "https://northwind.example/", "UBOT", "B1", 0, AT)
ACME = Account(
    id="a1",
    workspace_id="w1",
    name="Acme Robotics",
    name_key="acme robotics",
    phase=Phase.HANDOFF,
    value=Decimal(48_500),
    currency="USD",
    zone=None,
    channel_name="acct-acme-robotics",
    channel_id="C0ACME",
    opened_at=AT,
)


async def add_workspace(connection: AsyncConnection) -> None:
    """The workspace w1."""
    await workspaces.add_or_refresh(connection, WORKSPACE)


async def add_account(connection: AsyncConnection) -> None:
    """The workspace w1 with the account a1."""
    await add_workspace(connection)
    await Accounts(connection, "w1").add(ACME)


async def fill_every_table(connection: AsyncConnection) -> None:
    """One row in every table, each child pointing to its parent's."""
    for table in metadata.sorted_tables:
        await connection.execute(sa.insert(table).values({column.name: _value(column) for column in table.columns}))


def _value(column: sa.Column[Any]) -> object:
    kind: Any = column.type
    if isinstance(kind, UtcDateTime):
        return AT
    if isinstance(kind, Amount):
        return Decimal("12.5")
    if isinstance(kind, Ids):
        return ("x1", "x2")
    if isinstance(kind, Word):
        first: StrEnum = next(iter(kind.words))
        return first
    return {sa.Date: date(2026, 3, 3), sa.Boolean: True, sa.Integer: 1, sa.Time: time(9)}.get(type(kind), "x1")
