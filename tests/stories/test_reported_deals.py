"""Deals that a CRM reports by a signed request, as people see them: over real HTTP, on both databases."""

from __future__ import annotations

import base64
import hashlib
import hmac
import itertools
import json
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import pytest

from bot.ids import Action
from tests.sandbox_harness import until
from tests.stories.test_deals_again import value_of
from tests.stories.test_deals_life import account_channels, card, has_buttons, said, thread
from tests.wire.signed import stamp
from tests.world import AMIR, BEN, DEALS, JONAS, OLIVIA, SARA, World, text_of, world_on

KEY = b"a key of thirty-two bytes, no less"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
URL = "https://crm.example/deals/17"
DEAL = {
    "id": "crm-17",
    "stage": "won",
    "account": "Lumen Labs",
    "amount": "48500",
    "currency": "USD",
    "seller": {"name": "Sara Lindqvist"},
    "url": URL,
}
_numbers = itertools.count(1)


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    async with world_on(database_url, hook_secret=SECRET) as world:
        yield world


async def report(world: World, settle: bool = True, **changes: Any) -> None:
    """The CRM reports the deal, with these changes."""
    given = {name: value for name, value in (DEAL | changes).items() if value is not None}
    body, hook_id, at = json.dumps(given).encode(), f"msg_{next(_numbers)}", stamp()
    signature = base64.b64encode(hmac.new(KEY, f"{hook_id}.{at}.".encode() + body, hashlib.sha256).digest()).decode()
    headers = {"webhook-id": hook_id, "webhook-timestamp": at, "webhook-signature": f"v1,{signature}"}
    url = f"http://127.0.0.1:{world.app.port}/hooks/deals"
    async with world.box.session.post(url, data=body, headers=headers) as answer:
        assert (answer.status, await answer.json()) == (202, {"accepted": hook_id})
    if settle:
        await until(is_idle(world))  # Slack knows nothing of it, so it can't wait for it
        await world.settle()


def is_idle(world: World) -> Callable[[], Awaitable[bool]]:
    async def is_so() -> bool:
        return world.app.is_idle()

    return is_so


async def lumen(world: World) -> str:
    """The account's channel."""
    return await world.channel("acct-lumen-labs", "U0WARMLINE")


async def told(world: World, who: str) -> list[str]:
    return [text_of(message) for message in await world.dms(who)]


@pytest.mark.parametrize("transport", ["socket", "http"])
async def test_a_report_opens_an_account(database_url: str, transport: str) -> None:
    async with world_on(database_url, hook_secret=SECRET, transport=transport) as world:
        await report(world, product="Website redesign", delivery_owner={"email": "jonas@northwind.example"})
        channel = await lumen(world)
        assert await account_channels(world) == {"acct-lumen-labs"}
        brief = text_of(await card(world, channel, "Handoff: Lumen Labs", SARA))
        assert "$48,500" in brief
        assert "Website redesign" in brief
        assert {SARA} < await world.members(channel)
        (dm,) = await told(world, SARA)
        assert f"*Lumen Labs* is set up in <#{channel}>" in dm
        assert await world.messages(SARA, DEALS) == [], "nothing is said where nothing was announced"


async def test_people_are_found_by_what_leads_to_them_and_else_named(world: World) -> None:
    await report(world, seller={"slack_id": BEN}, delivery_owner={"slack_id": JONAS})
    channel = await lumen(world)
    assert {BEN, JONAS} <= await world.members(channel)
    await report(world, id="crm-18", account="Acme Robotics", seller={"email": "nobody@elsewhere.example"}, url=None)
    brief = await card(world, await world.channel("acct-acme-robotics", "U0WARMLINE"), "Handoff:", OLIVIA)
    assert "nobody@elsewhere.example" in text_of(brief)


@pytest.mark.parametrize("first", ["report", "announcement"])
async def test_a_report_and_an_announcement_of_the_same_win_count_once(world: World, first: str) -> None:
    if first == "report":
        await report(world)
    ts = await world.crm_posts(f":tada: Deal won: *Lumen Labs*\nAmount: $48,500\nOwner: Sara Lindqvist\n{URL}")
    await world.settle()
    if first == "announcement":
        await report(world, product="Website redesign")
    channel = await lumen(world)
    assert await account_channels(world) == {"acct-lumen-labs"}
    assert f"<#{channel}>" in (await thread(world, ts))[-1]
    assert await value_of(world, channel) == "*Lumen Labs* · $48,500"
    if first == "announcement":
        assert "Website redesign" in text_of(await card(world, channel, "Handoff: Lumen Labs", OLIVIA))
        assert await told(world, SARA) == [], "she read it under the announcement"


