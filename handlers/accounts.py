"""`/account`: look one up, set one up, link a customer's channel."""

from __future__ import annotations

import json
import re

from bot.domain.accounts import Account
from bot.domain.naming import account_key
from bot.flows import accounts as flow
from bot.ids import Action, Command
from bot.slack.payloads import text_of
from bot.unit_of_work import Work
from bot.views import accounts as view
from bot.views import deals as deals_view
from bot.views import deals_life as life
from bot.views.kit import fill
from handlers.request import Handler, Request
from handlers.subcommand import HERE, Subcommand, Words

CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|[^>]*)?>")
MOST_DEALS = 20


async def find(work: Work, request: Request, name: str) -> Account | None:
    """The account that a command is about: the one it names, else the one whose channel it is typed in."""
    if name:
        return await work.accounts.by_key(account_key(name))
    channel_id = text_of(request.body, "channel_id")
    return await work.accounts.in_channel(channel_id) or await work.accounts.of_customer_channel(channel_id)


async def show(request: Request) -> None:
    """One account at a glance; without a name and outside an account's channel, all of yours."""
    async with request.look() as work:
        account = await find(work, request, request.text)
        if account is None and request.text:
            await request.tell(unknown(request.text))
            return
        if account is None:
            accounts = await work.accounts.of_person(request.user_id)
            ids = [one.id for one in accounts]
            handoffs, checkins = await work.handoffs.latest_of_each(ids), await work.checkins.planned_of(ids)
            shown = view.mine([(one, handoffs.get(one.id), checkins.get(one.id)) for one in accounts])
        else:
            deals = await work.deals.of_account(account.id)
            shown = view.overview(
                account,
                await work.handoffs.latest_of(account.id),
                await work.checkins.planned_for(account.id),
                await work.questions.open_of(account.id),
                await work.accounts.customer_channels(account.id),
                [life.listed(deal, account) for deal in deals[-MOST_DEALS:]],
                view.worth(deals),
            )
    await request.args.ack(**shown)


async def new(request: Request) -> None:
    """The modal that sets an account up."""
    await request.args.ack()
    given = deals_view.Prefill(request.text, seller_id=request.user_id)
    await request.open_modal(deals_view.account_modal(given, json.dumps({})))


async def link(request: Request) -> None:
    """Watch a channel that an account's customer reads."""
    found = CHANNEL.search(request.text)
    if found is None:
        await request.tell(
            "Name the customer's channel, as in `/account link #acme-shared`, and pick it from Slack's list."
        )
        return
    name = CHANNEL.sub("", request.text).strip()
    room = await request.room(found[1], fresh=True)
    if room is None or not room.is_member:
        await request.tell(f"I'm not in <#{found[1]}> yet. Type `/invite @Warmline` there, then run this again.")
        return
    if (await request.policy()).watches(room.channel_id):
        await request.tell("That channel announces wins. Link the one that the customer reads.")
        return
    async with request.work() as work:
        account = await find(work, request, name)
        problem = await flow.link(work, account, room.channel_id, request.user_id) if account else unknown(name)
    if problem or account is None:
        await request.tell(problem or HERE)
        return
    told = fill("I watch <#{channel}> for questions from *{name}* now.", channel=room.channel_id, name=account.name)
    if not room.is_shared:
        told = fill("{told} It isn't shared with another company, so only guests' questions count there.", told=told)
    await request.tell(told)


def unknown(name: str) -> str:
    """What to say when no account is meant that we know."""
    if name:
        return fill("I know no account called “{name}”. `/account` lists yours.", name=name)
    return f"Which account is it? {HERE}"


async def unlink(request: Request) -> None:
    """Watch a customer's channel no longer."""
    found = CHANNEL.search(request.text)
    channel_id = found[1] if found else text_of(request.body, "channel_id")
    async with request.work() as work:
        account = await work.accounts.of_customer_channel(channel_id)
        if account is not None:
            await work.accounts.unlink_customer_channel(channel_id)
    if account is None:
        await request.tell(
            "No account is linked to that channel. Name the right one, as in `/account unlink #acme-shared`."
        )
    else:
        await request.tell(fill("I no longer watch <#{channel}> for *{name}*.", channel=channel_id, name=account.name))


ACTIONS: dict[str, Handler] = {Action.NEW_ACCOUNT: new}
WORDS: dict[str, Words] = {
    Command.ACCOUNT: {
        "": Subcommand(show, "", "lists your accounts, or shows the one whose channel you are in"),
        "show": Subcommand(show, "[name]", "shows an account: people, handoff, next check-in, open questions"),
        "new": Subcommand(new, "[name]", "sets up an account by hand"),
        "link": Subcommand(link, "#channel [name]", "watches a customer's channel for questions"),
        "unlink": Subcommand(unlink, "#channel", "stops watching it"),
    }
}
