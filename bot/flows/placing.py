"""Where a won deal belongs: to a new account, as one more deal to a known one, or it is a deal that we know."""

from __future__ import annotations

from dataclasses import replace

from bot.domain import same_deal
from bot.domain.accounts import Account, Deal, DealState, Phase
from bot.domain.cards import Card, CardKind
from bot.domain.naming import account_key
from bot.domain.people import Role
from bot.domain.same_deal import Likeness, Verdict
from bot.flows import accounts, announcing, cards, people, reversal
from bot.ids import new_id
from bot.unit_of_work import Work
from bot.views import deals as deals_view
from bot.views import deals_life as view

NAMELESS = "Customer"


async def place(work: Work, deal: Deal, rota: tuple[str, ...], admins: tuple[str, ...] = ()) -> None:
    """Find where a won deal belongs, and put it there; ask people where only they can tell, `admins` where nobody else
    can be asked. The caller holds the workspace (`work.alone`)."""
    account, is_sure = await _account_of(work, deal)
    if account is None:
        await accounts.open_for_deal(work, deal, rota)
        await _settle_twins(work, deal)
        return
    known = await _deals_to_compare(work, account, deal)
    if not is_sure:
        if twin := next((one for one in known if same_deal.is_surely_same(one, deal)), None):
            await join(work, twin, deal)
        else:
            await _ask(work, deal, account, next((one for one in known if _maybe(one, deal)), None), admins)
        return
    verdicts = [(one, same_deal.compare(one, deal)) for one in known]
    if twin := next((one for one, verdict in verdicts if verdict is Verdict.SAME), None):
        await join(work, twin, deal)
    elif unclear := next((one for one, verdict in verdicts if _is_open(one) and verdict is Verdict.UNCLEAR), None):
        await _ask(work, deal, account, unclear, admins)
    else:
        await add(work, deal, account)


def _is_open(deal: Deal) -> bool:
    return deal.state is DealState.WON


def _maybe(known: Deal, deal: Deal) -> bool:
    return _is_open(known) and same_deal.compare(known, deal) is not Verdict.ANOTHER


async def place_if_known(work: Work, deal: Deal) -> bool:
    """A message that may be a win speaks of a deal that we know: then there is nothing to ask. Says whether."""
    if not deal.account_name:
        return False
    account, is_sure = await _account_of(work, deal)
    if account is None or not is_sure:
        return False
    for known in await _deals_to_compare(work, account, deal):
        if _is_open(known) and same_deal.compare(known, deal) is Verdict.SAME:
            await join(work, known, deal)
            return True
    return False


async def _account_of(work: Work, deal: Deal) -> tuple[Account | None, bool]:
    """The account of that name, held, and whether it surely is the one."""
    name = deal.account_name or NAMELESS
    named = await work.accounts.by_key(account_key(name))
    if named is not None:
        return await _held(work, named.id), True
    found = same_deal.most_alike(name, await work.accounts.keys())
    if found is None:
        return None, False
    return await _standing(work, found[0]), found[1] is Likeness.SAME


async def _standing(work: Work, account_id: str) -> Account | None:
    """That account, held, or the one that it was merged into."""
    account = await work.accounts.by_id(account_id)
    if account is not None and account.merged_into:
        account = await work.accounts.by_key(account.name_key)
    return None if account is None else await _held(work, account.id)


async def _held(work: Work, account_id: str) -> Account | None:
    """That account, held after its handoff: whoever claims or signs holds the two in this order."""
    handoff = await work.handoffs.latest_of(account_id)
    if handoff is not None:
        await work.handoffs.hold(handoff.id)
    return await work.accounts.hold_by_id(account_id)


async def _deals_to_compare(work: Work, account: Account, deal: Deal) -> list[Deal]:
    """The newest first; deals of the same message are told apart by that message."""
    found = await work.deals.of_account(account.id, DealState.WON, DealState.REVERSED)
    place = deal.channel_id, deal.message_ts
    return [one for one in reversed(found) if one.id != deal.id and (one.channel_id, one.message_ts) != place]


async def add(work: Work, deal: Deal, account: Account) -> None:
    """One more deal of a known account: its channel is told, what was closed goes on."""
    await work.deals.change(deal.id, state=DealState.WON, account_id=account.id, same_as=None, maybe_account_id=None)
    await announcing.react(work, deal)
    if account.phase is Phase.CLOSED:
        await reversal.reopen(work, account)
    await accounts.refresh(work, account.id)
    fresh = await work.accounts.by_id(account.id) or account
    await accounts.tell(work, fresh, f"further:{deal.id}", view.further(deal))
    if fresh.channel_id:
        await accounts.reply_with_link(work, replace(deal, state=DealState.WON), fresh, is_new=False)
    await _settle_twins(work, replace(deal, state=DealState.WON, account_id=account.id))


async def join(work: Work, known: Deal, again: Deal) -> None:
    """One more announcement of a deal that we know: counted once, with what this one adds."""
    if known.state is DealState.SAME and known.same_as:
        known = await work.deals.hold(known.same_as) or known
    await work.deals.change(
        again.id, state=DealState.SAME, same_as=known.id, account_id=known.account_id, maybe_account_id=None
    )
    again = replace(again, state=DealState.SAME, same_as=known.id, account_id=known.account_id)
    if better := same_deal.better_facts(known, again):
        await work.deals.change(known.id, **better)
        known = replace(known, **better)  # type: ignore[arg-type]
        await seller_is_known(work, known)
    await announcing.react(work, again)
    if known.state is DealState.REVERSED:
        await reversal.restore(work, known, None)
    account_id = known.account_id or ""
    await accounts.refresh(work, account_id)
    account = await work.accounts.by_id(account_id)
    if account is not None and account.channel_id:
        await accounts.reply_with_link(work, again, account, is_new=False)


