"""Where people are told about a deal: under its announcement, else whoever set it up by hand, or sold it."""

from __future__ import annotations

from typing import Any

from bot.domain.accounts import Deal, DealState
from bot.intents import Post, React
from bot.unit_of_work import Work


def is_announced(work: Work, deal: Deal) -> bool:
    """Does the deal stand in a channel that announces wins, and does its message still stand? Only there it is reacted
    and replied to: what was set up by hand may come from anywhere, a channel that customers read included."""
    return bool(deal.message_ts) and deal.gone_at is None and work.policy.watches(deal.channel_id)


async def place_of(work: Work, deal: Deal) -> tuple[str, str | None] | None:
    """Channel and thread in which this deal is spoken of, or the person who set it up; None when there is neither."""
    if is_announced(work, deal):
        return deal.channel_id, deal.message_ts
    return (deal.decided_by, None) if deal.decided_by else None


async def react(work: Work, deal: Deal) -> None:
    """Mark the announcement as taken."""
    if is_announced(work, deal):
        await work.send(f"react:{deal.id}", React(deal.channel_id, deal.message_ts, "handshake"))


async def reply(work: Work, deal: Deal, key: str, shown: dict[str, Any]) -> None:
    """Say something about the deal where it is spoken of; of one that a CRM reported, to the seller."""
    place = await place_of(work, deal)
    if place is None and deal.is_reported and deal.state is not DealState.SAME and deal.seller_id:
        place = deal.seller_id, None
    if place is not None:
        channel, thread = place
        await work.send(key, Post(channel, key=key, thread_ts=thread, **shown))
