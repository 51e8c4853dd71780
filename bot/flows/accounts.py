"""Accounts: opened from a deal, given a channel, filled with people."""

from __future__ import annotations

from datetime import time
from typing import Any

from bot.domain import workhours
from bot.domain.accounts import Account, Deal, DealState, Phase, value_of
from bot.domain.handoff import Handoff, HandoffState
from bot.domain.naming import account_key, channel_name
from bot.domain.people import Role, next_in_turn
from bot.flows import announcing, cards, fresh_homes, people
from bot.flows import handoff as handoff_flow
from bot.ids import new_id
from bot.intents import Bookmark, Invite, OpenChannel, Pin, Post, SetPurpose, SetTopic
from bot.unit_of_work import Work
from bot.views import accounts as view
from bot.views import deals as deals_view
from bot.views import handoff as handoff_view

HANDOFF_DUE = time(17)  # of the seller's day
NAMES_AT_ONCE = 20
MOST_SUFFIXES = 10_000


async def open_for_deal(work: Work, deal: Deal, rota: tuple[str, ...]) -> Account:
    """A new account for a won deal, with its roles, handoff and channel-to-be."""
    account = await _add(work, deal, deal.account_name or "Customer")
    await work.deals.change(deal.id, account_id=account.id)
    await announcing.react(work, deal)
    seller_id = deal.seller_id
    owner_id = await _owner(work, deal, rota)
    for role, person_id in ((Role.SELLER, seller_id), (Role.DELIVERY_OWNER, owner_id)):
        if person_id:
            await people.give_role(work, account.id, person_id, role)
    await work.handoffs.add(await _handoff(work, account, deal, seller_id, owner_id))
    await fresh_homes.account(work, account.id)
    await work.send(f"open:{account.id}", OpenChannel(account.id, account.channel_name, work.policy.channel_private))
    return account


async def refresh(work: Work, account_id: str) -> None:
    """Something about the account's deals changed: its value, the pinned brief and the topic follow."""
    value, currency = value_of(await work.deals.of_account(account_id))
    await work.accounts.change(account_id, value=value, currency=currency)
    handoff = await work.handoffs.latest_of(account_id)
    if handoff is not None:
        await handoff_flow.refresh(work, handoff.id)
    await fresh_homes.account(work, account_id)


async def tell(work: Work, account: Account, key: str, shown: dict[str, Any]) -> None:
    """Say something in the account's channel, if it is there."""
    if account.channel_id:
        await work.send(key, Post(account.channel_id, key=key, **shown))


async def _owner(work: Work, deal: Deal, rota: tuple[str, ...]) -> str | None:
    """Who takes the account over: the one it was sold to by name, else whose turn it is; never the seller, for a
    handoff needs two."""
    if deal.owner_id and deal.owner_id != deal.seller_id:
        return deal.owner_id
    others = tuple(person_id for person_id in rota if person_id != deal.seller_id)
    return next_in_turn(others, await work.take_turn()) if others else None


async def _add(work: Work, deal: Deal, name: str) -> Account:
    account = Account(
        id=new_id(),
        workspace_id=work.workspace.id,
        name=name,
        name_key=account_key(name),
        phase=Phase.HANDOFF,
        value=deal.amount,
        currency=deal.currency,
        zone=None,
        channel_name=await free_name(work, name),
        channel_id=None,
        opened_at=work.now,
    )
    await work.accounts.add(account)
    return account


async def free_name(work: Work, account_name: str, first: int = 1) -> str:
    """The first channel name by the template that no account has reserved, counting suffixes from `first` on."""
    while True:
        numbers = range(first, first + NAMES_AT_ONCE)
        names = [channel_name(work.policy.channel_name, account_name, n if n > 1 else None) for n in numbers]
        taken = await work.accounts.names_taken(names)
        for name in names:
            if name not in taken:
                return name
        first += NAMES_AT_ONCE


async def name_after(work: Work, account: Account, taken: str) -> str:
    """The next name to try when Slack says that one is taken."""
    number = 1
    while channel_name(work.policy.channel_name, account.name, number if number > 1 else None) != taken:
        number += 1
        if number > MOST_SUFFIXES:
            raise LookupError(f"no free channel name is left for account {account.id}")
    return await free_name(work, account.name, number + 1)


