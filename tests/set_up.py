"""A workspace that is set up already, as if an admin had done the three steps long ago."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from typing import Any

from bot.domain.policy import Policy
from bot.ids import new_id
from bot.storage import workspaces
from bot.storage.database import Database, Priority
from bot.storage.policy import Policies
from bot.storage.workspaces import Workspace
from tests.sandbox_harness import APP

NORTHWIND, CONTOSO = "T0NORTHWND", "T0CONTOSO1"
RULES: dict[str, Any] = {
    "deal_channels": ("C0DEALSWON",),
    "delivery_owners": ("U0OLIVIAPK", "U0JONASWEB"),
    "quiet_start": False,
    "set_up_at": datetime(2020, 1, 1, tzinfo=UTC),
}


async def set_up(database_url: str, team: str = NORTHWIND, **rules: Any) -> str:
    """Give a team its rules before the app connects to it; the id of its workspace."""
    now = RULES["set_up_at"]
    database = Database(database_url)
    blank = Workspace(new_id(), APP, "", team, team, "https://slack.example/", "UNKNOWN", "BUNKNOWN", 0, now)
    given = RULES | rules
    assert set(given) <= set(asdict(Policy()))
    try:
        async with database.write(Priority.TICK) as connection:
            workspace = await workspaces.add_or_refresh(connection, blank)
            policies = Policies(connection, workspace.id)
            await policies.change(await policies.hold(), None, now, **given)
    finally:
        await database.close()
    return workspace.id
