"""Reactions and pins, and what apps hear of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.sandbox.events import emit
from bot.sandbox.model import Channel, Json, User
from bot.sandbox.present import author_of, message_json

if TYPE_CHECKING:
    from bot.sandbox.core import Core


def _reaction_event(channel: Channel, message: Json, user: User, name: str, kind: str) -> Json:
    return {
        "type": kind,
        "user": user.id,
        "reaction": name,
        "item": {"type": "message", "channel": channel.id, "ts": message["ts"]},
        "item_user": author_of(message),
    }


def reacted(message: Json, user_id: str, name: str) -> bool:
    """Tell whether this user has put this emoji on the message."""
    return any(r["name"] == name and user_id in r["users"] for r in message.get("reactions", ()))


def react(core: Core, channel: Channel, message: Json, user: User, name: str) -> None:
    """Put an emoji on a message."""
    for entry in message.setdefault("reactions", []):
        if entry["name"] == name:
            entry["users"].append(user.id)
            entry["count"] += 1
            break
    else:
        message["reactions"].append({"name": name, "users": [user.id], "count": 1})
    emit(core, _reaction_event(channel, message, user, name, "reaction_added"), channel=channel)


def unreact(core: Core, channel: Channel, message: Json, user: User, name: str) -> None:
    """Take an emoji off a message."""
    for entry in message["reactions"]:
        if entry["name"] == name:
            entry["users"].remove(user.id)
            entry["count"] -= 1
    message["reactions"] = [r for r in message["reactions"] if r["count"]]
    if not message["reactions"]:
        del message["reactions"]
    emit(core, _reaction_event(channel, message, user, name, "reaction_removed"), channel=channel)


def _pin_event(core: Core, channel: Channel, message: Json, user: User, kind: str) -> Json:
    shown = message_json(message, channel, None)
    now = int(core.now())
    return {
        "type": kind,
        "user": user.id,
        "channel_id": channel.id,
        "item": {
            "type": "message",
            "created": now,
            "created_by": user.id,
            "channel": channel.id,
            "message": shown | {"permalink": permalink(core, channel, message["ts"])},
        },
        "item_user": author_of(message),
        "pin_count": len(channel.pins),
        "pinned_info": {"channel": channel.id, "pinned_by": user.id, "pinned_ts": now},
    }


def pin(core: Core, channel: Channel, message: Json, user: User) -> None:
    """Pin a message to its channel."""
    channel.pins.append({"ts": message["ts"], "created": int(core.now()), "created_by": user.id})
    message["pinned_to"] = [channel.id]
    emit(core, _pin_event(core, channel, message, user, "pin_added"), channel=channel)


def unpin(core: Core, channel: Channel, message: Json, user: User) -> None:
    """Take a pin away."""
    channel.pins = [p for p in channel.pins if p["ts"] != message["ts"]]
    message.pop("pinned_to", None)
    event = _pin_event(core, channel, message, user, "pin_removed") | {"has_pins": bool(channel.pins)}
    emit(core, event, channel=channel)


def permalink(core: Core, channel: Channel, ts: str) -> str:
    """Return the address of a message, with its thread when it is a reply."""
    domain = core.world.teams[channel.team_id].domain
    link = f"https://{domain}.slack.com/archives/{channel.id}/p{ts.replace('.', '')}"
    thread = channel.messages.get(ts, {}).get("thread_ts")
    return f"{link}?thread_ts={thread}&cid={channel.id}" if thread and thread != ts else link
