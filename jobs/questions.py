"""Customers' questions whose time is up."""

from __future__ import annotations

from bot.flows import questions
from bot.unit_of_work import Desk, Priority

PAGE = 200


async def overdue(desk: Desk) -> None:
    """Nudge the owner of every question that was left alone; outside their working hours it waits till they begin."""
    for workspace, question_id in await desk.due_questions(PAGE):
        async with desk.begin(workspace, Priority.TICK) as work:
            await questions.nudge_owner(work, question_id)
