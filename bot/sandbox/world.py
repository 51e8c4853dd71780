"""The state of the local Slack: lookups, new ids and timestamps, and its picture as JSON."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from bot.sandbox.model import App, Channel, Install, Json, Pending, Team, User, View

_DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def base36(number: int, width: int = 0) -> str:
    """Write a number in capital letters and digits, padded with zeros."""
    out = ""
    while number:
        number, rest = divmod(number, 36)
        out = _DIGITS[rest] + out
    return out.rjust(width, "0")


def micros(ts: str) -> int:
    """Return a message timestamp in microseconds; raises ValueError if it is not one."""
    seconds, _, fraction = ts.partition(".")
    return int(seconds) * 1_000_000 + int((fraction + "000000")[:6])


class World:
    """Everything that exists, by id."""

    def __init__(self) -> None:
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.apps: dict[str, App] = {}
        self.installs: list[Install] = []
        self.channels: dict[str, Channel] = {}
        self.views: dict[str, View] = {}
        self.stacks: dict[str, list[str]] = {}
        self.homes: dict[str, str] = {}
        self.files: dict[str, Json] = {}
        self.uploads: dict[str, Json] = {}
        self.scheduled: dict[str, Json] = {}
        self.pending: dict[str, Pending] = {}
        self.tour: Json = {}
        self.counter = 0
        self.last_micros = 0
        self.clock_offset = 0.0
        self.clock_version = 1

    # ids and time

    def new_id(self, prefix: str) -> str:
        """Return an id of Slack's form that was never used before."""
        self.counter += 1
        return f"{prefix}0SB{base36(self.counter, 7)}"

    def new_hex(self, length: int = 24) -> str:
        """Return a fresh lower-case hexadecimal word."""
        self.counter += 1
        return hashlib.sha256(f"sandbox-{self.counter}".encode()).hexdigest()[:length]

    def new_ts(self, now: float) -> str:
        """Return a message timestamp at or just after now, never used before."""
        self.last_micros = max(int(now * 1_000_000), self.last_micros + 1)
        return f"{self.last_micros // 1_000_000}.{self.last_micros % 1_000_000:06d}"

    # lookups

    def install_of(self, app_id: str, team_id: str) -> Install | None:
        """Return the app's active install in a team."""
        for install in self.installs:
            if install.app_id == app_id and install.team_id == team_id and install.active:
                return install
        return None

    def install_by_token(self, token: str) -> Install | None:
        """Return the install that a bot token belongs to, also an inactive one."""
        return next((i for i in self.installs if i.token == token), None)

    def install_by_bot(self, bot_id: str) -> Install | None:
        """Return the install whose bot has this B… id."""
        return next((i for i in self.installs if i.bot_id == bot_id), None)

    def channel_named(self, team_id: str, name: str) -> Channel | None:
        """Return the channel of a team with this name, archived and private ones included."""
        for channel in self.channels.values():
            if channel.name == name and team_id in channel.shared_team_ids and not channel.is_deleted:
                return channel
        return None

    def dm_between(self, members: list[str]) -> Channel | None:
        """Return the direct conversation of exactly these people."""
        wanted = sorted(set(members))
        for channel in self.channels.values():
            if (channel.is_im or channel.is_mpim) and sorted(channel.members) == wanted:
                return channel
        return None

    def channels_of(self, user_id: str) -> Iterator[Channel]:
        """Yield the conversations that a person or bot is a member of."""
        return (c for c in self.channels.values() if user_id in c.members and not c.is_deleted)

    def shares_channel(self, one: str, other: str) -> bool:
        """Tell whether two users are members of one channel."""
        return any(other in c.members for c in self.channels_of(one))

    def sees(self, user: User, channel: Channel) -> bool:
        """Tell whether a person finds a channel in their Slack at all."""
        if channel.is_deleted:
            return False
        if user.id in channel.members:
            return True
        open_to_team = not (channel.is_private or channel.is_im or channel.is_mpim or user.is_restricted)
        return open_to_team and user.team_id in channel.shared_team_ids

    # as JSON

    def dump(self) -> Json:
        """Return the whole state as JSON values."""
        return {
            "teams": [asdict(t) for t in self.teams.values()],
            "users": [asdict(u) for u in self.users.values()],
            "apps": [asdict(a) for a in self.apps.values()],
            "installs": [asdict(i) for i in self.installs],
            "channels": [vars(c) for c in self.channels.values()],
            "views": [vars(v) for v in self.views.values()],
            "pending": [vars(p) for p in self.pending.values()],
            **{key: getattr(self, key) for key in _PLAIN},
        }

    @classmethod
    def load(cls, saved: Json) -> World:
        """Return the world that dump() described."""
        world = cls()
        world.teams = {t["id"]: Team(**t) for t in saved["teams"]}
        world.users = {u["id"]: User(**u) for u in saved["users"]}
        world.apps = {a["id"]: App(**a) for a in saved["apps"]}
        world.installs = [Install(**i) for i in saved["installs"]]
        world.channels = {c["id"]: Channel(**c) for c in saved["channels"]}
        world.views = {v["id"]: View(**v) for v in saved["views"]}
        world.pending = {p["event_id"]: Pending(**p) for p in saved["pending"]}
        for key in _PLAIN:
            if key in saved:  # a world that was kept by an older sandbox has no tour
                setattr(world, key, saved[key])
        return world


_PLAIN: tuple[str, ...] = (
    "stacks",
    "homes",
    "files",
    "uploads",
    "scheduled",
    "tour",
    "counter",
    "last_micros",
    "clock_offset",
    "clock_version",
)


def pick(source: Json, *keys: str) -> dict[str, Any]:
    """Return the named keys of a mapping that are present and not None."""
    return {key: source[key] for key in keys if source.get(key) is not None}
