"""What becomes of deals when their announcement is edited or deleted."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from bot.domain import same_deal
from bot.domain.accounts import Deal, DealState
from bot.domain.cards import CardKind
from bot.domain.deals import DealFields, Reading, Verdict
from bot.domain.naming import account_key
from bot.flows import accounts, announcing, cards, deals, merging, placing, reversal
from bot.flows.deals import Announcement
from bot.ids import new_id
from bot.unit_of_work import Work
from bot.views import deals as deals_view
from bot.views import deals_life as view

TOO_OLD = "The message was edited into a win long after it was written, so a person should say."
ASKING = (DealState.ASKED, DealState.UNPLACED)
WIPED: dict[str, Any] = dict(
    account_name=None, amount=None, currency=None, seller_id=None, seller_name=None, owner_id=None, product=None,
    crm_url=None, closed_on=None, why="",
)  # fmt: skip
FOLLOWED = ("product", "crm_url", "closed_on", "kind")


@dataclass(frozen=True)
class Edit:
    """One edit of an announcement: what it says now, what it said before, and when it changed (a ts of Slack).

    `may_act`: a CRM's post, or a person's that is still fresh; an old message edited into a win only asks.
    """

    reading: Reading
    before: Reading | None
    announcement: Announcement
    changed_ts: str
    may_act: bool


async def edited(work: Work, edit: Edit) -> None:
    """An announcement was edited: what it says now is taken over, except over a person's decision."""
    await work.alone()
    place = edit.announcement.channel_id, edit.announcement.message_ts
    if not await work.note_change(*place, edit.changed_ts):
        return
    known = await work.deals.of_message(*place)
    if known:
        await follow(work, edit, known)
    elif edit.reading.verdict is not Verdict.NOT_WON:
        await deals.record_new(work, _carefully(edit), edit.announcement)


async def follow(work: Work, edit: Edit, known: list[Deal]) -> None:
    """What was read of a message before is brought up to what it says now. The caller holds the workspace."""
    said = () if edit.reading.verdict is Verdict.NOT_WON else edit.reading.deals or (DealFields(),)
    pairs, fresh = _pairs(known, said)
    for deal, at in pairs:
        if at is None:
            await _stops_being_a_win(work, deal)
        else:
            await _says(work, edit, deal, at)
    for count, at in enumerate(fresh):
        position = max(deal.position for deal in known) + 1 + count
        one = replace(_carefully(edit), deals=(said[at],))
        await deals.record_new(work, one, _only(edit.announcement, at), position)


def _carefully(edit: Edit) -> Reading:
    if edit.may_act or edit.reading.verdict is not Verdict.WON:
        return edit.reading
    return replace(edit.reading, verdict=Verdict.UNSURE, why=TOO_OLD)


def _only(announcement: Announcement, at: int) -> Announcement:
    """The announcement as far as one of its deals is concerned."""
    return replace(
        announcement,
        seller_ids=announcement.seller_ids[at : at + 1],
        owner_ids=announcement.owner_ids[at : at + 1],
        kinds=announcement.kinds[at : at + 1],
    )


def _pairs(known: list[Deal], said: tuple[DealFields, ...]) -> tuple[list[tuple[Deal, int | None]], list[int]]:
    """Which deal of the message is spoken of where now: by the account's name, else in order; and what is new."""
    left = list(range(len(said)))
    found: dict[str, int] = {}
    for by_name in (True, False):
        for deal in known:
            for at in list(left):
                if deal.id not in found and (not by_name or _key(deal.account_name) == _key(said[at].account_name)):
                    found[deal.id] = at
                    left.remove(at)
    return [(deal, found.get(deal.id)) for deal in known], left


def _key(name: str | None) -> str:
    return account_key(name) if name else ""


async def _stops_being_a_win(work: Work, deal: Deal) -> None:
    if deal.state in ASKING:
        await placing.withdraw(work, deal, is_gone=False)
    elif deal.state is DealState.WON:
        await reversal.propose(work, deal, view.NO_LONGER_SAYS)


