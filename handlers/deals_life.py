"""Deals after they were first read: edits of their announcement, and the buttons of the cards about them."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

from bot.domain.shapes import shape_of
from bot.domain.taught import read_taught
from bot.flows import edits, merging, placing, reversal
from bot.ids import Action
from bot.slack.payloads import Change
from bot.unit_of_work import Work
from bot.views import deals as deals_view
from handlers.deals import announcement_of, counts
from handlers.request import Handler, Request

FRESH = timedelta(minutes=15)  # within which a person's edit is taken for a slip of the first try

Step = Callable[[Work, str, str], Awaitable[str | None]]


async def edited(request: Request, change: Change) -> None:
    """A message in a channel that announces wins was edited."""
    message = change.message
    if not await counts(request, message, change.now):
        return
    async with request.look() as work:
        taught = await work.layouts.taught(message.channel_id)
        is_ignored = await work.layouts.is_ignored(message.channel_id, shape_of(change.now))
        if is_ignored and not await work.deals.is_known(message.channel_id, message.ts):
            return
    reading = read_taught(change.now, taught)
    before = read_taught(change.before, taught) if change.before else None
    by_app = bool(message.bot_id or message.app_id)
    edit = edits.Edit(
        reading=reading,
        before=before,
        announcement=await announcement_of(request, message, change.now, reading),
        changed_ts=change.changed_ts,
        may_act=by_app or _instant(change.changed_ts) - _instant(message.ts) <= FRESH,
    )
    async with request.work() as work:
        await edits.edited(work, edit)


def _instant(ts: str) -> datetime:
    return datetime.fromtimestamp(float(ts), UTC)


def _pressed(step: Step) -> Handler:
    """The handler of a card's button: one step, or a sentence why not."""

    async def handler(request: Request) -> None:
        async with request.work() as work:
            sentence = await step(work, request.action_value, request.user_id)
        if sentence:
            await request.tell(sentence)
        else:
            await request.args.ack()

    return handler


async def is_new(request: Request) -> None:
    """*New account*: set up at once, or named first where another account has that name."""
    async with request.look() as work:
        deal = await placing.needs_name(work, request.action_value)
    if deal is not None:
        await request.args.ack()
        given = deals_view.Prefill(deal.account_name, deal.amount, deal.currency, deal.seller_id, deal.owner_id)
        await request.open_modal(deals_view.account_modal(given, json.dumps({"deal": deal.id})))
        return
    rota = await request.rota((await request.policy()).delivery_owners)
    async with request.work() as work:
        sentence = await placing.is_new(work, request.action_value, request.user_id, rota)
    if sentence:
        await request.tell(sentence)
    else:
        await request.args.ack()


ACTIONS: dict[str, Handler] = {
    Action.DEAL_IS_SAME: _pressed(placing.is_same),
    Action.DEAL_BELONGS: _pressed(placing.belongs),
    Action.DEAL_IS_NEW: is_new,
    Action.TAKE_OVER: _pressed(edits.take_over),
    Action.UNDO_WIN: _pressed(reversal.undo_asked),
    Action.UNDO_WIN_OF: _pressed(reversal.undo),
    Action.KEEP_WIN: _pressed(reversal.keep),
    Action.WON_AFTER_ALL: _pressed(reversal.after_all),
    Action.ARCHIVE_CHANNEL: _pressed(reversal.archive),
    Action.UNDO_MERGE: _pressed(merging.part),
    Action.ARCHIVE_MERGED: _pressed(merging.archive),
}
