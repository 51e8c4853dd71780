"""A win taken back, and won after all: everything that was due closes, and comes back as it was."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

from bot.domain import same_deal
from bot.domain.accounts import Account, Deal, DealState, Outcome, Phase
from bot.domain.cards import Card, CardKind
from bot.domain.handoff import HandoffState
from bot.domain.people import Role
from bot.domain.reversals import Reversal, names
from bot.flows import accounts, announcing, cards, checkins, questions
from bot.flows import handoff as handoff_flow
from bot.ids import new_id
from bot.intents import ArchiveChannel
from bot.unit_of_work import Work
from bot.views import deals_life as view
from bot.views.kit import Markup

AFTER_ALL = timedelta(days=30)  # how long *It is won after all* works
GONE = "That win was taken back already."
TOO_OLD = "That was a while ago. Set the deal up again with `/account new`; it joins the same account."


async def announced(work: Work, reversal: Reversal, message: tuple[str, str], *, by_app: bool) -> None:
    """A message takes a win back. A CRM that leaves no doubt is believed; otherwise the account's people are asked."""
    await work.alone()
    deal, is_sure = await _meant(work, reversal)
    if deal is None or (held := await work.deals.hold(deal.id)) is None or held.state is not DealState.WON:
        return
    link = f"{work.workspace.url}archives/{message[0]}/p{message[1].replace('.', '')}"
    if by_app and is_sure:
        await reverse(work, held, None, view.said_in(link))
    else:
        await propose(work, held, view.LOST, link)


async def _meant(work: Work, reversal: Reversal) -> tuple[Deal | None, bool]:
    """The deal that a message takes back, and whether it surely is that one."""
    if reversal.links:
        linked = [
            deal
            for deal in await work.deals.with_link()
            if any(same_deal.same_link(deal.crm_url, link) for link in reversal.links)
        ]
        if linked:
            return linked[-1], len(linked) == 1
    named = [account for account in await work.accounts.every_open() if names(reversal, account.name, account.name_key)]
    longest = max(named, key=lambda account: len(account.name_key), default=None)
    if longest is None or any(one.name_key not in longest.name_key for one in named):
        return None, False
    deals = await work.deals.of_account(longest.id)
    other_link = bool(reversal.links) and bool(deals) and bool(deals[-1].crm_url)
    is_sure = reversal.from_won and len(deals) == 1 and not other_link
    return (deals[-1] if deals else None), is_sure


async def propose(work: Work, deal: Deal, why: str, link: str = "") -> None:
    """Ask the account's people whether the win is to be undone; once at a time."""
    if await work.cards.open_about_deal(deal.id, CardKind.UNDO):
        return
    account = await work.accounts.by_id(deal.account_id) if deal.account_id else None
    if account is None:
        return
    key = cards.new_key(CardKind.UNDO)
    shown = view.undo_asked(account, deal, why, key, link)
    place = account.channel_id or "", None
    await cards.put(work, CardKind.UNDO, key, place, shown, deal=deal, account=account)


async def keep(work: Work, card_id: str, by: str) -> str | None:
    """*Keep*: the win stands. Returns a sentence when it is too late."""
    card = await work.cards.hold(card_id)
    if card is None or card.settled_at is not None:
        return cards.TOO_LATE
    await cards.settle(work, card, view.kept(by))
    return None


async def undo(work: Work, deal_id: str, by: str) -> str | None:
    """*Undo the win*. Returns a sentence when it is too late."""
    await work.alone()
    deal = await work.deals.hold(deal_id)
    if deal is None or deal.state is not DealState.WON:
        return GONE
    await reverse(work, deal, by, view.taken_back_by(by))
    return None


async def undo_asked(work: Work, card_id: str, by: str) -> str | None:
    """*Undo the win* on the card that asks. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    return await undo(work, card.deal_id or "", by) if card else GONE


async def reverse(work: Work, deal: Deal, by: str | None, told: Markup) -> None:
    """The win is taken back. `told` says by whom."""
    await work.deals.change(deal.id, state=DealState.REVERSED, reversed_at=work.now, reversed_by=by)
    account_id = deal.account_id or ""
    left = await work.deals.of_account(account_id)
    detail: dict[str, object] = {"closed": not left, "told": str(told)}
    if not left:
        detail["questions"] = await _close(work, account_id)
    else:
        handoff = await work.handoffs.latest_of(account_id)
        if handoff is not None and handoff.deal_id == deal.id:
            await work.handoffs.change(handoff.id, deal_id=left[-1].id)
    await accounts.refresh(work, account_id)
    await cards.settle_about(work, deal.id, view.undone(told), CardKind.UNDO, CardKind.FACTS)
    account = await work.accounts.by_id(account_id)
    if account is None:
        return
    detail["archive"] = not left and await work.cards.latest(account_id, CardKind.TAKEN_BACK) is None
    key = cards.new_key(CardKind.TAKEN_BACK)
    shown = view.taken_back(account, deal, told, key, closed=not left, may_archive=bool(detail["archive"]))
    place = account.channel_id or "", None
    await cards.put(work, CardKind.TAKEN_BACK, key, place, shown, deal=deal, account=account, detail=detail)
    for said in [deal, *await work.deals.again(deal.id)]:
        await announcing.reply(work, said, f"reversed:{said.id}:{new_id()}", view.taken_back_line(account, told))


async def _close(work: Work, account_id: str) -> list[str]:
    """No win of the account stands any more: nothing is due; returns the ids of the questions that were open."""
    handoff = await work.handoffs.latest_of(account_id)
    if handoff is not None and (held := await work.handoffs.hold(handoff.id)):
        await handoff_flow.withdraw(work, held)
    await checkins.withdraw(work, account_id)
    asked = await questions.dismiss_all(work, account_id)
    account = await work.accounts.hold_by_id(account_id)
    if account is not None and account.phase is not Phase.CLOSED:
        closed = dict(phase=Phase.CLOSED, outcome=Outcome.REVERSED, closed_at=work.now, was_phase=account.phase)
        await work.accounts.change(account_id, **closed)
    return asked


async def agree(work: Work, account_id: str) -> None:
    """Deals came or went by other ways: an account with a win is open, one without any is closed."""
    account = await work.accounts.by_id(account_id)
    wins = await work.deals.of_account(account_id)
    if account is not None and wins and account.phase is Phase.CLOSED:
        await reopen(work, account)
    elif account is not None and not wins and account.phase is not Phase.CLOSED:
        await _close(work, account_id)


async def after_all(work: Work, card_id: str, by: str) -> str | None:
    """*It is won after all*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    deal = await work.deals.hold(card.deal_id) if card and card.deal_id else None
    if card is None or deal is None or deal.state is not DealState.REVERSED:
        return cards.TOO_LATE
    if deal.reversed_at is not None and work.now - deal.reversed_at > AFTER_ALL:
        return TOO_OLD
    return await restore(work, deal, by)


