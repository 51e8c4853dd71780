"""`/warmline settings`, and everything that changes one."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot.domain.naming import channel_name
from bot.domain.policy import LIMITS, Policy, Rule, read_count, read_emoji
from bot.flows import settings as flow
from bot.flows.settings import Saved
from bot.ids import Action, Block, View
from bot.slack.payloads import part, text_of
from bot.views import settings as view
from bot.views import setup as setup_view
from bot.views.steps import PRIVATE
from handlers import rules, setup
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

SHOWN = 15  # changes listed
TYPE_SETTINGS = "That button is an old one. `/warmline settings` shows how things are now."
PAUSED = "Paused: nobody gets a digest or a nudge until an admin types `/warmline resume`."
NOT_PAUSED = "Nudges are on already."
RESUMED = "Nudges are on again. What was missed comes with everybody's next morning digest."
QUIET_IS_OVER = "The quiet start is over. From now on everybody is nudged about what waits on them."


async def show(request: Request) -> None:
    """All settings, each with its button; the three steps while Warmline is not set up."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    policy = await request.policy()
    missing = await rules.unreadable(request, policy.deal_channels)
    root = view.LIST_SHOWN if policy.is_set_up else ""
    await request.args.ack()
    await request.open_modal(await rules.listed(request, policy, root, missing))


async def edit(request: Request) -> None:
    """A button beside a rule: the modal that changes it."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    policy, modal = await request.policy(), MODALS.get(request.action_value)
    if modal is None or (request.action_value == Rule.QUIET and policy.is_set_up):
        await request.tell(TYPE_SETTINGS)
        return
    shown = await modal(request, policy)
    await request.args.ack()
    await request.open_modal(shown)


# Names of account channels.


async def names(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with the template as it is."""
    metadata = rules.metadata(policy, Rule.NAMES, rules.root_of(request))
    return view.names_modal(policy.channel_name, policy.channel_private, metadata)


async def names_previewed(request: Request) -> None:
    """Another letter: what would a channel be called?"""
    await request.args.ack()
    template, is_private = _names(request, request.typed)
    await request.change_modal(view.names_modal(template, is_private, request.metadata))


async def names_saved(request: Request) -> None:
    """The template, if it names channels."""
    template, is_private = _names(request, request.values)
    try:
        channel_name(template, view.EXAMPLE)
    except ValueError as problem:
        await request.args.ack(response_action="errors", errors={Block.CHANNEL_NAME: str(problem)})
        return
    await rules.save(request, Rule.NAMES, {"channel_name": template, "channel_private": is_private})


def _names(request: Request, written: dict[str, str | None]) -> tuple[str, bool]:
    return (written.get(Block.CHANNEL_NAME) or "").strip(), PRIVATE in request.chosen.get(Block.CHANNEL_PRIVATE, ())


# Times.


