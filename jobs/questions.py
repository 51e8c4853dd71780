"""Customers' questions about which somebody is to be told."""

from __future__ import annotations

import structlog

from bot.flows import questions
from bot.unit_of_work import Desk, Priority

log = structlog.get_logger(__name__)

PAGE = 200


async def overdue(desk: Desk) -> None:
    """Nudge the owner of every question that was left alone; outside their working hours it waits till they begin.

    What fails is due again at the next tick.
    """
    seen: set[str] = set()
    while due := [one for one in await desk.due_questions(PAGE + len(seen)) if one[1] not in seen]:
        for workspace, question_id in due:
            seen.add(question_id)
            try:
                async with desk.begin(workspace, Priority.TICK) as work:
                    await questions.nudge_owner(work, question_id)
            except Exception as error:  # one question must not keep the others from being told
                log.error("a question's nudge failed", question=question_id, exc_info=error)
