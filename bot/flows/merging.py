"""Accounts get another name, or two become one."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import timedelta

from bot.domain.accounts import Account, DealState, Outcome, Phase
from bot.domain.cards import CardKind
from bot.domain.handoff import HandoffState
from bot.domain.naming import account_key, channel_name
from bot.flows import accounts, cards, checkins, reversal
from bot.flows import handoff as handoff_flow
from bot.ids import new_id
from bot.intents import ArchiveChannel, RenameChannel, SetPurpose
from bot.unit_of_work import Work
from bot.views import accounts as accounts_view
from bot.views import accounts_life as view

UNDOABLE = timedelta(days=1)
MOST_SUFFIXES = 50


async def rename(work: Work, account: Account, name: str, by: str | None) -> str | None:
    """The account is called otherwise; its channel follows while it bears the template's name. Returns a sentence when
    another account has that name. `by` is None when an announcement says so."""
    key = account_key(name)
    other = await work.accounts.by_key(key)
    if other is not None and other.id != account.id:
        return view.name_is_taken(other)
    changes = {"name": name}
    if other is None or other.name_key != key:
        is_free = not await work.accounts.is_key_taken(key)
        if is_free:
            await work.accounts.no_longer_called(key)
            await work.accounts.also_called(account.id, account.name_key, by or "", work.now)
            changes["name_key"] = key
    await work.accounts.change(account.id, **changes)
    fresh = await work.accounts.by_id(account.id) or account
    kept = await _rename_channel(work, account, fresh)
    await accounts.tell(work, fresh, f"renamed:{account.id}:{new_id()}", view.renamed(account, fresh, by, kept))
    if fresh.channel_id:
        await work.send(f"purpose:{new_id()}", SetPurpose(fresh.channel_id, accounts_view.purpose(fresh)))
    await accounts.refresh(work, account.id)
    return None


async def _rename_channel(work: Work, before: Account, after: Account) -> str | None:
    """Have Slack rename the channel; a sentence when it keeps its name."""
    if after.channel_id is None:
        return None  # it is opened under the name that was reserved for it
    current = await work.people.room_name(after.channel_id)  # unknown right after somebody renamed it
    template = work.policy.channel_name
    ours = (channel_name(template, before.name, n if n > 1 else None) for n in range(1, MOST_SUFFIXES))
    if current is None or current not in ours:
        return "The channel keeps the name that somebody gave it."
    wanted = channel_name(template, after.name)
    if wanted == current:
        return None
    if await work.accounts.names_taken([wanted]) and wanted != after.channel_name:
        return f"The channel keeps its name, because #{wanted} is another account's."
    await work.accounts.change(after.id, channel_name=wanted)
    intent = RenameChannel(after.channel_id, name=wanted, before=current, account_id=after.id)
    await work.send(f"rename:{after.id}:{new_id()}", intent)
    return None


async def channel_renamed(work: Work, intent: RenameChannel, name: str) -> None:
    """Slack has renamed the channel."""
    await work.accounts.change(intent.account_id, channel_name=name)
    await work.people.forget_room(intent.channel)


async def channel_not_renamed(work: Work, intent: RenameChannel, sentence: str) -> None:
    """Slack won't: the channel keeps its name, and its people are told why."""
    account = await work.accounts.by_id(intent.account_id)
    if (
        account is not None
        and account.channel_name == intent.name
        and not await work.accounts.names_taken([intent.before])
    ):
        await work.accounts.change(account.id, channel_name=intent.before)
    if account is not None:
        await accounts.tell(work, account, f"unrenamed:{new_id()}", view.channel_kept(sentence))


@dataclass(frozen=True)
class Load:
    """What a merge would move."""

    deals: int
    questions: int
    checkins: int
    touches: int
    channels: tuple[str, ...]


async def load_of(work: Work, other: Account) -> Load:
    """What stands in an account and would move with a merge."""
    held = await work.accounts.belongings(other.id)
    deals, questions, planned, touches = (len(held[name]) for name in ("deal", "question", "checkin", "touch"))
    return Load(deals, questions, planned, touches, tuple(held["customer_channel"]))


def problem(keep: Account, other: Account) -> str | None:
    """Why these two can't be merged."""
    if keep.id == other.id:
        return "That is the same account."
    if keep.phase is Phase.CLOSED:
        return "This account is closed. Merge it into the other one instead, from that one's channel."
    if other.merged_into:
        return "That one was merged already."
    return None


