"""Events other than messages: what Slack tells about people and channels."""

from __future__ import annotations

from bot.flows import catching_up, people, settings
from bot.slack.payloads import part, read_user, text_of
from handlers import rules
from handlers.request import Handler, Request


async def person_changed(request: Request) -> None:
    """Somebody joined, left, moved to another zone or changed their name."""
    user = request.event.get("user")
    if isinstance(user, dict) and (user_id := text_of(user, "id")):
        await request.desk.directory.keep(request.workspace, [read_user(user)])
        async with request.work() as work:
            await people.moved(work, user_id)


async def channel_changed(request: Request) -> None:
    """A channel was renamed, shared or unshared: before the next post there we look at it again."""
    channel_id = text_of(part(request.event, "channel"), "id") or text_of(request.event, "channel")
    async with request.work() as work:
        await work.people.forget_room(channel_id)


async def joined(request: Request) -> None:
    """Somebody joined a channel. If we did, and wins are announced there, we are no longer missing."""
    channel_id = text_of(request.event, "channel")
    policy = await request.policy()
    if text_of(request.event, "user") != request.workspace.bot_user_id or channel_id not in policy.deal_channels:
        return
    await request.room(channel_id, fresh=True)
    missing = await rules.unreadable(request, policy.deal_channels)
    async with request.work() as work:
        if policy.is_set_up:
            await catching_up.begin(work, channel_id)
        await settings.show(work, missing)


async def left(request: Request) -> None:
    """We were taken out of a channel, or it was deleted: if wins are announced there, the admins hear of it."""
    channel_id = text_of(request.event, "channel")
    policy = await request.policy()
    admins = await request.settings_admins() if channel_id in policy.deal_channels else ()
    others = tuple(one for one in policy.deal_channels if one != channel_id)
    missing = await rules.unreadable(request, others)
    async with request.work() as work:
        await work.people.forget_room(channel_id)
        if channel_id in policy.deal_channels:
            await settings.lost(work, channel_id, admins, (*missing, channel_id))


EVENTS: dict[str, Handler] = {
    "user_change": person_changed,
    "team_join": person_changed,
    "channel_rename": channel_changed,
    "group_rename": channel_changed,
    "channel_shared": channel_changed,
    "channel_unshared": channel_changed,
    "member_joined_channel": joined,
    "channel_left": left,
    "channel_deleted": left,
    "group_left": left,
    "group_deleted": left,
}
