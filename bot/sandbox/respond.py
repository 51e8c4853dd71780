"""Answers that apps post to a response_url."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox import posting
from bot.sandbox.content import parse_blocks
from bot.sandbox.errors import Refused
from bot.sandbox.interact import URL_SECONDS, URL_USES, ResponseUrl
from bot.sandbox.model import Channel, Install, Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core


async def answer_response_url(core: Core, request: web.Request) -> web.Response:
    """Carry out what an app posts to a response_url: five times within thirty real minutes."""
    word = request.match_info["word"]
    right = core.interactions.response_urls.get(word)
    answer, status = "ok", 200
    try:
        given = json.loads(await request.read())
    except ValueError:
        given = None
    if right is None or core.wall.monotonic() - right.since > URL_SECONDS:
        answer, status = "expired_url", 404
    elif right.uses >= URL_USES:
        answer, status = "used_url", 404
    elif not isinstance(given, dict):
        answer, status = "invalid_payload", 400
    else:
        try:
            _carry_out(core, right, given)
            right.uses += 1
        except Refused as refused:
            answer, status = refused.code, 400 if refused.code.startswith(("invalid", "no_")) else 404
    core.touched()
    core.ledger.write(
        "call",
        method="response_url",
        team=right.team_id if right else "",
        app=right.app_id if right else "",
        args=given,
        content_type=request.content_type,
        status=status,
        response={"text": answer},
        error=None if status == 200 else answer,
        effect="responded" if status == 200 else None,
    )
    return web.Response(text=answer, status=status)


def _carry_out(core: Core, right: ResponseUrl, given: Json) -> None:
    install = core.world.install_of(right.app_id, right.team_id)
    channel = core.world.channels[right.channel_id]
    if install is None:
        raise Refused("account_inactive")
    if given.get("delete_original"):
        _delete_original(core, channel, right)
    elif given.get("replace_original") and right.message_ts:
        _replace_original(core, channel, right, given)
    else:
        reply(core, install, channel, right.user_id, given)


def content_of(core: Core, given: Json) -> Json:
    """Return the text, blocks and attachments of an answer, blocks checked and with ids."""
    blocks = parse_blocks(given.get("blocks"))
    content: Json = {"text": str(given.get("text") or "")}
    if blocks is not None:
        content["blocks"] = posting.fill_block_ids(core, blocks)
    if given.get("attachments"):
        content["attachments"] = given["attachments"]
    if not content["text"] and not blocks and not given.get("attachments"):
        raise Refused("no_text")
    return content


def reply(core: Core, install: Install, channel: Channel, user_id: str, given: Json) -> Json:
    """Post an answer to an interaction: for the person alone, or for the channel by response_type in_channel."""
    message = posting.app_message(core, install, "") | content_of(core, given)
    thread = str(given.get("thread_ts") or "")
    if given.get("response_type") == "in_channel":
        return posting.post(core, channel, message, thread)
    return posting.whisper(core, channel, message, user_id, thread)


def _ephemeral(channel: Channel, right: ResponseUrl) -> Json | None:
    for entry in channel.ephemerals:
        if entry["to"] == right.user_id and entry["message"]["ts"] == right.message_ts:
            return dict(entry)
    return None


def _delete_original(core: Core, channel: Channel, right: ResponseUrl) -> None:
    entry = _ephemeral(channel, right)
    if entry is not None:
        channel.ephemerals = [e for e in channel.ephemerals if e["message"]["ts"] != right.message_ts]
        core.on_change()
        return
    message = channel.messages.get(right.message_ts)
    if message is None:
        raise Refused("message_not_found")
    posting.delete(core, channel, message)


def _replace_original(core: Core, channel: Channel, right: ResponseUrl, given: Json) -> None:
    content = content_of(core, given)
    content.setdefault("blocks", None)
    entry = _ephemeral(channel, right)
    if entry is not None:
        for key, value in content.items():
            if value is None:
                entry["message"].pop(key, None)
            else:
                entry["message"][key] = value
        core.on_change()
        return
    message = channel.messages.get(right.message_ts)
    if message is None:
        raise Refused("message_not_found")
    posting.edit(core, channel, message, content, right.app_id)
