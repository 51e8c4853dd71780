"""The first run: three steps, what each would mean, and what is said until they are done."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from bot.domain.policy import STEPS, Policy, Rule, quiet_end
from bot.domain.workhours import local_day
from bot.ids import Action
from bot.views.kit import (
    Block,
    Markup,
    actions,
    button,
    channel_link,
    confirm,
    context,
    day,
    divider,
    escape,
    fill,
    mention,
    message,
    modal,
    section,
)

STEPS_SHOWN = "rules.steps"  # the callback id of the modal that lists the steps; it is never submitted
MOST = 10  # people or channels named in one line
TITLES = {
    Rule.CHANNELS: "Which channels announce wins?",
    Rule.OWNERS: "Who owns deliveries?",
    Rule.QUIET: "Quiet start or not?",
}
ABOUT = {
    Rule.CHANNELS: "Where your CRM, or people, post that a deal is won.",
    Rule.OWNERS: "Who looks after a customer once the deal is won. They take turns.",
    Rule.QUIET: "Let everybody get used to it before I nudge them.",
}
HELLO = (
    "Hello, I'm Warmline. When a deal is won I open a channel for the customer, have the seller hand over to the "
    "delivery owner, and remind people before a customer is left waiting."
)
THREE_STEPS = "I need three short answers from you. Until then I do nothing in this workspace."


def some(names: Sequence[Markup]) -> Markup:
    """A few names with commas and an "and" between; how many more there are."""
    rest = [escape(f"{len(names) - MOST} more")] if len(names) > MOST else []
    listed = [*names[:MOST], *rest]
    return Markup(" and ".join([", ".join(listed[:-1]), listed[-1]] if len(listed) > 1 else listed))


def who_can(admins: Sequence[str]) -> Markup:
    """Who may change the rules, as the end of a sentence."""
    return some([mention(one) for one in admins]) if admins else escape("an admin of this Slack workspace")


def only_admins(admins: Sequence[str]) -> Markup:
    """What somebody hears who may not change the rules."""
    return fill("Only {who} can change how Warmline works here.", who=who_can(admins))


def not_yet(admins: Sequence[str], reader: str) -> Markup:
    """What whoever asks for something hears before Warmline is set up."""
    if reader in admins:
        return escape("Warmline isn't set up yet. Type `/warmline setup`, it takes two minutes.")
    return fill("Warmline isn't set up yet. {who} can do that with `/warmline setup`.", who=who_can(admins))


def not_set_up_blocks(admins: Sequence[str]) -> list[Block]:
    """For somebody's Home, who is no admin, before Warmline is set up."""
    return [section(not_yet(admins, "")), context("Until then nothing happens here, and nobody gets a message.")]


def steps_blocks(policy: Policy, unreadable: Sequence[str], now: datetime, zone: str | None) -> list[Block]:
    """The three steps, each with its state and its button. `zone` is the reader's; ten blocks at most."""
    blocks = []
    left = policy.steps_left
    for number, step in enumerate(STEPS, 1):
        mark = str(number) if step in left else "✓"
        text = fill("{mark}  *{title}*\n{state}", mark=mark, title=TITLES[step], state=_state(policy, step, now, zone))
        blocks.append(section(text, _button(policy, step, now)))
        if step is Rule.CHANNELS and unreadable:
            blocks.append(context(cannot_read(unreadable)))
    return blocks


def _button(policy: Policy, step: Rule, now: datetime) -> dict[str, Any] | None:
    if step in policy.steps_left:
        return button("Choose", Action.EDIT_RULE, step, "primary" if step is policy.steps_left[0] else None)
    if step is Rule.QUIET and policy.is_set_up:
        return end_quiet_button() if policy.is_quiet(now) else None
    return button("Change", Action.EDIT_RULE, step)


def end_quiet_button() -> dict[str, Any]:
    """The button that ends the quiet start."""
    asked = confirm(
        "End the quiet start?", "From now on everybody is nudged about what waits on them.", "End it", style="primary"
    )
    return button("End it now", Action.END_QUIET, confirm=asked)


def _state(policy: Policy, step: Rule, now: datetime, zone: str | None) -> Markup:
    if step in policy.steps_left:
        return escape(ABOUT[step])
    if step is Rule.CHANNELS:
        return some([channel_link(one) for one in policy.deal_channels])
    if step is Rule.OWNERS:
        return some([mention(one) for one in policy.delivery_owners])
    return quiet_state(policy, now, zone)


