"""The handoff: filled by the seller, accepted or returned by the delivery owner, signed by both at one version."""

from __future__ import annotations

from typing import Any

from bot.domain import handoff as rules
from bot.domain.accounts import Account, Phase
from bot.domain.handoff import Brief, Handoff, HandoffState, Side
from bot.domain.nudges import NudgeState, Subject
from bot.domain.people import Role
from bot.flows import checkins, fresh_homes, nudges, people, questions
from bot.ids import new_id
from bot.intents import Invite, Post, SetTopic, Update
from bot.unit_of_work import Work
from bot.views import accounts as accounts_view
from bot.views import handoff as view


def brief_key(handoff: Handoff) -> str:
    """The key of the message that shows this handoff's brief."""
    return f"brief:{handoff.id}"


async def card(work: Work, account: Account, handoff: Handoff) -> dict[str, Any]:
    """The brief as it stands, for the account's channel."""
    deals = await work.deals.of_account(account.id)
    brief = await work.handoffs.brief(handoff.id, handoff.version)
    signed = await work.handoffs.signed(handoff.id, handoff.version)
    return view.card(account, deals, handoff, brief, signed)


async def submit(work: Work, handoff: Handoff, by: str, brief: Brief, *, may_stand_in: bool) -> None:
    """The seller writes and signs a version. Raises rules.NotYours or rules.NotNow."""
    state = rules.submit(handoff, by, may_stand_in=may_stand_in)
    version, digest = handoff.version + 1, rules.digest(brief)
    await work.handoffs.add_brief(handoff.id, version, brief, digest, by, work.now)
    await work.handoffs.sign(handoff.id, version, Side.SELLER, by, digest, work.now)
    if handoff.seller_id is None:
        await people.give_role(work, handoff.account_id, by, Role.SELLER)
    await work.handoffs.change(
        handoff.id, state=state, version=version, seller_id=handoff.seller_id or by, return_reason=None
    )
    await nudges.settle(work, Subject.HANDOFF, handoff.id, NudgeState.DONE)
    await _show(work, handoff.id, f"submitted:{version}", view.submitted)


async def accept(work: Work, handoff: Handoff, by: str, version: int) -> None:
    """The delivery owner signs the version they read; the first check-in is planned. Raises as submit does."""
    state = rules.accept(handoff, by, version)
    _, digest, _ = (await work.handoffs.signed(handoff.id, version))[Side.SELLER]
    await work.handoffs.sign(handoff.id, version, Side.DELIVERY_OWNER, by, digest, work.now)
    await work.handoffs.change(handoff.id, state=state, accepted_at=work.now)
    await work.accounts.change(handoff.account_id, phase=Phase.IMPLEMENTATION)
    checkin = await checkins.plan_next(work, handoff.account_id, by)
    await nudges.settle(work, Subject.HANDOFF, handoff.id, NudgeState.DONE)
    await _show(work, handoff.id, "accepted", lambda account, fresh: view.accepted(account, fresh, checkin.due_on))


async def give_back(work: Work, handoff: Handoff, by: str, reason: str) -> None:
    """The delivery owner returns the brief with what is missing. Raises as submit does."""
    state = rules.give_back(handoff, by)
    await work.handoffs.change(handoff.id, state=state, return_reason=reason)
    await nudges.settle(work, Subject.HANDOFF, handoff.id, NudgeState.DONE)
    await _show(work, handoff.id, f"returned:{handoff.version}", view.returned)


async def claim(work: Work, handoff: Handoff, by: str) -> str | None:
    """Somebody takes an account that has no delivery owner. Returns a sentence when it has one."""
    if handoff.state is HandoffState.WITHDRAWN:
        return rules.WITHDRAWN
    if handoff.owner_id is not None:
        return f"<@{handoff.owner_id}> owns this account already."
    if by == handoff.seller_id:
        return "You sold this one; somebody from delivery has to take it."
    await people.give_role(work, handoff.account_id, by, Role.DELIVERY_OWNER)
    await work.handoffs.change(handoff.id, owner_id=by)
    await questions.pass_to_new_owner(work, handoff.account_id)
    account = await work.accounts.by_id(handoff.account_id)
    if account and account.channel_id:
        await work.send(f"invite:{account.id}:{by}", Invite(account.channel_id, user=by, account_id=account.id))
    await _show(work, handoff.id, "claimed", view.claimed)
    return None


async def withdraw(work: Work, handoff: Handoff) -> None:
    """Nothing is handed over any more; nobody is asked for it."""
    if handoff.state is not HandoffState.WITHDRAWN:
        await work.handoffs.change(handoff.id, state=HandoffState.WITHDRAWN)
        await nudges.settle(work, Subject.HANDOFF, handoff.id, NudgeState.WITHDRAWN)


async def revive(work: Work, handoff: Handoff) -> HandoffState:
    """A withdrawn handoff goes on where it was; returns where that is."""
    if handoff.state is not HandoffState.WITHDRAWN:
        return handoff.state
    state = rules.revived(handoff)
    await work.handoffs.change(handoff.id, state=state)
    return state


async def refresh(work: Work, handoff_id: str, step: str = "") -> tuple[Account, Handoff] | None:
    """Bring Homes, the pinned brief and the topic up to date, if they stand; returns what the brief shows."""
    handoff = await work.handoffs.by_id(handoff_id)
    account = await work.accounts.by_id(handoff.account_id) if handoff else None
    if handoff is None or account is None:
        return None
    await fresh_homes.account(work, account.id)
    if account.channel_id is None:
        return None  # the brief will be posted as it is by then
    topic = accounts_view.topic(handoff.seller_id, handoff.owner_id)
    await work.send(f"topic:{account.id}:{handoff.seller_id}:{handoff.owner_id}", SetTopic(account.channel_id, topic))
    shown = await card(work, account, handoff)
    step = step or new_id()
    await work.send(f"show:{handoff.id}:{step}", Update(account.channel_id, key=brief_key(handoff), **shown))
    return account, handoff


async def _show(work: Work, handoff_id: str, step: str, news: Any) -> None:
    """Bring the pinned brief up to date and tell the channel."""
    refreshed = await refresh(work, handoff_id, step)
    if refreshed is None:
        return
    account, handoff = refreshed
    key = f"news:{handoff.id}:{step}"
    await work.send(key, Post(account.channel_id or "", key=key, **news(account, handoff)))
