"""A message that somebody marked with the chosen emoji: they are asked, nobody else, and once."""

from __future__ import annotations

from dataclasses import replace

from bot.domain.accounts import Deal, DealState
from bot.domain.cards import CardKind
from bot.domain.deals import DealFields, Reading
from bot.flows import cards
from bot.flows.deals import Announcement, deal_of
from bot.intents import Post
from bot.unit_of_work import Work
from bot.views import deals as view

MARKED = "Somebody marked this message."


async def marked(work: Work, by: str, reading: Reading, announcement: Announcement) -> None:
    """Ask whoever marked a message what is to become of it, in their DM; a message that has its account says so."""
    await work.alone()
    channel_id, ts = announcement.channel_id, announcement.message_ts
    known = await work.deals.of_message(channel_id, ts)
    url = f"{work.workspace.url}archives/{channel_id}/p{ts.replace('.', '')}"
    if has_account := [deal for deal in known if deal.account_id]:
        account = await work.accounts.by_id(has_account[0].account_id or "")
        if account is not None:
            key = f"marked:{channel_id}:{ts}:{by}"
            await work.send(key, Post(by, key=key, **view.has_account(account, url)))
        return
    if await work.cards.hold(_key(channel_id, ts, 0)) is not None:
        return
    for place, deal in enumerate(known or await _written_down(work, by, reading, announcement)):
        asked = replace(deal, state=DealState.ASKED, decided_by=None)
        if deal.state is not DealState.UNPLACED:
            await work.deals.change(deal.id, state=DealState.ASKED, decided_by=None)
        shown = view.marked(asked, url)
        await cards.put(work, CardKind.WIN, _key(channel_id, ts, place), (by, None), shown, deal=asked)


def _key(channel_id: str, ts: str, place: int) -> str:
    return f"marked:{channel_id}:{ts}:{place}"


async def _written_down(work: Work, by: str, reading: Reading, announcement: Announcement) -> list[Deal]:
    said = replace(reading, why=MARKED)
    found = []
    for place, fields in enumerate(reading.deals or (DealFields(),)):
        deal = deal_of(work, said, fields, announcement, place, place)
        deal = replace(deal, state=DealState.ASKED, seller_id=deal.seller_id or by)
        if await work.deals.add_if_new(deal):
            found.append(deal)
    return found