async def times(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with the times as they are."""
    shown = view.Times(policy.digest_time, policy.handoff_days, policy.checkin_days, policy.answer_hours)
    return view.times_modal(shown, rules.metadata(policy, Rule.TIMES, rules.root_of(request)))


async def times_saved(request: Request) -> None:
    """The times, if each is one."""
    written, errors = request.values, {}
    values: dict[str, Any] = {field: read_count(written.get(field), field) for field in LIMITS}
    for field, number in values.items():
        if number is None:
            errors[field] = view.between(field)
    try:
        values["digest_time"] = time.fromisoformat(written.get(Block.DIGEST_TIME) or "")
    except ValueError:
        errors[str(Block.DIGEST_TIME)] = "Choose a time of day."
    if errors:
        await request.args.ack(response_action="errors", errors=errors)
        return
    await rules.save(request, Rule.TIMES, values)


# Settings admins.


async def admins(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with those who are chosen now."""
    return view.admins_modal(policy.admins, rules.metadata(policy, Rule.ADMINS, rules.root_of(request)))


async def admins_saved(request: Request) -> None:
    """The people who may change settings from now on."""
    chosen = request.chosen.get(Block.ADMINS, ())
    if error := await setup.people_problem(request, chosen, "change settings"):
        await request.args.ack(response_action="errors", errors={Block.ADMINS: error})
        return
    await rules.save(request, Rule.ADMINS, {"admins": chosen})


# The emoji that asks for an account.


async def emoji(request: Request, policy: Policy) -> dict[str, Any]:
    """The modal with the one that is chosen now."""
    return view.emoji_modal(policy.deal_emoji or "", rules.metadata(policy, Rule.EMOJI, rules.root_of(request)))


async def emoji_saved(request: Request) -> None:
    """The emoji, if it is the name of one; none, if it is empty."""
    try:
        name = read_emoji(request.values.get(Block.EMOJI))
    except ValueError as problem:
        await request.args.ack(response_action="errors", errors={Block.EMOJI: str(problem)})
        return
    await rules.save(request, Rule.EMOJI, {"deal_emoji": name})


# Switches.


async def end_quiet(request: Request) -> None:
    """*End it now* on the quiet start."""
    await _switch(request, Rule.QUIET, {}, QUIET_IS_OVER)


async def pause(request: Request) -> None:
    """*Pause*: nobody is nudged about anything."""
    await _switch(request, Rule.PAUSE, {"paused_at": request.desk.clock.now()}, PAUSED)


async def resume(request: Request) -> None:
    """*Resume*, as a button or typed."""
    is_typed = "command" in request.body
    if is_typed and (await request.policy()).paused_at is None and not await rules.refusal(request):
        await request.tell(NOT_PAUSED)
        return
    await _switch(request, Rule.PAUSE, {"paused_at": None}, RESUMED)


async def ask_to_pause(request: Request) -> None:
    """`/warmline pause`: a question first."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
    elif (await request.policy()).paused_at is not None:
        await request.tell(PAUSED)
    else:
        await request.args.ack(**view.pause_question())


async def _switch(request: Request, rule: Rule, values: dict[str, Any], sentence: str) -> None:
    before = await request.policy()  # read first, as wherever rules are saved
    if refused := await rules.refusal(request):
        await request.tell(refused)
        return
    missing = await rules.unreadable(request, before.deal_channels)
    async with request.work() as work:
        if rule is Rule.QUIET:
            saved = await flow.end_quiet(work, request.user_id, admins=before.admins, unreadable=missing)
        else:
            saved = await flow.save(work, request.user_id, rule, values, admins=before.admins)
        policy = work.policy
    if saved is not Saved.DONE:
        await request.tell(rules.TRY_AGAIN)
        return
    pressed_in = text_of(part(request.body, "view"), "callback_id")
    if pressed_in in (view.LIST_SHOWN, setup_view.STEPS_SHOWN):
        await request.change_modal(await rules.listed(request, policy, pressed_in, missing))
        await request.args.ack()
    else:
        await request.tell(sentence)


# What was changed, and nudges of one's own.


async def changes(request: Request) -> None:
    """The last changes, in words."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    async with request.look() as work:
        found = await work.audit.latest(SHOWN)
    await request.args.ack(**view.changes([(one.at, one.who, one.what, one.before, one.after) for one in found]))


async def nudges(request: Request) -> None:
    """Whether I am nudged during the quiet start."""
    policy, now = await request.policy(), request.desk.clock.now()
    wanted = request.text.casefold()
    if not policy.is_quiet(now) or policy.quiet_until is None:
        await request.tell("Nudges are on for everybody here, so there is nothing to switch.")
        return
    until = setup_view.last_day(policy.quiet_until, await rules.zone_of(request))
    if wanted not in ("on", "off"):
        await request.tell(f"Type `/warmline nudges on` or `/warmline nudges off`. It counts until {until}.")
        return
    async with request.work() as work:
        if wanted == "on":
            await work.volunteers.add(request.user_id, work.now)
        else:
            await work.volunteers.remove(request.user_id)
    if wanted == "on":
        await request.tell("From now on you are nudged about everything that waits on you.")
    else:
        await request.tell(f"Until {until} you are nudged only about deals that were won since Warmline is on.")


MODALS: dict[str, setup.Modal] = {
    **setup.MODALS,
    Rule.NAMES: names,
    Rule.TIMES: times,
    Rule.ADMINS: admins,
    Rule.EMOJI: emoji,
}
ACTIONS: dict[str, Handler] = {
    Action.EDIT_RULE: edit,
    Action.END_QUIET: end_quiet,
    Action.PAUSE: pause,
    Action.RESUME: resume,
}
VIEWS: dict[str, Handler] = {
    View.NAMES: names_saved,
    View.TIMES: times_saved,
    View.ADMINS: admins_saved,
    View.EMOJI: emoji_saved,
}
INPUTS: dict[str, Handler] = {Block.CHANNEL_NAME: names_previewed}
WORDS: Words = {
    "settings": Subcommand(show, "", "shows and changes how Warmline works here", early=True),
    "changes": Subcommand(changes, "", "lists who changed which setting", early=True),
    "nudges": Subcommand(nudges, "on | off", "turns nudges on or off for you during the quiet start"),
    "pause": Subcommand(ask_to_pause, "", "stops all nudges for now"),
    "resume": Subcommand(resume, "", "turns nudges on again"),
}
