"""Channels: creating, naming, archiving, joining and leaving, and what apps hear of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.sandbox import posting
from bot.sandbox.events import emit
from bot.sandbox.model import Channel, Json, User

if TYPE_CHECKING:
    from bot.sandbox.core import Core


def _system(core: Core, channel: Channel, user: User, subtype: str, text: str, **more: Any) -> None:
    message: Json = {"type": "message", "subtype": subtype, "user": user.id, "text": text, "team": user.team_id}
    posting.post(core, channel, message | more)


def _letter(channel: Channel) -> str:
    return "G" if channel.is_private or channel.is_mpim else "C"


def create(core: Core, team_id: str, name: str, creator: User, is_private: bool) -> Channel:
    """Create a channel with its creator in it."""
    now = int(core.now())
    channel = Channel(core.world.new_id("C"), team_id, name, now, creator.id, is_private=is_private)
    channel.shared_team_ids = [team_id]
    core.world.channels[channel.id] = channel
    if not is_private:
        told = {"id": channel.id, "name": name, "created": now, "creator": creator.id, "context_team_id": team_id}
        told |= {"is_channel": True, "name_normalized": name, "is_shared": False, "is_org_shared": False}
        emit(core, {"type": "channel_created", "channel": told}, team_id=team_id)
    join(core, channel, creator)
    return channel


def join(core: Core, channel: Channel, user: User, inviter: str = "") -> None:
    """Make a user a member; the caller has checked that they may be."""
    channel.members.append(user.id)
    more = {"inviter": inviter} if inviter else {}
    if not channel.is_mpim:
        _system(core, channel, user, "channel_join", f"<@{user.id}> has joined the channel", **more)
    event = {
        "type": "member_joined_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": _letter(channel),
        "team": user.team_id,
    }
    emit(core, event | more, channel=channel)


def leave(core: Core, channel: Channel, user: User) -> None:
    """Take a user out of a channel; a bot that left hears of it by channel_left or group_left."""
    channel.members.remove(user.id)
    _system(core, channel, user, "channel_leave", f"<@{user.id}> has left the channel")
    event = {
        "type": "member_left_channel",
        "user": user.id,
        "channel": channel.id,
        "channel_type": _letter(channel),
        "team": user.team_id,
    }
    emit(core, event, channel=channel)
    install = next((i for i in core.world.installs if i.user_id == user.id and i.active), None)
    if install is not None:
        kind = "group_left" if channel.is_private else "channel_left"
        emit(core, {"type": kind, "channel": channel.id, "actor_id": user.id}, channel=channel, install=install)


def rename(core: Core, channel: Channel, name: str, user: User) -> None:
    """Give a channel another name; the old one is free again."""
    old, channel.name = channel.name, name
    if old not in channel.previous_names:
        channel.previous_names.insert(0, old)
    text = f'has renamed the channel from "{old}" to "{name}"'
    _system(core, channel, user, "channel_name", text, old_name=old, name=name)
    kind = "group_rename" if channel.is_private else "channel_rename"
    told = {"id": channel.id, "name": name, "name_normalized": name, "created": channel.created}
    emit(core, {"type": kind, "channel": told}, channel=channel)


def set_line(core: Core, channel: Channel, which: str, value: str, user: User) -> None:
    """Set the topic or the purpose (which); the same value again changes nothing."""
    line: Json = getattr(channel, which)
    if line["value"] == value:
        return
    line.update(value=value, creator=user.id, last_set=int(core.now()))
    text = f"set the channel {'topic' if which == 'topic' else 'description'}: {value}"
    _system(core, channel, user, f"channel_{which}", text, **{which: value})


def archive(core: Core, channel: Channel, user: User) -> None:
    """Archive a channel."""
    _system(core, channel, user, "channel_archive", "archived the channel")
    channel.is_archived = True
    kind = "group_archive" if channel.is_private else "channel_archive"
    emit(core, {"type": kind, "channel": channel.id, "user": user.id, "is_moved": 0}, channel=channel)


def unarchive(core: Core, channel: Channel, user: User) -> None:
    """Bring a channel back."""
    channel.is_archived = False
    _system(core, channel, user, "channel_unarchive", "un-archived the channel")
    kind = "group_unarchive" if channel.is_private else "channel_unarchive"
    emit(core, {"type": kind, "channel": channel.id, "user": user.id}, channel=channel)


def delete(core: Core, channel: Channel) -> None:
    """Delete a channel for good; its name is free again."""
    kind = "group_deleted" if channel.is_private else "channel_deleted"
    emit(core, {"type": kind, "channel": channel.id}, channel=channel)
    channel.is_deleted = True
    core.on_change()


def share(core: Core, channel: Channel, team_id: str) -> None:
    """Connect a channel with another organisation."""
    channel.shared_team_ids.append(team_id)
    event = {"type": "channel_shared", "connected_team_id": team_id, "channel": channel.id}
    emit(core, event, channel=channel)


def unshare(core: Core, channel: Channel, team_id: str) -> None:
    """End a connection: the people of the other organisation are out of the channel."""
    channel.shared_team_ids.remove(team_id)
    for member in [m for m in channel.members if core.user(m).team_id == team_id]:
        channel.members.remove(member)
    event = {
        "type": "channel_unshared",
        "previously_connected_team_id": team_id,
        "channel": channel.id,
        "is_ext_shared": channel.is_ext_shared,
    }
    emit(core, event, channel=channel)
