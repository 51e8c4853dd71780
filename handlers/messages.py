"""The only listener for messages: finds out which one flow a message belongs to."""

from __future__ import annotations

from bot.domain.people import is_ours
from bot.flows import edits, questions
from bot.slack.payloads import Change, Message, deleted_ts, read_change, read_message, text_of
from handlers import deals, deals_life
from handlers.request import Request


async def on_message(request: Request) -> None:
    """Anything that happens to a message in a channel we are in."""
    event = request.event
    if gone := deleted_ts(event):
        await _deleted(request, text_of(event, "channel"), gone)
        return
    if (change := read_change(event)) is not None:
        await _changed(request, change)
        return
    message = read_message(event)
    if message is None or _is_own(request, message):
        return
    room = await request.room(message.channel_id)
    if room is None:
        return
    if (await request.policy()).watches(message.channel_id):
        await deals.announced(request, message)
        return
    async with request.look() as work:
        account = await work.accounts.of_customer_channel(message.channel_id)
    if account is None or message.user_id is None or message.bot_id:
        return
    person = await request.person(message.user_id)
    ours = is_ours(person, request.workspace.team_id, request.workspace.enterprise_id or None)
    async with request.work() as work:
        if ours:
            await questions.we_wrote(
                work, account, message.channel_id, message.ts, message.user_id, message.thread_ts, message.text
            )
        else:
            await questions.customer_wrote(
                work, account, message.channel_id, message.ts, message.thread_ts, message.user_id, message.text
            )


async def _changed(request: Request, change: Change) -> None:
    if _is_own(request, change.message):
        return
    policy = await request.policy()
    if policy.watches(change.message.channel_id) and policy.acts_on(change.message.at):
        await deals_life.edited(request, change)


def _is_own(request: Request, message: Message) -> bool:
    workspace = request.workspace
    return message.bot_id == workspace.bot_id or message.user_id == workspace.bot_user_id


async def _deleted(request: Request, channel_id: str, ts: str) -> None:
    async with request.work() as work:
        await questions.withdrawn(work, channel_id, ts)
        await edits.deleted(work, channel_id, ts, is_watched=work.policy.watches(channel_id))
