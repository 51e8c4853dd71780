"""Asks the admins of a new workspace to set Warmline up."""

from __future__ import annotations

import structlog

from bot.flows import settings
from bot.unit_of_work import MOST_ADMINS, Desk, Priority, Workspace

log = structlog.get_logger(__name__)


async def welcome(desk: Desk) -> None:
    """Ask the admins of each workspace that is not set up, each once ever. What fails is tried at the next tick."""
    for workspace in desk.workspaces():
        try:
            await _welcome(desk, workspace)
        except Exception as error:
            log.warning("the admins can't be asked to set Warmline up yet", exc_info=error)


async def _welcome(desk: Desk, workspace: Workspace) -> None:
    policy = await desk.policy(workspace)
    if policy.is_set_up or len(policy.welcomed) >= MOST_ADMINS:
        return
    admins = await desk.settings_admins(workspace)
    if not admins:
        await desk.directory.everybody(workspace)  # Slack's own admins are only known once everybody was read
        admins = await desk.settings_admins(workspace)
    if not set(admins) <= set(policy.welcomed):
        async with desk.begin(workspace, Priority.TICK) as work:
            await settings.welcome(work, admins, MOST_ADMINS)
