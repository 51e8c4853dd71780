"""Layouts of announcements, for settings admins: what was seen, what was taught, and the modals to teach one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.deals import DealFields
from bot.domain.layouts import FIELDS, LONGEST_VALUE, describe
from bot.domain.money import Money, show_money
from bot.domain.shapes import Shape
from bot.domain.taught import Taught
from bot.domain.workhours import zone
from bot.ids import VALUE, Action, View
from bot.ids import Block as Field
from bot.views.kit import (
    SHORT_DATE,
    Block,
    Element,
    Markup,
    actions,
    button,
    channel_link,
    clip,
    confirm,
    context,
    divider,
    escape,
    fill,
    link,
    mention,
    modal,
    option,
    section,
    select_input,
    text_input,
    when,
)

LIST_SHOWN = "layouts.list"  # the callback id of the modal that lists them; it is never submitted
LONGEST_EXAMPLE = 1500  # characters; it travels in the modal, since it is stored nowhere
SHOWN = 20  # shapes
SHOWN_TAUGHT = 20
WON, ASK = "won", "ask"
WHAT_THEN = {WON: "Set the account up at once", ASK: "Ask in the thread first"}
OFFERED = {name: f"taught_{name}" for name in FIELDS}  # the input of each field
SAVED = "Saved. From now on I read such messages that way. `/warmline layouts` lists what you taught, and forgets it."


def layouts_modal(shapes: Sequence[Shape], taught: Sequence[Taught], workspace_url: str) -> dict[str, Any]:
    """What was seen and what was taught, each with its buttons."""
    blocks: list[Block] = [section("*Taught*")]
    for one in taught[:SHOWN_TAUGHT]:
        blocks += [_taught(one)]
    if not taught:
        blocks.append(context("Nothing yet. Where I read a layout wrongly, *Teach it* puts that right."))
    blocks += [divider(), section("*Seen in the channels that announce wins*")]
    if not shapes:
        blocks.append(context("Nothing yet. Each layout is listed here once its first win came in."))
    for shape in shapes[:SHOWN]:
        blocks += [section(_seen(shape, workspace_url)), *_buttons(shape)]
    return modal("Layouts", blocks, callback_id=LIST_SHOWN, close="Close")


def _taught(one: Taught) -> Block:
    whose = "people write" if one.app == "" else "the app posts" if one.app else "anybody posts"
    then = "a won deal" if one.is_win else "perhaps a won deal, so I ask"
    text = fill(
        "What {whose} in {channel}: {then}. Taught by {who}, {day}.\n{said}",
        whose=whose,
        channel=channel_link(one.channel_id),
        then=then,
        who=mention(one.taught_by),
        day=when(one.taught_at, zone(None), SHORT_DATE),
        said=described(one),
    )
    asked = confirm("Forget this layout?", "Such messages are read as any other from then on.", "Forget it")
    return section(text, button("Forget it", Action.FORGET_LAYOUT, one.id, confirm=asked))


def described(one: Taught) -> Markup:
    """What a layout reads and where, in words."""
    return Markup(clip(escape(describe(one.layout)), 1500))


def _seen(shape: Shape, workspace_url: str) -> Markup:
    who = shape.app_name or "An app" if shape.app else "People, in labelled lines"
    latest = f"{workspace_url}archives/{shape.channel_id}/p{shape.last_ts.replace('.', '')}"
    refused = fill("not a win: {count}", count=str(shape.refused))
    if shape.refused_by:
        refused = fill("{refused} (last said by {who})", refused=refused, who=mention(shape.refused_by))
    text = fill(
        "*{who}* in {channel}, last {day}, {latest}\nTaken as won: {won} · asked about: {asked} · "
        "set up by a person: {set_up} · {refused}",
        who="People, in their own words" if shape.is_free else who,
        channel=channel_link(shape.channel_id),
        day=when(shape.last_at, zone(None), SHORT_DATE),
        latest=link(latest, "the latest message"),
        won=str(shape.won),
        asked=str(shape.asked),
        set_up=str(shape.set_up),
        refused=refused,
    )
    if shape.ignored_at is not None and shape.ignored_by:
        since = when(shape.ignored_at, zone(None), SHORT_DATE)
        text = fill("{text}\nIgnored since {day}, says {who}.", text=text, day=since, who=mention(shape.ignored_by))
    return text


def _buttons(shape: Shape) -> list[Block]:
    """No buttons for what people write freely: the next message looks like it and says something else."""
    if shape.is_free:
        return []
    value = f"{shape.channel_id}:{shape.shape}"
    if shape.ignored_at is not None:
        return [actions(button("Read it again", Action.HEED_LAYOUT, value))]
    asked = confirm(
        "Ignore this layout?",
        "I won't act on such messages any more, nor ask about them. You can undo this here.",
        "Ignore it",
    )
    ignore = button("Ignore this layout", Action.IGNORE_LAYOUT, value, confirm=asked)
    return [actions(teach_button(shape.channel_id, shape.last_ts), ignore)]


def teach_button(channel_id: str, ts: str) -> Element:
    """*Teach it*, with that message as the example."""
    return button("Teach it", Action.TEACH_LAYOUT, f"{channel_id}:{ts}")


def layouts_button() -> Element:
    """The button that lists the layouts."""
    return button("Show", Action.SHOW_LAYOUTS)


def example_modal(channel_id: str) -> dict[str, Any]:
    """The first step of `/warmline teach`: an example."""
    about = fill(
        "Show me one message of the layout, as it is posted in {channel}: a link to it, which is best, or its text.",
        channel=channel_link(channel_id),
    )
    example = text_input(
        "Example",
        Field.EXAMPLE,
        VALUE,
        multiline=True,
        max_length=LONGEST_EXAMPLE,
        hint="“Copy link” in the message's menu gives you the link.",
    )
    blocks = [section(about), example]
    return modal("Teach a layout", blocks, callback_id=View.EXAMPLE, submit="Next", private_metadata=channel_id)


def teach_modal(example: str, given: Mapping[str, str], what_then: str, metadata: str) -> dict[str, Any]:
    """Which words of the example are what. `given` holds what was read so far, by the names of FIELDS."""
    inputs = [
        text_input(
            FIELDS[name].removeprefix("the ").capitalize(),
            block_id,
            VALUE,
            initial=given.get(name, ""),
            optional=name != "account",
            max_length=LONGEST_VALUE if name != "link" else None,
        )
        for name, block_id in OFFERED.items()
    ]
    then = select_input(
        "When such a message comes",
        Field.WHAT_THEN,
        VALUE,
        [option(words, value) for value, words in WHAT_THEN.items()],
        initial=what_then,
    )
    blocks = [
        section("*The example*"),
        section(escape(example)),
        divider(),
        section("Which words of it are what? I filled in what I found. Put right what is wrong, word for word."),
        *inputs,
        then,
    ]
    return modal("Teach a layout", blocks, callback_id=View.TEACH, submit="Learn it", private_metadata=metadata)


@dataclass(frozen=True)
class Tried:
    """What a layout would have read in a channel's latest messages; `looked_at` is None when we couldn't look."""

    channel_id: str
    looked_at: int | None
    found: tuple[DealFields, ...] = ()


def learnt_modal(said: str, tried: Tried, metadata: str) -> dict[str, Any]:
    """What was learnt, and what it would have read."""
    blocks = [
        section(
            fill("*This is what I learnt*\n{said}", said=clip(escape(said), 2500)),
            button("Change", Action.CHANGE_TAUGHT),
        ),
        divider(),
        section(_would_have_read(tried)),
        context("No value of the example is stored: only labels, its headline and the words around each value."),
    ]
    return modal("Teach a layout", blocks, callback_id=View.LEARNT, submit="Save", private_metadata=metadata)


def _would_have_read(tried: Tried) -> Markup:
    channel = channel_link(tried.channel_id)
    if tried.looked_at is None:
        return fill("I couldn't look into {channel} just now. You can save it all the same.", channel=channel)
    if not tried.found:
        return fill(
            "No message among the latest {count} in {channel} has this layout.", count=tried.looked_at, channel=channel
        )
    lines = [_line(deal) for deal in tried.found[:10]]
    if len(tried.found) > 10:
        lines.append(escape(f"and {len(tried.found) - 10} more"))
    return fill(
        "Among the latest {count} messages in {channel} I would have read:\n{lines}",
        count=tried.looked_at,
        channel=channel,
        lines=Markup("\n".join(f"• {line}" for line in lines)),
    )


def _line(deal: DealFields) -> Markup:
    parts = [fill("*{name}*", name=deal.account_name or "")]
    if deal.amount is not None:
        parts.append(escape(show_money(Money(deal.amount, deal.currency))))
    if (seller := deal.seller) is not None:
        said = mention(seller.user_id) if seller.user_id else escape(seller.name or seller.email or "")
        parts.append(fill("sold by {who}", who=said))
    return Markup(", ".join(parts))


def saved_modal() -> dict[str, Any]:
    """The end of teaching."""
    return modal("Teach a layout", [section(SAVED)], callback_id="told", close="Close")