async def _handoff(work: Work, account: Account, deal: Deal, seller_id: str | None, owner_id: str | None) -> Handoff:
    zone = await people.zone_of(work, seller_id or owner_id)
    due_on = workhours.add_workdays(workhours.local_day(work.now, zone), work.policy.handoff_days)
    return Handoff(
        id=new_id(),
        workspace_id=work.workspace.id,
        account_id=account.id,
        deal_id=deal.id,
        state=HandoffState.OPEN,
        seller_id=seller_id,
        owner_id=owner_id,
        version=0,
        due_at=workhours.at_wall_time(due_on, HANDOFF_DUE, zone),
        opened_at=work.now,
        accepted_at=None,
        return_reason=None,
    )


async def channel_opened(work: Work, account_id: str, channel_id: str, name: str) -> None:
    """The channel is there: brief, pin, topic, bookmarks, people, and the link under the announcement."""
    await work.accounts.change(account_id, channel_id=channel_id, channel_name=name)
    await fresh_homes.account(work, account_id)
    account = await work.accounts.by_id(account_id)
    handoff = await work.handoffs.latest_of(account_id)
    if account is None or handoff is None:
        return
    deals = await work.deals.of_account(account_id, DealState.WON, DealState.SAME)
    key = handoff_flow.brief_key(handoff)
    await work.send(key, Post(channel_id, key=key, **await handoff_flow.card(work, account, handoff)))
    await work.send(f"pin:{handoff.id}", Pin(channel_id, key=key))
    topic = SetTopic(channel_id, view.topic(handoff.seller_id, handoff.owner_id))
    await work.send(f"topic:{account_id}:{handoff.seller_id}:{handoff.owner_id}", topic)
    await work.send(f"purpose:{account_id}", SetPurpose(channel_id, view.purpose(account)))
    await work.send(f"bookmark:{handoff.id}", Bookmark(channel_id, title=handoff_view.BOOKMARK, key=key))
    for deal in deals:
        if deal.state is DealState.WON and (link := view.crm_link(deal)):
            await work.send(f"crm:{deal.id}", Bookmark(channel_id, title=view.CRM_BOOKMARK, link=link))
    for person_id in (handoff.seller_id, handoff.owner_id):
        if person_id:
            await invite(work, account_id, person_id)
    for deal in deals:
        await reply_with_link(work, deal, account, is_new=deal.id == handoff.deal_id)
    await cards.channel_is_there(work, account_id, channel_id)


async def invite(work: Work, account_id: str, person_id: str) -> None:
    """Bring somebody into the account's channel, if it is there."""
    account = await work.accounts.by_id(account_id)
    if account is not None and account.channel_id:
        key = f"invite:{account_id}:{person_id}"
        await work.send(key, Invite(account.channel_id, user=person_id, account_id=account_id))


async def reply_with_link(work: Work, deal: Deal, account: Account, *, is_new: bool) -> None:
    """The link to the account's channel, where the deal was announced."""
    handoff = await work.handoffs.latest_of(account.id)
    shown = deals_view.opened(account, handoff, is_new=is_new)
    if deal.state is DealState.SAME:
        shown = deals_view.counted_once(account)
    await announcing.reply(work, deal, f"opened:{deal.id}", shown)


async def not_invited(work: Work, account_id: str, channel_id: str, person_id: str, sentence: str) -> None:
    """Somebody could not be invited: say so where the others are; nothing else stops."""
    key = f"uninvited:{account_id}:{person_id}"
    await work.send(key, Post(channel_id, key=key, **view.not_invited(person_id, sentence)))


async def link(work: Work, account: Account, channel_id: str, by: str) -> str | None:
    """Watch that channel for this account's customer. Returns a sentence when it is no channel for that."""
    if account.phase is Phase.CLOSED:
        return view.no_link_to_closed(account)
    if await work.accounts.in_channel(channel_id) is not None:
        return "That is an account's internal channel. Link the one that the customer reads."
    other = await work.accounts.of_customer_channel(channel_id)
    if other is not None and other.id != account.id:
        return view.linked_elsewhere(channel_id, other)
    await work.accounts.link_customer_channel(account.id, channel_id, by, work.now)
    return None
