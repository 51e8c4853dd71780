"""Wins that are taken back, and won after all, as people see it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.ids import Action
from tests.stories.test_deals_again import announced
from tests.stories.test_deals_life import WIN, account_channels, card, has_buttons, said, thread, win
from tests.stories.test_main_job import signed
from tests.world import AMIR, CUSTOMER, DEALS, LENA, OLIVIA, SARA, World, text_of, world_on

LINK = "https://crm.example/deals/7"


async def undo(world: World, channel: str, who: str = OLIVIA) -> None:
    """*Undo the win* in `/account`."""
    answer = await world.command(who, "/account", channel)
    await world.click(who, answer["reply"], Action.UNDO_WIN_OF, channel)
    await world.settle()


async def test_the_crm_takes_a_win_back_and_everything_closes(world: World) -> None:
    ts, channel = await win(world, f"{WIN}\n{LINK}")
    lost = await announced(world, f"Deal moved from Closed Won to Negotiation: Acme Robotics\n{LINK}")
    news = await card(world, channel, "is no longer won")
    assert "nothing is due any more" in text_of(news)
    assert "Handoff: withdrawn" in "\n".join(await said(world, channel))
    assert "is no longer won" in (await thread(world, ts))[-1]
    assert (await thread(world, lost)) == []
    assert "No accounts are yours yet" in text_of((await world.command(OLIVIA, "/account"))["reply"])
    before = len(await world.dms(SARA)), len(await world.dms(OLIVIA))
    await world.go_to(await world.now() + timedelta(days=10))
    assert (len(await world.dms(SARA)), len(await world.dms(OLIVIA))) == before, "nobody is nudged about it"


@pytest.mark.parametrize("who", ["crm", SARA])
async def test_in_doubt_the_accounts_people_are_asked(sqlite_url: str, who: str) -> None:
    async with world_on(sqlite_url) as world:
        _, channel = await win(world)
        text = "Deal lost: Acme Robotics" if who == "crm" else "Acme Robotics cancelled the contract, sorry"
        lost = await announced(world, text, who)
        asked = await card(world, channel, "A message says that this deal is not won any more")
        assert f"archives/{DEALS}/p{lost.replace('.', '')}" in text_of(asked)
        assert "waiting for the seller" in "\n".join(await said(world, channel)), "nothing is undone unasked"
        await announced(world, text, who)
        assert len([line for line in await said(world, channel) if "A message says" in line]) == 1
        await world.click(OLIVIA, asked, Action.UNDO_WIN, channel)
        await world.settle()
        assert "Handoff: withdrawn" in "\n".join(await said(world, channel))


async def test_a_loss_of_somebody_else_takes_nothing_back(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        _, channel = await win(world, f"{WIN}\n{LINK}")
        before = await said(world, channel)
        for text in (
            "Deal lost: Cobalt Mining",
            "Deal moved from Closed Won to Negotiation: Cobalt Mining\nhttps://crm.example/deals/8",
            "Call with Acme Robotics cancelled",
        ):
            await announced(world, text)
        assert await said(world, channel) == before


async def test_another_deal_of_the_account_that_was_lost_only_asks(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        _, channel = await win(world, f"{WIN}\n{LINK}")
        await announced(world, "Opportunity reopened: Acme Robotics\nhttps://crm.example/deals/9")
        assert has_buttons(await card(world, channel, "A message says that this deal is not won any more"))


async def test_what_was_due_is_settled_and_comes_back(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.go_to(await world.now() + timedelta(hours=12))
    nudge = (await world.dms(OLIVIA))[-1]
    assert has_buttons(nudge)
    await undo(world, channel)
    assert not has_buttons((await world.dms(OLIVIA))[-1])
    assert "Nothing waits on you" in text_of((await world.command(OLIVIA, "/warmline"))["reply"])
    await world.posts(LENA, CUSTOMER, "And what about the export, can you help us?")
    await world.settle()
    assert "Nothing waits on you" in text_of((await world.command(OLIVIA, "/warmline"))["reply"])
    await world.click(OLIVIA, await card(world, channel, "took the win back"), Action.WON_AFTER_ALL, channel)
    await world.settle()
    settled = await card(world, channel, f"Won after all, says <@{OLIVIA}>")
    assert not has_buttons(settled)
    assert "signed by both" in "\n".join(await said(world, channel))
    reply = text_of((await world.command(OLIVIA, "/account", channel))["reply"])
    assert "Open questions: 1" in reply
    assert "Next check-in: planned" not in reply
    assert "waits for an answer" in text_of((await world.command(OLIVIA, "/warmline"))["reply"])


async def test_a_later_announcement_opens_it_again_in_the_same_channel(world: World) -> None:
    first, channel = await win(world)
    await undo(world, channel)
    await world.go_to(await world.now() + timedelta(days=3))
    again = await announced(world, "Deal won: Acme Robotics - $48,500")
    assert await account_channels(world) == {"acct-acme-robotics"}
    assert f"<#{channel}>" in (await thread(world, again))[-1]
    assert "Won after all" in (await thread(world, first))[-1]
    assert not has_buttons(await card(world, channel, "Won after all"))
    assert "waiting for the seller" in "\n".join(await said(world, channel))
    assert "$48,500" in text_of((await world.command(OLIVIA, "/account", channel))["reply"])


async def test_only_the_taken_back_deal_leaves_an_account_with_others(world: World) -> None:
    _, channel = await win(world)
    await world.go_to(await world.now() + timedelta(days=30))
    await announced(world, f"Expansion won: Acme Robotics - $12,000\n{LINK}")
    await announced(world, f"The expansion deal with Acme Robotics was reversed\n{LINK}")
    news = await card(world, channel, "Their other deals go on")
    assert "Archive" not in text_of(news)
    reply = text_of((await world.command(OLIVIA, "/account", channel))["reply"])
    assert "$48,500" in reply
    assert "$12,000" not in reply
    assert "waiting for the seller" in reply


async def test_archiving_is_proposed_once_and_done_when_pressed(world: World) -> None:
    _, channel = await win(world)
    await undo(world, channel)
    news = await card(world, channel, "took the win back")
    await world.click(OLIVIA, news, Action.WON_AFTER_ALL, channel)
    await world.settle()
    await undo(world, channel)
    again = await card(world, channel, "took the win back")
    assert "Archive the channel" not in text_of(again), "once is enough"


async def test_a_channel_is_archived_on_demand(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        _, channel = await win(world)
        await undo(world, channel)
        await world.click(OLIVIA, await card(world, channel, "took the win back"), Action.ARCHIVE_CHANNEL, channel)
        await world.settle()
        info = await world.box.client().conversations_info(channel=channel)
        assert info["channel"]["is_archived"]
        assert f"<@{OLIVIA}> archived this channel" in "\n".join(await said(world, channel))
        assert await world.dms(AMIR) == []


async def test_an_undo_is_taken_once(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        _, channel = await win(world)
        answer = await world.command(OLIVIA, "/account", channel)
        for _ in range(2):
            told = await world.click(OLIVIA, answer["reply"], Action.UNDO_WIN_OF, channel)
            await world.settle()
        assert "taken back already" in text_of(told["opened_view"])
        assert len([line for line in await said(world, channel) if "took the win back" in line]) == 1


async def test_a_win_taken_back_while_its_channel_is_on_its_way(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        await world.box.post("/faults", name="rate_limited", method="conversations.create", retry_after=40, times=1)
        ts = await world.crm_posts(WIN)
        await world.box.act("delete", "crm", channel=DEALS, ts=ts)
        await world.settle()
        channel = await world.channel("acct-acme-robotics", "U0WARMLINE")
        asked = await card(world, channel, "The announcement of this win was deleted")
        assert has_buttons(asked)
        assert await account_channels(world) == {"acct-acme-robotics"}
