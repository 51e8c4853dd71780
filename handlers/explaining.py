"""What Warmline reads out of a message and why, one in Slack or a text that was pasted. Nothing follows from it."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from typing import Any

import structlog

from bot.domain.deals import DealFields, PersonHint, Reading, read_announcement
from bot.domain.explaining import Explained, Here, PostedBy, Seen
from bot.domain.judging import judge
from bot.domain.people import is_ours
from bot.domain.shapes import app_of, shape_of
from bot.domain.taught import read_taught
from bot.ids import Block, Shortcut, View
from bot.slack.payloads import Message, part, read_message, text_of
from bot.views import explaining as view
from handlers.deals import why_not_counted
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

log = structlog.get_logger(__name__)

LOOK_WITHIN = 0.8  # seconds for all people that a message names: the modal has to come within three


async def from_message(request: Request) -> None:
    """Message shortcut *Explain this message*."""
    await request.args.ack()
    channel_id = text_of(part(request.body, "channel"), "id")
    event = {**part(request.body, "message"), "channel": channel_id}
    await request.open_modal(view.explained_modal(await _explained(request, event, channel_id)))


async def _explained(request: Request, event: Mapping[str, Any], channel_id: str) -> Explained:
    message, user_id = read_message(event), text_of(event, "user")
    posted_by = PostedBy.APP if app_of(event) else await _whose(request, user_id)
    here = (await _here(request, message, event, posted_by),) if message else ()
    if posted_by is PostedBy.CUSTOMER:
        return Explained(posted_by, None, judge(text_of(event, "text")), here=here)
    async with request.look() as work:
        reading = read_taught(event, await work.layouts.taught(channel_id))
    return await _with_people(request, reading, posted_by, user_id, here)


async def _whose(request: Request, user_id: str) -> PostedBy:
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            person = await request.person(user_id)
    except Exception as error:
        log.info("who wrote a message can't be looked up", exc_info=error)
        return PostedBy.OURS
    ours = request.workspace.team_id, request.workspace.enterprise_id or None
    return PostedBy.OURS if is_ours(person, *ours) else PostedBy.CUSTOMER


async def _here(request: Request, message: Message, event: Mapping[str, Any], posted_by: PostedBy) -> Here:
    """Whether the message counts where it stands."""
    policy = await request.policy()
    if not policy.is_set_up:
        return Here.NOT_SET_UP
    async with request.look() as work:
        is_customers = await work.accounts.of_customer_channel(message.channel_id) is not None
        is_ignored = await work.layouts.is_ignored(message.channel_id, shape_of(event))
    if not policy.watches(message.channel_id):
        if posted_by is PostedBy.CUSTOMER:
            return Here.CUSTOMERS if is_customers else Here.NOT_CUSTOMERS
        return Here.NOT_WATCHED
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            why_not = await why_not_counted(request, message, event)
    except Exception as error:
        log.info("whether a message counts can't be looked up", exc_info=error)
        why_not = None
    if why_not is not None:
        return why_not
    if not policy.acts_on(message.at):
        return Here.TOO_OLD
    return Here.IGNORED if is_ignored else Here.WATCHED


async def _with_people(
    request: Request, reading: Reading, posted_by: PostedBy, poster: str, here: tuple[Here, ...] = ()
) -> Explained:
    """The reading with the people that it names, found as they are when an account is set up."""
    known: dict[PersonHint, Seen] = {}
    try:
        async with asyncio.timeout(LOOK_WITHIN):
            for hint in (hint for deal in reading.deals for hint in (deal.seller, deal.delivery_owner) if hint):
                if hint not in known:
                    person = await request.desk.directory.find(request.workspace, hint)
                    known[hint] = Seen(hint, person.user_id if person else None)
    except Exception as error:
        log.info("people can't be looked up to explain a message", exc_info=error)

    def seen(hint: PersonHint | None) -> Seen | None:
        return None if hint is None else known.get(hint, Seen(hint, None, was_asked=False))

    def seller(deal: DealFields) -> Seen | None:
        writer = PersonHint(user_id=poster)
        if posted_by is PostedBy.OURS and poster and deal.seller in (None, writer):
            return Seen(writer, poster, is_poster=True)
        return seen(deal.seller)

    sellers = tuple(seller(deal) for deal in reading.deals)
    owners = tuple(seen(deal.delivery_owner) for deal in reading.deals)
    return Explained(posted_by, reading, None, sellers, owners, here)


async def start(request: Request) -> None:
    """`/warmline try`: the modal to paste a message into."""
    await request.args.ack()
    await request.open_modal(view.try_modal(request.text))


async def tried(request: Request) -> None:
    """A message was pasted: what is read out of it, in the same modal."""
    text = request.values.get(Block.EXAMPLE) or ""
    posted_by = PostedBy(request.values.get(Block.POSTED_BY) or PostedBy.APP)
    if posted_by is PostedBy.CUSTOMER:
        explained = Explained(posted_by, None, judge(text))
    else:
        poster = {"bot_id": "B0"} if posted_by is PostedBy.APP else {"user": request.user_id}
        reading = read_announcement(_message(text) | poster)
        explained = await _with_people(request, reading, posted_by, request.user_id)
    await request.args.ack(response_action="update", view=view.tried_modal(explained))


def _message(text: str) -> dict[str, Any]:
    """What was pasted: a text, or a message as JSON, in the shape that a CRM sends it in."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = None
    if not isinstance(found, dict) or not {"text", "blocks", "attachments"} & set(found):
        return {"text": text}
    return {name: found[name] for name in ("text", "blocks", "attachments") if name in found}


async def again(request: Request) -> None:
    """*Try another*."""
    await request.args.ack(response_action="update", view=view.try_modal())


VIEWS: dict[str, Handler] = {View.TRY: tried, View.TRIED: again}
SHORTCUTS: dict[str, Handler] = {Shortcut.EXPLAIN: from_message}
WORDS: Words = {
    "try": Subcommand(start, "", "shows what I read out of a message that you paste", early=True),
}
