"""Layouts of announcements: what settings admins see of them, and teaching one with an example."""

from __future__ import annotations

import asyncio
import json
import re
from typing import Any

import structlog

from bot.domain.layouts import CannotLearn, Layout, describe, learn
from bot.domain.messages import plain_text
from bot.domain.shapes import app_of
from bot.domain.taught import Taught, fits, pieces_of, read_taught
from bot.flows import layouts as flow
from bot.ids import Action, Block, View
from bot.slack.payloads import part, text_of
from bot.views import layouts as view
from bot.views.kit import PRIVATE_METADATA, channel_link, fill
from bot.views.setup import some
from handlers import rules
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

log = structlog.get_logger(__name__)

LOOK_WITHIN = 0.8  # seconds for each look at Slack: the modal has to come within three
LATEST = 20  # messages of a channel to try a layout on
_PERMALINK = re.compile(r"\s*<?https://[^\s/]+/archives/(\w{1,64})/p(\d{10})(\d{6})\S*\s*")
GONE = "I can't read that message any more. `/warmline teach` takes a pasted one."
TOO_MUCH = "Together that is too long to carry along. Name fewer fields, or link to the message instead of pasting it."


async def show(request: Request) -> None:
    """The layouts that were seen and taught, as a button or typed."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    await request.args.ack()
    await request.open_modal(await _listed(request))


async def _listed(request: Request) -> dict[str, Any]:
    async with request.look() as work:
        seen, taught = await work.layouts.shapes(view.SHOWN), await work.layouts.taught()
    return view.layouts_modal(seen, taught, request.workspace.url)


# Teaching: an example, its fields, what was learnt.


async def start(request: Request) -> None:
    """`/warmline teach` in a channel that announces wins."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    channel_id, policy = text_of(request.body, "channel_id"), await request.policy()
    if not policy.watches(channel_id):
        where = some([channel_link(one) for one in policy.deal_channels])
        await request.tell(fill("Type that in the channel where such messages are posted: {where}.", where=where))
        return
    await request.args.ack()
    await request.open_modal(view.example_modal(channel_id))


async def example_given(request: Request) -> None:
    """The example, by its link or as text."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    channel_id, text = request.metadata, request.values.get(Block.EXAMPLE) or ""
    about = {"channel": channel_id, "text": text}
    if (found := _PERMALINK.fullmatch(text)) is not None:
        if found[1] != channel_id:
            error = "That message stands in another channel. Type `/warmline teach` there."
            await request.args.ack(response_action="errors", errors={Block.EXAMPLE: error})
            return
        about = {"channel": channel_id, "ts": f"{found[2]}.{found[3]}"}
    message = await _example(request, about)
    if message is None or not plain_text(message):
        error = "I can't find a message with words under that link. Paste its text instead."
        await request.args.ack(response_action="errors", errors={Block.EXAMPLE: error})
        return
    await request.args.ack(response_action="update", view=await _form(request, about, message))


async def teach(request: Request) -> None:
    """*Teach it*, with a message at hand."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    channel_id, _, ts = request.action_value.partition(":")
    about = {"channel": channel_id, "ts": ts}
    is_watched = (await request.policy()).watches(channel_id)
    message = await _example(request, about) if is_watched else None
    if message is None:
        await request.tell(GONE)
        return
    await request.args.ack()
    await request.open_modal(await _form(request, about, message))


async def _form(request: Request, about: dict[str, Any], message: dict[str, Any]) -> dict[str, Any]:
    """The modal that asks which words are what; prefilled with what is read, or with what was named before."""
    named = about.get("named")
    if named is None:
        async with request.look() as work:
            reading = read_taught(message, await work.layouts.taught(about["channel"]))
        named = pieces_of(message, reading.deals[0]) if reading.deals else {}
    kept = json.dumps({name: about[name] for name in ("channel", "ts", "text") if name in about}, ensure_ascii=False)
    return view.teach_modal(plain_text(message), named, about.get("then") or view.WON, kept)


