"""The inbox while handlers are under way: who waits for whom, and what is left behind when it stops."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any

import pytest
import sqlalchemy as sa

from bot.inbox import LEASE, Inbox
from bot.storage import inbox_rows
from bot.storage.database import Database, Priority
from tests.databases import Databases
from tests.wire.signed import slack_on
from tests.wire.test_inbox import Setup, fine, one_slice, setup_on
from tests.world import SARA

NEVER_SEEN = "C0RANDOM01"  # a channel that has to be looked up first


@pytest.fixture
async def setup(database_url: str) -> AsyncIterator[Setup]:
    async with setup_on(database_url) as setup:
        yield setup


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    with databases.postgres() as url:
        yield url


async def until(is_so: Callable[[], Any]) -> None:
    async with asyncio.timeout(10):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@asynccontextmanager
async def running(worker: Inbox) -> AsyncIterator[asyncio.Task[None]]:
    task = asyncio.create_task(worker.run())
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.wait([task])


class Gate:
    """A handler that lets events pass, and holds up those that are called slow until it is opened."""

    def __init__(self) -> None:
        self.opened, self.ended = asyncio.Event(), list[str]()

    async def __call__(self, event: dict[str, Any]) -> None:
        if "slow" in event["n"]:
            await self.opened.wait()
        self.ended.append(event["n"])


async def test_a_slow_handler_holds_up_its_own_channel_only(setup: Setup) -> None:
    gate = Gate()
    worker = setup.worker(gate)
    await setup.arrives("slow", "behind it", lane="C1")
    async with running(worker):
        await until(lambda: setup.seen)
        for name in ("first", "second", "third"):  # each after the one before was handled
            await setup.arrives(name, lane="C2")
            worker._wake.set()
            await until(lambda name=name: name in gate.ended)
        assert not worker.is_idle
        assert "behind it" not in setup.seen
        gate.opened.set()
        await until(lambda: worker.is_idle)
    assert gate.ended == ["first", "second", "third", "slow", "behind it"]
    assert await setup.states() == {"done": 5}


async def test_no_more_than_so_many_are_under_way(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.inbox.MOST_UNDER_WAY", 3)
    gate = Gate()
    worker = setup.worker(gate)
    await setup.arrives(*(f"slow {n}" for n in range(8)))
    async with running(worker):
        await until(lambda: len(setup.seen) == 3)
        assert not await worker.take_up()
        assert await setup.states() == {"working": 3, "pending": 5}
        gate.opened.set()
        await until(lambda: worker.is_idle)
    assert await setup.states() == {"done": 8}


async def test_a_lane_at_work_is_not_looked_at_again_and_again(setup: Setup) -> None:
    await setup.arrives("first", "second", lane="C1")
    async with setup.database.write(Priority.INBOX) as connection:
        assert await inbox_rows.next_due(connection) != (None, True)
        assert len(await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)) == 1
        assert await inbox_rows.next_due(connection) == (None, True)


async def test_stopping_lets_handlers_finish_and_gives_back_the_rest_at_once(
    setup: Setup, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.FINISH_WITHIN", 0.2)
    stopping = asyncio.Event()

    async def handler(event: dict[str, Any]) -> None:
        if event["n"] == "taken elsewhere":
            return
        await (stopping if event["n"] == "nearly done" else asyncio.Event()).wait()

    await setup.arrives("taken elsewhere", lane="C1")
    async with setup.database.write(Priority.INBOX) as connection:
        if setup.database.is_sqlite:
            await connection.execute(sa.text("DELETE FROM inbox"))  # an SQLite file has one process
        else:
            assert len(await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)) == 1
    await setup.arrives("nearly done", lane="C2")
    await setup.arrives("hangs", "behind it", lane="C3")
    async with running(setup.worker(handler)) as task:
        await until(lambda: {"nearly done", "hangs"} <= set(setup.seen))
        task.cancel()
        await asyncio.sleep(0)
        stopping.set()
        await asyncio.wait([task])
    mine = [row for row in await setup.rows() if not row["lane"].endswith("C1")]
    assert [(row["state"], row["attempts"], row["lease_until"]) for row in mine] == [
        ("done", 1, None),
        ("pending", 0, None),
        ("pending", 0, None),
    ]
    if not setup.database.is_sqlite:
        assert (await setup.rows())[0]["state"] == "working"
    setup.seen.clear()
    successor = setup.worker(fine)
    while await one_slice(successor):
        pass
    assert setup.seen == ["hangs", "behind it"]


async def test_what_another_took_over_is_not_given_back(setup: Setup) -> None:
    await setup.arrives("ours once", lane="C1")
    claimed = []
    for _ in range(2):  # we, and after our lease has ended another
        async with setup.database.write(Priority.INBOX) as connection:
            await inbox_rows.take_back(connection, datetime(9999, 1, 1, tzinfo=UTC))
            claimed += await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)
    async with setup.database.write(Priority.INBOX) as connection:
        await inbox_rows.give_back(connection, claimed[:1])
        await inbox_rows.mark_failed(connection, claimed[0], "too late", None)
    (row,) = await setup.rows()
    assert (row["state"], row["attempts"], row["error"]) == ("working", 2, None)


async def test_what_its_flow_has_marked_is_not_marked_again(setup: Setup) -> None:
    marked_at = datetime(2031, 1, 1, tzinfo=UTC)

    async def flow(event: dict[str, Any]) -> None:
        (row,) = [row for row in await setup.rows() if f'"{event["n"]}"' in (row["body"] or "")]
        async with setup.database.write(Priority.INBOX) as connection:
            await inbox_rows.mark_done(connection, [row["id"]], marked_at)
        inbox_rows.note_recorded(row["id"])
        if event["n"] == "then fails":
            raise ValueError("too late")

    await setup.arrives("fine", "then fails")
    worker = setup.worker(flow)
    while await one_slice(worker):
        pass
    assert {(row["state"], row["done_at"]) for row in await setup.rows()} == {("done", marked_at)}
    assert (worker._claimed, worker._done, worker._recorded) == ({}, [], set())


async def test_replicas_keep_the_order_of_a_channel_even_while_one_is_just_taking(postgres_url: str) -> None:
    async with setup_on(postgres_url) as setup:
        await setup.arrives("first", "second", lane="C1")
        other = Database(postgres_url)

        async def takes() -> list[Any]:
            async with other.write(Priority.INBOX) as connection:
                return await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)

        with suppress(InterruptedError):
            async with setup.database.write(Priority.INBOX) as connection:
                (first,) = await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)
                taking = asyncio.create_task(takes())
                async with setup.database.read() as looking, asyncio.timeout(10):
                    waiting = sa.text("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
                    while not await looking.scalar(waiting) and not taking.done():
                        await looking.rollback()
                raise InterruptedError  # it takes nothing after all
        assert [row.id for row in await taking] == [first.id]
        await other.close()


async def test_the_app_stops_in_time_and_leaves_no_lane_standing(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.inbox.FINISH_WITHIN", 0.1)
    async with slack_on(database_url) as slack:
        await slack.world.box.post("/faults", name="hang", method="conversations.info")
        event = {
            "type": "message",
            "channel": NEVER_SEEN,
            "user": SARA,
            "text": "Good morning",
            "ts": "1700000001.000100",
        }
        assert (await slack.event(event)).status == 200
        await until(lambda: slack.app.inbox._claimed)
        loop = asyncio.get_running_loop()
        began = loop.time()
        await slack.app.stop()
        assert loop.time() - began < 5
        database = Database(database_url)
        async with database.read() as connection:
            rows = list(await connection.execute(sa.text("SELECT state, attempts, lease_until FROM inbox")))
        await database.close()
        assert rows == [("pending", 0, None)]
        await slack.world.box.call("DELETE", "/faults")
        await slack.world.restart()
        await slack.until_idle()
        assert [row["state"] for row in await slack.rows()] == ["done"]
