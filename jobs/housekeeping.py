"""What is forgotten after a while, and what is read again."""

from __future__ import annotations

import structlog

from bot.unit_of_work import Desk

log = structlog.get_logger(__name__)


async def forget(desk: Desk) -> None:
    """Forget keys of handled events and sent intents that are too old to come back."""
    await desk.forget_old()


async def people(desk: Desk) -> None:
    """Read everybody again, so that a new colleague is found by name and a moved one by zone."""
    for workspace in await desk.workspaces():
        await desk.directory.refresh(workspace)
