"""How a message is built, without what it says: announcements of one CRM and kind have the same shape."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bot.domain.folding import fold
from bot.domain.messages import Line, plain_lines

FREE = "free"  # the shape of whatever people write freely
MOST_LABELS = 30
_LABEL = re.compile(r"[^\W\d_][^:：|<>@\d]{1,39}[:：](?!//)")
_BORROWED = ("is_share", "is_msg_unfurl", "from_url")


@dataclass(frozen=True)
class Shape:
    """A shape in one channel and what became of its messages. `app` is "" for people; `last_ts` is the newest message;
    `refused_by` said *Not a win* last. `ignored_at`: since when nothing is read out of such messages."""

    channel_id: str
    shape: str
    app: str
    app_name: str
    won: int
    asked: int
    set_up: int
    refused: int
    last_ts: str
    last_at: datetime
    refused_by: str | None = None
    ignored_by: str | None = None
    ignored_at: datetime | None = None

    @property
    def is_free(self) -> bool:
        """Is it what people write freely, so that it says nothing about the next one?"""
        return self.shape == FREE


def app_of(message: Mapping[str, Any]) -> str:
    """The app that posted a message: its app id, else its bot id; "" for a person."""
    profile = message.get("bot_profile")
    ids = (
        message.get("app_id"),
        profile.get("app_id") if isinstance(profile, Mapping) else None,
        message.get("bot_id"),
    )
    return next((one for one in ids if isinstance(one, str) and one), "")


def app_name_of(message: Mapping[str, Any]) -> str:
    """How the app that posted a message is called; "" where it does not say."""
    profile = message.get("bot_profile")
    names = (profile.get("name") if isinstance(profile, Mapping) else None, message.get("username"))
    return next((one[:80] for one in names if isinstance(one, str)), "")


def shape_of(message: Mapping[str, Any]) -> str:
    """A hash of who posts (an app, or people), the kinds of blocks and the labels; nothing of the text can be told from
    it. FREE for what a person writes without labels. Never raises."""
    app = app_of(message)
    labels = sorted({label for line in plain_lines(message)[:60] if (label := _label(line))})[:MOST_LABELS]
    if not app and len(labels) < 2:
        return FREE
    whole = json.dumps([app, _kinds(message), labels])
    return hashlib.blake2s(whole.encode("utf-8", "replace"), digest_size=10).hexdigest()


def _label(line: Line) -> str:
    said = line.label or ""
    if not said and (found := _LABEL.match(line.text)) is not None and found[0].count(" ") < 5:
        said = found[0]
    return "".join(letter for letter in fold(said) if letter.isalpha())


def _kinds(message: Mapping[str, Any]) -> list[str]:
    blocks, attachments = message.get("blocks"), message.get("attachments")
    kinds = {str(one.get("type")) for one in blocks if isinstance(one, Mapping)} if isinstance(blocks, list) else set()
    own = [one for one in attachments if isinstance(one, Mapping)] if isinstance(attachments, list) else []
    if any(not any(one.get(name) for name in _BORROWED) for one in own):
        kinds.add("attachment")
    return sorted(kinds)
