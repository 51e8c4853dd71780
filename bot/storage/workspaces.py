"""Slack installations, ticks that were claimed, and clicks that were taken."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage import rows
from bot.storage.spine_tables import once, schedule, workspaces


@dataclass(frozen=True)
class Workspace:
    """One Slack installation. `url` ends with a slash; enterprise_id is "" outside an organisation; token_mark tells
    by which token we were last connected, and not the token."""

    id: str
    app_id: str
    enterprise_id: str
    team_id: str
    name: str
    url: str
    bot_user_id: str
    bot_id: str
    owner_turns: int
    added_at: datetime
    token_mark: str = ""


async def add_or_refresh(connection: AsyncConnection, workspace: Workspace) -> Workspace:
    """Keep an installation; one that is known keeps its id."""
    known = await of_team(connection, workspace.app_id, workspace.enterprise_id, workspace.team_id)
    if known is None:
        await rows.add(connection, workspaces, workspace)
        return workspace
    fresh = dict(name=workspace.name, url=workspace.url, bot_user_id=workspace.bot_user_id, bot_id=workspace.bot_id)
    fresh["token_mark"] = workspace.token_mark
    await connection.execute(sa.update(workspaces).where(workspaces.c.id == known.id).values(**fresh))
    return Workspace(**(vars(known) | fresh))


async def of_team(connection: AsyncConnection, app_id: str, enterprise_id: str, team_id: str) -> Workspace | None:
    query = sa.select(workspaces).where(
        workspaces.c.app_id == app_id,
        workspaces.c.enterprise_id == enterprise_id,
        workspaces.c.team_id == team_id,
    )
    return await rows.one(connection, Workspace, query)


async def by_id(connection: AsyncConnection, workspace_id: str) -> Workspace | None:
    return await rows.one(connection, Workspace, sa.select(workspaces).where(workspaces.c.id == workspace_id))


async def every(connection: AsyncConnection) -> list[Workspace]:
    return await rows.many(connection, Workspace, sa.select(workspaces).order_by(workspaces.c.id))


async def hold(connection: AsyncConnection, workspace_id: str) -> None:
    """Hold the workspace's row until the transaction ends."""
    query = sa.select(workspaces.c.id).where(workspaces.c.id == workspace_id)
    await connection.execute(query.with_for_update(key_share=True))


async def take_turn(connection: AsyncConnection, workspace_id: str) -> int:
    """How many turns the round robin had so far; counts one more."""
    turns = (
        sa.update(workspaces).where(workspaces.c.id == workspace_id).values(owner_turns=workspaces.c.owner_turns + 1)
    )
    row = (await connection.execute(turns.returning(workspaces.c.owner_turns))).one()
    return row[0] - 1


async def turns_so_far(connection: AsyncConnection, workspace_id: str) -> int:
    """How many turns the round robin had so far."""
    return await connection.scalar(sa.select(workspaces.c.owner_turns).where(workspaces.c.id == workspace_id)) or 0


async def take_once(connection: AsyncConnection, workspace_id: str, key: str, real_now: datetime) -> bool:
    """Is this the first time that this click, command or modal reaches us?"""
    return await rows.add_if_new(connection, once, dict(workspace_id=workspace_id, key=key, at=real_now))


async def claim_tick(connection: AsyncConnection, name: str, now: datetime, interval: timedelta) -> bool:
    """Take a tick if it is due. A tick planned further ahead than one interval was planned before the system's clock
    was set back; it is due as well."""
    await rows.add_if_new(connection, schedule, dict(name=name, next_at=now))
    due = sa.or_(schedule.c.next_at <= now, schedule.c.next_at > now + interval)
    query = sa.update(schedule).where(schedule.c.name == name, due).values(next_at=now + interval)
    return (await connection.execute(query)).rowcount == 1


async def next_tick(connection: AsyncConnection, name: str) -> datetime | None:
    """When that tick is due again."""
    return await connection.scalar(sa.select(schedule.c.next_at).where(schedule.c.name == name))


async def forget_once(connection: AsyncConnection, before: datetime) -> int:
    return (await connection.execute(sa.delete(once).where(once.c.at < before))).rowcount
