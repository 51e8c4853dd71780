"""Messages: posting, editing, deleting, and what apps hear of it."""

from __future__ import annotations

import copy
import re
from typing import TYPE_CHECKING, Any

from bot.sandbox.events import emit
from bot.sandbox.model import Channel, Install, Json, User
from bot.sandbox.present import author_of, bot_profile, profile_json, reply_summary

if TYPE_CHECKING:
    from bot.sandbox.core import Core

_HELD_BACK = ("_", "reactions", "pinned_to")


def person_message(user: User, text: str, blocks: list[Json] | None, client_msg_id: str) -> Json:
    """Return the fields of a message that a person wrote."""
    message: Json = {
        "type": "message",
        "user": user.id,
        "text": text,
        "team": user.team_id,
        "client_msg_id": client_msg_id,
    }
    return message | ({"blocks": blocks} if blocks else {})


def app_message(core: Core, install: Install, text: str, **more: Any) -> Json:
    """Return the fields of a message by an app's bot; more are further fields, left out when None."""
    profile = bot_profile(core.world, install, core.user(install.user_id).updated)
    message: Json = {
        "type": "message",
        "user": install.user_id,
        "bot_id": install.bot_id,
        "app_id": install.app_id,
        "text": text,
        "team": install.team_id,
        "bot_profile": profile,
    }
    return message | {key: value for key, value in more.items() if value is not None}


def fill_block_ids(core: Core, blocks: list[Json]) -> list[Json]:
    """Return a copy of the blocks in which each has a block_id."""
    filled = copy.deepcopy(blocks)
    for block in filled:
        if not block.get("block_id"):
            block["block_id"] = core.world.new_hex(5)
    return filled


def post(core: Core, channel: Channel, message: Json, thread_ts: str = "", broadcast: bool = False) -> Json:
    """Store a message with a fresh ts, tell the apps in the channel, and return it."""
    message = {**message, "ts": core.world.new_ts(core.now())}
    if thread_ts and thread_ts in channel.messages:
        root = channel.messages[thread_ts]
        thread_ts = str(root.get("thread_ts", thread_ts))
        root = channel.messages.get(thread_ts, root)
        message["thread_ts"] = thread_ts
        message["parent_user_id"] = author_of(root)
        channel.threads.setdefault(thread_ts, []).append(message["ts"])
        if broadcast:
            message["subtype"] = "thread_broadcast"
            message["root"] = reply_summary(root)
    channel.messages[message["ts"]] = message
    for member in channel.members if channel.is_im else ():
        if member not in channel.open_for:
            channel.open_for.append(member)
    announce(core, channel, message)
    return message


