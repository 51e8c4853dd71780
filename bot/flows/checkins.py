"""Check-ins: planned after each touch, done or put off by a click."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from bot.domain import checkins as rules
from bot.domain import workhours
from bot.domain.checkins import CheckIn, CheckInState
from bot.domain.nudges import NudgeState, Subject
from bot.flows import fresh_homes, nudges, people
from bot.ids import new_id
from bot.unit_of_work import Work


async def hold_planned(work: Work, account_id: str) -> CheckIn | None:
    """The account's next check-in, held until the transaction ends; check-ins are held before their account."""
    planned = await work.checkins.planned_for(account_id)
    held = await work.checkins.hold(planned.id) if planned else None
    return held if held is not None and held.state is CheckInState.PLANNED else None


async def plan_next(work: Work, account_id: str, owner_id: str, due_on: date | None = None) -> CheckIn:
    """Plan the account's next check-in by cadence, or for a chosen day (the workday after it on a weekend); one that is
    planned is moved, its first due date stays."""
    zone = await people.zone_of(work, owner_id)
    await hold_planned(work, account_id)
    await work.accounts.hold(account_id)
    await fresh_homes.account(work, account_id)
    day = workhours.add_workdays(due_on, 0) if due_on else rules.next_due_on(work.now, work.policy.checkin_days, zone)
    planned = await work.checkins.planned_for(account_id)
    if planned is not None:
        await work.checkins.change(planned.id, due_on=day, owner_id=owner_id)
        await nudges.settle(work, Subject.CHECK_IN, planned.id, NudgeState.SNOOZED, day)
        return replace(planned, due_on=day, owner_id=owner_id)
    checkin = CheckIn(
        id=new_id(),
        workspace_id=work.workspace.id,
        account_id=account_id,
        owner_id=owner_id,
        state=CheckInState.PLANNED,
        first_due_on=day,
        due_on=day,
        done_at=None,
        done_by=None,
    )
    await work.checkins.add(checkin)
    await people.plan_digest(work, owner_id)
    return checkin


async def done(work: Work, checkin: CheckIn, by: str, evidence: str | None = None) -> CheckIn | None:
    """It was held: log the touch, plan the next one and return it; None when it was done already."""
    if checkin.state is not CheckInState.PLANNED:
        return None
    await work.checkins.change(checkin.id, state=CheckInState.DONE, done_at=work.now, done_by=by)
    await work.accounts.log_touch(checkin.account_id, by, "checkin", evidence, work.now)
    await nudges.settle(work, Subject.CHECK_IN, checkin.id, NudgeState.DONE)
    return await plan_next(work, checkin.account_id, checkin.owner_id)


async def may_log(work: Work, checkin: CheckIn, by: str) -> str | None:
    """Why this person may not log a check-in by command, None when they may: only people with a part in the account,
    and once a day, for a word is typed twice more easily than a button is pressed."""
    if not await work.accounts.has_role(checkin.account_id, by):
        return f"Only people with a part in this account can log a check-in. This one is <@{checkin.owner_id}>'s."
    zone = await people.zone_of(work, checkin.owner_id)
    last = await work.checkins.last_done(checkin.account_id)
    if last is not None and workhours.local_day(last, zone) == workhours.local_day(work.now, zone):
        return "One was logged today already. `/checkin` says when the next is due."
    return None


async def snooze(work: Work, checkin: CheckIn, workdays: int = 1) -> date | None:
    """Put it off by that many workdays; its first due date stays in the figures. None when it was done already."""
    if checkin.state is not CheckInState.PLANNED:
        return None
    zone = await people.zone_of(work, checkin.owner_id)
    day = workhours.add_workdays(workhours.local_day(work.now, zone), workdays)
    await work.checkins.change(checkin.id, due_on=day)
    await fresh_homes.account(work, checkin.account_id)
    await nudges.settle(work, Subject.CHECK_IN, checkin.id, NudgeState.SNOOZED, day)
    return day


async def withdraw(work: Work, account_id: str) -> None:
    """The account is closed: nobody is asked for its next check-in any more."""
    held = await hold_planned(work, account_id)
    if held is not None:
        await work.checkins.change(held.id, state=CheckInState.WITHDRAWN)
        await nudges.settle(work, Subject.CHECK_IN, held.id, NudgeState.WITHDRAWN)


async def revive(work: Work, checkin_id: str) -> None:
    """A withdrawn check-in is planned again, unless another is planned by now."""
    checkin = await work.checkins.hold(checkin_id)
    if checkin is None or checkin.state is not CheckInState.WITHDRAWN:
        return
    if await work.checkins.planned_for(checkin.account_id) is None:
        await work.checkins.change(checkin.id, state=CheckInState.PLANNED)
