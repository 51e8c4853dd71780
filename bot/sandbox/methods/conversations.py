"""conversations.*: creating, naming, archiving, describing and listing."""

from __future__ import annotations

from bot.sandbox import rooms
from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.errors import Refused
from bot.sandbox.model import Channel, Json
from bot.sandbox.naming import check_name
from bot.sandbox.present import channel_json

READ = {"channel": ("channels:read",), "group": ("groups:read",), "im": ("im:read",), "mpim": ("mpim:read",)}
MANAGE = {
    "channel": ("channels:manage", "channels:write"),
    "group": ("groups:write",),
    "im": ("im:write",),
    "mpim": ("mpim:write",),
}
TOPIC = {
    "channel": ("channels:write.topic", "channels:manage"),
    "group": ("groups:write.topic", "groups:write"),
    "im": ("im:write.topic", "im:write"),
    "mpim": ("mpim:write.topic", "mpim:write"),
}
ANY_WRITE = "channels:manage channels:write groups:write im:write mpim:write"
_TYPES = {"public_channel": "channel", "private_channel": "group", "im": "im", "mpim": "mpim"}


def managed(call: Call, joined: bool = True) -> Channel:
    """Return the channel that is to be changed; direct conversations are refused."""
    channel = call.conversation()
    call.need_for(channel, MANAGE)
    if channel.is_im or channel.is_mpim:
        raise Refused("method_not_supported_for_channel_type")
    if joined:
        call.joined(channel)
    return channel


@method("conversations.create", 2, scopes=ANY_WRITE)
def create(call: Call) -> Json:
    """Create a channel; names of archived and private channels stay taken."""
    is_private = call.flag("is_private")
    call.need(*MANAGE["group" if is_private else "channel"])
    name = check_name(call.text("name"))
    if call.world.channel_named(call.install.team_id, name) is not None:
        raise Refused("name_taken")
    channel = rooms.create(call.core, call.install.team_id, name, call.bot, is_private)
    call.effect = f"channel_created {channel.id}"
    call.channels.append(name)
    return {"channel": channel_json(call.world, channel, call.bot)}


@method("conversations.rename", 2, scopes=ANY_WRITE, required="channel")
def rename(call: Call) -> Json:
    """Rename a channel that the bot created."""
    channel = managed(call)
    if channel.is_archived:
        raise Refused("is_archived")
    name = check_name(call.text("name"))
    if channel.creator != call.install.user_id:
        raise Refused("not_authorized")
    taken = call.world.channel_named(call.install.team_id, name)
    if taken is not None and taken is not channel:
        raise Refused("name_taken")
    if name != channel.name:
        rooms.rename(call.core, channel, name, call.bot)
        call.effect = f"channel_renamed {channel.id}"
    return {"channel": channel_json(call.world, channel, call.bot)}


@method("conversations.archive", 2, scopes=ANY_WRITE, required="channel")
def archive(call: Call) -> Json:
    """Archive a channel."""
    channel = managed(call, joined=False)
    if channel.is_archived:
        raise Refused("already_archived")
    if channel.is_general:
        raise Refused("cant_archive_general")
    call.joined(channel)
    rooms.archive(call.core, channel, call.bot)
    call.effect = f"channel_archived {channel.id}"
    return {}


@method("conversations.unarchive", 2, scopes=ANY_WRITE, required="channel")
def unarchive(call: Call) -> Json:
    """Bring an archived channel back."""
    channel = managed(call, joined=False)
    if not channel.is_archived:
        raise Refused("not_archived")
    rooms.unarchive(call.core, channel, call.bot)
    call.effect = f"channel_unarchived {channel.id}"
    return {}


def _set_line(call: Call, which: str) -> Json:
    channel = call.conversation()
    call.need_for(channel, TOPIC)
    if channel.is_im:
        raise Refused("method_not_supported_for_channel_type")
    call.joined(channel)
    if channel.is_archived:
        raise Refused("is_archived")
    value = call.text(which)
    if len(value) > 250:
        raise Refused("too_long")
    rooms.set_line(call.core, channel, which, value, call.bot)
    call.effect = f"{which}_set {channel.id}"
    return {"channel": channel_json(call.world, channel, call.bot)}


@method("conversations.setTopic", 2, required="channel")
def set_topic(call: Call) -> Json:
    """Set the topic, 250 characters at most."""
    return _set_line(call, "topic")


@method("conversations.setPurpose", 2, required="channel")
def set_purpose(call: Call) -> Json:
    """Set the purpose, 250 characters at most."""
    return _set_line(call, "purpose")


@method("conversations.info", 3, required="channel")
def info(call: Call) -> Json:
    """Describe a conversation."""
    channel = call.conversation()
    call.need_for(channel, READ)
    described = channel_json(call.world, channel, call.bot, members=call.flag("include_num_members"))
    if call.install.user_id in channel.members and not channel.is_im:
        described["last_read"] = channel.last_read.get(call.install.user_id, "0000000000.000000")
    if call.flag("include_locale"):
        described["locale"] = "en-US"
    return {"channel": described}


def listed(call: Call, channels: list[Channel]) -> Json:
    """Answer a page of conversations of the wanted types."""
    types = call.words("types") or ["public_channel"]
    if not set(types) <= set(_TYPES):
        raise Refused("invalid_types")
    kinds = {_TYPES[t] for t in types}
    for kind in sorted(kinds):
        call.need(*READ[kind])
    found = [c for c in channels if c.kind in kinds]
    if call.flag("exclude_archived"):
        found = [c for c in found if not c.is_archived]
    if not 0 <= call.whole("limit", 100, least=-1_000_000) <= 1000:
        raise Refused("invalid_limit")
    page, cursor = call.page(found, 100, 1000)
    shown = []
    for channel in page:
        described = channel_json(call.world, channel, call.bot, members=True)
        described.pop("connected_team_ids", None)
        shown.append(described)
    return {"channels": shown, **next_cursor(cursor)}


@method("conversations.list", 2, scopes="channels:read groups:read im:read mpim:read")
def list_channels(call: Call) -> Json:
    """List the conversations the bot can see."""
    team = call.install.team_id
    seen = [c for c in call.world.channels.values() if call.world.sees(call.bot, c)]
    return listed(call, [c for c in seen if team in c.shared_team_ids])