async def restore(work: Work, deal: Deal, by: str | None) -> str | None:
    """The deal is won after all: the account goes on where it was. `by` is None when an announcement says so."""
    await work.deals.change(deal.id, state=DealState.WON, reversed_at=None, reversed_by=None)
    account = await work.accounts.by_id(deal.account_id) if deal.account_id else None
    if account is None:
        return cards.TOO_LATE
    taken_back = await work.cards.open_about_deal(deal.id, CardKind.TAKEN_BACK)
    asked: list[str] = [one for card in taken_back for one in json.loads(card.detail).get("questions", [])]
    was_archived = any(json.loads(card.detail).get("archived") for card in taken_back)
    if account.phase is Phase.CLOSED:
        await reopen(work, account, asked)
    await accounts.refresh(work, account.id)
    for card in taken_back:
        await cards.settle(work, card, view.won_after_all(by))
    fresh = await work.accounts.by_id(account.id) or account
    for said in [deal, *await work.deals.again(deal.id)]:
        await announcing.reply(work, said, f"restored:{said.id}:{new_id()}", view.won_after_all_line(fresh, by))
    return view.UNARCHIVE if was_archived else None


async def reopen(work: Work, account: Account, asked: Iterable[str] = ()) -> None:
    """A closed account goes on where it was: its handoff, its next check-in, and these questions."""
    handoff = await work.handoffs.latest_of(account.id)
    if handoff is not None and await work.handoffs.hold(handoff.id):
        state = await handoff_flow.revive(work, handoff)
        handoff = replace(handoff, state=state)
    await questions.reopen(work, list(asked))
    reopened = dict(phase=account.was_phase or Phase.HANDOFF, outcome=None, closed_at=None, was_phase=None)
    await work.accounts.change(account.id, **reopened)
    owner_id = await work.accounts.holder_of(account.id, Role.DELIVERY_OWNER)
    if handoff is not None and handoff.state is HandoffState.ACCEPTED and owner_id:
        await checkins.plan_next(work, account.id, owner_id)
    for card in await work.cards.open_about_account(account.id, CardKind.TAKEN_BACK):
        detail = json.loads(card.detail)
        if detail.get("archive"):
            detail["archive"] = False  # an account that goes on keeps its channel
            await _redraw(work, card, account, detail)


async def archive(work: Work, card_id: str, by: str) -> str | None:
    """*Archive the channel*. Returns a sentence when it is too late."""
    card = await work.cards.hold(card_id)
    detail = json.loads(card.detail) if card else {}
    account = await work.accounts.by_id(card.account_id) if card and card.account_id else None
    if card is None or account is None or not detail.get("archive") or card.settled_at is not None:
        return cards.TOO_LATE
    if account.phase is not Phase.CLOSED or not account.channel_id:
        return "The account is open; its channel stays."
    detail |= {"archive": False, "archived": by}
    await _redraw(work, card, account, detail)
    await work.send(f"archive:{card.id}", ArchiveChannel(account.channel_id))
    return None


async def _redraw(work: Work, card: Card, account: Account, detail: dict[str, object]) -> None:
    deal = await work.deals.by_id(card.deal_id) if card.deal_id else None
    await work.cards.change(card.id, detail=json.dumps(detail, ensure_ascii=False))
    if deal is None:
        return
    archived = str(detail["archived"]) if detail.get("archived") else None
    shown = view.taken_back(
        account,
        deal,
        Markup(str(detail.get("told", ""))),
        card.id,
        closed=bool(detail.get("closed")),
        may_archive=bool(detail.get("archive")),
        archived_by=archived,
    )
    await cards.show(work, replace(card, detail=json.dumps(detail, ensure_ascii=False)), shown)
