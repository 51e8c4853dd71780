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

IN_A_ROW = timedelta(minutes=15)  # messages of one person this close together are one question


async def customer_wrote(work: Work, account: Account, channel_id: str, ts: str, author: str, text: str) -> bool:
    """A customer's message: opens a question if it needs an answer; says whether it did."""
    if not judge(text).needs_answer:
        return False
    asked_at = datetime.fromtimestamp(float(ts), UTC)
    for known in await work.questions.open_in(channel_id):
        last = datetime.fromtimestamp(float(known.last_ts), UTC)
        if known.asked_by == author and timedelta(0) <= asked_at - last <= IN_A_ROW:
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
        asked_by=author,
        state=QuestionState.OPEN,
        asked_at=asked_at,
        target_at=target_at,
        nudged_at=None,
        answered_at=None,
        answered_by=None,
    )
    return await work.questions.add_if_new(question)


async def we_wrote(work: Work, channel_id: str, ts: str, author: str, thread_ts: str | None) -> None:
    """A message of ours in a customer's channel: answers the question it belongs to."""
    open_ones = await work.questions.open_in(channel_id)
    written_at = datetime.fromtimestamp(float(ts), UTC)
    earlier = [question for question in open_ones if question.asked_at < written_at]
    for question in earlier:
        if rules.answers(question, thread_ts, len(earlier)):
            await answered(work, question, author, f"{work.workspace.url}archives/{channel_id}/p{ts.replace('.', '')}")


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
    """The message was deleted in Slack: nobody waits for an answer to it."""
    question = await work.questions.of_message(channel_id, ts)
    if question is not None:
        await dismiss(work, question)


async def nudge_owner(work: Work, question_id: str) -> bool:
    """A question's time is up: nudge its owner, or the channel when nobody owns it; says whether anybody was told."""
    question = await work.questions.by_id(question_id)
    if question is None or question.state is not QuestionState.OPEN or question.nudged_at is not None:
        return False
    account = await work.accounts.by_id(question.account_id)
    if account is None:
        return False
    owner_id = await work.accounts.holder_of(account.id, Role.DELIVERY_OWNER)
    line = view.question_line(account, question, work.workspace.url)
    if owner_id is None:
        await work.questions.change(question_id, nudged_at=work.now)
        if account.channel_id:
            key = f"nudge:question:{question_id}:nobody"
            await work.send(key, Post(account.channel_id, key=key, **view.nobody(line)))
        return True
    if not workhours.in_working_hours(work.now, await people.zone_of(work, owner_id)):
        return False
    await work.questions.change(question_id, nudged_at=work.now)
    return await nudges.nudge_at_once(work, owner_id, Subject.QUESTION, question.id, account, line, question.target_at)
