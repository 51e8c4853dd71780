"""conversations.*: inviting, joining, leaving, members, opening and closing direct conversations."""

from __future__ import annotations

from bot.sandbox import posting, rooms
from bot.sandbox.call import Call, method, next_cursor
from bot.sandbox.errors import Refused
from bot.sandbox.methods.conversations import ANY_WRITE, MANAGE, READ, managed
from bot.sandbox.model import Channel, Json
from bot.sandbox.present import channel_json

_INVITE = {
    "channel": ("channels:write.invites", "channels:manage"),
    "group": ("groups:write.invites", "groups:write"),
    "im": ("im:write",),
    "mpim": ("mpim:write",),
}


def _why_not(call: Call, channel: Channel, user_id: str) -> str:
    user = call.world.users.get(user_id)
    if user is None or user.deleted:
        return "user_not_found"
    if user_id == call.install.user_id:
        return "cant_invite_self"
    if user_id in channel.members:
        return "already_in_channel"
    if user.team_id not in channel.shared_team_ids:
        return "user_not_found" if user.is_bot else "no_external_invite_permission"
    if user.is_restricted and not channel.is_private and channel.is_general:
        return "user_is_restricted"
    return ""


@method("conversations.invite", 3, required="channel")
def invite(call: Call) -> Json:
    """Invite up to 100 users; without force one bad one spoils the call."""
    channel = call.conversation()
    call.need_for(channel, _INVITE)
    if channel.is_im or channel.is_mpim:
        raise Refused("method_not_supported_for_channel_type")
    call.joined(channel)
    if channel.is_archived:
        raise Refused("is_archived")
    users = list(dict.fromkeys(call.words("users")))
    if not users:
        raise Refused("no_user")
    if len(users) > 100:
        raise Refused("cant_invite")
    problems = [(u, why) for u in users if (why := _why_not(call, channel, u))]
    force = call.flag("force")
    if problems and (not force or len(problems) == len(users)):
        errors = [{"user": u, "ok": False, "error": why} for u, why in problems]
        raise Refused(problems[0][1], errors=errors)
    bad = {u for u, _ in problems}
    for user_id in users:
        if user_id not in bad:
            rooms.join(call.core, channel, call.world.users[user_id], call.install.user_id)
    call.effect = f"invited {len(users) - len(bad)} to {channel.id}"
    answer: Json = {"channel": channel_json(call.world, channel, call.bot)}
    if problems:
        answer["errors"] = [{"user": u, "ok": False, "error": why} for u, why in problems]
    return answer


@method("conversations.kick", 3, required="channel")
def kick(call: Call) -> Json:
    """Take someone out of a channel."""
    channel = managed(call)
    user = call.world.users.get(call.text("user"))
    if user is None:
        raise Refused("user_not_found")
    if user.id == call.install.user_id:
        raise Refused("cant_kick_self")
    if channel.is_general:
        raise Refused("cant_kick_from_general")
    if user.id not in channel.members:
        raise Refused("not_in_channel")
    rooms.leave(call.core, channel, user)
    call.effect = f"kicked {user.id} from {channel.id}"
    return {"errors": {}}


@method("conversations.join", 3, scopes="channels:join", required="channel")
def join(call: Call) -> Json:
    """Join a public channel."""
    channel = call.conversation()
    if channel.kind != "channel":
        raise Refused("method_not_supported_for_channel_type")
    if channel.is_archived:
        raise Refused("is_archived")
    already = call.install.user_id in channel.members
    if not already:
        rooms.join(call.core, channel, call.bot)
        call.effect = f"joined {channel.id}"
    answer: Json = {"channel": channel_json(call.world, channel, call.bot)}
    if already:
        answer |= {"warning": "already_in_channel", "response_metadata": {"warnings": ["already_in_channel"]}}
    return answer


@method("conversations.leave", 3, scopes=ANY_WRITE, required="channel")
def leave(call: Call) -> Json:
    """Leave a channel; leaving one that the bot is not in is no error."""
    channel = managed(call, joined=False)
    if call.install.user_id not in channel.members:
        return {"not_in_channel": True}
    if channel.is_general:
        raise Refused("cant_leave_general")
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_private and len(channel.members) == 1:
        raise Refused("last_member")
    rooms.leave(call.core, channel, call.bot)
    call.effect = f"left {channel.id}"
    return {}


@method("conversations.members", 4, required="channel")
def members(call: Call) -> Json:
    """List the members' ids."""
    channel = call.conversation()
    call.need_for(channel, READ)
    active = [m for m in channel.members if not call.world.users[m].deleted]
    page, cursor = call.page(active, 100, 1000)
    return {"members": page, **next_cursor(cursor)}


@method("conversations.open", 3, scopes="im:write mpim:write channels:manage groups:write")
def open_conversation(call: Call) -> Json:
    """Open a direct conversation with one to eight people."""
    if call.text("channel"):
        channel = call.conversation()
        if not channel.is_im and not channel.is_mpim:
            raise Refused("method_not_supported_for_channel_type")
        channel, already, new = posting.open_dm(call.core, channel.members, call.install.user_id)
    else:
        users = [u for u in dict.fromkeys(call.words("users")) if u != call.install.user_id]
        if not users:
            raise Refused("users_list_not_supplied")
        if len(users) > 8:
            raise Refused("too_many_users")
        call.need("im:write" if len(users) == 1 else "mpim:write")
        for user_id in users:
            check_reachable(call, user_id)
        channel, already, new = posting.open_dm(call.core, [*users, call.install.user_id], call.install.user_id)
    call.effect = f"dm_opened {channel.id}" if new else ""
    described = channel_json(call.world, channel, call.bot) if call.flag("return_im") else {"id": channel.id}
    answer: Json = {"channel": described}
    if already:
        answer |= {"no_op": True, "already_open": True}
    return answer


def check_reachable(call: Call, user_id: str) -> None:
    """Raise Slack's code when the bot cannot write to this user directly."""
    user = call.world.users.get(user_id)
    if user is None or user.is_bot:
        raise Refused("user_not_found")
    if user.deleted:
        raise Refused("user_disabled")
    if user.team_id != call.install.team_id and not call.world.shares_channel(user_id, call.install.user_id):
        raise Refused("user_not_visible")


@method("conversations.close", 2, scopes=ANY_WRITE, required="channel")
def close(call: Call) -> Json:
    """Close a direct conversation; its messages stay."""
    channel = call.conversation()
    call.need_for(channel, MANAGE)
    if not channel.is_im and not channel.is_mpim:
        raise Refused("method_not_supported_for_channel_type")
    if call.install.user_id not in channel.open_for:
        return {"no_op": True, "already_closed": True}
    channel.open_for.remove(call.install.user_id)
    return {}


@method("conversations.mark", 3, scopes=ANY_WRITE, required="channel ts")
def mark(call: Call) -> Json:
    """Move the bot's reading mark."""
    channel = call.conversation()
    call.need_for(channel, MANAGE)
    call.joined(channel)
    call.instant("ts", "invalid_timestamp", 0)
    channel.last_read[call.install.user_id] = call.text("ts")
    return {}
