"""Events other than messages: what Slack tells about people and channels."""

from __future__ import annotations

from bot.flows import people
from bot.slack.payloads import part, read_user, text_of
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


EVENTS: dict[str, Handler] = {
    "user_change": person_changed,
    "team_join": person_changed,
    "channel_rename": channel_changed,
    "group_rename": channel_changed,
    "channel_shared": channel_changed,
    "channel_unshared": channel_changed,
}
