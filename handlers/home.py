"""Home, and `/warmline`: what waits on you, and what can be typed."""

from __future__ import annotations

from bot.domain import workhours
from bot.flows import fresh_homes, nudges
from bot.flows import home as flow
from bot.ids import Command
from bot.slack.payloads import part, text_of
from bot.unit_of_work import Priority
from bot.views import nudges as view
from handlers.commands import SUMMARY
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words


async def opened(request: Request) -> None:
    """Somebody opened the app's Home, or its messages, which need nothing."""
    user_id = text_of(request.event, "user")
    if not user_id or text_of(request.event, "tab") == "messages":
        return
    await request.desk.directory.actor(request.workspace, user_id)
    async with request.work() as work:
        await flow.opened(work, user_id, is_blank=not part(request.event, "view"))


def is_pressed_in(request: Request) -> bool:
    """Does this click come from somebody's Home?"""
    return text_of(part(request.body, "view"), "type") == "home"


async def pressed(request: Request) -> None:
    """After a click in Home it shows what is so now, even if somebody else was faster."""
    async with request.desk.begin(request.workspace, Priority.INTERACTION) as work:
        await fresh_homes.publish(work, [request.user_id])


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


EVENTS: dict[str, Handler] = {"app_home_opened": opened}
WORDS: dict[str, Words] = {
    Command.WARMLINE: {
        "": Subcommand(waiting, "", "lists what waits on you now"),
        "commands": Subcommand(commands, "", "lists all of Warmline's commands", early=True),
    }
}
