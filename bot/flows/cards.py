"""Cards: put before people, brought up to date, and settled once somebody or something has decided."""

from __future__ import annotations

import json
from typing import Any

from bot.domain.accounts import Account, Deal
from bot.domain.cards import Card, CardKind
from bot.ids import new_id
from bot.intents import Post, Update
from bot.unit_of_work import Work

TOO_LATE = "Somebody has decided that one already."


def new_key(kind: CardKind) -> str:
    """The id of a card to come, which its buttons carry."""
    return f"{kind}:{new_id()}"


async def put(
    work: Work,
    kind: CardKind,
    key: str,
    place: tuple[str, str | None],
    shown: dict[str, Any],
    *,
    deal: Deal | None = None,
    account: Account | None = None,
    detail: dict[str, Any] | None = None,
) -> None:
    """Ask there: a channel (or a person's id) and a thread. A channel "" means the account's, once it is there."""
    channel, thread = place
    kept = dict(detail or {})
    if not channel:
        kept["shown"] = shown
    card = Card(
        workspace_id=work.workspace.id,
        id=key,
        kind=kind,
        deal_id=deal.id if deal else None,
        account_id=account.id if account else None,
        channel_id=channel,
        detail=json.dumps(kept, ensure_ascii=False),
        opened_at=work.now,
    )
    await work.cards.add(card)
    if channel:
        await work.send(key, Post(channel, key=key, thread_ts=thread, **shown))


async def channel_is_there(work: Work, account_id: str, channel_id: str) -> None:
    """Post what waited for the account's channel."""
    for card in await work.cards.without_channel(account_id):
        detail = json.loads(card.detail)
        shown = detail.pop("shown")
        await work.cards.change(card.id, channel_id=channel_id, detail=json.dumps(detail, ensure_ascii=False))
        await work.send(card.id, Post(channel_id, key=card.id, **shown))


async def show(work: Work, card: Card, shown: dict[str, Any]) -> None:
    """Bring a card up to date."""
    if card.channel_id:
        await work.send(f"show:{new_id()}", Update(card.channel_id, key=card.id, **shown))
    else:
        detail = json.loads(card.detail) | {"shown": shown}
        await work.cards.change(card.id, detail=json.dumps(detail, ensure_ascii=False))


async def settle(work: Work, card: Card, shown: dict[str, Any]) -> None:
    """It asks no longer; it says what became of it."""
    if card.settled_at is not None:
        return
    await work.cards.settle(card.id, work.now)
    if card.channel_id:
        await work.send(f"settled:{card.id}", Update(card.channel_id, key=card.id, **shown))


async def settle_about(work: Work, deal_id: str, shown: dict[str, Any], *kinds: CardKind) -> None:
    """Settle what is asked about a deal, of these kinds."""
    for card in await work.cards.open_about_deal(deal_id, *kinds):
        await settle(work, card, shown)
