"""Acting as a person: writing, editing, reacting, uploading."""

from __future__ import annotations

import base64
import uuid
from typing import Any

from bot.sandbox import filing, marks, posting
from bot.sandbox.content import parse_blocks
from bot.sandbox.control.given import Given, find_user, route
from bot.sandbox.errors import Misuse
from bot.sandbox.events import emit
from bot.sandbox.model import Channel, Json, User
from bot.sandbox.present import author_of, user_json
from bot.sandbox.richtext import typed

_NEVER_RAW = ("channel", "ts", "event_ts", "channel_type")


def record(given: Given, act: str, **fields: Any) -> None:
    """Write what a person did into the ledger, without what they wrote."""
    given.core.ledger.write("act", act=act, **{"as": given.get("as")}, **fields)


def _place(given: Given, author: User) -> Channel:
    """Return where to write; a user id means the direct conversation with them."""
    wanted = str(given.need("channel"))
    world = given.core.world
    if wanted in world.users:
        other = world.users[wanted]
        reachable = other.team_id == author.team_id or world.shares_channel(author.id, other.id)
        if other.deleted or not reachable or (other.is_bot and not _takes_messages(given, other)):
            raise Misuse(f"{author.real_name} cannot write to {other.real_name} directly.", 403)
        channel, _, _ = posting.open_dm(given.core, [author.id, wanted], author.id)
        return channel
    return given.joined(author)


def _takes_messages(given: Given, bot: User) -> bool:
    app = given.core.world.apps.get(bot.app_id)
    return app is not None and app.messages_tab


def _bot_post(given: Given, bot: User) -> Json:
    message: Json = {
        "type": "message",
        "subtype": "bot_message",
        "bot_id": bot.bot_id,
        "app_id": bot.app_id,
        "username": str(given.get("username", "CRM")),
        "text": str(given.get("text", "")),
        "team": bot.team_id,
    }
    blocks = parse_blocks(given.get("blocks"))
    if blocks is not None:
        message["blocks"] = posting.fill_block_ids(given.core, blocks)
    return message


def _human_post(given: Given, author: User) -> Json:
    text = str(given.get("text", ""))
    stored, blocks = typed(text, given.core.world.new_hex(5)) if text else ("", [])
    if given.get("blocks") is not None:
        blocks = posting.fill_block_ids(given.core, parse_blocks(given.get("blocks")) or [])
    return posting.person_message(author, stored, blocks, str(uuid.uuid4()))


@route("POST", "/control/act/post")
async def post(given: Given) -> Json:
    """Write a message as a person, as the CRM, or take over the fields of a recorded one (raw)."""
    author = given.user()
    if author.deleted:
        raise Misuse(f"{author.real_name} is deactivated and cannot do anything.", 403)
    channel = _place(given, author)
    if channel.is_archived:
        raise Misuse(f"{channel.name} is archived.", 403)
    thread = str(given.get("thread_ts", ""))
    if thread and thread not in channel.messages:
        raise Misuse(f"There is no message {thread} to reply to.", 404)
    raw = given.get("raw")
    if isinstance(raw, dict):
        message: Json = {"type": "message", **{k: v for k, v in raw.items() if k not in _NEVER_RAW}}
        if not message.get("user") and not message.get("bot_id"):
            message["user"] = author.id
        message.pop("thread_ts", None)
    else:
        message = _bot_post(given, author) if author.is_bot else _human_post(given, author)
    if given.get("attachments"):
        message["attachments"] = given.get("attachments")
    if not (
        message.get("text")
        or message.get("blocks")
        or message.get("attachments")
        or message.get("files")
        or given.get("files")
    ):
        raise Misuse("A message needs text, blocks, attachments or files.")
    files = [_file(given, author, f) for f in given.get("files", [])]
    if files:
        stored = filing.share(given.core, channel, files, message, thread)
    else:
        stored = posting.post(given.core, channel, message, thread, bool(given.get("broadcast")))
    record(given, "post", channel=channel.id, ts=stored["ts"])
    return {"channel": channel.id, "ts": stored["ts"], "message": stored}


def _file(given: Given, owner: User, described: Any) -> Json:
    if not isinstance(described, dict) or not described.get("name"):
        raise Misuse('A file is {"name": …, "content": text} or {"name": …, "base64": …}.')
    content = str(described.get("content", "")).encode()
    if described.get("base64"):
        content = base64.b64decode(described["base64"])
    file_id = given.core.world.new_id("F")
    return filing.new_file(
        given.core, file_id, str(described["name"]), owner.id, content, str(described.get("title", ""))
    )


@route("POST", "/control/act/upload")
async def upload(given: Given) -> Json:
    """Share a file in a channel: name, content or base64, and perhaps a text."""
    author = given.person()
    channel = _place(given, author)
    described = _file(given, author, {k: given.get(k) for k in ("name", "content", "base64", "title") if given.get(k)})
    message = _human_post(given, author)
    stored = filing.share(given.core, channel, [described], message, str(given.get("thread_ts", "")))
    record(given, "upload", channel=channel.id, ts=stored["ts"], file=described["id"])
    return {"channel": channel.id, "ts": stored["ts"], "file": described}


@route("POST", "/control/act/keep_file")
async def keep_file(given: Given) -> Json:
    """Keep a file for a form that asks for one: name, content or base64. Only its owner sees it."""
    author = given.person()
    described = _file(given, author, {k: given.get(k) for k in ("name", "content", "base64", "title") if given.get(k)})
    record(given, "keep_file", file=described["id"])
    return {"file": described}


