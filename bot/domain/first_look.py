"""What an admin is shown before anything happens: which channels look like wins, and what would have been taken."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from bot.domain.deals import DealFields, Verdict, read_announcement

# Words of a channel's name that speak of won deals, and those that speak against it.
_WON = frozenset({
    "win", "wins", "won", "deal", "deals", "closedwon", "bookings",
    "gewonnen", "abschluesse", "abschlüsse", "auftraege", "aufträge",
    "gagne", "gagnes", "gagné", "gagnés", "victoires", "ganado", "ganados", "ganadas", "ventas",
    "ganho", "ganhos", "vendas", "vinto", "vinti", "vittorie", "vunna", "wygrane", "受注", "成約", "赢单",
})  # fmt: skip
_NOT = frozenset({
    "lost", "verloren", "perdu", "perdus", "perdidos", "review", "reviews", "help", "desk", "pipeline", "test",
})  # fmt: skip


@dataclass(frozen=True)
class Taken:
    """A won deal as it was read, and who posted it: a user id, or None for an app."""

    deal: DealFields
    posted_by: str | None


@dataclass(frozen=True)
class Look:
    """What the latest messages of a channel hold. `can_read` is None when that could not be found out in time; `apps`
    are ids and names of the apps that post there."""

    channel_id: str
    can_read: bool | None
    taken: tuple[Taken, ...] = ()
    unsure: int = 0
    apps: tuple[tuple[str, str], ...] = ()


def looks_like_wins(channel_name: str | None) -> bool:
    """Does the channel's name say that wins are announced there?"""
    words = set(re.split(r"[-_.]+", (channel_name or "").casefold()))
    return bool(words & _WON) and not words & _NOT


def look_at(channel_id: str, messages: Sequence[Mapping[str, Any]], apps: Sequence[str], own_bot: str) -> Look:
    """What we would have taken from these messages, the newest first; of apps, only of those in `apps` unless it is
    empty."""
    taken: list[Taken] = []
    seen: dict[str, str] = {}
    unsure = 0
    for message in messages:
        bot_id, app_id = _text(message, "bot_id"), _app_of(message)
        if bot_id == own_bot:
            continue
        if app := app_id or bot_id:
            seen.setdefault(app, _name_of(message) or app)
            if apps and not {app_id, bot_id} & set(apps):
                continue
        reading = read_announcement(message)
        if reading.verdict is Verdict.WON:
            taken += [Taken(deal, None if app else _text(message, "user") or None) for deal in reading.deals]
        elif reading.verdict is Verdict.UNSURE:
            unsure += 1
    return Look(channel_id, True, tuple(taken), unsure, tuple(seen.items()))


def _app_of(message: Mapping[str, Any]) -> str:
    return _text(message, "app_id") or _text(_profile(message), "app_id")


def _name_of(message: Mapping[str, Any]) -> str:
    return _text(_profile(message), "name") or _text(message, "username")


def _profile(message: Mapping[str, Any]) -> Mapping[str, Any]:
    profile = message.get("bot_profile")
    return profile if isinstance(profile, Mapping) else {}


def _text(whole: Mapping[str, Any], name: str) -> str:
    value = whole.get(name)
    return value if isinstance(value, str) else ""
