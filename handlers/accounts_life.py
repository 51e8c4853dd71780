"""`/account rename` and `/account merge`."""

from __future__ import annotations

import json

from bot.domain.accounts import Account
from bot.domain.naming import account_key
from bot.flows import merging
from bot.ids import Command, View
from bot.slack.payloads import text_of
from bot.unit_of_work import Work
from bot.views import accounts_life as view
from bot.views.kit import fill
from handlers.accounts import CHANNEL, unknown
from handlers.request import Handler, Request
from handlers.subcommand import Subcommand, Words

LONGEST_NAME = 150
IN_ITS_CHANNEL = "Run this in the account's own channel, so that it is clear which one is meant."


async def _here(work: Work, request: Request) -> Account | None:
    return await work.accounts.in_channel(text_of(request.body, "channel_id"))


async def rename(request: Request) -> None:
    """The account of this channel gets another name."""
    name = " ".join(request.text.split())
    if not name or len(name) > LONGEST_NAME or not account_key(name):
        await request.tell("Write the new name after it, as in `/account rename Acme Robotics`.")
        return
    await request.room(text_of(request.body, "channel_id"), fresh=True)  # somebody may have renamed the channel
    async with request.work() as work:
        await work.alone()
        account = await _here(work, request)
        account = await work.accounts.hold_by_id(account.id) if account else None
        if account is None:
            sentence: str | None = IN_ITS_CHANNEL
        elif account.name == name:
            sentence = "It has that name already."
        else:
            sentence = await merging.rename(work, account, name, request.user_id)
    await request.tell(sentence or fill("Renamed. *{name}* it is.", name=name))


async def merge(request: Request) -> None:
    """The modal that shows what moves when another account becomes part of this one."""
    found = CHANNEL.search(request.text)
    async with request.look() as work:
        keep = await _here(work, request)
        if found is not None:
            other = await work.accounts.in_channel(found[1])
        else:
            other = await work.accounts.by_key(account_key(request.text)) if request.text else None
        load = await merging.load_of(work, other) if other else None
    if keep is None:
        await request.tell(IN_ITS_CHANNEL)
        return
    if not request.text:
        await request.tell(
            "Name the other account, as in `/account merge #acct-acme` or `/account merge Acme Robotics`."
        )
        return
    if other is None or load is None:
        await request.tell("That is no account's channel. Name the account." if found else unknown(request.text))
        return
    if sentence := merging.problem(keep, other):
        await request.tell(sentence)
        return
    await request.args.ack()
    counts = [
        (_many(load.deals, "deal"), load.deals),
        (_many(load.questions, "question"), load.questions),
        (_many(load.checkins, "check-in"), load.checkins),
        (_many(load.touches, "touch", "touches"), load.touches),
    ]
    metadata = json.dumps({"keep": keep.id, "other": other.id})
    await request.open_modal(view.merge_modal(keep, other, counts, load.channels, metadata))


def _many(count: int, one: str, many: str = "") -> str:
    return one if count == 1 else many or f"{one}s"


async def merged(request: Request) -> None:
    """The modal is confirmed."""
    try:
        about = json.loads(request.metadata)
    except ValueError:
        about = {}
    keep_id, other_id = (text_of(about, name) if isinstance(about, dict) else "" for name in ("keep", "other"))
    async with request.work() as work:
        sentence = await merging.merge(work, keep_id, other_id, request.user_id)
    if sentence:
        await request.tell(sentence)
    else:
        await request.args.ack()


VIEWS: dict[str, Handler] = {View.MERGE: merged}
WORDS: dict[str, Words] = {
    Command.ACCOUNT: {
        "rename": Subcommand(rename, "NEW NAME", "gives the account of this channel another name"),
        "merge": Subcommand(merge, "#channel or name", "makes another account part of this channel's"),
    }
}
