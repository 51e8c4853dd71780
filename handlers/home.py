"""`/warmline`: what waits on you, and what can be typed."""

from __future__ import annotations

from bot.domain import workhours
from bot.flows import nudges
from bot.ids import Command
from bot.views import nudges as view
from handlers.commands import SUMMARY
from handlers.request import Request
from handlers.subcommand import Subcommand, Words


async def waiting(request: Request) -> None:
    """Everything that waits on you now, not only at your digest's time."""
    person = await request.person(request.user_id)
    today = workhours.local_day(request.desk.clock.now(), person.zone if person else None)
    async with request.look() as work:
        lines = await nudges.waiting_for(work, request.user_id, today)
    await request.args.ack(**view.waiting(lines))


async def commands(request: Request) -> None:
    """All commands."""
    lines = [f"`{command} help`  {summary}" for command, summary in SUMMARY.items()]
    await request.tell("\n".join(["Warmline looks after customers once the deal is won.", *lines]))


WORDS: dict[str, Words] = {
    Command.WARMLINE: {
        "": Subcommand(waiting, "", "lists what waits on you now"),
        "commands": Subcommand(commands, "", "lists all of Warmline's commands", early=True),
    }
}
