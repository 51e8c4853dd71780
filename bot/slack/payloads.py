"""Readers of what Slack sends: views' state, messages, people and channels."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from bot.domain.people import Person
from bot.storage.people import Room

TS = re.compile(r"[0-9]{1,10}\.[0-9]{1,6}")
ID = re.compile(r"[A-Za-z0-9_.-]{1,64}")
NOTHING: Mapping[str, Any] = {}
# Bolt reads these parts of a payload, and of the event in it, without looking twice.
_PARTS = ("enterprise", "team", "user", "channel", "item", "message", "previous_message", "view", "assistant_thread")
_CHOSEN = tuple(f"selected_{what}" for what in ("user", "date", "time", "channel", "conversation"))
_WORDS = ("type", "subtype", "callback_id", "command", "trigger_id")


def part(whole: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    """The object of that name; an empty one where there is none."""
    found = whole.get(name)
    return found if isinstance(found, Mapping) else NOTHING


def tidied(body: Mapping[str, Any]) -> dict[str, Any]:
    """A payload without the parts whose shape is none that Slack gives them, at its top and at its event's."""
    tidy = _tidied(body)
    if isinstance(body.get("event"), Mapping):
        tidy["event"] = {"type": ""} | _tidied(body["event"])
    else:
        tidy.pop("event", None)
    for name in ("authorizations", "actions"):
        if name in tidy:
            listed = tidy[name] if isinstance(tidy[name], list) else []
            tidy[name] = [one for one in listed if isinstance(one, Mapping)]
    if not tidy.get("actions"):
        tidy.pop("actions", None)
    if "view" in tidy:
        tidy["view"] = {"type": "", "callback_id": ""} | tidy["view"]
    return tidy


def _tidied(whole: Mapping[str, Any]) -> dict[str, Any]:
    odd = {name for name in _PARTS if not isinstance(whole.get(name), Mapping | str | None)}
    odd |= {name for name in _WORDS if not isinstance(whole.get(name), str | None)}
    if not isinstance(whole.get("view"), Mapping):
        odd.add("view")
    kept = {name: value for name, value in whole.items() if name not in odd}
    return kept | {name: _tidied(kept[name]) for name in _PARTS if isinstance(kept.get(name), Mapping)}


def state_values(view: Mapping[str, Any]) -> dict[str, str | None]:
    """Values of a submitted view by block id; None where nothing was filled in."""
    values = part(part(view, "state"), "values")
    return {block_id: _value(elements) for block_id, elements in values.items()}


def state_lists(view: Mapping[str, Any]) -> dict[str, tuple[str, ...]]:
    """What was chosen where several may be, by block id: user ids, channel ids, or values of options."""
    values = part(part(view, "state"), "values")
    return {block_id: _chosen(elements) for block_id, elements in values.items()}


def _chosen(elements: Any) -> tuple[str, ...]:
    element = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
    if not isinstance(element, Mapping):
        return ()
    for name in ("selected_users", "selected_conversations", "selected_channels", "selected_options"):
        if isinstance(listed := element.get(name), list):
            found = [text_of(one, "value") if isinstance(one, Mapping) else one for one in listed]
            return tuple(dict.fromkeys(one for one in found if isinstance(one, str) and ID.fullmatch(one)))
    return ()


def _value(elements: Any) -> str | None:
    element = next(iter(elements.values()), None) if isinstance(elements, Mapping) else None
    if not isinstance(element, Mapping):
        return None
    for name in ("value", *_CHOSEN):
        if element.get(name) is not None:
            return _text(element, name)
    return _text(part(element, "selected_option"), "value")


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
    def at(self) -> datetime:
        """When it was written, UTC."""
        return datetime.fromtimestamp(float(self.ts), UTC)

    @property
    def is_reply(self) -> bool:
        return self.thread_ts is not None and self.thread_ts != self.ts


# Subtypes that are somebody speaking; the others tell of joins, topics and the like.
SPEECH = frozenset({None, "bot_message", "file_share", "me_message", "thread_broadcast"})