def announce(core: Core, channel: Channel, message: Json) -> None:
    """Send the message event, and app_mention to each app whose bot is mentioned."""
    event = message_event(core, channel, message)
    emit(core, event, channel=channel)
    if channel.is_im or message.get("subtype") in ("channel_join", "channel_leave"):
        return
    for bot_user in set(re.findall(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>", str(message.get("text", "")))):
        install = next((i for i in core.world.installs if i.user_id == bot_user and i.active), None)
        if install is not None and bot_user in channel.members and author_of(message) != bot_user:
            mention = {k: v for k, v in event.items() if k not in ("channel_type", "subtype")}
            emit(core, mention | {"type": "app_mention"}, channel=channel, install=install)


def message_event(core: Core, channel: Channel, message: Json) -> Json:
    """Return the event of a new message; people of other organisations carry their team and a profile."""
    event = {k: copy.deepcopy(v) for k, v in message.items() if not k.startswith(_HELD_BACK)}
    if "metadata" in event:
        event["metadata"] = {"event_type": event["metadata"].get("event_type", "")}
    event |= {"type": "message", "channel": channel.id, "event_ts": message["ts"], "channel_type": channel.kind}
    author = core.world.users.get(str(message.get("user", "")))
    if author is not None and channel.is_ext_shared:
        event |= {"user_team": author.team_id, "source_team": author.team_id}
        if author.team_id != channel.team_id:
            shown = profile_json(author, trimmed=True)
            keys = ("avatar_hash", "image_72", "first_name", "real_name", "display_name", "team")
            event["user_profile"] = {k: shown[k] for k in keys} | {"name": author.name, "is_restricted": False}
    return event


def _hidden(core: Core, channel: Channel, **fields: Any) -> None:
    ts = core.world.new_ts(core.now())
    event: Json = {"type": "message", "channel": channel.id, "hidden": True, "channel_type": channel.kind}
    emit(core, event | fields | {"ts": ts, "event_ts": ts}, channel=channel)


def edit(core: Core, channel: Channel, message: Json, changes: Json, editor: str, marked: bool = True) -> Json:
    """Change a message in place, tell the apps what it was before, and return it."""
    before = copy.deepcopy(_public(message))
    for key, value in changes.items():
        if value is None:
            message.pop(key, None)
        else:
            message[key] = value
    if marked:
        message["edited"] = {"user": editor, "ts": f"{int(core.now())}.000000"}
    after = copy.deepcopy(_public(message))
    _hidden(core, channel, subtype="message_changed", message=after, previous_message=before)
    return message


def delete(core: Core, channel: Channel, message: Json) -> None:
    """Delete a message; a parent with replies stays as a tombstone."""
    ts = message["ts"]
    before = copy.deepcopy(_public(message))
    channel.pins = [p for p in channel.pins if p["ts"] != ts]
    if channel.threads.get(ts):
        stone = {
            "type": "message",
            "subtype": "tombstone",
            "text": "This message was deleted.",
            "user": "USLACKBOT",
            "hidden": True,
            "ts": ts,
            "thread_ts": ts,
        }
        channel.messages[ts] = stone
        _hidden(core, channel, subtype="message_changed", message=dict(stone), previous_message=before)
        return
    del channel.messages[ts]
    parent = message.get("thread_ts")
    if parent and parent != ts:
        left = [t for t in channel.threads.get(parent, []) if t != ts]
        channel.threads[parent] = left
        if not left:
            channel.threads.pop(parent)
    _hidden(core, channel, subtype="message_deleted", deleted_ts=ts, previous_message=before)


def _public(message: Json) -> Json:
    shown = {k: v for k, v in message.items() if not k.startswith("_")}
    if "metadata" in shown:
        shown["metadata"] = {"event_type": shown["metadata"].get("event_type", "")}
    return shown


def whisper(core: Core, channel: Channel, message: Json, to: str, thread_ts: str = "") -> Json:
    """Show an ephemeral message to one person; it is in nobody's history, and no event tells of it."""
    message = {**message, "ts": core.world.new_ts(core.now()), "is_ephemeral": True}
    if thread_ts:
        message["thread_ts"] = thread_ts
    channel.ephemerals.append({"to": to, "message": message})
    core.on_change()
    return message


def open_dm(core: Core, members: list[str], opener: str) -> tuple[Channel, bool, bool]:
    """Return the direct conversation of these users, whether it was open already, and whether it is new."""
    channel = core.world.dm_between(members)
    if channel is not None:
        already = opener in channel.open_for
        if not already:
            channel.open_for.append(opener)
        core.on_change()
        return channel, already, False
    people = sorted(set(members))
    name = "" if len(people) <= 2 else "mpdm-" + "--".join(core.user(u).name for u in people) + "-1"
    team_id = core.user(opener).team_id
    channel = Channel(core.world.new_id("D" if not name else "G"), team_id, name, int(core.now()), opener)
    channel.is_im, channel.is_mpim = not name, bool(name)
    channel.members = people
    channel.shared_team_ids = [team_id]
    channel.open_for = [opener]
    core.world.channels[channel.id] = channel
    core.on_change()
    return channel, False, True
