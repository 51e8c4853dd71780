"""The handoff: fill, accept, return, claim."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import date

from bot.domain import handoff as rules
from bot.domain import workhours
from bot.domain.handoff import Brief, Handoff, HandoffState
from bot.domain.people import Person
from bot.flows import handoff as flow
from bot.ids import Action, Block, Command, View, split_version
from bot.unit_of_work import Work
from bot.views import handoff as view
from handlers import accounts
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

Step = Callable[[Work, Handoff], Awaitable[str | None]]
GONE = "I can't find that handoff any more. `/account` shows where things stand."


async def open_brief(request: Request) -> None:
    """The button on the brief: the seller fills it, the owner reads and signs it."""
    await request.args.ack()
    person = await request.person(request.user_id)
    async with request.look() as work:
        handoff = await work.handoffs.by_id(request.action_value)
        shown = await modal_for(work, handoff, person) if handoff else GONE
    if isinstance(shown, str):
        await request.tell(shown)
    else:
        await request.open_modal(shown)


async def modal_for(work: Work, handoff: Handoff, person: Person | None) -> dict[str, object] | str:
    """The modal with which this person can bring the handoff on, or a sentence why not."""
    account = await work.accounts.by_id(handoff.account_id)
    brief = await work.handoffs.brief(handoff.id, handoff.version)
    if account is None or person is None:
        return GONE
    try:
        if handoff.state is HandoffState.SUBMITTED and person.user_id == handoff.owner_id and brief:
            return view.accept_modal(account, handoff, brief)
        rules.submit(handoff, person.user_id, may_stand_in=person.is_admin)
    except (rules.NotYours, rules.NotNow) as error:
        return str(error)
    return view.brief_modal(account, handoff, brief)


async def brief_signed(request: Request) -> None:
    """The seller submits the brief."""
    values = request.values
    person = await request.person(request.user_id)
    brief = Brief(
        why_bought=str(values.get(Block.WHY_BOUGHT) or "").strip(),
        promises=str(values.get(Block.PROMISES) or "").strip(),
        whom_to_call=str(values.get(Block.WHOM_TO_CALL) or "").strip(),
        kickoff=_day(values.get(Block.KICKOFF)),
        notes=str(values.get(Block.NOTES) or "").strip(),
    )
    today = workhours.local_day(request.desk.clock.now(), person.zone if person else None)
    errors = {str(Block(name)): sentence for name, sentence in rules.problems(brief, today).items()}
    if errors:
        await request.args.ack(response_action="errors", errors=errors)
        return
    may_stand_in = person is not None and person.is_admin

    async def submit(work: Work, handoff: Handoff) -> None:
        await flow.submit(work, handoff, request.user_id, brief, may_stand_in=may_stand_in)

    await _decide(request, request.metadata, submit)


def _day(written: str | None) -> date:
    try:
        return date.fromisoformat(written or "")
    except ValueError:
        return date.min  # long over, and the modal says so


async def accept(request: Request) -> None:
    """The owner signs, from the brief's button or from the modal."""
    handoff_id, version = split_version(request.metadata or request.action_value)
    await _decide(request, handoff_id, lambda work, handoff: flow.accept(work, handoff, request.user_id, version))


async def ask_reason(request: Request) -> None:
    """The owner presses *Return*: what is missing?"""
    await request.args.ack()
    async with request.look() as work:
        handoff = await work.handoffs.by_id(request.action_value)
        account = await work.accounts.by_id(handoff.account_id) if handoff else None
    if handoff is None or account is None:
        await request.tell(GONE)
        return
    try:
        rules.give_back(handoff, request.user_id)
    except (rules.NotYours, rules.NotNow) as error:
        await request.tell(str(error))
        return
    await request.open_modal(view.return_modal(account, handoff))


async def returned(request: Request) -> None:
    """The owner says what is missing."""
    reason = str(request.values.get(Block.REASON) or "").strip()
    if not reason:
        await request.args.ack(response_action="errors", errors={Block.REASON: "Say what is missing."})
        return
    await _decide(
        request, request.metadata, lambda work, handoff: flow.give_back(work, handoff, request.user_id, reason)
    )


async def claim(request: Request) -> None:
    """Somebody takes an account without an owner."""
    await _decide(request, request.action_value, lambda work, handoff: flow.claim(work, handoff, request.user_id))


async def show(request: Request) -> None:
    """Where the handoff stands."""
    async with request.look() as work:
        account = await accounts.find(work, request, request.text)
        handoff = await work.handoffs.latest_of(account.id) if account else None
        shown = await flow.card(work, account, handoff) if account and handoff else None
    if shown is None:
        await request.tell(accounts.unknown(request.text))
    else:
        await request.args.ack(**shown)


async def fill_in(request: Request) -> None:
    """The brief's modal, without looking for the button."""
    person = await request.person(request.user_id)
    async with request.look() as work:
        account = await accounts.find(work, request, request.text)
        handoff = await work.handoffs.latest_of(account.id) if account else None
        shown = await modal_for(work, handoff, person) if handoff else accounts.unknown(request.text)
    if isinstance(shown, str):
        await request.tell(shown)
    else:
        await request.args.ack()
        await request.open_modal(shown)


async def _decide(request: Request, handoff_id: str, step: Step) -> None:
    try:
        async with request.work() as work:
            handoff = await work.handoffs.hold(handoff_id)
            sentence = await step(work, handoff) if handoff else GONE
    except (rules.NotYours, rules.NotNow) as error:
        sentence = str(error)
    if sentence:
        await request.tell(sentence)
    else:
        await request.args.ack()


ACTIONS: dict[str, Handler] = {
    Action.FILL_BRIEF: open_brief,
    Action.ACCEPT_HANDOFF: accept,
    Action.RETURN_HANDOFF: ask_reason,
    Action.CLAIM_HANDOFF: claim,
}
VIEWS: dict[str, Handler] = {View.BRIEF: brief_signed, View.ACCEPT: accept, View.RETURN: returned}
WORDS: dict[str, Words] = {
    Command.HANDOFF: {
        "": Subcommand(show, "", "shows where the handoff of this channel's account stands"),
        "show": Subcommand(show, "[account]", "shows where a handoff stands"),
        "fill": Subcommand(fill_in, "[account]", "opens the brief: the seller fills it, the delivery owner signs it"),
    }
}
