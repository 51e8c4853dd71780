"""Buttons of a digest or an urgent nudge."""

from __future__ import annotations

from bot.flows import checkins, questions
from bot.ids import Action
from handlers.request import Handler, Request

TOO_LATE = "That one is settled already. `/warmline` shows what still waits on you."


async def done(request: Request) -> None:
    """*Done* on a check-in."""
    async with request.work() as work:
        checkin = await work.checkins.hold(request.action_value)
        taken = await checkins.done(work, checkin, request.user_id) if checkin else None
    await _answer(request, taken is not None)


async def snooze(request: Request) -> None:
    """*Snooze* on a check-in."""
    async with request.work() as work:
        checkin = await work.checkins.hold(request.action_value)
        taken = await checkins.snooze(work, checkin) if checkin else None
    await _answer(request, taken is not None)


async def answered(request: Request) -> None:
    """*Answered* on a question: by phone, by mail, or in a place that we don't see."""
    async with request.work() as work:
        question = await work.questions.hold(request.action_value)
        taken = await questions.answered(work, question, request.user_id) if question else False
    await _answer(request, taken)


async def dismissed(request: Request) -> None:
    """*Not a question*."""
    async with request.work() as work:
        question = await work.questions.hold(request.action_value)
        taken = await questions.dismiss(work, question) if question else False
    await _answer(request, taken)


async def _answer(request: Request, taken: bool) -> None:
    if taken:
        await request.args.ack()
    else:
        await request.tell(TOO_LATE)


ACTIONS: dict[str, Handler] = {
    Action.CHECKIN_DONE: done,
    Action.CHECKIN_SNOOZE: snooze,
    Action.QUESTION_ANSWERED: answered,
    Action.QUESTION_DISMISSED: dismissed,
}