def _own(given: Given) -> tuple[User, Channel, Json]:
    author = given.user()
    channel = given.joined(author)
    message = given.message(channel)
    if author_of(message) not in (author.id, author.bot_id or author.id):
        raise Misuse(f"{author.real_name} did not write this message.", 403)
    return author, channel, message


@route("POST", "/control/act/edit")
async def edit(given: Given) -> Json:
    """Edit an own message."""
    author, channel, message = _own(given)
    text = str(given.need("text"))
    changes: Json = {"text": text}
    if not author.is_bot:
        stored, blocks = typed(text, given.core.world.new_hex(5))
        changes = {"text": stored, "blocks": blocks}
    posting.edit(given.core, channel, message, changes, author.id)
    record(given, "edit", channel=channel.id, ts=message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@route("POST", "/control/act/delete")
async def delete(given: Given) -> Json:
    """Delete an own message; an admin may delete anybody's."""
    author = given.user()
    if author.is_admin:
        channel = given.joined(author)
        message = given.message(channel)
    else:
        author, channel, message = _own(given)
    posting.delete(given.core, channel, message)
    record(given, "delete", channel=channel.id, ts=message["ts"])
    return {"channel": channel.id, "ts": message["ts"]}


@route("POST", "/control/act/react")
async def react(given: Given) -> Json:
    """Put an emoji (name or emoji) on a message."""
    person = given.person()
    channel = given.joined(person)
    message = given.message(channel)
    name = str(given.get("name", given.get("emoji", ""))).strip(":")
    if not name:
        raise Misuse('"name" of the emoji is missing.')
    if marks.reacted(message, person.id, name):
        raise Misuse(f"{person.real_name} has put :{name}: there already.", 409)
    marks.react(given.core, channel, message, person, name)
    record(given, "react", channel=channel.id, ts=message["ts"], name=name)
    return {"channel": channel.id, "ts": message["ts"]}


@route("POST", "/control/act/unreact")
async def unreact(given: Given) -> Json:
    """Take an own emoji off a message."""
    person = given.person()
    channel = given.joined(person)
    message = given.message(channel)
    name = str(given.get("name", given.get("emoji", ""))).strip(":")
    if not marks.reacted(message, person.id, name):
        raise Misuse(f"{person.real_name} has not put :{name}: there.", 404)
    marks.unreact(given.core, channel, message, person, name)
    record(given, "unreact", channel=channel.id, ts=message["ts"], name=name)
    return {"channel": channel.id, "ts": message["ts"]}


@route("POST", "/control/act/pin")
async def pin(given: Given) -> Json:
    """Pin a message, or take its pin away with "remove": true."""
    person = given.person()
    channel = given.joined(person)
    message = given.message(channel)
    pinned = any(p["ts"] == message["ts"] for p in channel.pins)
    if pinned != bool(given.get("remove")):
        raise Misuse("The message is pinned already." if pinned else "The message is not pinned.", 409)
    (marks.unpin if pinned else marks.pin)(given.core, channel, message, person)
    record(given, "pin", channel=channel.id, ts=message["ts"], removed=pinned)
    return {"channel": channel.id, "ts": message["ts"]}


@route("POST", "/control/act/read")
async def read(given: Given) -> Json:
    """Mark a conversation as read, up to its last message or to "ts"."""
    person = given.person()
    channel = given.joined(person)
    ts = str(given.get("ts", next(reversed(channel.messages), "0")))
    if channel.last_read.get(person.id, "0") < ts:
        channel.last_read[person.id] = ts
        given.core.on_change()
    return {"channel": channel.id, "ts": channel.last_read.get(person.id, "0")}


@route("POST", "/control/act/user_change")
async def user_change(given: Given) -> Json:
    """Change a person's fields (tz, deleted, real_name, title, email, is_admin, profile …) and tell apps."""
    user = find_user(given.core, str(given.need("user")), str(given.get("team", "")))
    for key, value in dict(given.need("fields")).items():
        if key == "profile":
            user.profile |= value
        elif key.startswith("status_"):
            user.profile[key] = value
        elif key in ("name", "real_name", "tz", "email", "title", "is_admin", "is_restricted", "deleted"):
            setattr(user, key, value)
        else:
            raise Misuse(f"A person has no field {key!r} that can be changed.")
    user.updated = int(given.core.now())
    for install in [i for i in given.core.world.installs if i.active and i.team_id == user.team_id]:
        shown = user_json(given.core.world, user, install, given.core.now(), True)
        emit(given.core, {"type": "user_change", "user": shown, "cache_ts": user.updated}, install=install)
    record(given, "user_change", user=user.id)
    return {"user": user.id}


@route("POST", "/control/act/team_join")
async def team_join(given: Given) -> Json:
    """Let a new person into a team: name, real_name, and perhaps tz, email, title."""
    core = given.core
    team_id = str(given.get("team", "T0NORTHWND"))
    if team_id not in core.world.teams:
        raise Misuse(f"There is no team {team_id}.", 404)
    user = User(core.world.new_id("U"), team_id, str(given.need("name")), str(given.need("real_name")))
    user.tz = str(given.get("tz", user.tz))
    user.email = str(given.get("email", f"{user.name}@{core.world.teams[team_id].domain}.example"))
    user.title = str(given.get("title", ""))
    user.is_restricted = bool(given.get("is_restricted", False))
    user.updated = int(core.now())
    core.world.users[user.id] = user
    for install in [i for i in core.world.installs if i.active and i.team_id == team_id]:
        joined = user_json(core.world, user, install, core.now(), True)
        emit(core, {"type": "team_join", "user": joined}, install=install)
    record(given, "team_join", user=user.id)
    return {"user": user.id}
