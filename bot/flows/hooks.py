"""Deals that a CRM reports by a signed request: won, brought up to date, lost."""

from __future__ import annotations

import hashlib
from dataclasses import replace

from bot.domain.accounts import REPORTED, Deal, DealState
from bot.domain.cards import CardKind
from bot.domain.deals import Reading
from bot.flows import cards, deals, edits, reversal
from bot.flows.deals import Announcement
from bot.flows.edits import ASKING, Edit
from bot.unit_of_work import Work
from bot.views import deals_life as view


def place_of(crm_id: str) -> str:
    """What stands in the place of a channel for the deal that has this id in the CRM."""
    return REPORTED + hashlib.sha256(crm_id.encode()).hexdigest()[:32]


async def won(work: Work, reading: Reading, reported: Announcement) -> None:
    """A CRM says that a deal is won: the first time it is placed like an announcement, later brought up to date."""
    await work.alone()
    known = await work.deals.reported(reported.channel_id)
    if not known:
        await deals.record_new(work, reading, reported)
        return
    place = replace(reported, message_ts=known[0].message_ts)
    edit = Edit(reading, None, place, reported.message_ts, may_act=True)
    await edits.follow(work, edit, known)
    again = await work.deals.reported(reported.channel_id)
    if any(deal.state is DealState.REVERSED for deal in known):  # won after all, and perhaps for another price
        await edits.follow(work, edit, [deal for deal in again if deal.state is DealState.WON])
    for deal in again:
        main = await _main(work, deal)
        if main is not deal and main is not None and main.state is DealState.REVERSED and main.reversed_by is None:
            await reversal.restore(work, main, None)


async def lost(work: Work, reported_in: str, url: str | None) -> None:
    """A CRM says that a deal is lost, or no longer won. Nothing happens to one that it never reported as won."""
    await work.alone()
    for deal in await work.deals.reported(reported_in):
        if deal.state in ASKING:
            await work.deals.change(deal.id, state=DealState.WITHDRAWN, same_as=None, maybe_account_id=None)
            await cards.settle_about(work, deal.id, view.lost_meanwhile(), CardKind.WIN, CardKind.PLACE)
            continue
        main = await _main(work, deal)
        if main is not None and main.state is DealState.WON:
            await reversal.reverse(work, main, None, view.said_by_crm(url))


async def _main(work: Work, deal: Deal) -> Deal | None:
    """The deal itself, held, or the one of which it is a further announcement."""
    if deal.state is not DealState.SAME or not deal.same_as:
        return deal
    return await work.deals.hold(deal.same_as)