async def _says(work: Work, edit: Edit, deal: Deal, at: int) -> None:
    """The announcement speaks of this deal, now perhaps in other words."""
    new = deals.deal_of(work, _carefully(edit), edit.reading.deals[at] if edit.reading.deals else DealFields(),
                        edit.announcement, at, deal.position)  # fmt: skip
    facts = {name: getattr(new, name) for name in (*_FACTS, "why")}
    if deal.state in ASKING or deal.state is DealState.WITHDRAWN:
        await _ask_anew(work, edit, deal, new, facts)
    elif deal.state is DealState.WON:
        await cards.settle_about(work, deal.id, view.says_won_again(), CardKind.UNDO)
        await _take_over(work, deal, new, _before(edit, at))
    elif deal.state is DealState.SAME:
        await _further_source(work, deal, new, facts, _before(edit, at))
    elif deal.state is DealState.REVERSED and deal.reversed_by is None and _was_not_won(edit):
        await reversal.restore(work, deal, None)


_FACTS = (
    "account_name", "amount", "currency", "seller_id", "seller_name", "owner_id", "product", "crm_url", "closed_on",
    "kind",
)  # fmt: skip


def _was_not_won(edit: Edit) -> bool:
    return edit.before is None or edit.before.verdict is Verdict.NOT_WON


def _before(edit: Edit, at: int) -> DealFields | None:
    """What the announcement said about this deal before the edit, if that is known."""
    if edit.before is None or not edit.reading.deals:
        return None
    wanted = _key(edit.reading.deals[at].account_name)
    named = [fields for fields in edit.before.deals if _key(fields.account_name) == wanted]
    if named:
        return named[0]
    return edit.before.deals[at] if at < len(edit.before.deals) else None


async def _ask_anew(work: Work, edit: Edit, deal: Deal, new: Deal, facts: dict[str, Any]) -> None:
    """Nobody has decided about it yet: it is read as if it came now."""
    is_withdrawn = deal.state is DealState.WITHDRAWN
    is_same = all(getattr(deal, name) == facts[name] for name in _FACTS)
    if not is_withdrawn and is_same and (deal.state is DealState.UNPLACED or new.state is DealState.ASKED):
        return
    await work.deals.change(deal.id, state=new.state, same_as=None, maybe_account_id=None, **facts)
    now_is = replace(deal, state=new.state, same_as=None, maybe_account_id=None, **facts)
    if deal.state is new.state is DealState.ASKED and not await placing.place_if_known(work, now_is):
        for card in await work.cards.open_about_deal(deal.id, CardKind.WIN):
            await cards.show(work, card, deals_view.asked(now_is))
        return
    await cards.settle_about(work, deal.id, view.reads_otherwise(), CardKind.WIN, CardKind.PLACE)
    fresh = await work.deals.by_id(deal.id)
    if fresh is not None and fresh.state is not DealState.SAME:
        await deals.begin(work, now_is, edit.announcement.rota, again=True, admins=edit.announcement.admins)


async def _take_over(work: Work, deal: Deal, new: Deal, before: DealFields | None) -> None:
    """A won deal's announcement changed: its facts follow, what a person decided is only offered."""
    changes: dict[str, Any] = {}
    for name in FOLLOWED:
        said, had = getattr(new, name), getattr(deal, name)
        if said is not None and said != had and (name != "kind" or before is None or deal.decided_by is None):
            changes[name] = said
    if deal.seller_id is None and new.seller_id is not None and deal.decided_by is None:
        changes |= dict(seller_id=new.seller_id, seller_name=new.seller_name)
    value_changed = _value_changed(deal, new, before)
    if value_changed and deal.decided_by is None:
        changes |= dict(amount=new.amount, currency=new.currency or deal.currency)
        await cards.settle_about(work, deal.id, view.newer_stands_below(), CardKind.FACTS)
    if changes:
        await work.deals.change(deal.id, **changes)
        await placing.seller_is_known(work, replace(deal, **changes))
        await accounts.refresh(work, deal.account_id or "")
    if value_changed and deal.decided_by is not None:
        await _offer(work, deal, deal, new)
    await _follow_name(work, deal, new, before)


def _value_changed(deal: Deal, new: Deal, before: DealFields | None) -> bool:
    """Does the announcement name another value than the deal has, and is it this edit that says so?"""
    if new.amount is None or (new.amount == deal.amount and new.currency in (None, deal.currency)):
        return False
    return before is None or (before.amount, before.currency) != (new.amount, new.currency)


