"""From an announcement to a deal: act when it is sure, ask when it is not."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

from bot.domain.accounts import Deal, DealState
from bot.domain.deals import DealFields, Reading, Verdict
from bot.flows import accounts
from bot.ids import new_id
from bot.intents import Post, Update
from bot.unit_of_work import Work
from bot.views import deals as view


@dataclass(frozen=True)
class Announcement:
    """Where a message stands and who of ours its deals concern: user ids, found before the transaction."""

    channel_id: str
    message_ts: str
    announced_by: str | None
    seller_ids: tuple[str | None, ...]
    owner_ids: tuple[str | None, ...]
    rota: tuple[str, ...]  # delivery owners in turn


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
    recorded = []
    for position, fields in enumerate(reading.deals or (DealFields(),)):
        deal = _deal(work, reading, fields, announcement, position)
        if not await work.deals.add_if_new(deal):
            continue
        recorded.append(deal)
        if deal.state is DealState.WON:
            await accounts.open_for_deal(work, deal, announcement.rota)
        else:
            card = view.asked(deal)
            await work.send(
                f"ask:{deal.id}", Post(deal.channel_id, key=f"ask:{deal.id}", thread_ts=deal.message_ts, **card)
            )
    return recorded


async def set_up(work: Work, deal: Deal, by: str, wanted: SetUp, rota: tuple[str, ...]) -> str | None:
    """A person says it is a win: open the account as they filled it in. Returns a sentence when it is too late."""
    if deal.state is not DealState.ASKED:
        return "Somebody has decided this one already."
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
    await work.deals.change(deal.id, **_decided(decided))
    await accounts.open_for_deal(work, decided, rota)
    await _update_card(work, deal, view.decided(decided))
    return None


async def start(
    work: Work, by: str, wanted: SetUp, rota: tuple[str, ...], channel_id: str = "", message_ts: str = ""
) -> str | None:
    """A person sets up an account: from a message that was not taken as a win, or by hand without any.

    Returns a sentence when that message has its account already.
    """
    known = await work.deals.of_message(channel_id, message_ts) if message_ts else []
    for deal in known:
        if deal.state is DealState.WON:
            return "That message has its account already."
        if deal.state is DealState.ASKED:
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
    )
    await work.deals.add_if_new(deal)
    await accounts.open_for_deal(work, deal, rota)
    return None


async def refuse(work: Work, deal: Deal, by: str) -> str | None:
    """A person says it is not a win. Returns a sentence when it is too late."""
    if deal.state is not DealState.ASKED:
        return "Somebody has decided this one already."
    refused = replace(deal, state=DealState.NOT_A_WIN, decided_by=by)
    await work.deals.change(deal.id, state=refused.state, decided_by=by)
    await _update_card(work, deal, view.decided(refused))
    return None


async def _update_card(work: Work, deal: Deal, card: dict[str, object]) -> None:
    key = f"ask:{deal.id}"
    await work.send(f"decided:{deal.id}", Update(deal.channel_id, key=key, **card))  # type: ignore[arg-type]


def _decided(deal: Deal) -> dict[str, object]:
    names = ("state", "decided_by", "account_name", "amount", "currency", "seller_id", "owner_id")
    return {name: getattr(deal, name) for name in names}


def _deal(work: Work, reading: Reading, fields: DealFields, announcement: Announcement, position: int) -> Deal:
    is_sure = reading.verdict is Verdict.WON and bool(fields.account_name)
    seller_id = announcement.seller_ids[position] if position < len(announcement.seller_ids) else None
    owner_id = announcement.owner_ids[position] if position < len(announcement.owner_ids) else None
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
    )
