"""Who looks: names, times and places as this person may see them."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.sandbox.model import Channel, Json, User
from bot.sandbox.world import World

COLOURS = 12
SOMEBODY = "somebody"
HIDDEN_CHANNEL = "a private channel"


@dataclass(frozen=True)
class Look:
    """A person who looks at the world at an instant; now is driven time in Unix seconds."""

    world: World
    viewer: User
    now: float

    @property
    def zone(self) -> ZoneInfo:
        """Return the zone the person lives in."""
        return ZoneInfo(self.viewer.tz)

    def at(self, seconds: float | str) -> datetime:
        """Return a moment (Unix seconds, or a message timestamp) in the person's zone."""
        return datetime.fromtimestamp(float(seconds), UTC).astimezone(self.zone)

    def knows(self, user: User) -> bool:
        """Tell whether the person can meet this user: in the own team, a guest only in a channel that both are in."""
        same_team = user.team_id == self.viewer.team_id and not self.viewer.is_restricted
        return same_team or user.id == self.viewer.id or self.world.shares_channel(self.viewer.id, user.id)

    def mention(self, user_id: str) -> str:
        """Return the name in a mention, without the @; people out of sight stay unnamed."""
        user = self.world.users.get(user_id)
        return user.real_name if user is not None and self.knows(user) else SOMEBODY

    def author(self, user_id: str) -> str:
        """Return the name of somebody who wrote something the person can read."""
        user = self.world.users.get(user_id)
        return user.real_name if user is not None else SOMEBODY

    def channel(self, channel_id: str) -> Channel | None:
        """Return a channel if the person finds it in their Slack."""
        found = self.world.channels.get(channel_id)
        return found if found is not None and self.world.sees(self.viewer, found) else None

    def channel_name(self, channel_id: str) -> str:
        """Return a channel's name, or for a direct conversation who is in it; "" when it is out of sight."""
        found = self.channel(channel_id)
        if found is None:
            return ""
        return found.name if not (found.is_im or found.is_mpim) else self.others(found)

    def others(self, channel: Channel) -> str:
        """Return the names of those in a direct conversation, the viewer left out unless alone."""
        names = [self.author(m) for m in channel.members if m != self.viewer.id]
        return ", ".join(names) or f"{self.viewer.real_name} (you)"

    def people(self, *, bots: bool = False) -> list[User]:
        """Return whom the person can choose in a list, by name."""
        shown = [u for u in self.world.users.values() if not u.deleted and (bots or not u.is_bot) and self.knows(u)]
        return sorted(shown, key=lambda u: u.real_name.casefold())

    def conversations(self, kinds: set[str], *, shared: bool = True, bots: bool = True) -> list[tuple[str, str]]:
        """Return (id, label) of the conversations of some kinds (im, mpim, private, public) the person can choose."""
        found = []
        for channel in self.world.channels.values():
            kind = {"group": "private", "channel": "public"}.get(channel.kind, channel.kind)
            if kind not in kinds or channel.is_archived or not self.world.sees(self.viewer, channel):
                continue
            if channel.is_ext_shared and not shared:
                continue
            if channel.is_im and not bots and any(self.world.users[m].is_bot for m in channel.members):
                continue
            name = self.channel_name(channel.id)
            found.append((channel.id, name if kind in ("im", "mpim") else f"#{name}"))
        return sorted(found, key=lambda pair: pair[1].casefold())

    def is_own(self, message: Json) -> bool:
        """Tell whether the person wrote a message."""
        return message.get("user") == self.viewer.id and not message.get("bot_id")


def colour(key: str) -> str:
    """Return the class of the colour that belongs to an id, the same every time."""
    return f"c{zlib.crc32(key.encode()) % COLOURS}"


def initials(name: str) -> str:
    """Return one or two letters for an avatar."""
    words = [w for w in name.replace("(", " ").split() if w[0].isalnum()]
    return "".join(w[0] for w in ([words[0], words[-1]] if len(words) > 1 else words[:1])).upper() or "?"
