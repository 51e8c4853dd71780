"""Everything that admins have set, the modals that change it, and who changed what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from bot.domain.naming import LONGEST_CHANNEL, channel_name
from bot.domain.policy import LIMITS, Policy, Rule
from bot.domain.workhours import zone as zone_named
from bot.ids import VALUE, Action, View
from bot.ids import Block as Field
from bot.views.kit import (
    Block,
    Markup,
    actions,
    button,
    channel_link,
    checkboxes_input,
    confirm,
    context,
    escape,
    fill,
    mention,
    message,
    modal,
    multi_users_input,
    option,
    section,
    text_input,
    time_input,
    when,
)
from bot.views.layouts import layouts_button
from bot.views.setup import cannot_read, end_quiet_button, quiet_state, some
from bot.views.steps import PRIVATE

LIST_SHOWN = "rules.list"  # the callback id of the modal that lists the settings; it is never submitted
EXAMPLE = "Blue Harbor Capital"
SUGGESTED_EMOJI = ":trophy:"
LAYOUT_CHANGES = {
    "layout.taught": "taught a layout for {channel}",
    "layout.forgotten": "had a layout of {channel} forgotten",
    "layout.ignored": "had a layout of {channel} ignored",
    "layout.heeded": "had an ignored layout of {channel} read again",
}
LABELS = {
    "deal_channels": "channels that announce wins",
    "deal_apps": "apps that count there",
    "delivery_owners": "delivery owners",
    "quiet_start": "quiet start",
    "quiet_until": "quiet start lasts until",
    "channel_name": "name of account channels",
    "channel_private": "private account channels",
    "digest_time": "time of the morning digest",
    "handoff_days": "business days for a handoff",
    "checkin_days": "business days between check-ins",
    "answer_hours": "business hours for an answer",
    "admins": "who may change settings",
    "paused_at": "paused since",
    "deal_emoji": "emoji that asks for an account",
}


def settings_blocks(
    policy: Policy, admins: Sequence[str], unreadable: Sequence[str], now: datetime, zone: str | None
) -> list[Block]:
    """Every rule with what it says and its button. `admins` may change them, `zone` is the reader's; twelve blocks at
    most."""
    apps = some([escape(one) for one in policy.deal_apps]) or "every app that posts there"
    kind = "private" if policy.channel_private else "public"
    who = some([mention(one) for one in admins]) or "Slack's own admins"
    rows = [
        _row("Channels that announce wins", _or_none(_channels(policy.deal_channels)), Rule.CHANNELS),
        context(fill("Apps that count there: {apps}", apps=apps)),
        *([context(cannot_read(unreadable))] if unreadable else []),
        _row("Delivery owners, in turn", _or_none(_people(policy.delivery_owners)), Rule.OWNERS),
        _row("Account channels", fill("`{name}`, {kind}", name=policy.channel_name, kind=kind), Rule.NAMES),
        _row("Times", _times(policy), Rule.TIMES),
        _row("Emoji that asks for an account", _emoji(policy), Rule.EMOJI),
        section("*Layouts*\nWhat was seen, taught and ignored", layouts_button()),
        _row("Who may change this", fill("{who}", who=who), Rule.ADMINS),
    ]
    quiet = fill("*Quiet start*\n{state}", state=quiet_state(policy, now, zone))
    rows.append(section(quiet, end_quiet_button() if policy.is_quiet(now) else None))
    if policy.paused_at is not None:
        rows.append(section("*Nudges*\nPaused: nobody gets any.", button("Resume", Action.RESUME)))
    else:
        rows.append(section("*Nudges*\nOn", pause_button()))
    return [*rows, context("`/warmline changes` shows who changed what.")]


def _row(title: str, said: Markup, rule: Rule) -> Block:
    return section(fill("*{title}*\n{said}", title=title, said=said), button("Edit", Action.EDIT_RULE, rule))


def _emoji(policy: Policy) -> Markup:
    return fill(":{name}:", name=policy.deal_emoji) if policy.deal_emoji else escape("none")


def _or_none(said: Markup) -> Markup:
    return said or escape("nobody has chosen yet")


def _channels(ids: Iterable[str]) -> Markup:
    return some([channel_link(one) for one in ids])


def _people(ids: Iterable[str]) -> Markup:
    return some([mention(one) for one in ids])


def _times(policy: Policy) -> Markup:
    return fill(
        "Morning digest at {digest}, in each person's own zone\nHandoff due after {handoff}\nCheck-in every {checkin}\n"
        "Customers' questions answered within {answer}",
        digest=policy.digest_time.strftime("%H:%M"),
        handoff=_count(policy.handoff_days, "business day"),
        checkin=_count(policy.checkin_days, "business day"),
        answer=_count(policy.answer_hours, "business hour"),
    )


def _count(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def pause_button() -> dict[str, Any]:
    """The switch that silences everything."""
    asked = confirm(
        "Pause all nudges?",
        "Nobody gets a digest or a nudge until an admin resumes. Everything else goes on.",
        "Pause",
        style="danger",
    )
    return button("Pause", Action.PAUSE, confirm=asked)


def pause_question() -> dict[str, Any]:
    """The answer to `/warmline pause`."""
    text = "While Warmline is paused, nobody gets a digest or a nudge. `/warmline resume` turns them on again."
    return message(text, [section(text), actions(pause_button())])


def settings_modal(blocks: list[Block]) -> dict[str, Any]:
    """The settings, opened by `/warmline settings`."""
    return modal("Settings", blocks, callback_id=LIST_SHOWN, close="Close")


def names_modal(template: str, is_private: bool, metadata: str) -> dict[str, Any]:
    """How account channels are called, with what that makes of an account's name."""
    try:
        name = channel_name(template, EXAMPLE)
        told = fill("The channel of {account} would be *#{name}*.", account=EXAMPLE, name=name)
    except ValueError as problem:
        told = escape(str(problem))
    return modal(
        "Account channels",
        [
            text_input(
                "Name",
                Field.CHANNEL_NAME,
                VALUE,
                initial=template,
                max_length=LONGEST_CHANNEL,
                hint="{account} stands for the account's name.",
                live=True,
            ),
            checkboxes_input(
                "Who sees them",
                Field.CHANNEL_PRIVATE,
                VALUE,
                [option("Private: only who is invited", PRIVATE)],
                initial=[PRIVATE] if is_private else [],
            ),
            section(told),
            context("Channels that are open already keep their names."),
        ],
        callback_id=View.NAMES,
        private_metadata=metadata,
    )


