"""Won deals: what people do with an announcement."""

from __future__ import annotations

import json
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from bot.domain.deal_kinds import kind_of
from bot.domain.deals import DealFields, PersonHint, Reading, Verdict
from bot.domain.explaining import Here
from bot.domain.messages import plain_text
from bot.domain.money import is_currency, read_value
from bot.domain.people import is_ours, may_act
from bot.domain.reversals import read_reversal
from bot.domain.shapes import app_name_of, app_of, shape_of
from bot.domain.taught import read_taught
from bot.flows import deals as flow
from bot.flows import reversal
from bot.ids import Action, Block, Shortcut, View
from bot.slack.payloads import Message, part, text_of
from bot.views import deals as view
from bot.views import deals_life as life
from handlers.request import Handler, Request

OUTSIDER = "Pick somebody of your own workspace; guests, apps and people outside it can't sell or own an account."


async def announced(request: Request, message: Message) -> None:
    """A message in a channel that announces wins."""
    policy = await request.policy()
    if not policy.acts_on(message.at) or message.is_reply:
        return
    if not await counts(request, message, request.event):
        async with request.work() as work:
            await work.readings.hear(message.channel_id, message.ts)
        return
    async with request.look() as work:
        if await work.layouts.is_ignored(message.channel_id, shape_of(request.event)):
            return
        taught = await work.layouts.taught(message.channel_id)
    reading = read_taught(request.event, taught)
    taken_back = read_reversal(request.event) if reading.verdict is Verdict.NOT_WON else None
    announcement = await announcement_of(request, message, request.event, reading)
    async with request.work() as work:
        if not await work.readings.hear(message.channel_id, message.ts):
            return  # it was handled: Slack tells late what we had found by ourselves, or the other way round
        await flow.record(work, reading, announcement)
        if taken_back is not None:
            place = message.channel_id, message.ts
            await reversal.announced(work, taken_back, place, by_app=bool(message.bot_id or message.app_id))


async def announcement_of(
    request: Request, message: Message, event: Mapping[str, Any], reading: Reading
) -> flow.Announcement:
    """Where the message stands and who of ours its deals concern."""
    directory, workspace = request.desk.directory, request.workspace
    whole = plain_text(event) if len(reading.deals) == 1 else None
    sellers, owners, policy = [], [], await request.policy()
    for deal in reading.deals:
        hint = deal.seller or (PersonHint(user_id=message.user_id) if message.user_id and not message.bot_id else None)
        seller, owner = await directory.find(workspace, hint), await directory.find(workspace, deal.delivery_owner)
        sellers.append(seller.user_id if seller else None)
        owners.append(owner.user_id if owner else None)
    return flow.Announcement(
        channel_id=message.channel_id,
        message_ts=message.ts,
        announced_by=message.user_id or message.bot_id,
        seller_ids=tuple(sellers),
        owner_ids=tuple(owners),
        kinds=tuple(kind_of(deal.deal_name, deal.product, whole) for deal in reading.deals),
        rota=await request.rota(policy.delivery_owners),
        shape=shape_of(event) if policy.watches(message.channel_id) else None,
        app=(app_of(event), app_name_of(event)),
    )


async def counts(request: Request, message: Message, event: Mapping[str, Any]) -> bool:
    """Only apps that the admin allowed, and full members of our own organisation, announce wins."""
    return await why_not_counted(request, message, event) is None


async def why_not_counted(request: Request, message: Message, event: Mapping[str, Any]) -> Here | None:
    """Why a message announces no win whatever it says, None when it may."""
    is_by_app = bool(message.bot_id or message.app_id)
    if message.is_reply:
        return Here.REPLY
    ours = request.workspace.team_id, request.workspace.enterprise_id or None
    if not (is_by_app or message.user_id):
        return Here.OUTSIDER
    if message.user_id and not is_ours(await request.person(message.user_id), *ours):
        return Here.OUTSIDER
    if not is_by_app:
        return None
    # Webhooks name no user and often no team; where Slack does say whose app it is, it must be ours.
    if any(team not in ours for team in _teams(event)):
        return Here.FOREIGN_APP
    return None if (await request.policy()).counts(message.app_id, message.bot_id) else Here.OTHER_APP


def _teams(event: Mapping[str, Any]) -> list[str]:
    """The teams that Slack says an app's message comes from."""
    named = [text_of(event, name) for name in ("team", "user_team", "source_team")]
    return [team for team in (*named, text_of(part(event, "bot_profile"), "team_id")) if team]


async def set_up(request: Request) -> None:
    """*Set up account* under a question: the modal, prefilled."""
    async with request.look() as work:
        deal = await work.deals.by_id(request.action_value)
    if deal is None:
        await request.tell("Somebody has decided that one already.")
        return
    await request.args.ack()
    given = view.Prefill(deal.account_name, deal.amount, deal.currency, deal.seller_id, deal.owner_id)
    await request.open_modal(view.account_modal(given, json.dumps({"deal": deal.id})))


