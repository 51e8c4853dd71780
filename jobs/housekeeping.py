"""What is forgotten after a while, and what is read again."""

from __future__ import annotations

from bot.unit_of_work import Desk


async def forget(desk: Desk) -> None:
    """Forget keys of handled events and sent intents that are too old to come back."""
    await desk.forget_old()


async def people(desk: Desk) -> None:
    """Begin to read everybody again, so that a new colleague is found by name and a moved one by zone.

    In a big workspace that takes minutes, and the other ticks don't wait for it.
    """
    for workspace in desk.workspaces():
        desk.directory.start_reading(workspace)
