"""chat.*: posting, updating, deleting, whispering, linking."""

from __future__ import annotations

from bot.sandbox import marks, posting
from bot.sandbox.call import Call, method
from bot.sandbox.content import LONGEST_TEXT, note_key, read_content, require_something
from bot.sandbox.errors import Refused
from bot.sandbox.methods.membership import check_reachable
from bot.sandbox.model import Channel, Json
from bot.sandbox.present import message_json

LONGEST_UPDATE = 4_000


def target(call: Call) -> Channel:
    """Return where to post: a channel by id or name, or the direct conversation with a user."""
    wanted = call.text("channel")
    if wanted in call.world.users:
        try:
            check_reachable(call, wanted)
        except Refused:
            raise Refused("channel_not_found") from None
        channel, _, new = posting.open_dm(call.core, [wanted, call.install.user_id], call.install.user_id)
        if new:
            call.effect = f"dm_opened {channel.id}"
    elif wanted in call.world.channels:
        channel = call.conversation()
    else:
        named = call.world.channel_named(call.install.team_id, wanted.removeprefix("#"))
        if named is None or not call.world.sees(call.bot, named):
            raise Refused("channel_not_found")
        channel = named
    return channel


def check_postable(call: Call, channel: Channel) -> None:
    """Raise Slack's code unless the bot may post here."""
    if call.install.user_id not in channel.members and (
        channel.kind != "channel" or "chat:write.public" not in call.install.scopes
    ):
        raise Refused("not_in_channel")
    if channel.is_archived:
        raise Refused("is_archived")
    if channel.is_im and not call.app.messages_tab:
        raise Refused("messages_tab_disabled")


def check_thread(call: Call, channel: Channel) -> str:
    """Return the thread_ts argument; raises when there is no such message to reply to."""
    thread = call.text("thread_ts")
    if thread and thread not in channel.messages:
        raise Refused("cannot_reply_to_message")
    return thread


def bot_message(call: Call, content: Json) -> Json:
    """Return a bot's message with this content, under another name if the call asks for one and may."""
    message = posting.app_message(call.core, call.install, "") | content
    name = call.text("username")
    if name and "chat:write.customize" in call.install.scopes:
        message |= {"subtype": "bot_message", "username": name}
        emoji, image = call.text("icon_emoji"), call.text("icon_url")
        if emoji or image:
            message["icons"] = {"emoji": emoji} if emoji else {"image_64": image}
    return message


@method("chat.postMessage", 4, scopes="chat:write", required="channel")
def post_message(call: Call) -> Json:
    """Post a message."""
    channel = target(call)
    check_postable(call, channel)
    thread = check_thread(call, channel)
    content = read_content(call)
    require_something(content)
    warnings = []
    if len(content.get("text", "")) > LONGEST_TEXT:
        content["text"] = content["text"][:LONGEST_TEXT]
        warnings.append("message_truncated")
    message = posting.post(call.core, channel, bot_message(call, content), thread, call.flag("reply_broadcast"))
    call.effect = f"message {channel.id} {message['ts']}"
    note_key(call, content)
    answer: Json = {"channel": channel.id, "ts": message["ts"], "message": message_json(message, channel, None, True)}
    if warnings:
        answer |= {"warning": ",".join(warnings), "response_metadata": {"warnings": warnings}}
    return answer


def _own(call: Call, channel: Channel, code: str) -> Json:
    message = call.message(channel)
    if message.get("bot_id") != call.install.bot_id:
        raise Refused(code)
    return message


@method("chat.update", 3, scopes="chat:write", required="channel ts")
def update(call: Call) -> Json:
    """Change an own message; what is not given stays as it was."""
    channel = call.conversation()
    message = _own(call, channel, "cant_update_message")
    if channel.is_archived:
        raise Refused("is_inactive")
    content = read_content(call)
    if not content:
        raise Refused("no_text")
    if len(content.get("text", "")) > LONGEST_UPDATE:
        raise Refused("msg_too_long")
    require_something(message | content)
    changes: Json = {k: (v if v not in ([], {}) else None) for k, v in content.items()}
    posting.edit(call.core, channel, message, changes, call.install.user_id)
    call.effect = f"message_updated {channel.id} {message['ts']}"
    shown = message_json(message, channel, None, True)
    return {"channel": channel.id, "ts": message["ts"], "text": message["text"], "message": shown}


@method("chat.delete", 3, scopes="chat:write", required="channel ts")
def delete(call: Call) -> Json:
    """Delete an own message."""
    channel = call.conversation()
    message = _own(call, channel, "cant_delete_message")
    posting.delete(call.core, channel, message)
    call.effect = f"message_deleted {channel.id} {message['ts']}"
    return {"channel": channel.id, "ts": message["ts"]}


@method("chat.postEphemeral", 4, scopes="chat:write", required="channel user")
def post_ephemeral(call: Call) -> Json:
    """Show a message to one member of a channel only."""
    channel = target(call)
    if channel.is_archived:
        raise Refused("is_archived")
    call.joined(channel)
    if call.text("user") not in channel.members:
        raise Refused("user_not_in_channel")
    content = read_content(call)
    require_something(content)
    if len(content.get("text", "")) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    thread = check_thread(call, channel)
    message = posting.whisper(call.core, channel, bot_message(call, content), call.text("user"), thread)
    call.effect = f"ephemeral {channel.id} {message['ts']}"
    return {"message_ts": message["ts"]}


@method("chat.getPermalink", 5, required="channel message_ts")
def get_permalink(call: Call) -> Json:
    """Return the address of a message."""
    channel = call.conversation()
    message = call.message(channel, "message_ts")
    return {"channel": channel.id, "permalink": marks.permalink(call.core, channel, message["ts"])}
