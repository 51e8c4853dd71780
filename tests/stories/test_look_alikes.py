"""What looks like the CRM's announcement and is none: nothing is set up, and nobody is asked."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from tests.set_up import NORTHWIND
from tests.stories.test_deals_life import account_channels
from tests.world import CUSTOMER, DEALS, GIL, LENA, SARA, World, world_on

CRM = "A0DEALDESK"
WIN = ":tada: Deal won: *Acme Robotics*, $48,500\nOwner: Sara Lindqvist"
BY_CRM = {"subtype": "bot_message", "text": WIN, "username": "Dealdesk CRM", "icons": {"emoji": ":moneybag:"}}


@pytest.fixture
async def strict(sqlite_url: str) -> AsyncIterator[World]:
    """A workspace in which only the CRM's own app counts."""
    async with world_on(sqlite_url, rules={"deal_apps": (CRM,)}) as world:
        yield world


async def nothing_came_of_it(world: World) -> None:
    """No channel, no question, no emoji; then the real announcement shows that the world works."""
    await world.settle()
    assert await account_channels(world) == set()
    for message in await world.messages(SARA, DEALS):
        assert not message.get("reply_count"), message
        assert not message.get("reactions"), message
    await world.crm_posts(WIN)
    await world.settle()
    assert await account_channels(world) == {"acct-acme-robotics"}


async def another_app(world: World, name: str) -> Any:
    """Another app of that name, invited to the channel; a client that speaks for it."""
    made = await world.box.post("/apps", name=name, team=NORTHWIND, scopes=["chat:write", "chat:write.customize"])
    install = made["installs"][0]
    await world.box.act("invite", SARA, channel=DEALS, user=install["user_id"])
    return world.box.client(install["token"])


@pytest.mark.parametrize("name", ["Dealdesk CRM.", "Dealdesk  CRM", "Dеaldesk CRM"])  # the last: a Cyrillic letter
async def test_another_app_with_nearly_the_same_name(strict: World, name: str) -> None:
    await (await another_app(strict, name)).chat_postMessage(channel=DEALS, text=WIN)
    await nothing_came_of_it(strict)


async def test_another_app_under_the_crms_name_and_picture(strict: World) -> None:
    client = await another_app(strict, "Prank")
    await client.chat_postMessage(channel=DEALS, text=WIN, username="Dealdesk CRM", icon_emoji=":moneybag:")
    await nothing_came_of_it(strict)


@pytest.mark.parametrize(
    "claims",
    [
        {"bot_id": "B0STRANGER"},
        {"bot_id": "B0STRANGER", "app_id": "A0STRANGER"},
        {"bot_id": "B0STRANGER", "bot_profile": {"id": "B0STRANGER", "name": "Dealdesk CRM", "app_id": "A0STRANGER"}},
        {"bot_id": "B0STRANGER", "app_id": ""},
    ],
)
async def test_a_webhook_that_calls_itself_the_crm(strict: World, claims: dict[str, Any]) -> None:
    await strict.box.act("post", "crm", channel=DEALS, raw=BY_CRM | claims)
    await nothing_came_of_it(strict)


async def test_an_app_of_another_company(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:  # every app of ours counts here, and still not this one
        foreign = {"bot_id": "B0STRANGER", "team": "T0LUMENLAB", "bot_profile": {"team_id": "T0LUMENLAB"}}
        await world.box.act("post", "crm", channel=DEALS, raw=BY_CRM | foreign)
        await nothing_came_of_it(world)


@pytest.mark.parametrize("who", [GIL, LENA])
async def test_a_guest_and_a_customer_in_the_channel(sqlite_url: str, who: str) -> None:
    async with world_on(sqlite_url) as world:
        if who == LENA:
            await world.box.act("share", SARA, channel=DEALS, **{"with": "T0LUMENLAB", "members": [LENA]})
        else:
            await world.box.act("invite", SARA, channel=DEALS, user=who)
        await world.posts(who, DEALS, WIN)
        await world.settle()
        assert await account_channels(world) == set()
        assert not (await world.messages(SARA, DEALS))[-1].get("reply_count")


@pytest.mark.parametrize("channel", ["general", CUSTOMER])
async def test_another_channel(sqlite_url: str, channel: str) -> None:
    async with world_on(sqlite_url) as world:
        await world.posts("olivia" if channel == CUSTOMER else SARA, channel, WIN)
        await nothing_came_of_it(world)


async def test_a_reply_also_one_that_is_sent_to_the_channel(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        root = await world.posts(SARA, DEALS, "Good morning!")
        await world.posts(SARA, DEALS, WIN, thread_ts=root)
        await world.posts(SARA, DEALS, WIN, thread_ts=root, broadcast=True)
        await world.box.act("post", "crm", channel=DEALS, text=WIN, thread_ts=root)
        await world.settle()
        assert await account_channels(world) == set()
        said = await world.messages(SARA, DEALS, root)
        assert len([message for message in said if message.get("bot_id") == "B0WARMLINE"]) == 0


QUOTED = {"text": WIN, "fallback": WIN, "author_name": "Dealdesk CRM", "channel_id": DEALS, "ts": "1700000000.000100"}


@pytest.mark.parametrize(
    ("text", "more"),
    [
        ("", {"is_share": True, "is_msg_unfurl": True}),  # forwarded
        ("Look at this one", {"is_share": True, "is_msg_unfurl": True}),
        ("<https://northwind.slack.com/archives/C0DEALSWON/p1700000000000100>", {"is_msg_unfurl": True}),
        ("<https://crm.example/deals/7>", {"from_url": "https://crm.example/deals/7", "service_name": "Dealdesk"}),
    ],
)
async def test_a_forwarded_or_unfurled_copy(sqlite_url: str, text: str, more: dict[str, Any]) -> None:
    async with world_on(sqlite_url) as world:
        await world.box.act("post", SARA, channel=DEALS, text=text, attachments=[QUOTED | more])
        await nothing_came_of_it(world)


async def test_a_quote_in_a_persons_own_message(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        quoted = "\n".join(f"> {line}" for line in WIN.splitlines())
        await world.posts(SARA, DEALS, f"{quoted}\nDo we know who that is?")
        await nothing_came_of_it(world)
