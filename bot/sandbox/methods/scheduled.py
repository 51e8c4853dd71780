"""chat.scheduleMessage, chat.deleteScheduledMessage, chat.scheduledMessages.list."""

from __future__ import annotations

from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.content import read_content, require_something
from bot.sandbox.errors import Refused
from bot.sandbox.methods.chat import bot_message, check_postable, check_thread, target
from bot.sandbox.model import Json

FARTHEST = 120 * 86_400
CROWD = 30
CROWD_SECONDS = 300


@method("chat.scheduleMessage", 3, scopes="chat:write", required="channel post_at")
def schedule(call: Call) -> Json:
    """Schedule a message by driven time (post_at, Unix seconds)."""
    channel = target(call)
    check_postable(call, channel)
    try:
        post_at = int(float(call.text("post_at")))
    except ValueError:
        raise Refused("invalid_time") from None
    now = call.core.now()
    if post_at <= now:
        raise Refused("time_in_past")
    if post_at > now + FARTHEST:
        raise Refused("time_too_far")
    near = [
        s
        for s in call.world.scheduled.values()
        if s["channel_id"] == channel.id and abs(s["post_at"] - post_at) < CROWD_SECONDS
    ]
    if len(near) >= CROWD:
        raise Refused("restricted_too_many")
    content = read_content(call)
    require_something(content)
    message = bot_message(call, content)
    entry: Json = {
        "id": call.world.new_id("Q"),
        "channel_id": channel.id,
        "app_id": call.app.id,
        "team_id": call.install.team_id,
        "post_at": post_at,
        "date_created": int(now),
        "thread_ts": check_thread(call, channel),
        "message": message,
    }
    call.world.scheduled[entry["id"]] = entry
    call.effect = f"scheduled {entry['id']} {channel.id}"
    shown = {k: v for k, v in message.items() if k != "metadata"}
    return {"channel": channel.id, "scheduled_message_id": entry["id"], "post_at": post_at, "message": shown}


@method("chat.deleteScheduledMessage", 3, scopes="chat:write", required="channel scheduled_message_id")
def delete_scheduled(call: Call) -> Json:
    """Take a scheduled message back; in its last minute it is too late."""
    channel = call.conversation()
    entry = call.world.scheduled.get(call.text("scheduled_message_id"))
    if entry is None or entry["channel_id"] != channel.id or entry["app_id"] != call.app.id:
        raise Refused("invalid_scheduled_message_id")
    if entry["post_at"] - call.core.now() < 60:
        raise Refused("invalid_scheduled_message_id")
    del call.world.scheduled[entry["id"]]
    call.effect = f"unscheduled {entry['id']} {channel.id}"
    return {}


@method("chat.scheduledMessages.list", 3)
def list_scheduled(call: Call) -> Json:
    """List what the app has scheduled."""
    mine = [
        s
        for s in call.world.scheduled.values()
        if s["app_id"] == call.app.id
        and s["team_id"] == call.install.team_id
        and call.text("channel") in ("", s["channel_id"])
    ]
    mine.sort(key=lambda s: int(s["post_at"]))
    page, cursor = call.page(mine, 100, 100)
    shown = [
        {key: s[key] for key in ("id", "channel_id", "post_at", "date_created")} | {"text": s["message"]["text"]}
        for s in page
    ]
    return {"scheduled_messages": shown, **next_cursor(cursor)}
