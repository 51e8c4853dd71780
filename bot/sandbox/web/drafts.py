"""Ready-made announcements of a CRM, to be edited and posted in its place."""

from __future__ import annotations

from dataclasses import dataclass

from bot.sandbox.model import User
from bot.sandbox.web.place import Place


@dataclass(frozen=True)
class Draft:
    """A text with a short name for its button."""

    name: str
    text: str


ANNOUNCEMENTS = (
    Draft(
        "Win with fields",
        ":tada: Deal won: *Onboarding package for Hooli*\nAmount: €64,000\nOwner: Sara Lindqvist\n"
        "Close date: today\nDeal: https://crm.example/deals/4711",
    ),
    Draft("Plain win", "Closed won: Juniper Foods, $38k ARR, sold by Ben Carter"),
    Draft("Lost deal", "Deal lost: Umbra Logistics, $22,000. Reason: they stay with what they have."),
)


@dataclass(frozen=True)
class Poster:
    """A bot that one can post as, and what it would say."""

    bot: User
    drafts: tuple[Draft, ...]


def drafts_in(place: Place) -> list[Poster]:
    """Return the bots in this channel that no program speaks for, so that one can speak for them."""
    channel, world = place.channel, place.core.world
    if channel is None or channel.is_im or not place.is_member:
        return []
    bots = [world.users[m] for m in channel.members if world.users[m].is_bot]
    silent = [bot for bot in bots if (app := world.apps.get(bot.app_id)) is not None and app.mode == "none"]
    return [Poster(bot, ANNOUNCEMENTS) for bot in silent if bot.team_id == place.viewer.team_id]
