"""Customers' questions: opened by what outside people write, answered by ours, nudged about when left alone."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from bot.domain import questions as rules
from bot.domain import workhours
from bot.domain.accounts import Account, Phase
from bot.domain.judging import judge
from bot.domain.nudges import NudgeState, Subject
from bot.domain.people import Role
from bot.domain.questions import Question, QuestionState
from bot.domain.replies import Kind, kind_of_reply
from bot.flows import fresh_homes, nudges, people
from bot.ids import new_id
from bot.intents import Post
from bot.unit_of_work import Work
from bot.views import nudges as view

MOST_NAMES = 40


async def customer_wrote(
    work: Work, account: Account, channel_id: str, ts: str, thread_ts: str | None, author: str, text: str
) -> bool:
    """A customer's message: opens a question if it needs an answer, and may close one, open one again or give back the
    turn; says whether a question was opened."""
    if account.phase is Phase.CLOSED:
        return False
    kind = kind_of_reply(text, ours=False).kind
    lately = await work.questions.lately_in(channel_id, work.now - rules.REOPENS_WITHIN)
    lately = [question for question in lately if question.message_ts < ts]
    if kind in (Kind.CLOSING, Kind.ACKNOWLEDGEMENT):
        if question := rules.settled(kind, author, thread_ts, lately):
            await work.questions.change(question.id, **rules.after_settled(question, work.now))
            await fresh_homes.account(work, account.id)
            await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.DONE)
            return False
        if kind is Kind.ACKNOWLEDGEMENT:
            return False
    if kind is Kind.STILL_BROKEN and (question := rules.broken_again(text, author, thread_ts, lately, work.now)):
        target_at = await _target(work, account, _instant(ts))
        await work.questions.change(question.id, **rules.after_broken(target_at, ts, work.now))
        await fresh_homes.account(work, account.id)
        return True
    if question := rules.asked_back(author, thread_ts, lately):
        await _their_turn_is_over(work, account, question)
        return False
    if not judge(text).needs_answer or rules.goes_on(kind, text, author, thread_ts, lately):
        return False
    asked_at, thread = _instant(ts), thread_ts or ts
    for known in lately[::-1]:
        if rules.belongs_to(known, author, thread_ts, asked_at, _instant(known.last_ts)):
            await work.questions.change(known.id, last_ts=ts)
            return False
    target_at = await _target(work, account, asked_at)
    question = Question(
        id=new_id(),
        workspace_id=work.workspace.id,
        account_id=account.id,
        channel_id=channel_id,
        message_ts=ts,
        last_ts=ts,
        thread_ts=thread,
        asked_by=author,
        state=QuestionState.OPEN,
        asked_at=asked_at,
        target_at=target_at,
        nudge_at=target_at,
        run_over=False,
        answered_at=None,
        answered_by=None,
    )
    if not await work.questions.add_if_new(question):
        return False
    await fresh_homes.account(work, account.id)
    return True


async def _target(work: Work, account: Account, start: datetime, left: timedelta | None = None) -> datetime:
    """When an answer is due: that much working time after the start, by default what the rules grant."""
    zone = await _zone(work, account)
    return workhours.add_business_time(start, left or timedelta(hours=work.policy.answer_hours), zone)


async def _zone(work: Work, account: Account) -> str:
    return account.zone or await people.zone_of(work, await work.accounts.holder_of(account.id, Role.DELIVERY_OWNER))


async def _their_turn_is_over(work: Work, account: Account, question: Question) -> None:
    """The customer has told us what we asked: the clock goes on with the time that was left."""
    since = question.asked_back_at or work.now
    left = workhours.business_time(since, question.target_at, await _zone(work, account))
    target_at = await _target(work, account, work.now, max(left, rules.LEAST_LEFT))
    await work.questions.change(question.id, **rules.after_their_turn(target_at))
    await fresh_homes.account(work, account.id)
    await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.OPEN)


async def we_wrote(
    work: Work, account: Account, channel_id: str, ts: str, author: str, thread_ts: str | None, text: str
) -> None:
    """A message of ours in a customer's channel: what it is to the question it belongs to, if it belongs to one.

    An answer closes it, "looking into it" is a first response, a question back gives the customer the turn. A message
    without words is a file: that answers.
    """
    open_ones = await work.questions.open_in(channel_id)
    earlier = [question for question in open_ones if question.message_ts < ts]
    if not earlier:
        return
    kind = kind_of_reply(text).kind if text.strip() else Kind.ANSWER
    roles = await work.accounts.people_of(account.id)
    names = await _first_names(work, [*(question.asked_by for question in earlier), *roles])
    message = rules.Ours(text, kind, author, thread_ts, author in roles, names)
    meant = {question.id for question in rules.meant_by_us(message, earlier)}
    for question in earlier:
        if question.id in meant and (changes := rules.after_ours(question, kind, author, work.now)):
            if kind is Kind.ANSWER:
                link = f"{work.workspace.url}archives/{channel_id}/p{ts.replace('.', '')}"
                await answered(work, question, author, link)
                continue
            await work.questions.change(question.id, **changes)
            await fresh_homes.account(work, account.id)
            if kind is Kind.COUNTER_QUESTION:
                await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.WITH_CUSTOMER)
        elif not question.run_over:
            await work.questions.change(question.id, run_over=True)


async def _first_names(work: Work, user_ids: list[str]) -> dict[str, str]:
    """First names by user id, of those whom Slack has told us about."""
    found = {}
    for user_id in dict.fromkeys(user_ids[:MOST_NAMES]):
        person = await work.people.by_id(user_id)
        if person and (name := person.name.split()[:1]):
            found[user_id] = name[0]
    return found


async def answered(work: Work, question: Question, by: str, evidence: str | None = None) -> bool:
    """It has its answer: a touch is logged and nudges say so. False when it was closed before."""
    if not question.is_open:
        return False
    await work.questions.change(question.id, **rules.after_ours(question, Kind.ANSWER, by, work.now))
    await work.accounts.log_touch(question.account_id, by, "answer", evidence, work.now)
    await fresh_homes.account(work, question.account_id)
    await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.DONE)
    return True


async def dismiss(work: Work, question: Question) -> bool:
    """It needs no answer. False when it was closed before."""
    if question.state is not QuestionState.OPEN:
        return False
    await work.questions.change(question.id, state=QuestionState.DISMISSED)
    await fresh_homes.account(work, question.account_id)
    await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.WITHDRAWN)
    return True


async def dismiss_all(work: Work, account_id: str) -> list[str]:
    """The account is closed: nobody is asked for these answers any more; the ids of the questions."""
    found = []
    for question in await work.questions.open_of(account_id):
        held = await work.questions.hold(question.id)
        if held is not None and await dismiss(work, held):
            found.append(held.id)
    return found


async def reopen(work: Work, question_ids: Sequence[str]) -> None:
    """These wait for an answer again, with the clock that they had; what is overdue is told."""
    for question_id in question_ids:
        question = await work.questions.hold(question_id)
        if question is not None and question.state is QuestionState.DISMISSED:
            is_ours = question.asked_back_at is None  # else the customer is next
            nudge_at = max(question.target_at, work.now) if is_ours else None
            await work.questions.change(question_id, state=QuestionState.OPEN, nudge_at=nudge_at)


async def withdrawn(work: Work, channel_id: str, ts: str) -> None:
    """A message was deleted in Slack. A question all of which is gone waits for nothing; of one that was asked in
    several messages the others still stand."""
    for question in await work.questions.open_in(channel_id):
        if question.message_ts == question.last_ts == ts:
            await dismiss(work, question)
        elif question.message_ts == ts:
            await work.questions.change(question.id, message_ts=question.last_ts)
        elif question.last_ts == ts:
            await work.questions.change(question.id, last_ts=question.message_ts)


async def nudge_owner(work: Work, question_id: str) -> bool:
    """A question's time is up: nudge its owner, within their working hours, or tell the channel that nobody owns it;
    says whether anybody was told."""
    question = await work.questions.hold(question_id)
    if question is None or question.state is not QuestionState.OPEN or question.nudge_at is None:
        return False
    account = await work.accounts.by_id(question.account_id)
    if account is None or question.nudge_at > work.now:
        return False
    owner_id = await work.accounts.holder_of(account.id, Role.DELIVERY_OWNER)
    zone = await people.zone_of(work, owner_id)
    line = view.question_line(account, question, work.workspace.url)
    tomorrow = workhours.next_wall_time(work.now, workhours.DAY_STARTS, zone)
    if not await nudges.may_tell(work, owner_id, account.id):
        is_quiet = work.policy.paused_at is None and work.policy.is_quiet(work.now)
        later = work.policy.quiet_until if is_quiet else tomorrow
        await work.questions.change(question_id, nudge_at=later)
        return False
    if owner_id is None:
        await work.questions.change(question_id, nudge_at=tomorrow)
        if account.channel_id:
            key = f"nudge:question:{question_id}:nobody"
            await work.send(key, Post(account.channel_id, key=key, **view.nobody(line)))
        return bool(account.channel_id)
    if not workhours.in_working_hours(work.now, zone):
        await work.questions.change(question_id, nudge_at=tomorrow)
        return False
    await work.questions.change(question_id, nudge_at=None)
    await fresh_homes.account(work, account.id)  # it is late now, and comes first
    return await nudges.nudge_at_once(work, owner_id, Subject.QUESTION, question.id, account, line, question.target_at)


async def pass_to_new_owner(work: Work, account_id: str) -> None:
    """The account has another owner: what is overdue is told to them."""
    for question in await work.questions.open_of(account_id):
        if question.waits_on_us and question.target_at <= work.now:
            await work.questions.change(question.id, nudge_at=work.now)


def _instant(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
