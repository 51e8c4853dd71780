"""Readers of what Slack sends: views' state, messages, people and channels."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.domain.people import Person
from bot.storage.people import Room


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


def read_user(user: Mapping[str, Any]) -> Person:
    """A person out of Slack's user object, trimmed or whole."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or profile.get("display_name") or user.get("name")
    return Person(
        user_id=str(user["id"]),
        team_id=user.get("team_id") or profile.get("team"),
        name=str(name or user["id"]),
        email=profile.get("email"),
        zone=str(user.get("tz") or "UTC"),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deleted=bool(user.get("deleted")),
    )


def read_channel(channel: Mapping[str, Any]) -> Room:
    """A channel out of Slack's object. Pending shares count as shared: the customer may be in it any moment."""
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    return Room(str(channel["id"]), channel.get("name"), bool(shared))


def _text(part: Mapping[str, Any], name: str) -> str | None:
    value = part.get(name)
    return value if isinstance(value, str) and value else None