async def test_the_same_id_again_brings_the_deal_up_to_date(world: World) -> None:
    await report(world)
    channel = await lumen(world)
    await report(world)
    await report(world, amount="52000", product="Website redesign")
    assert await account_channels(world) == {"acct-lumen-labs"}
    assert await value_of(world, channel) == "*Lumen Labs* · $52,000"
    assert "Website redesign" in text_of(await card(world, channel, "Handoff: Lumen Labs", OLIVIA))
    assert len(await told(world, SARA)) == 1
    await report(world, amount="52000", account="Lumen Laboratories")
    assert "Handoff: Lumen Laboratories" in "\n".join(await said(world, channel))


async def test_a_deal_that_is_lost_is_taken_back_and_may_be_won_again(world: World) -> None:
    await report(world, stage="lost")
    assert await account_channels(world) == set(), "a deal that was never reported as won"
    await report(world)
    channel = await lumen(world)
    await report(world, stage="lost")
    assert f"The deal is no longer won, says <{URL}|the CRM>" in "\n".join(await said(world, channel))
    assert "Handoff: withdrawn" in "\n".join(await said(world, channel))
    assert "no longer won" in (await told(world, SARA))[-1]
    await report(world, stage="lost")
    await report(world)
    assert await value_of(world, channel) == "*Lumen Labs* · $48,500"
    assert "Won after all" in (await told(world, SARA))[-1]
    assert await account_channels(world) == {"acct-lumen-labs"}


async def test_a_report_takes_back_what_was_announced_as_well(world: World) -> None:
    ts = await world.crm_posts(":tada: Deal won: *Lumen Labs*\nAmount: $48,500\nOwner: Sara Lindqvist")
    await world.settle()
    await report(world)
    await report(world, stage="lost", url=None)
    assert "The deal is no longer won, says the CRM." in (await thread(world, ts))[-1]
    await report(world)
    assert "Won after all" in (await thread(world, ts))[-1]


async def test_what_is_unclear_is_asked_in_the_accounts_channel(world: World) -> None:
    await report(world)
    channel = await lumen(world)
    await report(world, id="crm-18", amount="12000", url=None)
    asked = await card(world, channel, "The CRM says that a deal worth $12,000 with *Lumen Labs* was won", OLIVIA)
    assert await value_of(world, channel) == "*Lumen Labs* · $48,500", "nothing counts before somebody says so"
    await world.click(OLIVIA, asked, Action.DEAL_BELONGS, channel)
    await world.settle()
    assert await value_of(world, channel) == "*Lumen Labs* · $60,500"


async def test_a_question_is_settled_by_the_report_that_it_is_lost(world: World) -> None:
    await report(world)
    channel = await lumen(world)
    await report(world, id="crm-18", amount="12000", url=None)
    await report(world, id="crm-18", stage="lost", amount=None)
    settled = await card(world, channel, "this deal is lost, so there is nothing to decide here", OLIVIA)
    assert not has_buttons(settled)
    assert await value_of(world, channel) == "*Lumen Labs* · $48,500"


async def test_an_account_without_a_channel_is_asked_about_with_the_admins(world: World) -> None:
    await world.box.post("/faults", name="error", method="conversations.create", error="restricted_action")
    await report(world)
    await report(world, id="crm-18", amount="12000", url=None)
    asked = [one for one in await world.dms(AMIR) if "The CRM says that a deal worth $12,000" in text_of(one)]
    assert len(asked) == 1
    await world.click(AMIR, asked[0], Action.DEAL_IS_SAME, await world.dm(AMIR))
    await world.settle()
    assert f"The same deal, says <@{AMIR}>" in "\n".join(await told(world, AMIR))


async def test_what_a_person_decided_is_only_offered_and_once(world: World) -> None:
    await world.crm_posts("Deal won: Lumen Labs - $40,000\nOwner: Sara Lindqvist")
    await world.settle()
    channel = await lumen(world)
    await report(world)
    asked = await card(world, channel, "Is it the same one?", OLIVIA)
    await world.click(OLIVIA, asked, Action.DEAL_IS_SAME, channel)
    await world.settle()
    assert await value_of(world, channel) == "*Lumen Labs* · $40,000"
    for _ in range(2):
        await report(world, amount="41000")
    offers = [one for one in await world.messages(OLIVIA, channel) if "The CRM now says $41,000" in text_of(one)]
    assert len(offers) == 1
    await world.click(OLIVIA, offers[0], Action.TAKE_OVER, channel)
    await world.settle()
    assert await value_of(world, channel) == "*Lumen Labs* · $41,000"


async def test_reports_of_one_deal_keep_their_order(world: World) -> None:
    for number in range(1, 8):
        await report(world, settle=False, amount=str(1000 * number))
    await report(world, settle=False, stage="lost")
    await report(world, amount="9000")
    channel = await lumen(world)
    assert await account_channels(world) == {"acct-lumen-labs"}
    assert await value_of(world, channel) == "*Lumen Labs* · $9,000"


async def test_nothing_happens_before_it_is_set_up(sqlite_url: str) -> None:
    async with world_on(sqlite_url, hook_secret=SECRET, is_set_up=False) as world:
        await report(world)
        assert await account_channels(world) == set()
        assert await told(world, SARA) == []
