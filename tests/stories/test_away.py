"""After downtime: what was said in watched channels meanwhile is found, handled once, and reported in one line."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

import pytest

from bot.app import App
from bot.slack.manifest import EVENTS
from tests.databases import Databases
from tests.sandbox_harness import APP
from tests.stories.test_deals_life import account_channels, edit, said, thread, win
from tests.world import AMIR, DEALS, JONAS, OLIVIA, SARA, World, text_of, world_on

ACME = "Deal won: *Acme Robotics* - $48,500\nOwner: Sara Lindqvist"
COBALT = "Deal won: *Cobalt Mining* - $12,000\nOwner: Sara Lindqvist"
LOST = "Deal lost: Orbit Systems - $20,000"


@asynccontextmanager
async def away(world: World, hours: float = 3.0, app: bool = True) -> AsyncIterator[tuple[datetime, datetime]]:
    """While this lasts the app is stopped and Slack tells nobody anything; afterwards hours have passed."""
    await world.app.stop()
    since = await world.now()
    await world.box.post(f"/apps/{APP}", events=[])
    yield since, since + timedelta(hours=hours)
    await world.box.post("/clock/jump", to=(since + timedelta(hours=hours)).timestamp())
    await world.box.post(f"/apps/{APP}", events=EVENTS)
    world.app = App(world.settings)
    if app:
        await world.start()
        await tick(world)


async def tick(world: World, minutes: int = 1) -> None:
    """Let the timetable look once more."""
    await world.go_to(await world.now() + timedelta(minutes=minutes, seconds=1))
    await world.settle()


async def lines(world: World, who: str = AMIR) -> list[str]:
    """What an admin was told was found; instants as <when>."""
    texts = [str(message.get("text", "")) for message in await world.dms(who)]
    return [re.sub(r"<!date\^(\d+)[^>]*>", "<when>", text) for text in texts if "I found" in text]


async def test_two_wins_and_a_lost_deal_while_we_were_away(world: World) -> None:
    async with away(world) as (since, until):
        acme = await world.crm_posts(ACME)
        await world.crm_posts(COBALT)
        await world.crm_posts(LOST)
    assert await account_channels(world) == {"acct-acme-robotics", "acct-cobalt-mining"}
    assert "is set up in" in "\n".join(await thread(world, acme))
    expected = f"I was away from <when> to <when>. In <#{DEALS}> I found 3 messages: 2 wins set up, 1 no win."
    assert await lines(world) == [expected]
    (told,) = [message for message in await world.dms(AMIR) if "I found" in text_of(message)]
    began, ended = (int(at) for at in re.findall(r"<!date\^(\d+)", told["text"]))
    assert abs(began - since.timestamp()) <= 70
    assert abs(ended - until.timestamp()) <= 5
    await tick(world, 60)
    await world.restart()
    await tick(world)
    assert await lines(world) == [expected], "once a gap"
    assert await account_channels(world) == {"acct-acme-robotics", "acct-cobalt-mining"}


async def test_in_doubt_it_asks_and_counts_that(world: World) -> None:
    async with away(world):
        asked = await world.posts(SARA, DEALS, "I think we just closed Acme Robotics")
        await world.posts(SARA, DEALS, "Good morning everybody")
    assert "Is this a won deal?" in "\n".join(await thread(world, asked))
    assert (await lines(world))[0].endswith("I found 2 messages: 1 question asked, 1 no win.")


async def test_nothing_found_nothing_said(world: World) -> None:
    await win(world)
    await world.posts(SARA, DEALS, "Good morning everybody")
    await world.posts(JONAS, "C0RANDOM01", "Deal won: Elsewhere Ltd - $1,000")
    await world.settle()
    async with away(world):
        pass
    await tick(world, 30)
    assert await lines(world) == []
    assert await account_channels(world) == {"acct-acme-robotics"}


async def test_what_slack_tells_late_is_not_handled_again(database_url: str) -> None:
    async with world_on(database_url, scale=500) as world:
        await world.app.stop()
        await world.box.post(f"/apps/{APP}", mode="http", request_url="http://127.0.0.1:9/slack/events")
        await world.crm_posts(ACME)
        ts = await world.posts(SARA, DEALS, "I think we just closed Cobalt Mining")
        await world.crm_posts(LOST)
        await world.box.settle()
        await world.box.post("/clock/jump", by=3 * 3600)
        await world.box.post(f"/apps/{APP}", mode="socket")
        world.app = App(world.settings)
        await world.start()
        await tick(world)
        assert len((await world.box.post("/redeliver"))["redelivered"]) >= 3
        await world.settle()
        await tick(world, 30)
        assert await account_channels(world) == {"acct-acme-robotics"}
        assert len(await thread(world, ts)) == 1
        assert [line.partition(". ")[2] for line in await lines(world)] == [
            f"In <#{DEALS}> I found 3 messages: 1 win set up, 1 question asked, 1 no win."
        ]


async def test_slack_puts_the_reading_off(world: World) -> None:
    await world.box.post("/faults", name="rate_limited", method="conversations.history", retry_after=30, times=2)
    async with away(world):
        await world.crm_posts(ACME)
    for _ in range(4):
        await tick(world)
    assert await account_channels(world) == {"acct-acme-robotics"}
    assert len(await lines(world)) == 1


async def test_a_long_absence_is_read_page_by_page_and_in_order(world: World) -> None:
    async with away(world, hours=24):
        await world.crm_posts("Deal won: *Orbit Systems* - $20,000\nhttps://crm.example/deals/9")
        for number in range(230):
            await world.posts(SARA, DEALS, f"Good morning number {number}")
        await world.crm_posts("Deal reopened: Orbit Systems moved from Closed Won to Negotiation\n"
                              "https://crm.example/deals/9")  # fmt: skip
    await tick(world)
    assert "no longer won" in "\n".join(await said(world, await world.channel("acct-orbit-systems", "U0WARMLINE")))
    assert "I found 232 messages: 1 win set up, 231 no wins." in (await lines(world))[0]


async def test_an_edit_while_we_were_away_is_followed(world: World) -> None:
    ts, channel = await win(world)
    async with away(world):
        await world.box.act("edit", "crm", channel=DEALS, ts=ts, text=ACME.replace("48,500", "52,000"))
    assert "$52,000" in text_of((await world.command(OLIVIA, "/account", channel))["reply"])
    assert (await lines(world))[0].endswith("I found 1 message: 1 edited.")
    await edit(world, ts, ACME.replace("48,500", "53,000"))
    async with away(world):
        pass
    assert len(await lines(world)) == 1, "an edit that was told is not found again"


async def test_what_was_said_before_the_set_up_is_left_alone(database_url: str) -> None:
    async with world_on(database_url, is_set_up=False) as world:
        await world.crm_posts(ACME)
        await world.settle()
        await tick(world, 30)
        assert await account_channels(world) == set()
    async with world_on(database_url) as world:
        assert await account_channels(world) == set()


async def test_what_was_said_before_the_bot_was_invited_is_left_alone(world: World) -> None:
    client = world.box.client()
    await client.conversations_leave(channel=DEALS)
    await world.settle()
    await world.crm_posts(ACME)
    await tick(world, 30)
    await world.box.act("invite", SARA, channel=DEALS, user="U0WARMLINE")
    await world.settle()
    await world.crm_posts(COBALT)
    await world.settle()
    await tick(world, 30)
    assert await account_channels(world) == {"acct-cobalt-mining"}
    assert await lines(world) == []


async def test_a_message_that_slack_never_told_is_found_by_the_timetable(world: World) -> None:
    await world.box.post(f"/apps/{APP}", events=[])
    await world.crm_posts(ACME)
    await world.settle()
    await world.box.post(f"/apps/{APP}", events=EVENTS)
    await tick(world, 15)
    await tick(world)
    assert await account_channels(world) == {"acct-acme-robotics"}
    assert (await lines(world))[0].startswith("Slack did not tell me everything between <when> and <when>.")


async def test_a_dropped_connection_is_a_gap(database_url: str) -> None:
    async with world_on(database_url, transport="socket") as world:
        await world.box.post(f"/apps/{APP}", events=[])
        await world.crm_posts(ACME)
        await world.box.post("/clock/jump", by=300)
        await world.box.post(f"/apps/{APP}", events=EVENTS)
        read = len(await world.calls("conversations.history"))
        await world.box.post("/faults", name="disconnect")
        await world.posts(SARA, DEALS, "Good morning everybody")
        await tick(world)
        assert len(await world.calls("conversations.history")) > read
        assert await account_channels(world) == {"acct-acme-robotics"}


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    with databases.postgres() as url:
        yield url


async def test_two_replicas_find_everything_once(postgres_url: str) -> None:
    async with world_on(postgres_url) as world:
        async with away(world, app=False):
            await world.crm_posts(ACME)
            await world.posts(SARA, DEALS, "I think we just closed Cobalt Mining")
        other = App(world.settings)
        try:
            await asyncio.gather(other.start(), world.app.start())
            for _ in range(3):
                await tick(world)
            assert await account_channels(world) == {"acct-acme-robotics"}
            assert len(await lines(world)) == 1
        finally:
            await other.stop()
