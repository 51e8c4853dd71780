"""The same win announced twice, and further deals of customers that we know, as people see it."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from bot.ids import Action
from tests.stories.test_deals_life import WIN, account_channels, card, delete, edit, has_buttons, said, thread, win
from tests.world import BEN, DEALS, MAYA, OLIVIA, SARA, World, text_of, world_on


async def announced(world: World, text: str, who: str = "crm") -> str:
    """One more announcement."""
    post = world.crm_posts(text) if who == "crm" else world.posts(who, DEALS, text)
    ts = await post
    await world.settle()
    return ts


async def asked_under(world: World, ts: str) -> dict[str, Any]:
    """The last thing that we said under an announcement."""
    return (await world.messages(SARA, DEALS, ts))[-1]


async def value_of(world: World, channel: str) -> str:
    """What the account's own view says first."""
    return text_of((await world.command(OLIVIA, "/account", channel))["reply"]).splitlines()[1]


# The same win, twice.


@pytest.mark.parametrize(
    "again",
    [
        "Deal won: ACME ROBOTICS Inc. - $48,500",
        "Deal won with AcmeRobotics, great work everybody!",
        "We won the Acme Robotics deal, 48.5k USD!",
    ],
)
async def test_what_the_crm_and_a_person_announce_counts_once(world: World, again: str) -> None:
    first, channel = await win(world)
    second = await announced(world, again, SARA)
    assert await account_channels(world) == {"acct-acme-robotics"}
    for ts in (first, second):
        assert f"<#{channel}>" in (await thread(world, ts))[-1]
    assert "it counts once" in (await thread(world, second))[-1]
    assert await value_of(world, channel) == "*Acme Robotics* · $48,500"


async def test_what_the_second_announcement_adds_is_filled_in(world: World) -> None:
    await announced(world, "Deal won: Acme Robotics, what a ride!", BEN)
    channel = await world.channel("acct-acme-robotics", "U0WARMLINE")
    await announced(world, f"{WIN}\nProduct: Website redesign\nhttps://crm.example/deals/7")
    brief = text_of(await card(world, channel, "Handoff: Acme Robotics"))
    assert "$48,500" in brief
    assert "Website redesign" in brief
    assert f"<@{BEN}>" in brief, "who sold it was known"


async def test_a_question_about_a_win_is_answered_by_its_announcement(world: World) -> None:
    ts = await announced(world, "I think we just closed Acme Robotics", SARA)
    assert "Is this a won deal?" in text_of(await asked_under(world, ts))
    await win(world)
    settled = await card(world, DEALS, "nothing to decide", SARA, ts)
    assert not has_buttons(settled)
    assert "it counts once" in (await thread(world, ts))[-1]


async def test_the_win_stands_while_one_of_its_announcements_stands(world: World) -> None:
    first, channel = await win(world)
    second = await announced(world, "Deal won: Acme Robotics - $48,500", SARA)
    await delete(world, first)
    assert "was deleted" not in "\n".join(await said(world, channel))
    await delete(world, second, SARA)
    assert has_buttons(await card(world, channel, "The announcement of this win was deleted"))


async def test_another_amount_is_asked_about_and_the_answer_counts(world: World) -> None:
    _, channel = await win(world)
    second = await announced(world, "Deal won: Acme Robotics - $12,000")
    asked = await asked_under(world, second)
    assert "Is it the same one?" in text_of(asked)
    assert await value_of(world, channel) == "*Acme Robotics* · $48,500", "nothing counts before somebody says so"
    await world.click(MAYA, asked, Action.DEAL_IS_SAME, DEALS)
    await world.settle()
    assert await value_of(world, channel) == "*Acme Robotics* · $48,500"
    assert f"The same deal, says <@{MAYA}>" in "\n".join(await thread(world, second))
    third = await announced(world, "Deal won: Acme Robotics - $7,000")
    await world.click(MAYA, await asked_under(world, third), Action.DEAL_BELONGS, DEALS)
    await world.settle()
    assert await value_of(world, channel) == "*Acme Robotics* · $55,500"
    assert "a deal worth $7,000 was won with them" in "\n".join(await said(world, channel))


async def test_another_customer_of_the_same_name_gets_a_name_of_its_own(world: World) -> None:
    await win(world)
    second = await announced(world, "Deal won: Acme Robotics - $12,000")
    opened = await world.click(SARA, await asked_under(world, second), Action.DEAL_IS_NEW, DEALS)
    view = opened["opened_view"]["id"]
    answer = await world.submit(SARA, view, account_name="Acme Robotics", amount="12000", currency="USD")
    assert "Write what tells the two apart" in answer["errors"]["account_name"]
    answer = await world.submit(SARA, view, account_name="Acme Robotics Spain", amount="12000", currency="USD")
    assert answer["closed"]
    await world.settle()
    assert await account_channels(world) == {"acct-acme-robotics", "acct-acme-robotics-spain"}
    assert f"<@{SARA}> is setting up *Acme Robotics Spain*" in "\n".join(await thread(world, second))


