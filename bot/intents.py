"""What we want Slack to do: written by flows in their transaction, carried out later by the outbox worker."""

from __future__ import annotations

import hashlib
from abc import ABC, abstractmethod
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

import orjson

Blocks = list[dict[str, Any]]

# Codes of what can't be sent: its message does not stand yet; strangers read the channel; Slack doesn't let us in.
WAITS_FOR_MESSAGE, CHANNEL_IS_SHARED, SHUT_OUT = "waits_for_message", "channel_is_shared", "shut_out"


@dataclass(frozen=True)
class Intent(ABC):
    """One effect on Slack. `lane` orders intents among themselves; `methods` are what carrying it out may call."""

    methods: ClassVar[tuple[str, ...]] = ()

    @property
    @abstractmethod
    def lane(self) -> str: ...


@dataclass(frozen=True)
class OpenChannel(Intent):
    """Create an account's channel under the name reserved for it."""

    account_id: str
    name: str
    private: bool = False
    methods: ClassVar[tuple[str, ...]] = ("conversations.create",)

    @property
    def lane(self) -> str:
        return f"account:{self.account_id}"


@dataclass(frozen=True)
class InChannel(Intent):
    """An effect in a channel, or in the DM of a person (a user id)."""

    channel: str

    @property
    def lane(self) -> str:
        return self.channel


@dataclass(frozen=True)
class SetTopic(InChannel):
    topic: str
    methods: ClassVar[tuple[str, ...]] = ("conversations.setTopic",)


@dataclass(frozen=True)
class SetPurpose(InChannel):
    purpose: str
    methods: ClassVar[tuple[str, ...]] = ("conversations.setPurpose",)


@dataclass(frozen=True)
class RenameChannel(InChannel):
    """Rename an account's channel; `before` is the name that it has."""

    name: str
    before: str
    account_id: str
    methods: ClassVar[tuple[str, ...]] = ("conversations.rename",)


@dataclass(frozen=True)
class ArchiveChannel(InChannel):
    methods: ClassVar[tuple[str, ...]] = ("conversations.archive",)


@dataclass(frozen=True)
class Invite(InChannel):
    user: str
    account_id: str
    methods: ClassVar[tuple[str, ...]] = ("conversations.invite",)


@dataclass(frozen=True)
class Post(InChannel):
    """A message, never posted where a customer can read. `key` is ours, travels in the message's metadata and finds it
    again."""

    key: str
    text: str
    blocks: Blocks = field(default_factory=list)
    thread_ts: str | None = None
    methods: ClassVar[tuple[str, ...]] = ("chat.postMessage",)


@dataclass(frozen=True)
class Update(InChannel):
    """Replace the content of the message with that key, wherever it was posted."""

    key: str
    text: str
    blocks: Blocks = field(default_factory=list)
    methods: ClassVar[tuple[str, ...]] = ("chat.update",)


@dataclass(frozen=True)
class Pin(InChannel):
    """Pin the message with that key."""

    key: str
    methods: ClassVar[tuple[str, ...]] = ("pins.add",)


@dataclass(frozen=True)
class Bookmark(InChannel):
    """Add a bookmark; with a key, its link is that message's."""

    title: str
    link: str | None = None
    key: str | None = None
    methods: ClassVar[tuple[str, ...]] = ("bookmarks.add",)


@dataclass(frozen=True)
class React(InChannel):
    ts: str
    emoji: str
    methods: ClassVar[tuple[str, ...]] = ("reactions.add",)

    @property
    def lane(self) -> str:
        return f"{self.channel}:reactions"


@dataclass(frozen=True)
class PublishHome(Intent):
    """Show a person's Home tab. What it shows is filled in when it is sent, so that the newest wins."""

    person: str
    view: dict[str, Any] = field(default_factory=dict)
    methods: ClassVar[tuple[str, ...]] = ("views.publish",)

    @property
    def lane(self) -> str:
        return f"home:{self.person}"

    @property
    def digest(self) -> str:
        """A hash of what it shows."""
        return hashlib.sha256(orjson.dumps(self.view, option=orjson.OPT_SORT_KEYS)).hexdigest()


KINDS: dict[str, type[Intent]] = {
    kind.__name__: kind
    for kind in (
        OpenChannel, SetTopic, SetPurpose, RenameChannel, ArchiveChannel, Invite, Post, Update, Pin, Bookmark, React,
        PublishHome,
    )
}  # fmt: skip


def pack(intent: Intent) -> tuple[str, str]:
    """Kind and payload, as they are stored."""
    return type(intent).__name__, orjson.dumps(asdict(intent)).decode()


def unpack(kind: str, payload: str) -> Intent:
    """The intent that was packed. Raises KeyError for a kind that no longer exists."""
    return KINDS[kind](**orjson.loads(payload))
