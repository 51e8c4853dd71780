"""Morning digests, when their instant has come."""

from __future__ import annotations

from bot.flows import nudges
from bot.unit_of_work import Desk, Priority

PAGE = 200


async def digests(desk: Desk) -> None:
    """Send every digest that is due, each in a transaction of its own."""
    while due := await desk.due_digests(PAGE):
        for workspace, person_id, was_due in due:
            async with desk.begin(workspace, Priority.TICK) as work:
                await nudges.send_digest(work, person_id, was_due)
