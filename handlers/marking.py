"""An emoji on a message that asks for an account, where an admin has chosen one."""

from __future__ import annotations

import asyncio

import structlog

from bot.domain.people import may_act
from bot.domain.policy import read_emoji
from bot.domain.taught import read_taught
from bot.flows import marking as flow
from bot.slack.payloads import part, read_message, text_of
from handlers.deals import announcement_of
from handlers.request import Handler, Request

log = structlog.get_logger(__name__)

LOOK_WITHIN = 10  # seconds for a look at the message


async def reacted(request: Request) -> None:
    """Somebody put an emoji on a message."""
    event, workspace = request.event, request.workspace
    policy, item, user_id = await request.policy(), part(request.event, "item"), text_of(request.event, "user")
    is_asking = policy.is_set_up and policy.deal_emoji and _name(text_of(event, "reaction")) == policy.deal_emoji
    if not is_asking or item.get("type") != "message" or user_id == workspace.bot_user_id:
        return
    person = await request.desk.directory.actor(workspace, user_id)
    if not may_act(person, workspace.team_id, workspace.enterprise_id or None):
        return
    channel_id, ts = text_of(item, "channel"), text_of(item, "ts")
    async with asyncio.timeout(LOOK_WITHIN):
        found = await request.desk.directory.message(workspace, channel_id, ts)
    message = read_message({**found, "channel": channel_id}) if found is not None else None
    if found is None or message is None or workspace.bot_id == message.bot_id:
        return
    async with request.look() as work:
        alone = {name: value for name, value in found.items() if name != "thread_ts"}  # a reply may be marked as well
        reading = read_taught(alone, await work.layouts.taught(channel_id))
    announcement = await announcement_of(request, message, found, reading)
    async with request.work() as work:
        await flow.marked(work, user_id, reading, announcement)


def _name(reaction: str) -> str | None:
    try:
        return read_emoji(reaction)
    except ValueError:
        log.info("an emoji has a name that is none")
        return None


EVENTS: dict[str, Handler] = {"reaction_added": reacted}
