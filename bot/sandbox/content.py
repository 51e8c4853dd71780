"""What an app may put into a message: text, blocks, attachments and metadata, checked as Slack does."""

from __future__ import annotations

import json
from typing import Any

from bot.sandbox.blockkit import check_message_blocks
from bot.sandbox.call import Call
from bot.sandbox.errors import Refused, bad_arguments
from bot.sandbox.model import Json
from bot.sandbox.posting import fill_block_ids
from bot.sandbox.richtext import fallback

LONGEST_TEXT = 40_000
LONGEST_MARKDOWN = 12_000
LONGEST_METADATA = 16_000


def parse_blocks(raw: Any) -> list[Json] | None:
    """Return blocks from JSON text or a list, or None when absent; raises invalid_blocks_format or invalid_blocks."""
    if raw in (None, ""):
        return None
    if isinstance(raw, str):
        try:
            raw = json.loads(raw)
        except ValueError:
            raise Refused("invalid_blocks_format") from None
    if not isinstance(raw, list):
        raise Refused("invalid_blocks_format")
    errors = check_message_blocks(raw)
    if errors:
        messages = [f"[ERROR] {text}" for text in errors]
        raise Refused("invalid_blocks", errors=errors, response_metadata={"messages": messages})
    return raw


def parse_metadata(call: Call) -> Json | None:
    """Return the metadata argument, or None when absent."""
    metadata = call.data("metadata", "invalid_metadata_format")
    if metadata in (None, ""):
        return None
    if not isinstance(metadata, dict):
        raise Refused("invalid_metadata_format")
    if metadata == {} and call.method == "chat.update":
        return {}
    known = isinstance(metadata.get("event_type"), str) and isinstance(metadata.get("event_payload"), dict)
    if "entities" not in metadata and not known:
        raise Refused("invalid_metadata_schema")
    if len(json.dumps(metadata)) > LONGEST_METADATA:
        raise Refused("metadata_too_large")
    return metadata


def _attachments(call: Call) -> list[Json] | None:
    given = call.data("attachments")
    if given in (None, ""):
        return None
    if not isinstance(given, list) or not all(isinstance(a, dict) for a in given):
        raise bad_arguments("must be an array of objects [json-pointer:/attachments]")
    if len(given) > 100:
        raise Refused("too_many_attachments")
    for attachment in given:
        if "blocks" in attachment:
            parse_blocks(attachment["blocks"])
    return [{"id": n, **a} for n, a in enumerate(given, 1)]


def read_content(call: Call) -> Json:
    """Return the text, blocks, attachments and metadata of a call, those that were given; raises Slack's codes."""
    text = call.text("text")
    blocks = parse_blocks(call.args.get("blocks"))
    markdown = call.text("markdown_text")
    if markdown and (text or blocks):
        raise Refused("markdown_text_conflict")
    if len(markdown) > LONGEST_MARKDOWN:
        raise bad_arguments(f"must be less than {LONGEST_MARKDOWN + 1} characters [json-pointer:/markdown_text]")
    content: Json = {}
    if "text" in call.args or markdown or blocks:
        content["text"] = markdown or text or fallback(blocks or [])
    if blocks is not None:
        content["blocks"] = fill_block_ids(call.core, blocks)
    attachments = _attachments(call)
    if attachments is not None:
        content["attachments"] = attachments
    metadata = parse_metadata(call)
    if metadata is not None:
        content["metadata"] = metadata
    return content


def require_something(content: Json) -> None:
    """Raise no_text for a message with nothing in it."""
    if not (str(content.get("text", "")).strip() or content.get("blocks") or content.get("attachments")):
        raise Refused("no_text")


def note_key(call: Call, content: Json) -> None:
    """Keep the message's own key (metadata.event_payload.key) for the ledger's counts."""
    key = ((content.get("metadata") or {}).get("event_payload") or {}).get("key")
    if key is not None:
        call.keys.append(str(key))
