"""`/checkin`: when is the next one, it was held, move it."""

from __future__ import annotations

from datetime import date

from bot.domain import workhours
from bot.domain.accounts import Account
from bot.domain.checkins import CheckIn
from bot.flows import checkins as flow
from bot.flows import people
from bot.ids import Command
from bot.unit_of_work import Work
from bot.views.kit import day, fill
from handlers import accounts
from handlers.request import Request
from handlers.subcommand import Subcommand, Words

NOT_PLANNED = "No check-in is planned yet. The first is planned once both have signed the handoff."


async def _planned(work: Work, request: Request, name: str, *, to_change: bool = True) -> tuple[Account, CheckIn] | str:
    """The account that is meant and its next check-in, held if it is to be changed; else a sentence why not."""
    account = await accounts.find(work, request, name)
    if account is None:
        return accounts.unknown(name)
    find = flow.hold_planned(work, account.id) if to_change else work.checkins.planned_for(account.id)
    checkin = await find
    return NOT_PLANNED if checkin is None else (account, checkin)


async def show(request: Request) -> None:
    """The next check-in."""
    async with request.look() as work:
        found = await _planned(work, request, request.text, to_change=False)
    if isinstance(found, str):
        await request.tell(found)
        return
    account, checkin = found
    await request.tell(
        fill(
            "The next check-in with *{name}* is due {day}; it is <@{owner}>'s.",
            name=account.name,
            day=day(checkin.due_on),
            owner=checkin.owner_id,
        )
    )


async def done(request: Request) -> None:
    """It was held."""
    async with request.work() as work:
        found = await _planned(work, request, request.text)
        if not isinstance(found, str) and (refusal := await flow.may_log(work, found[1], request.user_id)):
            found = refusal
        planned = None if isinstance(found, str) else await flow.done(work, found[1], request.user_id)
    if isinstance(found, str):
        await request.tell(found)
    elif planned:
        await request.tell(
            fill("Noted. The next one with *{name}* is due {day}.", name=found[0].name, day=day(planned.due_on))
        )


async def plan(request: Request) -> None:
    """Move it to a day."""
    word, _, name = request.text.partition(" ")
    try:
        wanted = date.fromisoformat(word)
    except ValueError:
        await request.tell("I can't read that day. Write year, month and day, as in `/checkin plan 2026-03-14`.")
        return
    sentence = None
    async with request.work() as work:
        found = await _planned(work, request, name.strip())
        if not isinstance(found, str):
            zone = await people.zone_of(work, found[1].owner_id)
            if wanted < workhours.local_day(work.now, zone):
                sentence = "That day is over. Pick one that is still to come."
            else:
                await flow.plan_next(work, found[0].id, found[1].owner_id, wanted)
    if isinstance(found, str):
        await request.tell(found)
    else:
        await request.tell(
            sentence or fill("The next check-in with *{name}* is due {day}.", name=found[0].name, day=day(wanted))
        )


WORDS: dict[str, Words] = {
    Command.CHECKIN: {
        "": Subcommand(show, "", "says when the next check-in is due"),
        "show": Subcommand(show, "[account]", "says when the next check-in is due"),
        "done": Subcommand(done, "[account]", "logs that it was held and plans the next one"),
        "plan": Subcommand(plan, "2026-03-14 [account]", "moves the next one to that day"),
    }
}
