"""The first run: `/warmline setup` and the modals of its three steps."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import structlog

from bot.domain.first_look import Look, look_at, looks_like_wins
from bot.domain.people import why_not
from bot.domain.policy import MOST_CHANNELS, MOST_PEOPLE, Policy, Rule
from bot.ids import Block, View
from bot.unit_of_work import Room
from bot.views import steps as view
from handlers import rules
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

log = structlog.get_logger(__name__)

LOOK_WITHIN = 0.8  # seconds for each look at Slack: the modal has to come within three
LATEST = 20  # messages of a channel to look at
MOST_LOOKS = 3  # channels to look into
MOST_GUESSED = 2  # channels chosen before anybody chose


async def start(request: Request) -> None:
    """The three steps, as often as an admin likes."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    policy = await request.policy()
    missing = await rules.unreadable(request, policy.deal_channels)
    await request.args.ack()
    await request.open_modal(await rules.listed(request, policy, "", missing))


# Step 1: channels.


async def channels(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with what is chosen now, or with a guess."""
    chosen = policy.deal_channels or await _guess(request)
    return await _channels(request, policy, chosen, policy.deal_apps, rules.root_of(request))


async def channels_previewed(request: Request) -> None:
    """Another choice: what would I have taken?"""
    chosen, apps = _chosen_channels(request)
    await request.args.ack()
    policy = await request.policy()
    shown = await _channels(request, policy, chosen, apps, rules.root_of(request))
    await _replace(request, shown)


async def channels_saved(request: Request) -> None:
    """The first step is done."""
    chosen, apps = _chosen_channels(request)
    error, missing = await _problem_of(request, chosen)
    if error:
        await request.args.ack(response_action="errors", errors={Block.DEAL_CHANNELS: error})
        return
    values = {"deal_channels": chosen, "deal_apps": apps}
    await rules.save(request, Rule.CHANNELS, values, missing=missing, next_step=next_step)


def _chosen_channels(request: Request) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return request.chosen.get(Block.DEAL_CHANNELS, ()), request.chosen.get(Block.DEAL_APPS, ())


async def _channels(
    request: Request, policy: Policy, chosen: tuple[str, ...], apps: tuple[str, ...], root: str
) -> dict[str, Any]:
    looks = await asyncio.gather(*(_look(request, one, apps) for one in chosen[:MOST_LOOKS]))
    return view.channels_modal(policy, chosen, apps, looks, rules.metadata(policy, Rule.CHANNELS, root))


async def _look(request: Request, channel_id: str, apps: tuple[str, ...]) -> Look:
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            found = await request.desk.directory.latest(request.workspace, channel_id, LATEST)
    except Exception as error:
        log.info("a channel can't be looked into", channel=channel_id, exc_info=error)
        return Look(channel_id, None)
    return Look(channel_id, False) if found is None else look_at(channel_id, found, apps, request.workspace.bot_id)


async def _guess(request: Request) -> tuple[str, ...]:
    """Channels that we are in and whose names speak of wins."""
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            rooms = await request.desk.directory.own_rooms(request.workspace)
    except Exception as error:
        log.info("our channels can't be listed", exc_info=error)
        return ()
    found = [room.channel_id for room in rooms if looks_like_wins(room.name) and not room.is_shared]
    return tuple(found[:MOST_GUESSED])


async def _problem_of(request: Request, chosen: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
    """A sentence about a channel that can't announce wins, "" when all can; and those that can't be read yet."""
    if not chosen:
        return "Choose at least one channel.", ()
    if len(chosen) > MOST_CHANNELS:
        return f"Choose {MOST_CHANNELS} channels at most.", ()
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            rooms = await asyncio.gather(*(request.room(one, fresh=True) for one in chosen))
    except Exception as error:
        log.warning("chosen channels can't be looked up", exc_info=error)
        return "I can't ask Slack about these channels right now. Please try again in a minute.", ()
    for room in rooms:
        if room is not None and (sentence := await _no_place_for_wins(request, room)):
            return sentence, ()
    readable = {room.channel_id for room in rooms if room is not None and room.is_member}
    return "", tuple(one for one in chosen if one not in readable)


async def _no_place_for_wins(request: Request, room: Room) -> str | None:
    if room.is_shared:
        return f"People outside your company read #{room.name}. Choose a channel of your own."
    async with request.look() as work:
        if await work.accounts.of_customer_channel(room.channel_id) is not None:
            return f"A customer reads #{room.name}. Choose a channel of your own."
        if await work.accounts.in_channel(room.channel_id) is not None:
            return f"#{room.name} is one account's own channel. Choose the one where wins are announced."
    return None


# Step 2: delivery owners.


async def owners(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with those who are chosen now."""
    return await _owners(request, policy, policy.delivery_owners)


async def owners_previewed(request: Request) -> None:
    """Another choice: whose turn would it be?"""
    await request.args.ack()
    policy = await request.policy()
    await _replace(request, await _owners(request, policy, request.chosen.get(Block.DELIVERY_OWNERS, ())))


async def owners_saved(request: Request) -> None:
    """The second step is done."""
    chosen = request.chosen.get(Block.DELIVERY_OWNERS, ())
    if error := await people_problem(request, chosen, "own an account") or ("" if chosen else "Choose somebody."):
        await request.args.ack(response_action="errors", errors={Block.DELIVERY_OWNERS: error})
        return
    await rules.save(request, Rule.OWNERS, {"delivery_owners": chosen}, next_step=next_step)


async def _owners(request: Request, policy: Policy, chosen: tuple[str, ...]) -> dict[str, Any]:
    async with request.look() as work:
        turns = await work.turns_so_far()
    return view.owners_modal(policy, chosen, turns, rules.metadata(policy, Rule.OWNERS, rules.root_of(request)))


async def people_problem(request: Request, chosen: tuple[str, ...], to_do: str) -> str:
    """A sentence about people who can't do that here, "" when all can."""
    if len(chosen) > MOST_PEOPLE:
        return f"Choose {MOST_PEOPLE} people at most."
    ours = request.workspace.team_id, request.workspace.enterprise_id or None
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            people = await asyncio.gather(*(request.person(one) for one in chosen))
    except Exception as error:
        log.warning("chosen people can't be looked up", exc_info=error)
        return "I can't ask Slack about these people right now. Please try again in a minute."
    said = [
        f"{person.name if person else 'Somebody'} {reason}" for person in people if (reason := why_not(person, *ours))
    ]
    return f"{', '.join(said)}, and so can't {to_do}. Take them out." if said else ""


# Step 3: quiet start or not.


async def quiet(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal; quiet unless somebody decided otherwise."""
    return await _quiet(request, policy, policy.quiet_start is not False)


async def quiet_previewed(request: Request) -> None:
    """Ticked or not: what would it mean?"""
    await request.args.ack()
    await _replace(request, await _quiet(request, await request.policy(), _is_quiet(request)))


async def quiet_saved(request: Request) -> None:
    """The third step is done."""
    policy = await request.policy()
    if policy.is_set_up:
        await request.tell("Warmline is on already. `/warmline settings` shows the quiet start, and ends it.")
        return
    await rules.save(request, Rule.QUIET, {"quiet_start": _is_quiet(request)}, next_step=next_step)


def _is_quiet(request: Request) -> bool:
    return view.QUIET in request.chosen.get(Block.QUIET_START, ())


async def _quiet(request: Request, policy: Policy, is_quiet: bool) -> dict[str, Any]:
    now, zone = request.desk.clock.now(), await rules.zone_of(request)
    metadata = rules.metadata(policy, Rule.QUIET, rules.root_of(request))
    return view.quiet_modal(policy, is_quiet, now, zone, metadata)


async def _replace(request: Request, shown: dict[str, Any]) -> None:
    """A preview: everything else in the modal stays, what it was opened with too."""
    await request.change_modal(shown | {"private_metadata": request.metadata})


async def next_step(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal of the first step that is left."""
    return await MODALS[policy.steps_left[0]](request, policy)


Modal = Callable[[Request, Policy], Awaitable[dict[str, Any]]]
MODALS: dict[str, Modal] = {Rule.CHANNELS: channels, Rule.OWNERS: owners, Rule.QUIET: quiet}
INPUTS: dict[str, Handler] = {
    Block.DEAL_CHANNELS: channels_previewed,
    Block.DEAL_APPS: channels_previewed,
    Block.DELIVERY_OWNERS: owners_previewed,
    Block.QUIET_START: quiet_previewed,
}
VIEWS: dict[str, Handler] = {
    View.CHANNELS: channels_saved,
    View.OWNERS: owners_saved,
    View.QUIET: quiet_saved,
}
WORDS: Words = {
    "setup": Subcommand(start, "", "opens the three steps that turn Warmline on", early=True),
}
