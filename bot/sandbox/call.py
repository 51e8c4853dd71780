"""One Web API call while it is carried out: its arguments, who makes it, and what it did."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from bot.sandbox.errors import Refused, bad_arguments
from bot.sandbox.model import App, Channel, Install, Json, User
from bot.sandbox.world import World, micros

if TYPE_CHECKING:
    from bot.sandbox.core import Core

_NO = {"false", "0", "no", "off", ""}


@dataclass
class Call:
    """Arguments and caller of one method call; effect, channels and keys are filled in for the ledger."""

    core: Core
    method: str
    args: Json
    app: App
    install: Install
    effect: str = ""
    channels: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)

    @property
    def world(self) -> World:
        """Return the state."""
        return self.core.world

    @property
    def bot(self) -> User:
        """Return the calling app's bot user."""
        return self.world.users[self.install.user_id]

    def text(self, name: str) -> str:
        """Return an argument as text, empty when absent."""
        value = self.args.get(name)
        return "" if value is None else str(value)

    def flag(self, name: str, default: bool = False) -> bool:
        """Return a boolean argument, native or written out."""
        value = self.args.get(name)
        if value is None:
            return default
        return value if isinstance(value, bool) else str(value).lower() not in _NO

    def whole(self, name: str, default: int, least: int = 0, most: int = 1_000_000_000_000) -> int:
        """Return an integer argument; raises invalid_arguments outside its bounds."""
        value = self.args.get(name)
        if value in (None, ""):
            return default
        try:
            number = int(str(value))
        except ValueError:
            raise bad_arguments(f"must be an integer [json-pointer:/{name}]") from None
        if not least <= number <= most:
            raise bad_arguments(f"must be between {least} and {most} [json-pointer:/{name}]")
        return number

    def words(self, name: str) -> list[str]:
        """Return a list argument: native, a JSON list, or separated by commas."""
        value = self.args.get(name)
        if isinstance(value, str):
            if value.startswith("["):
                value = self.data(name)
            else:
                return [w.strip() for w in value.split(",") if w.strip()]
        return [str(v) for v in value] if isinstance(value, list) else []

    def data(self, name: str, code: str = "invalid_arguments") -> Any:
        """Return a JSON argument, or None when absent; raises the code when it is not JSON."""
        value = self.args.get(name)
        if not isinstance(value, str):
            return value
        if not value:
            return None
        try:
            return json.loads(value)
        except ValueError:
            if code == "invalid_arguments":
                raise bad_arguments(f"must be valid JSON [json-pointer:/{name}]") from None
            raise Refused(code) from None

    def instant(self, name: str, code: str, default: int) -> int:
        """Return a timestamp argument in microseconds."""
        value = self.text(name)
        if not value:
            return default
        try:
            return micros(value)
        except ValueError:
            raise Refused(code) from None

    def need(self, *any_of: str) -> None:
        """Raise missing_scope unless the token has one of these scopes."""
        if any_of and not set(any_of) & set(self.install.scopes):
            raise Refused("missing_scope", needed=any_of[0], provided=",".join(self.install.scopes))

    def need_for(self, channel: Channel, scopes: Mapping[str, tuple[str, ...]]) -> None:
        """Raise missing_scope unless the token has a scope for this kind of conversation."""
        self.need(*scopes[channel.kind])

    def conversation(self, name: str = "channel") -> Channel:
        """Return the conversation an argument names, if the bot can see it."""
        channel = self.world.channels.get(self.text(name))
        if channel is None or not self.world.sees(self.bot, channel):
            raise Refused("channel_not_found")
        return channel

    def joined(self, channel: Channel) -> None:
        """Raise not_in_channel unless the bot is a member."""
        if self.install.user_id not in channel.members:
            raise Refused("not_in_channel")

    def message(self, channel: Channel, name: str = "ts", code: str = "message_not_found") -> Json:
        """Return the message an argument names."""
        found = channel.messages.get(self.text(name))
        if found is None or found.get("subtype") == "tombstone":
            raise Refused(code)
        return found

    def page(self, items: list[Any], default: int, most: int) -> tuple[list[Any], str]:
        """Return one page of a list by limit and cursor, and the next cursor (empty at the end)."""
        limit = self.whole("limit", default) or default
        cursor = self.text("cursor")
        start = 0
        if cursor:
            try:
                start = int(bytes.fromhex(cursor).decode().removeprefix("next:"))
            except ValueError:
                raise Refused("invalid_cursor") from None
        stop = start + min(limit, most)
        following = f"next:{stop}".encode().hex() if stop < len(items) else ""
        return items[start:stop], following


@dataclass(frozen=True)
class Method:
    """A Web API method: what carries it out, what it needs, and how often it may be called."""

    run: Callable[[Call], Json]
    tier: int
    scopes: tuple[str, ...]
    required: tuple[str, ...]
    missing_code: str
    app_token: bool = False


METHODS: dict[str, Method] = {}


def method(
    name: str,
    tier: int,
    *,
    scopes: str = "",
    required: str = "",
    missing_code: str = "invalid_arguments",
    app_token: bool = False,
) -> Callable[[Callable[[Call], Json]], Callable[[Call], Json]]:
    """Register a function as a Web API method; scopes and required are words separated by spaces."""

    def register(run: Callable[[Call], Json]) -> Callable[[Call], Json]:
        METHODS[name] = Method(run, tier, tuple(scopes.split()), tuple(required.split()), missing_code, app_token)
        return run

    return register


def next_cursor(cursor: str) -> Json:
    """Return the part of an answer that carries the next cursor."""
    return {"response_metadata": {"next_cursor": cursor}}