async def not_a_win(request: Request) -> None:
    """*Not a win* under a question."""
    async with request.work() as work:
        deal = await work.deals.hold(request.action_value)
        sentence = await flow.refuse(work, deal, request.user_id) if deal else "Somebody has decided that one already."
    if sentence:
        await request.tell(sentence)
    else:
        await request.args.ack()


async def from_message(request: Request) -> None:
    """Message shortcut: the modal, prefilled with what the message says."""
    if sentence := await request.not_yet():
        await request.tell(sentence)
        return
    body = request.body
    message, channel = part(body, "message"), text_of(part(body, "channel"), "id")
    async with request.look() as work:
        reading = read_taught(message, await work.layouts.taught(channel))
    deal = next(iter(reading.deals), DealFields())
    await request.args.ack()
    given = view.Prefill(deal.account_name, deal.amount, deal.currency, seller_id=request.user_id)
    about = {"channel": channel, "ts": text_of(message, "ts")}
    if (await request.policy()).watches(channel):
        about |= {"shape": shape_of(message), "app": app_of(message), "app_name": app_name_of(message)}
    await request.open_modal(view.account_modal(given, json.dumps(about)))


async def submitted(request: Request) -> None:
    """The modal that sets up an account."""
    wanted, errors = _read(request.values)
    errors |= await _outsiders(request, wanted)
    if errors:
        await request.args.ack(response_action="errors", errors=errors)
        return
    about = _about(request.metadata)
    rota = await request.rota((await request.policy()).delivery_owners)
    async with request.work() as work:
        deal = await work.deals.by_id(about["deal"]) if about.get("deal") else None  # held where it is decided
        if deal is not None:
            sentence = await flow.set_up(work, deal, request.user_id, wanted, rota)
        else:
            place = about.get("channel", ""), about.get("ts", "")
            app = about.get("app", ""), about.get("app_name", "")
            sentence = await flow.start(
                work, request.user_id, wanted, rota, *place, shape=about.get("shape") or None, app=app
            )
    if sentence == life.NAME_TAKEN:
        await request.args.ack(response_action="errors", errors={Block.ACCOUNT_NAME: sentence})
    elif sentence:
        await request.tell(sentence)
    else:
        await request.args.ack()


async def _outsiders(request: Request, wanted: flow.SetUp) -> dict[str, str]:
    """An error for each picked person who can't take part, by block id."""
    errors = {}
    for block, person_id in ((Block.SELLER, wanted.seller_id), (Block.OWNER, wanted.owner_id)):
        if person_id:
            person = await request.person(person_id)
            if not may_act(person, request.workspace.team_id, request.workspace.enterprise_id or None):
                errors[str(block)] = OUTSIDER
    return errors


def _about(metadata: str) -> dict[str, str]:
    """What the modal was opened for: a deal, or a message by channel and ts."""
    try:
        found = json.loads(metadata)
    except ValueError:
        return {}
    names = ("deal", "channel", "ts", "shape", "app", "app_name")
    return {name: text_of(found, name) for name in names} if isinstance(found, dict) else {}


def _read(values: dict[str, Any]) -> tuple[flow.SetUp, dict[str, str]]:
    errors: dict[str, str] = {}
    name = " ".join(str(values.get(Block.ACCOUNT_NAME) or "").split())
    if not name:
        errors[Block.ACCOUNT_NAME] = "Give the account a name."
    amount, currency = _amount(values, errors)
    wanted = flow.SetUp(name, amount, currency, values.get(Block.SELLER), values.get(Block.OWNER))
    if wanted.seller_id and wanted.seller_id == wanted.owner_id:
        errors[Block.OWNER] = "Seller and delivery owner are two people: the one hands over to the other."
    return wanted, errors


def _amount(values: dict[str, Any], errors: dict[str, str]) -> tuple[Decimal | None, str | None]:
    written, code = str(values.get(Block.AMOUNT) or "").strip(), str(values.get(Block.CURRENCY) or "").strip().upper()
    if code and not is_currency(code):
        errors[Block.CURRENCY] = "Write the three letters of the currency, as in EUR."
    if not written:
        return None, code or None
    found = read_value(written)
    if found is None or found.amount <= 0 or found.amount >= Decimal(10) ** 12:
        errors[Block.AMOUNT] = "Write one amount, as in 48,500 or 1.2M."
        return None, None
    if code and found.currency and code != found.currency:
        errors[Block.CURRENCY] = f"The value says {found.currency}. Leave this empty, or correct one of the two."
    return found.amount, code or found.currency


ACTIONS: dict[str, Handler] = {Action.SET_UP_ACCOUNT: set_up, Action.NOT_A_WIN: not_a_win}
VIEWS: dict[str, Handler] = {View.ACCOUNT: submitted}
SHORTCUTS: dict[str, Handler] = {Shortcut.SET_UP_ACCOUNT: from_message}
