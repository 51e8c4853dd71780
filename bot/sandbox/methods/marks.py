"""pins.* and reactions.*."""

from __future__ import annotations

import re

from bot.sandbox import marks
from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.errors import Refused
from bot.sandbox.model import Channel, Json
from bot.sandbox.present import message_json

MOST_PINS = 100
MOST_EMOJI = 23
_EMOJI = re.compile(r"[a-z0-9_+'-]{1,100}(::skin-tone-[2-6])?", re.ASCII)


def _marked(call: Call) -> tuple[Channel, Json]:
    if not call.text("channel") or not call.text("timestamp"):
        raise Refused("no_item_specified" if call.text("channel") else "channel_not_found")
    channel = call.conversation()
    call.instant("timestamp", "bad_timestamp", 0)
    return channel, call.message(channel, "timestamp")


@method("pins.add", 2, scopes="pins:write", required="channel")
def pins_add(call: Call) -> Json:
    """Pin a message."""
    channel, message = _marked(call)
    call.joined(channel)
    if any(p["ts"] == message["ts"] for p in channel.pins):
        raise Refused("already_pinned")
    if len(channel.pins) >= MOST_PINS:
        raise Refused("too_many_pins")
    if channel.is_archived:
        raise Refused("restricted_action")
    marks.pin(call.core, channel, message, call.bot)
    call.effect = f"pinned {channel.id} {message['ts']}"
    return {}


@method("pins.remove", 2, scopes="pins:write", required="channel")
def pins_remove(call: Call) -> Json:
    """Take a pin away."""
    channel, message = _marked(call)
    if not any(p["ts"] == message["ts"] for p in channel.pins):
        raise Refused("no_pin")
    marks.unpin(call.core, channel, message, call.bot)
    call.effect = f"unpinned {channel.id} {message['ts']}"
    return {}


@method("pins.list", 2, scopes="pins:read", required="channel")
def pins_list(call: Call) -> Json:
    """List the pins of a channel, newest first."""
    channel = call.conversation()
    items = []
    for pin in reversed(channel.pins):
        shown = message_json(channel.messages[pin["ts"]], channel, call.bot)
        shown["permalink"] = marks.permalink(call.core, channel, pin["ts"])
        item = {"type": "message", "created": pin["created"], "created_by": pin["created_by"]}
        items.append(item | {"channel": channel.id, "message": shown})
    return {"items": items}


@method("reactions.add", 3, scopes="reactions:write", required="name")
def reactions_add(call: Call) -> Json:
    """Put an emoji on a message."""
    channel, message = _marked(call)
    name = call.text("name")
    if not _EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    if channel.is_archived:
        raise Refused("is_archived")
    if marks.reacted(message, call.install.user_id, name):
        raise Refused("already_reacted")
    there = [r["name"] for r in message.get("reactions", ())]
    if name not in there and len(there) >= MOST_EMOJI:
        raise Refused("too_many_emoji")
    marks.react(call.core, channel, message, call.bot, name)
    call.effect = f"reaction {name} {channel.id} {message['ts']}"
    return {}


@method("reactions.remove", 2, scopes="reactions:write", required="name")
def reactions_remove(call: Call) -> Json:
    """Take an own emoji off a message."""
    channel, message = _marked(call)
    name = call.text("name")
    if not _EMOJI.fullmatch(name):
        raise Refused("invalid_name")
    if not marks.reacted(message, call.install.user_id, name):
        raise Refused("no_reaction")
    marks.unreact(call.core, channel, message, call.bot, name)
    call.effect = f"reaction_removed {name} {channel.id} {message['ts']}"
    return {}


@method("reactions.get", 3, scopes="reactions:read")
def reactions_get(call: Call) -> Json:
    """Return a message with its reactions."""
    channel, message = _marked(call)
    shown = message_json(message, channel, call.bot)
    shown["permalink"] = marks.permalink(call.core, channel, message["ts"])
    return {"type": "message", "channel": channel.id, "message": shown}


@method("reactions.list", 2, scopes="reactions:read")
def reactions_list(call: Call) -> Json:
    """List the messages that a user (by default the bot) reacted to, newest first."""
    user_id = call.text("user") or call.install.user_id
    if user_id not in call.world.users:
        raise Refused("user_not_found")
    items: list[Json] = []
    for channel in call.world.channels_of(call.install.user_id):
        for message in channel.messages.values():
            if any(user_id in r["users"] for r in message.get("reactions", ())):
                shown = message_json(message, channel, call.bot)
                items.append({"type": "message", "channel": channel.id, "message": shown})
    items.sort(key=lambda item: str(item["message"]["ts"]), reverse=True)
    page, cursor = call.page(items, 100, 1000)
    return {"items": page, **next_cursor(cursor)}