@dataclass(frozen=True)
class Times:
    """The numbers of the times' modal, as they stand in it."""

    digest_time: time
    handoff_days: int
    checkin_days: int
    answer_hours: int


def times_modal(times: Times, metadata: str) -> dict[str, Any]:
    """When the digest comes, and how long things may take."""
    asked = (
        (Field.HANDOFF_DAYS, "Business days until a handoff is due", times.handoff_days),
        (Field.CHECKIN_DAYS, "Business days from one check-in to the next", times.checkin_days),
        (Field.ANSWER_HOURS, "Business hours a customer's question may wait", times.answer_hours),
    )
    numbers = [
        text_input(label, field, VALUE, initial=str(number), max_length=4, hint=between(field))
        for field, label, number in asked
    ]
    digest = time_input(
        "Morning digest",
        Field.DIGEST_TIME,
        VALUE,
        initial=times.digest_time,
        hint="In each person's own time zone, on their workdays.",
    )
    note = context("What is due already keeps its date.")
    return modal("Times", [digest, *numbers, note], callback_id=View.TIMES, private_metadata=metadata)


def between(field: str) -> str:
    """Which numbers may be written there."""
    low, high = LIMITS[field]
    return f"A whole number from {low} to {high}."


def admins_modal(chosen: Sequence[str], metadata: str) -> dict[str, Any]:
    """Who may change settings."""
    hint = "They also hear when something needs a person. Left empty, it is up to whoever installed Warmline."
    people = multi_users_input("Settings admins", Field.ADMINS, VALUE, initial=chosen, optional=True, hint=hint)
    return modal("Who may change this", [people], callback_id=View.ADMINS, private_metadata=metadata)


def emoji_modal(name: str, metadata: str) -> dict[str, Any]:
    """Which emoji asks for an account."""
    emoji = text_input(
        "Emoji",
        Field.EMOJI,
        VALUE,
        initial=f":{name}:" if name else "",
        optional=True,
        max_length=90,
        placeholder=SUGGESTED_EMOJI,
        hint="Left empty, no emoji does anything.",
    )
    about = section(
        "One of you puts it on any message in a channel I am in, and I ask that person, in their own DM, whether to "
        "set up the account."
    )
    return modal("Emoji", [about, emoji], callback_id=View.EMOJI, private_metadata=metadata)


def changes(lines: Sequence[tuple[datetime, str, str, dict[str, Any], dict[str, Any]]]) -> dict[str, Any]:
    """The last changes, the newest first: when, who, what, and what it was before and after."""
    if not lines:
        return message("Nobody has changed anything yet.", [section("Nobody has changed anything yet.")])
    told = [_change(*line) for line in lines]
    return message("The last changes", [section("*The last changes*"), *(section(one) for one in told)])


def _change(at: datetime, who: str, what: str, before: dict[str, Any], after: dict[str, Any]) -> Markup:
    if what == "set_up":
        said = [escape("turned Warmline on")]
    elif what in LAYOUT_CHANGES:
        said = [fill(LAYOUT_CHANGES[what], channel=channel_link(str(after.get("channel") or "")))]
    else:
        said = [
            fill(
                "{label}: {was} → *{now}*",
                label=LABELS.get(name, name),
                was=_said(name, before.get(name)),
                now=_said(name, after.get(name)),
            )
            for name in after
            if before.get(name) != after[name]
        ]
    return fill("{at} {who}\n{said}", at=when(at, zone_named(None)), who=mention(who), said=Markup("\n".join(said)))


def _said(name: str, value: Any) -> Markup:
    if value is None or value == []:
        return escape("every app" if name == "deal_apps" else "none")
    if isinstance(value, bool):
        return escape("yes" if value else "no")
    if name == "deal_channels":
        return _channels(value)
    if name in ("delivery_owners", "admins"):
        return _people(value)
    if isinstance(value, list):
        return some([escape(str(one)) for one in value])
    if name in ("quiet_until", "paused_at"):
        return when(datetime.fromisoformat(value), zone_named(None))
    return escape(str(value))
