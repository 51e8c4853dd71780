"""Where things go: names that are taken, channels that strangers read, order and pace."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from bot.intents import Intent, OpenChannel, Pin, Post, SetTopic, Update
from bot.storage import outbox_rows
from tests.chaos.deals import Wins
from tests.flows.outbox_ground import Trouble, trouble_on
from tests.sandbox_harness import APP
from tests.world import AMIR, BEN, DEALS, SARA, text_of, world_on

WON = ":tada: Deal won: *{name}*\nAmount: $48,500\nOwner: Sara Lindqvist"


async def _announce(trouble: Trouble, name: str) -> None:
    await trouble.box.act("post", "crm", channel=DEALS, text=WON.format(name=name))
    await trouble.world.settle()


async def _own_rooms(trouble: Trouble) -> dict[str, str]:
    """Names and topics of the channels that Warmline created."""
    channels = (await trouble.box.get("/state"))["channels"]
    return {c["name"]: c["topic"] for c in channels if c["creator"] == "U0WARMLINE" and c["kind"] != "im"}


@pytest.mark.parametrize("kind", ["public", "private", "archived", "made by Warmline long ago"])
async def test_a_taken_name_gets_a_number(kind: str, sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        if kind.startswith("made"):
            await trouble.box.client().conversations_create(name="acct-acme")
            await trouble.box.post("/clock/move", by=3600)
        else:
            private = kind == "private"
            made = await trouble.box.act("create_channel", BEN, name="acct-acme", private=private)
            if kind == "archived":
                await trouble.box.act("archive", BEN, channel=made["channel"])
        await _announce(trouble, "Acme")
        rooms = await _own_rooms(trouble)
        assert rooms["acct-acme-2"]
        assert not rooms.get("acct-acme")
        assert set(await trouble.states()) == {"done"}


async def test_our_own_half_done_channel_is_taken_up(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("error", "conversations.create", code="fatal_error", when="after", times=1)
        await _announce(trouble, "Acme")
        rooms = await _own_rooms(trouble)
        assert list(rooms) == ["acct-acme"]
        assert rooms["acct-acme"]


async def test_a_channel_that_an_account_has_is_never_taken_up(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await _announce(trouble, "Acme")
        await trouble.box.act("rename", AMIR, channel=await trouble.world.channel("acct-acme"), name="acct-borealis")
        await _announce(trouble, "Borealis")
        rooms = await _own_rooms(trouble)
        assert set(rooms) == {"acct-borealis", "acct-borealis-2"}


async def test_names_that_read_alike_get_two_channels(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        for number in (1, 2):  # told apart by what no longer fits into a channel's name
            await _announce(trouble, f"{'Consolidated ' * 6}Works {number}")
        assert len(await _own_rooms(trouble)) == 2


async def test_nothing_internal_where_strangers_read(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await _announce(trouble, "Acme")
        channel = await trouble.world.channel("acct-acme")
        # Held back until the channel is shared.
        await trouble.fault("rate_limited", "chat.postMessage", retry_after=200, times=1)
        queued: list[tuple[str, Intent]] = [
            ("a", Post(channel, key="a", text="Between us")),
            ("b", SetTopic(channel, topic="Between us")),
        ]
        await trouble.send(*queued)
        await trouble.box.act("share", AMIR, channel=channel, **{"with": "T0LUMENLAB"})
        await trouble.world.settle()
        said = [text_of(message) for message in await trouble.world.messages(SARA, channel)]
        assert not any("Between us" in text for text in said)
        told = await trouble.told()
        assert len(told) == 1
        assert "shared with people outside" in told[0]
        await trouble.box.act("share", AMIR, channel=channel, remove=True, **{"with": "T0LUMENLAB"})
        await trouble.world.settle()
        await trouble.resume()
        said = [text_of(message) for message in await trouble.world.messages(SARA, channel)]
        assert any("Between us" in text for text in said)


async def test_nothing_internal_in_a_channel_that_is_linked_to_a_customer(sqlite_url: str, tmp_path: Path) -> None:
    """Its customers may be guests of our own workspace: Slack does not call such a channel shared."""
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await _announce(trouble, "Acme")
        channel = str((await trouble.box.act("create_channel", SARA, name="acme-and-us"))["channel"])
        await trouble.box.act("invite", SARA, channel=channel, user="U0WARMLINE")
        await trouble.world.command(SARA, "/account link #acme-and-us Acme")
        await trouble.send(
            ("a", Post(channel, key="a", text="Between us")),
            ("b", SetTopic(channel, topic="Between us")),
        )
        await trouble.world.settle()
        assert "Between us" not in str(await trouble.world.messages(SARA, channel))
        assert (await trouble.states())["parked"] == 2
        told = await trouble.told()
        assert len(told) == 1
        assert "customer" in told[0]
        assert "outbox drop" in told[0]


async def test_thirty_wins_at_once_keep_the_pace(sqlite_url: str) -> None:
    """The world itself looks at the end whether a call was too early or one too many."""
    async with world_on(sqlite_url, scale=30) as world:
        wins = Wins(world.box)
        for _ in range(30):
            await wins.announce()
        await wins.quiet(timeout=60)
        assert await wins.problems() == []


async def test_what_is_queued_in_a_channel_happens_in_that_order(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("server_error", "chat.postMessage", status=503, times=2)
        intents: list[tuple[str, Intent]] = [
            ("one", Post(DEALS, key="one", text="one")),
            ("one again", Update(DEALS, key="one", text="one, changed")),
            ("pin", Pin(DEALS, key="one")),
            *((word, Post(DEALS, key=word, text=word)) for word in ("two", "three", "four")),
        ]
        await trouble.send(*intents)
        await trouble.world.settle()
        said = [
            message["text"] for message in await trouble.world.messages(SARA, DEALS) if message.get("app_id") == APP
        ]
        assert said == ["one, changed", "two", "three", "four"]
        deals = next(c for c in (await trouble.box.get("/state"))["channels"] if c["id"] == DEALS)
        assert len(deals["pins"]) == 1


async def test_what_belongs_to_a_message_waits_for_it(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("error", "chat.postMessage", code="not_in_channel", times=1)
        await trouble.send(("one", Post(DEALS, key="one", text="one")), ("pin", Pin(DEALS, key="one")))
        await trouble.world.settle()
        assert await trouble.states() == {"parked": 2, "done": 1}  # done: what the admin was told
        assert len(await trouble.told()) == 1
        async with trouble.world.app.database.read() as connection:
            rows = await outbox_rows.listed(connection, ("parked",), 10)
        message = next(row for row in rows if row.kind == "Post")
        await trouble.operator("resume", message.id)
        trouble.world.app.desk.outbox_has_work.set()
        await trouble.world.settle()
        assert set(await trouble.states()) == {"done"}


async def test_what_stands_before_its_message_in_line_lets_it_pass(sqlite_url: str, tmp_path: Path) -> None:
    """A clock that was set back gives a later intent the smaller id."""
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.send(
            ("pin", Pin(DEALS, key="one")),
            ("first", Update(DEALS, key="one", text="one, changed")),
            ("one", Post(DEALS, key="one", text="one")),
            ("second", Update(DEALS, key="one", text="one, changed again")),
            ("two", Post(DEALS, key="two", text="two")),
        )
        await trouble.world.settle()
        assert set(await trouble.states()) == {"done"}
        said = [message for message in await trouble.world.messages(SARA, DEALS) if message.get("app_id") == APP]
        assert [message["text"] for message in said] == ["one, changed again", "two"]
        channel = next(c for c in (await trouble.box.get("/state"))["channels"] if c["id"] == DEALS)
        assert channel["pins"] == [said[0]["ts"]]


async def test_what_waits_for_a_message_that_never_comes_is_parked(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("error", "chat.postMessage", code="not_in_channel", times=1)
        await trouble.send(
            ("pin", Pin(DEALS, key="one")),
            ("one", Post(DEALS, key="one", text="one")),
            ("two", Post(DEALS, key="two", text="two")),
        )
        await trouble.world.settle()
        assert await trouble.states() == {"parked": 2, "done": 2}
        await trouble.resume()
        assert set(await trouble.states()) == {"done"}


async def test_what_another_version_wrote_stops_nothing(sqlite_url: str, tmp_path: Path) -> None:
    class Sing(OpenChannel):
        pass

    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.send(("sing", Sing("none", "none")), ("one", Post(DEALS, key="one", text="one")))
        await trouble.world.settle()
        assert "Another version of Warmline wrote this" in (await trouble.told())[0]
        said: list[dict[str, Any]] = await trouble.world.messages(SARA, DEALS)
        assert said[-1]["text"] == "one"