async def test_two_people_answer_at_once_and_one_of_them_counts(world: World) -> None:
    _, channel = await win(world)
    second = await announced(world, "Deal won: Acme Robotics - $12,000")
    asked = await asked_under(world, second)
    await asyncio.gather(
        world.click(SARA, asked, Action.DEAL_IS_SAME, DEALS), world.click(MAYA, asked, Action.DEAL_BELONGS, DEALS)
    )
    await world.settle()
    lines = "\n".join(await thread(world, second))
    same, further = f"The same deal, says <@{SARA}>" in lines, f"says <@{MAYA}>" in lines
    assert same != further
    assert await value_of(world, channel) == f"*Acme Robotics* · {'$48,500' if same else '$60,500'}"


async def test_two_announcements_at_once_of_a_new_customer(world: World) -> None:
    await asyncio.gather(world.crm_posts(WIN), world.posts(SARA, DEALS, "Deal won: Acme Robotics - $48,500"))
    await world.settle()
    assert await account_channels(world) == {"acct-acme-robotics"}
    assert await value_of(world, await world.channel("acct-acme-robotics")) == "*Acme Robotics* · $48,500"


# Renewals, expansions, and names that are nearly the same.


async def test_a_renewal_joins_the_account_and_its_channel_hears_of_it(world: World) -> None:
    _, channel = await win(world)
    await world.go_to(await world.now() + timedelta(days=30))
    ts = await announced(world, "Renewal won: Acme Robotics - $50,000\nOwner: Ben Carter")
    assert await account_channels(world) == {"acct-acme-robotics"}
    assert f"is known already: <#{channel}>" in (await thread(world, ts))[-1]
    assert f"a renewal worth $50,000 was won with them. Sold by <@{BEN}>" in "\n".join(await said(world, channel))
    reply = text_of((await world.command(OLIVIA, "/account", channel))["reply"])
    assert "$98,500" in reply
    assert "renewal worth $50,000" in reply


async def test_currencies_are_never_added_up(world: World) -> None:
    _, channel = await win(world)
    await world.go_to(await world.now() + timedelta(days=30))
    await announced(world, "Deal won: Acme Robotics upsell - €12,000")
    await announced(world, "Expansion won: Acme Robotics - €12,000")
    assert "$48,500 + €12,000" in await value_of(world, channel)
    assert "$48,500 + €12,000" in text_of(await card(world, channel, "Handoff: Acme Robotics"))


async def test_a_name_that_is_nearly_the_same_is_asked_about_once(world: World) -> None:
    await announced(world, "Deal won: Lumen Labs - $10,000")
    channel = await world.channel("acct-lumen-labs", "U0WARMLINE")
    await world.go_to(await world.now() + timedelta(days=30))
    ts = await announced(world, "Deal won: Lumen - $5,000")
    asked = await asked_under(world, ts)
    assert "*Lumen* sounds like *Lumen Labs*" in text_of(asked)
    assert "Belongs to Lumen Labs" in text_of(asked)
    await world.click(SARA, asked, Action.DEAL_BELONGS, DEALS)
    await world.settle()
    assert "“Lumen” means this account" in "\n".join(await thread(world, ts))
    await world.go_to(await world.now() + timedelta(days=30))
    await announced(world, "Deal won: Lumen - $7,000")
    assert await account_channels(world) == {"acct-lumen-labs"}
    brief = text_of(await card(world, channel, "Handoff: Lumen Labs", "U0WARMLINE"))
    assert "$22,000" in brief


async def test_a_name_that_is_nearly_the_same_may_be_another_customer(world: World) -> None:
    await announced(world, "Deal won: Lumen Labs - $10,000")
    await world.go_to(await world.now() + timedelta(days=30))
    ts = await announced(world, "Deal won: Lumen - $5,000")
    await world.click(SARA, await asked_under(world, ts), Action.DEAL_IS_NEW, DEALS)
    await world.settle()
    assert await account_channels(world) == {"acct-lumen-labs", "acct-lumen"}


async def test_a_question_is_withdrawn_when_the_message_says_whose_it_is(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        await announced(world, "Deal won: Lumen Labs - $10,000")
        await world.go_to(await world.now() + timedelta(days=30))
        ts = await announced(world, "Deal won: Lumen - $5,000")
        asked = await asked_under(world, ts)
        await edit(world, ts, "Deal won: Lumen Labs GmbH - $5,000")
        assert not has_buttons(await card(world, DEALS, "was edited, so I read it again", SARA, ts))
        await world.settle()
        now = {message["ts"]: message for message in await world.messages(SARA, DEALS, ts)}
        assert not has_buttons(now[asked["ts"]])
        assert await account_channels(world) == {"acct-lumen-labs"}
