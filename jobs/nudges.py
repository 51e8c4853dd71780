"""Morning digests, when their instant has come."""

from __future__ import annotations

from datetime import datetime

import structlog

from bot.flows import nudges
from bot.unit_of_work import Desk, Priority, Workspace

log = structlog.get_logger(__name__)

PAGE = 200


async def digests(desk: Desk) -> None:
    """Send every digest that is due, each in a transaction of its own. What fails is due again at the next tick."""
    failed: set[tuple[str, str]] = set()
    while due := await _due(desk, failed):
        for workspace, person_id, was_due in due:
            try:
                async with desk.begin(workspace, Priority.TICK) as work:
                    await nudges.send_digest(work, person_id, was_due)
            except Exception as error:  # one person's must not keep the others from getting theirs
                failed.add((workspace.id, person_id))
                log.error("a digest failed", person=person_id, exc_info=error)


async def _due(desk: Desk, failed: set[tuple[str, str]]) -> list[tuple[Workspace, str, datetime]]:
    found = await desk.due_digests(PAGE + len(failed))
    return [(workspace, person_id, at) for workspace, person_id, at in found if (workspace.id, person_id) not in failed]
