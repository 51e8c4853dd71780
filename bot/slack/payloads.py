"""Readers of what Slack sends: views' state, messages, and who wrote them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def state_values(view: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a submitted view by block id; None where nothing was filled in."""
    values = (view.get("state") or {}).get("values") or {}
    return {block_id: _value(next(iter(elements.values()), {})) for block_id, elements in values.items()}


def _value(element: Mapping[str, Any]) -> Any:
    for name in ("value", "selected_user", "selected_date", "selected_channel", "selected_conversation"):
        if element.get(name) is not None:
            return element[name]
    if option := element.get("selected_option"):
        return option.get("value")
    return None


@dataclass(frozen=True)
class Message:
    """A new message. `team_id` is the author's own team where Slack says it."""

    channel_id: str
    ts: str
    thread_ts: str | None
    user_id: str | None
    app_id: str | None
    bot_id: str | None
    team_id: str | None
    text: str

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


# Subtypes that are somebody speaking; the others tell of joins, topics and the like.
SPEECH = frozenset({None, "bot_message", "file_share", "me_message", "thread_broadcast"})


def read_message(event: Mapping[str, Any]) -> Message | None:
    """The message that an event brings, None when nobody spoke."""
    if event.get("subtype") not in SPEECH or event.get("hidden"):
        return None
    channel, ts = event.get("channel"), event.get("ts")
    if not isinstance(channel, str) or not isinstance(ts, str) or not channel or not ts:
        return None
    return Message(
        channel_id=channel,
        ts=ts,
        thread_ts=_text(event, "thread_ts"),
        user_id=_text(event, "user"),
        app_id=_text(event, "app_id") or _text(event.get("bot_profile") or {}, "app_id"),
        bot_id=_text(event, "bot_id"),
        team_id=_text(event, "user_team") or _text(event, "source_team"),
        text=_text(event, "text") or "",
    )


def deleted_ts(event: Mapping[str, Any]) -> str | None:
    """The ts of the message that an event says was deleted."""
    if event.get("subtype") == "message_deleted":
        return _text(event, "deleted_ts")
    if event.get("subtype") == "message_changed":
        changed = event.get("message") or {}
        if changed.get("subtype") == "tombstone":
            return _text(changed, "ts")
    return None


def _text(part: Mapping[str, Any], name: str) -> str | None:
    value = part.get(name)
    return value if isinstance(value, str) and value else None