async def seller_is_known(work: Work, deal: Deal) -> None:
    """A later word says who sold it: they get the role if nobody has it."""
    handoff = await work.handoffs.latest_of(deal.account_id) if deal.account_id else None
    if handoff is None or handoff.seller_id or not deal.seller_id or deal.seller_id == handoff.owner_id:
        return
    held = await work.handoffs.hold(handoff.id)
    if held is not None and held.seller_id is None:
        await work.handoffs.change(held.id, seller_id=deal.seller_id)
        await people.give_role(work, held.account_id, deal.seller_id, Role.SELLER)
        await accounts.invite(work, held.account_id, deal.seller_id)


async def _settle_twins(work: Work, deal: Deal) -> None:
    """Messages about the same deal that people were asked about are answered by this one."""
    since = deal.read_at - same_deal.WINDOW
    for asked in await work.deals.in_state(DealState.ASKED, since):
        if asked.id == deal.id or not asked.account_name or not deal.account_name:
            continue
        is_same = same_deal.likeness(asked.account_name, deal.account_name) is Likeness.SAME
        held = await work.deals.hold(asked.id) if is_same else None
        if held is None or held.state is not DealState.ASKED:
            continue
        known = await work.deals.by_id(deal.id)
        if known is not None and same_deal.compare(known, held) is Verdict.SAME:
            await cards.settle_about(work, held.id, view.announced_meanwhile(), CardKind.WIN)
            await join(work, known, held)


async def _ask(work: Work, deal: Deal, account: Account, maybe: Deal | None, admins: tuple[str, ...]) -> None:
    """Ask under the announcement; about a deal that a CRM reported in the account's channel, or the admins."""
    await work.deals.change(
        deal.id, state=DealState.UNPLACED, maybe_account_id=account.id, same_as=maybe.id if maybe else None
    )
    places = [await announcing.place_of(work, deal) or (account.channel_id or "", None)]
    if places == [("", None)] and admins:
        places = [(person_id, None) for person_id in admins]
    for place in places:
        key = cards.new_key(CardKind.PLACE)
        shown = view.which(deal, account, maybe, key)
        await cards.put(work, CardKind.PLACE, key, place, shown, deal=deal, account=account)


async def _unplaced(work: Work, card: Card | None) -> Deal | None:
    """The deal that the card asks about, held, if it still does."""
    if card is None or card.settled_at is not None or card.deal_id is None:
        return None
    deal = await work.deals.hold(card.deal_id)
    return deal if deal is not None and deal.state is DealState.UNPLACED else None


async def is_same(work: Work, card_id: str, by: str) -> str | None:
    """*Same deal*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    deal = await _unplaced(work, card)
    known = await work.deals.hold(deal.same_as) if deal is not None and deal.same_as else None
    if card is None or deal is None or known is None:
        return cards.TOO_LATE
    await cards.settle_about(work, deal.id, view.said_same(by), CardKind.PLACE)
    await join(work, known, deal)
    return None


async def belongs(work: Work, card_id: str, by: str) -> str | None:
    """*Another deal of theirs*, or *Belongs to …*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    deal = await _unplaced(work, card)
    account = await _standing(work, deal.maybe_account_id or "") if deal is not None else None
    if card is None or deal is None or account is None:
        return cards.TOO_LATE
    key = account_key(deal.account_name or NAMELESS)
    is_new_name = await work.accounts.by_key(key) is None
    if is_new_name:
        await work.accounts.also_called(account.id, key, by, work.now)
    said = view.said_belongs(by, account, deal.account_name if is_new_name else None)
    await cards.settle_about(work, deal.id, said, CardKind.PLACE)
    await add(work, deal, account)
    return None


async def needs_name(work: Work, card_id: str) -> Deal | None:
    """Must a person name the new account first, because another has that name? Then the deal, to prefill the modal."""
    card = await work.cards.hold(card_id)
    deal = await _unplaced(work, card)
    if deal is None or await work.accounts.by_key(account_key(deal.account_name or NAMELESS)) is None:
        return None
    return deal


async def is_new(work: Work, card_id: str, by: str, rota: tuple[str, ...]) -> str | None:
    """*New account*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    deal = await _unplaced(work, card)
    if card is None or deal is None:
        return cards.TOO_LATE
    if await work.accounts.by_key(account_key(deal.account_name or NAMELESS)) is not None:
        return view.NAME_TAKEN
    await cards.settle_about(work, deal.id, view.said_new(by, deal), CardKind.PLACE)
    await open_apart(work, deal, rota)
    return None


async def open_apart(work: Work, deal: Deal, rota: tuple[str, ...]) -> None:
    """An account of its own for a deal that people were asked about."""
    await work.deals.change(deal.id, state=DealState.WON, same_as=None, maybe_account_id=None)
    won = replace(deal, state=DealState.WON, same_as=None, maybe_account_id=None)
    await accounts.open_for_deal(work, won, rota)
    await _settle_twins(work, won)


async def withdraw(work: Work, deal: Deal, *, is_gone: bool) -> None:
    """Nobody had decided about it, and its announcement is gone or says something else: nothing is asked any more."""
    await work.deals.change(deal.id, state=DealState.WITHDRAWN, same_as=None, maybe_account_id=None)
    await cards.settle_about(work, deal.id, deals_view.withdrawn(is_gone=is_gone), CardKind.WIN, CardKind.PLACE)


def ask_key(deal: Deal, *, again: bool) -> str:
    """The key of the card that asks whether it is a win."""
    return f"ask:{deal.id}:{new_id()}" if again else f"ask:{deal.id}"