def quiet_state(policy: Policy, now: datetime, zone: str | None) -> Markup:
    """Whether it is quiet, and until when."""
    if policy.is_quiet(now) and policy.quiet_until is not None:
        return fill("Until {day} I nudge about new wins only.", day=last_day(policy.quiet_until, zone))
    if policy.quiet_start and not policy.is_set_up:
        return escape("Yes, for the first 14 days.")
    return escape("Over: I nudge about every account.") if policy.quiet_start else escape("No, nudges at once.")


def last_day(until: datetime, zone: str | None) -> str:
    """The last day before that instant, in that zone."""
    return day(local_day(until - timedelta(seconds=1), zone))


def cannot_read(channel_ids: Sequence[str]) -> Markup:
    """Asks to be invited to channels."""
    where = some([channel_link(one) for one in channel_ids])
    return fill("I can't read {where} yet. Please type `/invite @Warmline` there.", where=where)


def steps_message(policy: Policy, unreadable: Sequence[str], now: datetime, zone: str | None) -> dict[str, Any]:
    """What an admin gets in their DM: the three steps, and in the end that Warmline is on."""
    steps = steps_blocks(policy, unreadable, now, zone)
    if policy.is_set_up:
        return message("Warmline is on.", [*is_on_blocks(policy), divider(), *steps])
    head = escape(f"{HELLO}\n\n{THREE_STEPS}")
    return message(head, [section(head), *steps])


def steps_modal(policy: Policy, unreadable: Sequence[str], now: datetime, zone: str | None) -> dict[str, Any]:
    """The same, opened by `/warmline setup`."""
    steps = steps_blocks(policy, unreadable, now, zone)
    head = is_on_blocks(policy) if policy.is_set_up else [section(escape(THREE_STEPS))]
    return modal("Set up Warmline", [*head, *steps], callback_id=STEPS_SHOWN, close="Close")


def is_on_blocks(policy: Policy) -> list[Block]:
    """Everything is set up: what happens now, and how to change it."""
    channels = some([channel_link(one) for one in policy.deal_channels])
    owners = some([mention(one) for one in policy.delivery_owners])
    return [
        section("*Warmline is on.*"),
        section(
            fill(
                "When the next win is announced in {channels}, I open a channel for that customer, invite the seller "
                "and the delivery owner ({owners}), and post the brief for the seller to fill in. What was announced "
                "before stays as it is; `/account new` brings a customer in by hand.",
                channels=channels,
                owners=owners or escape("whoever claims it"),
            )
        ),
        context("`/warmline settings` changes all of this, `/warmline changes` shows who changed what."),
    ]


def is_on_modal(policy: Policy, unreadable: Sequence[str]) -> dict[str, Any]:
    """What the last step turns into."""
    warned = [section(cannot_read(unreadable))] if unreadable else []
    return modal("Warmline is on", [*is_on_blocks(policy), *warned], callback_id="told", close="Close")


def please_invite(channel_id: str) -> dict[str, Any]:
    """To whoever chose a channel that we can't read."""
    text = fill(
        "I can't read {channel} yet, so I would miss the wins there. Please type `/invite @Warmline` in it.",
        channel=channel_link(channel_id),
    )
    return message(text, [section(text)])


def lost(channel_id: str) -> dict[str, Any]:
    """To the admins, when we can't read a channel any more."""
    text = fill(
        "I can no longer read {channel}, so I miss the wins there. Please type `/invite @Warmline` in it, or choose "
        "another channel.",
        channel=channel_link(channel_id),
    )
    return message(text, [section(text), actions(button("Choose channels", Action.EDIT_RULE, Rule.CHANNELS))])


def quiet_preview(is_quiet: bool, now: datetime, zone: str | None) -> Markup:
    """What a quiet start would mean, or none."""
    if not is_quiet:
        return escape("From the first morning on, everybody hears what waits on them, about every account.")
    return fill(
        "Until {day} I nudge people only about deals won from now on. Everything else is counted all the same: "
        "`/warmline` shows anybody what waits on them, and `/warmline nudges on` turns nudges on for whoever likes.",
        day=last_day(quiet_end(now, zone), zone),
    )