def read_message(event: Mapping[str, Any]) -> Message | None:
    """The message that an event brings, None when nobody spoke."""
    if not isinstance(event.get("subtype"), str | None) or event.get("subtype") not in SPEECH or event.get("hidden"):
        return None
    channel, ts = _text(event, "channel"), _ts(event, "ts")
    if channel is None or ts is None:
        return None
    return Message(
        channel_id=channel,
        ts=ts,
        thread_ts=_ts(event, "thread_ts"),
        user_id=_text(event, "user"),
        app_id=_text(event, "app_id") or _text(part(event, "bot_profile"), "app_id"),
        bot_id=_text(event, "bot_id"),
        team_id=_text(event, "user_team") or _text(event, "source_team"),
        text=_text(event, "text") or "",
    )


@dataclass(frozen=True)
class Change:
    """A message that was edited: as it stands now, as an event of its own, and before; `changed_ts` is when."""

    message: Message
    now: Mapping[str, Any]
    before: Mapping[str, Any]
    changed_ts: str


def read_change(event: Mapping[str, Any]) -> Change | None:
    """What an event says was edited, None when it says nothing of the kind: a preview that Slack puts under a link
    comes as a change too."""
    if event.get("subtype") != "message_changed":
        return None
    now = {**part(event, "message"), "channel": event.get("channel")}
    before = part(event, "previous_message")
    message = read_message(now)
    changed_ts = _ts(event, "ts") or _ts(event, "event_ts") or _ts(part(now, "edited"), "ts")
    if message is None or changed_ts is None or (before and _own_words(now) == _own_words(before)):
        return None
    return Change(message, now, before, changed_ts)


def _own_words(message: Mapping[str, Any]) -> list[Any]:
    """What a message says by itself, without previews and shared copies."""
    attachments = message.get("attachments")
    listed = attachments if isinstance(attachments, list) else []
    borrowed = ("is_share", "is_msg_unfurl", "from_url")
    own = [one for one in listed if not (isinstance(one, Mapping) and any(one.get(key) for key in borrowed))]
    return [message.get("text"), message.get("blocks"), own]


def deleted_ts(event: Mapping[str, Any]) -> str | None:
    """The ts of the message that an event says was deleted."""
    if event.get("subtype") == "message_deleted":
        return _ts(event, "deleted_ts")
    changed = part(event, "message")
    if event.get("subtype") == "message_changed" and changed.get("subtype") == "tombstone":
        return _ts(changed, "ts")
    return None


def read_user(user: Mapping[str, Any]) -> Person:
    """A person out of Slack's user object, trimmed or whole."""
    profile, user_id = part(user, "profile"), str(user["id"])
    names = ((profile, "real_name"), (user, "real_name"), (profile, "display_name"), (user, "name"))
    return Person(
        user_id=user_id,
        team_id=_text(user, "team_id") or _text(profile, "team"),
        name=next((name for where, key in names if (name := _text(where, key))), user_id),
        email=_text(profile, "email"),
        zone=_text(user, "tz") or "UTC",
        is_bot=bool(user.get("is_bot")) or user_id == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_deleted=bool(user.get("deleted")),
        is_owner=bool(user.get("is_primary_owner")),
    )


def read_channel(channel: Mapping[str, Any]) -> Room:
    """A channel out of Slack's object. Pending shares count as shared: the customer may be in it any moment."""
    shared = channel.get("is_ext_shared") or channel.get("is_pending_ext_shared")
    is_member = bool(channel.get("is_member")) and not channel.get("is_archived")  # nothing is said in an archived one
    return Room(str(channel["id"]), _text(channel, "name"), bool(shared), is_member)


def error_code(error: Exception) -> str:
    """Slack's code for a call that it refused; "" where there is none."""
    response = getattr(error, "response", None)
    code = response.get("error") if response is not None else None
    return code if isinstance(code, str) else ""


def text_of(whole: Mapping[str, Any], name: str) -> str:
    """The text of that name; "" where there is none."""
    return _text(whole, name) or ""


def _text(whole: Mapping[str, Any], name: str) -> str | None:
    value = whole.get(name)
    # PostgreSQL takes no NUL in a text.
    return (value.replace("\0", "") or None) if isinstance(value, str) else None


def _ts(whole: Mapping[str, Any], name: str) -> str | None:
    value = whole.get(name)
    return value if isinstance(value, str) and TS.fullmatch(value) else None
