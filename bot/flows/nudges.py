"""Nudges: one digest a morning, urgent ones at once, and every one brought up to date when its cause is gone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.domain import workhours
from bot.domain.accounts import Account
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject, by_urgency
from bot.domain.policy import may_nudge, won_since
from bot.flows import fresh_homes, people
from bot.ids import new_id
from bot.intents import Post, Update
from bot.unit_of_work import Work
from bot.views import nudges as view

AHEAD = timedelta(days=30)
LATE = timedelta(hours=1)  # a digest that comes later than this after its time was missed, by downtime most likely

COMES_AND_GOES = (NudgeState.OPEN, NudgeState.SNOOZED, NudgeState.WITH_CUSTOMER)  # more than once


async def send_digest(work: Work, person_id: str, was_due: datetime) -> bool:
    """Send one person's digest if something waits for them, and plan the next one; says whether one was sent."""
    zone = await people.zone_of(work, person_id)
    next_at = workhours.next_wall_time(work.now, work.policy.digest_time, zone)
    if not await work.nudges.move_digest(person_id, was_due, next_at):
        return False
    await fresh_homes.person(work, person_id)  # what was due tomorrow is due today
    today = workhours.local_day(work.now, zone)
    if work.now - was_due > LATE and not workhours.in_working_hours(work.now, zone):
        return False  # nobody is told at night; nothing is lost, for what was due is still due next morning
    key = f"digest:{person_id}:{today.isoformat()}"
    lines = sorted(await _due(work, person_id, today, key), key=by_urgency)
    lines = [line for line in lines if await may_tell(work, person_id, line.account_id)]
    told = [line for line in lines if await work.nudges.add_if_new(line)]
    if not told:
        return False
    await work.send(key, Post(person_id, key=key, **view.digest(told, today)))
    return True


async def may_tell(work: Work, person_id: str | None, account_id: str) -> bool:
    """May this person (or, with None, the account's channel) be nudged about that account now?"""
    policy = work.policy
    is_volunteer = is_won_since = False
    if policy.is_quiet(work.now):
        is_volunteer = person_id is not None and await work.volunteers.has(person_id)
        deals = await work.deals.of_account(account_id)
        is_won_since = won_since((deal.message_ts for deal in deals), policy.set_up_at)
    return may_nudge(policy, work.now, is_volunteer=is_volunteer, is_won_since=is_won_since)


async def waiting_for(work: Work, person_id: str, today: date) -> list[Nudge]:
    """What waits on somebody now, due or not yet, most urgent first."""
    return sorted(await _due(work, person_id, today, "", ahead=AHEAD), key=by_urgency)


async def _due(work: Work, person_id: str, today: date, key: str, ahead: timedelta = timedelta(0)) -> list[Nudge]:
    found = []
    zone = await people.zone_of(work, person_id)
    tonight = workhours.at_wall_time(today + timedelta(days=1), time(0), zone) + ahead
    for handoff in await work.handoffs.due_for(person_id, tonight):
        account = await _account(work, handoff.account_id)
        line = view.handoff_line(account, handoff, workhours.local_day(handoff.due_at, zone), today)
        found.append(_nudge(work, person_id, Subject.HANDOFF, handoff.id, account, today, key, line, handoff.due_at))
    for checkin in await work.checkins.due_for(person_id, today):
        account = await _account(work, checkin.account_id)
        line = view.checkin_line(account, checkin, today)
        due_at = workhours.at_wall_time(checkin.due_on, work.policy.digest_time, zone)
        found.append(_nudge(work, person_id, Subject.CHECK_IN, checkin.id, account, today, key, line, due_at))
    for account in await work.accounts.owned_by(person_id):
        for question in await work.questions.open_of(account.id):
            if question.waits_on_us and question.target_at <= work.now + ahead:
                line = view.question_line(account, question, work.workspace.url)
                due_at = question.target_at
                found.append(_nudge(work, person_id, Subject.QUESTION, question.id, account, today, key, line, due_at))
    return found


def _nudge(
    work: Work,
    person_id: str,
    subject: Subject,
    subject_id: str,
    account: Account,
    today: date,
    key: str,
    line: str,
    due_at: datetime,
    rung: Rung = Rung.DIGEST,
) -> Nudge:
    return Nudge(
        id=new_id(),
        workspace_id=work.workspace.id,
        person_id=person_id,
        subject=subject,
        subject_id=subject_id,
        account_id=account.id,
        rung=rung,
        local_date=today,
        state=NudgeState.OPEN,
        message_key=key,
        line=line,
        due_at=due_at,
    )


async def nudge_at_once(
    work: Work, person_id: str, subject: Subject, subject_id: str, account: Account, line: str, due_at: datetime
) -> bool:
    """Tell one person about one urgent thing, once a day; says whether it was told."""
    today = workhours.local_day(work.now, await people.zone_of(work, person_id))
    key = f"nudge:{subject}:{subject_id}:{person_id}:{today.isoformat()}"
    nudge = _nudge(work, person_id, subject, subject_id, account, today, key, line, due_at, Rung.OWNER)
    if not await work.nudges.add_if_new(nudge):
        return False
    await work.send(key, Post(person_id, key=key, **view.urgent(nudge)))
    return True


async def settle(work: Work, subject: Subject, subject_id: str, state: NudgeState, until: date | None = None) -> None:
    """The cause is gone, or comes back: every message that asks for it says so instead."""
    for nudge in await work.nudges.open_about(subject, subject_id):
        await work.nudges.change(nudge.id, state, until)
        lines = await work.nudges.in_message(nudge.message_key)
        if nudge.rung is Rung.DIGEST:
            shown = view.digest(sorted(lines, key=by_urgency), nudge.local_date)
        else:
            shown = view.urgent(lines[0])
        update = Update(nudge.person_id, key=nudge.message_key, **shown)
        again = f":{until or ''}:{work.now.timestamp()}" if state in COMES_AND_GOES else ""
        await work.send(f"settle:{nudge.id}:{state}{again}", update)


async def _account(work: Work, account_id: str) -> Account:
    account = await work.accounts.by_id(account_id)
    if account is None:
        raise LookupError(f"account {account_id} is gone, its rows are not")
    return account
