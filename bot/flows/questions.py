"""Customers' questions: opened by what outside people write, answered by ours, nudged about when left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.domain import questions as rules
from bot.domain import workhours
from bot.domain.accounts import Account
from bot.domain.judging import judge
from bot.domain.nudges import NudgeState, Subject
from bot.domain.people import Role
from bot.domain.questions import Question, QuestionState
from bot.flows import nudges, people
from bot.ids import new_id
from bot.intents import Post
from bot.unit_of_work import Work
from bot.views import nudges as view


async def customer_wrote(
    work: Work, account: Account, channel_id: str, ts: str, thread_ts: str | None, author: str, text: str
) -> bool:
    """A customer's message: opens a question if it needs an answer; says whether it did."""
    if not judge(text).needs_answer:
        return False
    asked_at, thread = _instant(ts), thread_ts or ts
    for known in await work.questions.open_in(channel_id):
        if rules.belongs_to(known, author, thread_ts, asked_at, _instant(known.last_ts)):
            await work.questions.change(known.id, last_ts=ts)
            return False
    owner_id = await work.accounts.holder_of(account.id, Role.DELIVERY_OWNER)
    zone = account.zone or await people.zone_of(work, owner_id)
    target_at = workhours.add_business_time(asked_at, timedelta(hours=work.policy.answer_hours), zone)
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
    return await work.questions.add_if_new(question)


async def we_wrote(work: Work, account: Account, channel_id: str, ts: str, author: str, thread_ts: str | None) -> None:
    """A message of ours in a customer's channel: answers the question it belongs to."""
    open_ones = await work.questions.open_in(channel_id)
    if not open_ones:
        return
    has_role = await work.accounts.has_role(account.id, author)
    earlier = [question for question in open_ones if question.message_ts < ts]
    for question in earlier:
        if rules.answers(question, thread_ts, len(earlier), has_role=has_role):
            await answered(work, question, author, f"{work.workspace.url}archives/{channel_id}/p{ts.replace('.', '')}")
        elif not question.run_over:
            await work.questions.change(question.id, run_over=True)


async def answered(work: Work, question: Question, by: str, evidence: str | None = None) -> bool:
    """It has its answer: a touch is logged and nudges say so. False when it was closed before."""
    if question.state is not QuestionState.OPEN:
        return False
    await work.questions.change(question.id, state=QuestionState.ANSWERED, answered_at=work.now, answered_by=by)
    await work.accounts.log_touch(question.account_id, by, "answer", evidence, work.now)
    await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.DONE)
    return True


async def dismiss(work: Work, question: Question) -> bool:
    """It needs no answer. False when it was closed before."""
    if question.state is not QuestionState.OPEN:
        return False
    await work.questions.change(question.id, state=QuestionState.DISMISSED)
    await nudges.settle(work, Subject.QUESTION, question.id, NudgeState.WITHDRAWN)
    return True


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
    if owner_id is None:
        tomorrow = workhours.next_wall_time(work.now, workhours.DAY_STARTS, zone)
        await work.questions.change(question_id, nudge_at=tomorrow)
        if account.channel_id:
            key = f"nudge:question:{question_id}:nobody"
            await work.send(key, Post(account.channel_id, key=key, **view.nobody(line)))
        return bool(account.channel_id)
    if not workhours.in_working_hours(work.now, zone):
        opens = workhours.next_wall_time(work.now, workhours.DAY_STARTS, zone)
        await work.questions.change(question_id, nudge_at=opens)
        return False
    await work.questions.change(question_id, nudge_at=None)
    return await nudges.nudge_at_once(work, owner_id, Subject.QUESTION, question.id, account, line, question.target_at)


async def pass_to_new_owner(work: Work, account_id: str) -> None:
    """The account has another owner: what is overdue is told to them."""
    for question in await work.questions.open_of(account_id):
        if question.target_at <= work.now:
            await work.questions.change(question.id, nudge_at=work.now)


def _instant(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)