async def _follow_name(work: Work, deal: Deal, new: Deal, before: DealFields | None) -> None:
    """Another name in the announcement renames an account of which nothing was signed yet; otherwise it is said."""
    said, had = new.account_name, before.account_name if before else deal.account_name
    account = await work.accounts.hold_by_id(deal.account_id) if deal.account_id else None
    if account is None or not said or said == had or said == account.name:
        return
    handoff = await work.handoffs.latest_of(account.id)
    is_new = handoff is not None and handoff.version == 0 and len(await work.deals.of_account(account.id)) == 1
    if is_new and deal.decided_by is None and await merging.rename(work, account, said, None) is None:
        await work.deals.change(deal.id, account_name=said)
        return
    if account_key(said) != account.name_key:
        await announcing.reply(work, deal, f"name:{deal.id}:{new_id()}", view.names_other(account, said, new))


async def _further_source(work: Work, deal: Deal, new: Deal, facts: dict[str, Any], before: DealFields | None) -> None:
    """A further announcement of a deal changed: what was missing is filled in, what differs is offered."""
    await work.deals.change(deal.id, **facts)
    main = await work.deals.hold(deal.same_as) if deal.same_as else None
    if main is None or main.state is not DealState.WON:
        return
    better: dict[str, Any] = {
        name: value for name, value in same_deal.better_facts(main, new).items() if name != "kind"
    }
    if better:
        await work.deals.change(main.id, **better)
        main = replace(main, **better)
        await placing.seller_is_known(work, main)
        await accounts.refresh(work, main.account_id or "")
    if _value_changed(main, new, before):
        await _offer(work, main, deal, new)


async def _offer(work: Work, deal: Deal, source: Deal, new: Deal) -> None:
    """Under the announcement, or in the account's channel: it says another value now; a person may take it over."""
    detail = {"amount": str(new.amount), "currency": new.currency or deal.currency}
    offered = await work.cards.open_about_deal(deal.id, CardKind.FACTS)
    if source.is_reported and any(detail.items() <= json.loads(card.detail).items() for card in offered):
        return  # a CRM may report the same over and over
    await cards.settle_about(work, deal.id, view.newer_stands_below(), CardKind.FACTS)
    spoken_of = await announcing.place_of(work, source)
    account = await work.accounts.by_id(deal.account_id) if deal.account_id else None
    if spoken_of is None and source.is_reported and account is not None:
        spoken_of = account.channel_id or "", None
    if spoken_of is None or account is None or new.amount is None:
        return
    key = cards.new_key(CardKind.FACTS)
    shown = view.facts_changed(deal, new, key)
    await cards.put(work, CardKind.FACTS, key, spoken_of, shown, deal=deal, account=account, detail=detail)


async def take_over(work: Work, card_id: str, by: str) -> str | None:
    """*Take it over*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    deal = await work.deals.hold(card.deal_id) if card and card.deal_id else None
    if card is None or card.settled_at is not None or deal is None or deal.state is not DealState.WON:
        return cards.TOO_LATE
    offered = json.loads(card.detail)
    amount, currency = Decimal(offered["amount"]), offered["currency"]
    await work.deals.change(deal.id, amount=amount, currency=currency)
    await cards.settle(work, card, view.taken_over(by, amount, currency))
    await accounts.refresh(work, deal.account_id or "")
    return None


async def deleted(work: Work, channel_id: str, message_ts: str, *, is_watched: bool) -> None:
    """An announcement was deleted: nothing is asked under it any more; a win that stands is asked about where the
    account's people are."""
    if not is_watched and not await work.deals.is_known(channel_id, message_ts):
        return
    await work.alone()
    known = await work.deals.of_message(channel_id, message_ts)
    await work.note_change(channel_id, message_ts, message_ts, is_gone=True)
    for deal in known:
        if deal.gone_at is None:
            await work.deals.change(deal.id, gone_at=work.now)
            await _gone(work, deal)


async def _gone(work: Work, deal: Deal) -> None:
    if deal.state in ASKING:
        await placing.withdraw(work, deal, is_gone=True)
    if deal.state in (*ASKING, DealState.NOT_A_WIN, DealState.WITHDRAWN, DealState.SAME):
        await work.deals.change(deal.id, **WIPED)
    if deal.state is DealState.WON:
        others = [one for one in await work.deals.again(deal.id) if one.gone_at is None]
        if not others:  # while another announcement stands, the win stands
            await reversal.propose(work, deal, view.DELETED)
    if deal.state is DealState.SAME and deal.same_as:
        main = await work.deals.hold(deal.same_as)
        others = [one for one in await work.deals.again(deal.same_as) if one.gone_at is None]
        if main is not None and main.state is DealState.WON and main.gone_at is not None and not others:
            await reversal.propose(work, main, view.DELETED)
