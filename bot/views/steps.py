"""The modals of the three steps, each with a preview that follows what is chosen."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.domain.first_look import Look, Taken
from bot.domain.money import Money, show_money
from bot.domain.people import next_in_turn
from bot.domain.policy import STEPS, Policy, Rule
from bot.ids import VALUE, View
from bot.ids import Block as Field
from bot.views.kit import (
    Block,
    Element,
    Markup,
    channel_link,
    channels_input,
    checkboxes_input,
    context,
    divider,
    escape,
    fill,
    mention,
    modal,
    multi_users_input,
    option,
    section,
)
from bot.views.setup import ABOUT, TITLES, cannot_read, quiet_preview

SHOWN = 3  # wins of a channel in the preview
QUIET, PRIVATE = "quiet", "private"


def channels_modal(
    policy: Policy, chosen: Sequence[str], apps: Sequence[str], looks: Sequence[Look], metadata: str
) -> dict[str, Any]:
    """Which channels announce wins, and which apps count there."""
    blocks = [
        *_head(policy, Rule.CHANNELS),
        channels_input(
            "Channels",
            Field.DEAL_CHANNELS,
            VALUE,
            initial=chosen,
            placeholder="For example #deals-won",
            live=True,
        ),
    ]
    if options := _app_options(looks, apps):
        blocks.append(
            checkboxes_input(
                "Only from these apps (optional)",
                Field.DEAL_APPS,
                VALUE,
                options,
                initial=apps,
                hint="With none ticked every app counts. Your own people count always.",
                live=True,
            )
        )
    return _step(policy, Rule.CHANNELS, View.CHANNELS, [*blocks, *_preview(_would_take(looks))], metadata)


def _app_options(looks: Sequence[Look], apps: Sequence[str]) -> list[Element]:
    seen = dict(pair for look in looks for pair in look.apps)
    known = {**{app: seen.get(app, app) for app in apps}, **seen}
    return [option(name, app) for app, name in list(known.items())[:10]]


def _would_take(looks: Sequence[Look]) -> list[Markup]:
    if not looks:
        return [escape("As soon as you choose a channel, you see here what I would have taken from it.")]
    return [_of_channel(look) for look in looks]


def _of_channel(look: Look) -> Markup:
    channel = channel_link(look.channel_id)
    if look.can_read is None:
        return fill("I couldn't look into {channel} just now. You can save it all the same.", channel=channel)
    if not look.can_read:
        return cannot_read([look.channel_id])
    asked = f" I would have asked about {look.unsure}{' more' if look.taken else ''}." if look.unsure else ""
    if not look.taken:
        text = "In {channel} I see no win among the latest messages, so I'd wait for the next one.{asked}"
        return fill(text, channel=channel, asked=asked)
    shown = [_win(one) for one in look.taken[:SHOWN]]
    if len(look.taken) > SHOWN:
        shown.append(escape(f"and {len(look.taken) - SHOWN} more"))
    return fill(
        "In {channel} I would have taken:\n{wins}\n{asked}",
        channel=channel,
        wins=Markup("\n".join(f"• {line}" for line in shown)),
        asked=asked.strip(),
    )


def _win(taken: Taken) -> Markup:
    deal = taken.deal
    parts = [fill("*{name}*", name=deal.account_name or "")]
    if deal.amount is not None:
        parts.append(escape(show_money(Money(deal.amount, deal.currency))))
    seller = deal.seller
    if seller is not None and (seller.user_id or seller.name or seller.email):
        who = mention(seller.user_id) if seller.user_id else escape(seller.name or seller.email or "")
        parts.append(fill("sold by {who}", who=who))
    elif taken.posted_by:
        parts.append(fill("sold by {who}", who=mention(taken.posted_by)))
    return Markup(", ".join(parts))


def owners_modal(policy: Policy, chosen: Sequence[str], turns: int, metadata: str) -> dict[str, Any]:
    """Who takes over won accounts. `turns`: how many were given out so far."""
    owners = multi_users_input("Delivery owners", Field.DELIVERY_OWNERS, VALUE, initial=chosen, live=True)
    if chosen:
        turn = [mention(next_in_turn(tuple(chosen), turns + number) or "") for number in range(3)]
        told = fill("The next three wins would go to {turn}.", turn=Markup(", ".join(turn)))
        if len(chosen) == 1:
            told = fill("Every win would go to {who}.", who=turn[0])
    else:
        told = escape("As soon as you choose people, you see here whose turn it would be.")
    note = "A win whose announcement names its delivery owner goes to them. Nobody gets a win they sold themselves."
    blocks = [*_head(policy, Rule.OWNERS), owners, *_preview([told]), context(note)]
    return _step(policy, Rule.OWNERS, View.OWNERS, blocks, metadata)


def quiet_modal(policy: Policy, is_quiet: bool, now: datetime, zone: str | None, metadata: str) -> dict[str, Any]:
    """Quiet start or not; `zone` is the reader's."""
    box = checkboxes_input(
        "How to begin",
        Field.QUIET_START,
        VALUE,
        [option("Quiet start: the first 14 days", QUIET)],
        initial=[QUIET] if is_quiet else [],
        live=True,
    )
    blocks = [*_head(policy, Rule.QUIET), box, *_preview([quiet_preview(is_quiet, now, zone)])]
    return _step(policy, Rule.QUIET, View.QUIET, blocks, metadata)


def _head(policy: Policy, step: Rule) -> list[Block]:
    return [section(fill("*{title}*\n{about}", title=TITLES[step], about=ABOUT[step]))]


def _preview(lines: Sequence[Markup]) -> list[Block]:
    return [divider(), *(section(line) for line in lines)]


def _step(policy: Policy, step: Rule, view: View, blocks: list[Block], metadata: str) -> dict[str, Any]:
    if policy.is_set_up:
        title, submit = "Change a setting", "Save"
    else:
        others = [left for left in policy.steps_left if left is not step]
        title, submit = f"Step {STEPS.index(step) + 1} of {len(STEPS)}", "Next" if others else "Turn Warmline on"
    return modal(title, blocks, callback_id=view, submit=submit, private_metadata=metadata)
