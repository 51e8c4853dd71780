"""From an announcement to a deal: act when it is sure, ask when it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.accounts import Deal, DealKind, DealState
from bot.domain.cards import CardKind
from bot.domain.deals import DealFields, Reading, Verdict
from bot.domain.naming import account_key
from bot.flows import cards, layouts, placing
from bot.ids import new_id
from bot.unit_of_work import Work
from bot.views import deals as view
from bot.views import deals_life as life


@dataclass(frozen=True)
class Announcement:
    """Where a message stands and who of ours its deals concern: user ids, found before the transaction.

    `admins` are asked what can't be asked anywhere else.
    """

    channel_id: str
    message_ts: str
    announced_by: str | None
    seller_ids: tuple[str | None, ...]
    owner_ids: tuple[str | None, ...]
    kinds: tuple[DealKind, ...]
    rota: tuple[str, ...]  # delivery owners in turn
    admins: tuple[str, ...] = ()
    shape: str | None = None  # how the message is built, where wins are announced
    app: tuple[str, str] = ("", "")  # the app's id and name; "" for people


@dataclass(frozen=True)
class SetUp:
    """What a person says an account is, in the modal."""

    account_name: str
    amount: Decimal | None
    currency: str | None
    seller_id: str | None
    owner_id: str | None


async def record(work: Work, reading: Reading, announcement: Announcement) -> list[Deal]:
    """Write down what an announcement says, once; open accounts for sure wins, ask about the others."""
    if reading.verdict is Verdict.NOT_WON:
        return []
    await work.alone()
    if await work.deals.change_of(announcement.channel_id, announcement.message_ts) is not None:
        return []  # it was edited or deleted meanwhile, and that was handled
    return await record_new(work, reading, announcement)


async def record_new(work: Work, reading: Reading, announcement: Announcement, first: int = 0) -> list[Deal]:
    """The same for an announcement of which is known that nothing newer was handled; positions count from `first` on.
    The caller holds the workspace."""
    recorded = []
    for place, fields in enumerate(reading.deals or (DealFields(),)):
        deal = deal_of(work, reading, fields, announcement, place, first + place)
        if await work.deals.add_if_new(deal):
            recorded.append(deal)
            await begin(work, deal, announcement.rota, admins=announcement.admins)
    if recorded:
        is_won = recorded[0].state is DealState.WON
        stands = announcement.channel_id, announcement.message_ts
        await layouts.count(work, stands, announcement.shape, announcement.app, "won" if is_won else "asked")
    return recorded


async def begin(
    work: Work, deal: Deal, rota: tuple[str, ...], *, again: bool = False, admins: tuple[str, ...] = ()
) -> None:
    """A deal that was just read, won or to be asked about, takes its course."""
    if deal.state is DealState.WON:
        await placing.place(work, deal, rota, admins)
    elif not await placing.place_if_known(work, deal):
        key = placing.ask_key(deal, again=again)
        await cards.put(work, CardKind.WIN, key, (deal.channel_id, deal.message_ts), view.asked(deal), deal=deal)


async def set_up(work: Work, deal: Deal, by: str, wanted: SetUp, rota: tuple[str, ...]) -> str | None:
    """A person says it is a win: open the account as they filled it in. Returns a sentence when it is too late."""
    await work.alone()
    deal = await work.deals.hold(deal.id) or deal
    if deal.state not in (DealState.ASKED, DealState.UNPLACED):
        return cards.TOO_LATE
    decided = replace(
        deal,
        state=DealState.WON,
        decided_by=by,
        account_name=wanted.account_name,
        amount=wanted.amount,
        currency=wanted.currency,
        seller_id=wanted.seller_id,
        owner_id=wanted.owner_id,
    )
    if deal.state is DealState.UNPLACED and await work.accounts.by_key(account_key(wanted.account_name)):
        return life.NAME_TAKEN
    await work.deals.change(deal.id, **_decided(decided))
    if deal.shape:
        await work.layouts.add_one(deal.channel_id, deal.shape, "set_up")
    await cards.settle_about(work, deal.id, view.decided(decided), CardKind.WIN, CardKind.PLACE)
    if deal.state is DealState.UNPLACED:
        await placing.open_apart(work, decided, rota)
    else:
        await placing.place(work, decided, rota)
    return None


async def start(
    work: Work,
    by: str,
    wanted: SetUp,
    rota: tuple[str, ...],
    channel_id: str = "",
    message_ts: str = "",
    shape: str | None = None,
    app: tuple[str, str] = ("", ""),
) -> str | None:
    """A person sets up an account: from a message that was not taken as a win, or by hand without any.

    `shape` and `app` are those of the message, where wins are announced. Returns a sentence when that message has its
    account already.
    """
    await work.alone()
    known = await work.deals.of_message(channel_id, message_ts) if message_ts else []
    for deal in known:
        if deal.state in (DealState.WON, DealState.SAME):
            return "That message has its account already."
        if deal.state in (DealState.ASKED, DealState.UNPLACED):
            return await set_up(work, deal, by, wanted, rota)
    deal_id = new_id()
    deal = Deal(
        id=deal_id,
        workspace_id=work.workspace.id,
        account_id=None,
        state=DealState.WON,
        channel_id=channel_id if message_ts else f"by-hand:{deal_id}",
        message_ts=message_ts,
        position=len(known),
        announced_by=by,
        account_name=wanted.account_name,
        amount=wanted.amount,
        currency=wanted.currency,
        seller_id=wanted.seller_id,
        seller_name=None,
        owner_id=wanted.owner_id,
        product=None,
        crm_url=None,
        why="Set up by hand.",
        read_at=work.now,
        decided_by=by,
        shape=shape,
    )
    await work.deals.add_if_new(deal)
    await layouts.count(work, (channel_id, message_ts), shape, app, "set_up")
    await placing.place(work, deal, rota)
    return None


async def refuse(work: Work, deal: Deal, by: str) -> str | None:
    """A person says it is not a win. Returns a sentence when it is too late."""
    deal = await work.deals.hold(deal.id) or deal
    if deal.state is not DealState.ASKED:
        return cards.TOO_LATE
    refused = replace(deal, state=DealState.NOT_A_WIN, decided_by=by)
    await work.deals.change(deal.id, state=refused.state, decided_by=by)
    await layouts.refused(work, deal, by)
    await cards.settle_about(work, deal.id, view.decided(refused), CardKind.WIN)
    return None


def _decided(deal: Deal) -> dict[str, object]:
    names = ("state", "decided_by", "account_name", "amount", "currency", "seller_id", "owner_id")
    return {name: getattr(deal, name) for name in names}


def deal_of(
    work: Work, reading: Reading, fields: DealFields, announcement: Announcement, place: int, position: int
) -> Deal:
    """What an announcement says about one deal. `place` counts within the reading, `position` within what was written
    down of the message."""
    is_sure = reading.verdict is Verdict.WON and bool(fields.account_name)
    seller_id = announcement.seller_ids[place] if place < len(announcement.seller_ids) else None
    owner_id = announcement.owner_ids[place] if place < len(announcement.owner_ids) else None
    return Deal(
        id=new_id(),
        workspace_id=work.workspace.id,
        account_id=None,
        state=DealState.WON if is_sure else DealState.ASKED,
        channel_id=announcement.channel_id,
        message_ts=announcement.message_ts,
        position=position,
        announced_by=announcement.announced_by,
        account_name=fields.account_name,
        amount=fields.amount,
        currency=fields.currency,
        seller_id=seller_id,
        seller_name=fields.seller.name if fields.seller else None,
        owner_id=owner_id,
        product=fields.product,
        crm_url=fields.crm_url,
        why=reading.why,
        read_at=work.now,
        kind=announcement.kinds[place] if place < len(announcement.kinds) else DealKind.NEW,
        closed_on=fields.close_date,
        shape=announcement.shape,
    )