async def merge(work: Work, keep_id: str, other_id: str, by: str) -> str | None:
    """Everything of the other account moves here, and the other is closed as a duplicate. Returns a sentence when that
    can't be."""
    await work.alone()
    handoff = await work.handoffs.latest_of(other_id)
    if handoff is not None:
        await work.handoffs.hold(handoff.id)
    await checkins.hold_planned(work, other_id)
    first, second = sorted((keep_id, other_id))
    held = {one: await work.accounts.hold_by_id(one) for one in (first, second)}
    keep, other = held[keep_id], held[other_id]
    if keep is None or other is None:
        return "I can't find one of the two any more. `/account` lists yours."
    if sentence := problem(keep, other):
        return sentence
    detail: dict[str, object] = {}
    if handoff is not None and handoff.state not in (HandoffState.ACCEPTED, HandoffState.WITHDRAWN):
        await handoff_flow.withdraw(work, handoff)
        detail["handoff"] = handoff.id
    planned = await work.checkins.planned_for(other.id)
    if planned is not None and await work.checkins.planned_for(keep.id) is not None:
        await checkins.withdraw(work, other.id)
        detail["checkin"] = planned.id
    detail["moved"] = await work.accounts.move_belongings(other.id, keep.id)
    closed = dict(phase=Phase.CLOSED, outcome=Outcome.DUPLICATE, closed_at=work.now, merged_into=keep.id)
    was_phase = other.was_phase if other.phase is Phase.CLOSED else other.phase
    detail |= {"outcome": other.outcome, "closed": other.phase is Phase.CLOSED}
    await work.accounts.change(other.id, **closed, was_phase=was_phase)
    for account_id in (keep.id, other.id):
        await accounts.refresh(work, account_id)
    key = cards.new_key(CardKind.MERGED)
    detail |= {"archive": True, "by": by}
    shown = view.merged_away(keep, other, by, key, may_archive=True)
    place = other.channel_id or "", None
    await cards.put(work, CardKind.MERGED, key, place, shown, account=other, detail=detail)
    fresh = await work.accounts.by_id(keep.id) or keep
    deals = await work.deals.of_account(keep.id)
    await accounts.tell(work, fresh, f"merged:{key}", view.merged_here(fresh, other, by, deals))
    return None


async def part(work: Work, card_id: str, by: str) -> str | None:
    """*Undo the merge*. Returns a sentence when it is too late."""
    await work.alone()
    card = await work.cards.hold(card_id)
    other = await work.accounts.hold_by_id(card.account_id) if card and card.account_id else None
    if card is None or card.settled_at is not None or other is None or other.merged_into is None:
        return cards.TOO_LATE
    if work.now - card.opened_at > UNDOABLE:
        return "A merge can be undone for a day, and that day is over."
    keep_id, detail = other.merged_into, json.loads(card.detail)
    await work.accounts.move_back(detail["moved"], keep_id, other.id)
    for deal in await work.deals.of_account(other.id, DealState.WON, DealState.REVERSED):
        for again in await work.deals.again(deal.id):  # announced since the merge
            await work.deals.change(again.id, account_id=other.id)
    phase = Phase.CLOSED if detail.get("closed") else other.was_phase or Phase.HANDOFF
    was_phase = other.was_phase if detail.get("closed") else None
    outcome = Outcome(detail["outcome"]) if detail.get("outcome") else None
    closed_at = other.closed_at if detail.get("closed") else None
    await work.accounts.change(
        other.id, phase=phase, was_phase=was_phase, outcome=outcome, closed_at=closed_at, merged_into=None
    )
    if handoff_id := detail.get("handoff"):
        handoff = await work.handoffs.hold(handoff_id)
        if handoff is not None:
            await handoff_flow.revive(work, handoff)
    if checkin_id := detail.get("checkin"):
        await checkins.revive(work, checkin_id)
    for account_id in (keep_id, other.id):
        await reversal.agree(work, account_id)
        await accounts.refresh(work, account_id)
    await cards.settle(work, card, view.parted(by))
    keep = await work.accounts.by_id(keep_id)
    if keep is not None:
        await accounts.tell(work, keep, f"parted:{card.id}", view.parted_from(other, by))
    return view.UNARCHIVE if detail.get("archived") else None


async def archive(work: Work, card_id: str, by: str) -> str | None:
    """*Archive the channel* of an account that was merged into another. Returns a sentence when it is too late."""
    card = await work.cards.hold(card_id)
    other = await work.accounts.by_id(card.account_id) if card and card.account_id else None
    keep = await work.accounts.by_id(other.merged_into) if other and other.merged_into else None
    detail = json.loads(card.detail) if card else {}
    if card is None or other is None or keep is None or card.settled_at is not None or not detail.get("archive"):
        return cards.TOO_LATE
    if not other.channel_id:
        return cards.TOO_LATE
    detail |= {"archive": False, "archived": by}
    await work.cards.change(card.id, detail=json.dumps(detail, ensure_ascii=False))
    shown = view.merged_away(keep, other, str(detail.get("by", "")), card.id, may_archive=False, archived_by=by)
    await cards.show(work, card, shown)
    await work.send(f"archive:{card.id}", ArchiveChannel(other.channel_id))
    return None