async def learnt(request: Request) -> None:
    """The fields were named: what is learnt from that, and what it would have read."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    about, values = _about(request), request.values
    message = await _example(request, about)
    if message is None:
        await request.tell(GONE)
        return
    about["named"] = {name: said for name, block in view.OFFERED.items() if (said := (values.get(block) or "").strip())}
    about["then"] = values.get(Block.WHAT_THEN) or view.WON
    kept = json.dumps(about, ensure_ascii=False)
    try:
        if len(kept) > PRIVATE_METADATA:
            raise CannotLearn(TOO_MUCH)
        layout = learn(message, about["named"])
    except CannotLearn as problem:
        errors = {view.OFFERED.get(problem.field, Block.TAUGHT_ACCOUNT): str(problem)}
        await request.args.ack(response_action="errors", errors=errors)
        return
    tried = await _tried(request, about["channel"], _app(about, message), layout)
    shown = view.learnt_modal(describe(layout), tried, kept)
    await request.args.ack(response_action="update", view=shown)


async def change(request: Request) -> None:
    """*Change*: back to the fields."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    about = _about(request)
    message = await _example(request, about)
    if message is None:
        await request.tell(GONE)
        return
    await request.args.ack()
    await request.change_modal(await _form(request, about, message))


async def saved(request: Request) -> None:
    """What was learnt counts from now on."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    about = _about(request)
    message = await _example(request, about)
    if message is None:
        await request.tell(GONE)
        return
    try:
        layout = learn(message, about.get("named") or {})
    except CannotLearn:
        await request.tell("That message was changed meanwhile. Please press *Teach it* once more.")
        return
    app = _app(about, message)
    async with request.work() as work:
        is_win = about.get("then") == view.WON
        await flow.teach(work, request.user_id, about["channel"], app, layout, is_win=is_win)
    await request.args.ack(response_action="update", view=view.saved_modal())


def _about(request: Request) -> dict[str, Any]:
    """Which example the modal speaks of, and what was named in it; nothing if it is none of ours."""
    try:
        found = json.loads(request.metadata)
    except ValueError:
        return {}
    is_ours = isinstance(found, dict) and "channel" in found and ("ts" in found or "text" in found)
    return found if is_ours else {}


def _app(about: dict[str, Any], message: dict[str, Any]) -> str | None:
    """Whose messages the layout is for; of a pasted text nobody knows."""
    return app_of(message) if "ts" in about else None


async def _example(request: Request, about: dict[str, Any]) -> dict[str, Any] | None:
    if not about:
        return None
    if "ts" not in about:
        return {"text": about["text"]}
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            return await request.desk.directory.message(request.workspace, about["channel"], about["ts"])
    except Exception as error:
        log.info("an example can't be read", channel=about["channel"], exc_info=error)
        return None


async def _tried(request: Request, channel_id: str, app: str | None, layout: Layout) -> view.Tried:
    """What it would have read in the latest messages of the channel."""
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            found = await request.desk.directory.latest(request.workspace, channel_id, LATEST)
    except Exception as error:
        log.info("a layout can't be tried on a channel", channel=channel_id, exc_info=error)
        found = None
    if found is None:
        return view.Tried(channel_id, None)
    now = request.desk.clock.now()
    one = Taught("", channel_id, app, layout, is_win=True, taught_by=request.user_id, taught_at=now)
    read = [deal for message in found if fits(one, message) for deal in read_taught(message, [one]).deals]
    return view.Tried(channel_id, len(found), tuple(read))


# What is listed is forgotten, ignored and read again.


async def forget(request: Request) -> None:
    """*Forget it*."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    async with request.work() as work:
        await flow.forget(work, request.user_id, request.action_value)
    await _show_anew(request)


async def ignore(request: Request) -> None:
    """*Ignore this layout*."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    channel_id, _, shape = request.action_value.partition(":")
    async with request.work() as work:
        await flow.ignore(work, request.user_id, channel_id, shape)
    await _show_anew(request)


async def heed(request: Request) -> None:
    """*Read it again*."""
    if sentence := await rules.refusal(request):
        await request.tell(sentence)
        return
    channel_id, _, shape = request.action_value.partition(":")
    async with request.work() as work:
        await flow.heed(work, request.user_id, channel_id, shape)
    await _show_anew(request)


async def _show_anew(request: Request) -> None:
    await request.args.ack()
    if part(request.body, "view"):
        await request.change_modal(await _listed(request))


ACTIONS: dict[str, Handler] = {
    Action.SHOW_LAYOUTS: show,
    Action.TEACH_LAYOUT: teach,
    Action.CHANGE_TAUGHT: change,
    Action.FORGET_LAYOUT: forget,
    Action.IGNORE_LAYOUT: ignore,
    Action.HEED_LAYOUT: heed,
}
VIEWS: dict[str, Handler] = {View.EXAMPLE: example_given, View.TEACH: learnt, View.LEARNT: saved}
WORDS: Words = {
    "layouts": Subcommand(show, "", "lists the layouts of announcements, and what you taught"),
    "teach": Subcommand(start, "", "teaches me the layout of an announcement, by an example"),
}
