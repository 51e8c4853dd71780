"""An emoji that asks for an account: chosen by an admin, put on a message, answered to whoever put it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest

from bot.ids import Action
from tests.stories.test_first_run import submit
from tests.stories.test_settings import edit, listed
from tests.world import CUSTOMER, DEALS, GIL, LENA, MAYA, OLIVIA, SARA, World, text_of, world_on

RANDOM = "C0RANDOM01"
SAID = "Acme Robotics signed the contract, €48,500 a year!"


@pytest.fixture
async def marking(database_url: str) -> AsyncIterator[World]:
    """A workspace in which :trophy: asks for an account."""
    async with world_on(database_url, rules={"deal_emoji": "trophy"}) as world:
        await world.box.act("invite", OLIVIA, channel=RANDOM, user="U0WARMLINE")
        yield world


async def mark(world: World, who: str, channel: str, ts: str, name: str = "trophy") -> None:
    await world.box.act("react", who, channel=channel, ts=ts, name=name)
    await world.settle()


async def cards(world: World, who: str) -> list[dict[str, Any]]:
    """What somebody was asked, or told, about messages that they marked."""
    return [one for one in await world.dms(who) if "arked" in text_of(one) or "has its account" in text_of(one)]


async def test_an_admin_chooses_the_emoji(world: World) -> None:
    view = await edit(world, await listed(world), "emoji")
    refused = await submit(world, view, emoji="two words")
    assert "as in :trophy:" in refused["errors"]["emoji"]
    assert (await submit(world, view, emoji=":trophy:"))["closed"]
    assert "*Emoji that asks for an account*\n:trophy:" in text_of(await listed(world))
    await world.box.act("invite", OLIVIA, channel=RANDOM, user="U0WARMLINE")
    ts = await world.posts(OLIVIA, RANDOM, SAID)
    await mark(world, SARA, RANDOM, ts)
    assert len(await cards(world, SARA)) == 1


async def test_off_until_somebody_chooses_one(world: World) -> None:
    ts = await world.posts(OLIVIA, DEALS, "Lunch with Acme Robotics was great")
    await mark(world, SARA, DEALS, ts)
    assert await cards(world, SARA) == []


async def test_the_one_who_marks_it_sets_it_up(marking: World) -> None:
    ts = await marking.posts(OLIVIA, RANDOM, SAID)
    await mark(marking, SARA, RANDOM, ts)
    (card,) = await cards(marking, SARA)
    assert "Acme Robotics" in text_of(card)
    assert "€48,500" in text_of(card)
    assert len(await marking.messages(SARA, RANDOM, ts)) == 1, "nothing is said in the channel"
    opened = await marking.click(SARA, card, Action.SET_UP_ACCOUNT, await marking.dm(SARA))
    assert "Acme Robotics" in text_of(opened["opened_view"])
    await submit(marking, opened["opened_view"], SARA)
    assert "acct-acme-robotics" in await marking.channels(SARA)
    assert any("is set up in" in text_of(one) for one in await marking.dms(SARA))
    await mark(marking, MAYA, RANDOM, ts)
    (told,) = await cards(marking, MAYA)
    assert "has its account already" in text_of(told)
    assert "Acme Robotics" in text_of(told)


async def test_once_for_each_message(marking: World) -> None:
    ts = await marking.posts(OLIVIA, RANDOM, SAID)
    await mark(marking, SARA, RANDOM, ts)
    await mark(marking, MAYA, RANDOM, ts)
    assert (len(await cards(marking, SARA)), await cards(marking, MAYA)) == (1, [])
    (card,) = await cards(marking, SARA)
    await marking.click(SARA, card, Action.NOT_A_WIN, await marking.dm(SARA))
    await marking.settle()
    assert any("Not a win, says" in text_of(one) for one in await marking.dms(SARA))


async def test_nothing_is_said_where_a_customer_reads(marking: World) -> None:
    ts = await marking.posts(LENA, CUSTOMER, "We signed the contract today, Lumen Labs is happy to start!")
    await mark(marking, OLIVIA, CUSTOMER, ts)
    assert len(await cards(marking, OLIVIA)) == 1
    assert len(await marking.messages(LENA, CUSTOMER, ts)) == 1
    assert all("marked" not in text_of(one) for one in await marking.messages(LENA, CUSTOMER))


async def test_guests_outsiders_other_emoji_and_our_own_receipt_ask_nothing(database_url: str) -> None:
    async with world_on(database_url, rules={"deal_emoji": "handshake"}) as world:
        await world.box.act("invite", OLIVIA, channel=RANDOM, user=GIL)
        await world.box.act("invite", OLIVIA, channel=RANDOM, user="U0WARMLINE")
        ts = await world.posts(OLIVIA, RANDOM, SAID)
        await mark(world, GIL, RANDOM, ts, "handshake")
        await mark(world, SARA, RANDOM, ts, "tada")
        customers = await world.posts(LENA, CUSTOMER, "We signed!")
        await mark(world, LENA, CUSTOMER, customers, "handshake")
        await world.crm_posts("Deal won: *Cobalt Mining* - $48,500\nOwner: Sara Lindqvist")
        await world.settle()
        assert "acct-cobalt-mining" in await world.channels("U0WARMLINE"), "it carries our receipt"
        for who in (SARA, OLIVIA):
            assert await cards(world, who) == []
        calls = await world.calls("chat.postMessage")
        assert not any("arked" in str(call) for call in calls)


async def test_a_message_in_a_thread(marking: World) -> None:
    root = await marking.posts(OLIVIA, RANDOM, "How did it go?")
    ts = await marking.posts(SARA, RANDOM, SAID, thread_ts=root)
    await mark(marking, SARA, RANDOM, ts)
    (card,) = await cards(marking, SARA)
    assert "Acme Robotics" in text_of(card)
