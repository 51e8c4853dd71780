"""The inbox: order, trying again, giving up visibly, several workers, and what is kept."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from slack_bolt.async_app import AsyncApp
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from typer.testing import CliRunner

from bot.clock import Clock
from bot.dispatch import Dispatcher
from bot.ids import new_id
from bot.inbox import ATTEMPTS, LEASE, Inbox
from bot.operator_commands import inbox_cli
from bot.receiver import Receiver
from bot.slack.clients import Clients
from bot.slack.installs import Installs
from bot.storage import inbox_rows, workspaces
from bot.storage.database import Database, Priority
from bot.storage.spine_tables import inbox
from bot.storage.workspaces import Workspace
from tests.sandbox_harness import APP, TOKEN
from tests.wire.signed import TEAM, envelope

Handler = Callable[[dict[str, Any]], Awaitable[None]]
FAST = 1_000_000.0  # back-off passes at once


class Setup:
    """A database, a receiver that stores into it, and any number of workers on it."""

    def __init__(self, database_url: str) -> None:
        self.clock, self.database = Clock(), Database(database_url)
        self.clients = Clients("http://127.0.0.1:9/api/")
        self.installs = Installs(self.database, self.clients, self.clock, TOKEN)
        self.receiver = Receiver(self.database, self.installs, None, self.clock)  # type: ignore[arg-type]
        self.seen: list[str] = []
        self._more: list[Database] = []

    def worker(self, handler: Handler, *, own_database: bool = False, scale: float = FAST) -> Inbox:
        """A worker; with a database of its own it is as good as another process."""
        database = self.database
        if own_database:
            database = Database(self.database.url.render_as_string(hide_password=False))
            self._more.append(database)

        def register(app: AsyncApp) -> None:
            async def on_event(args: AsyncArgs) -> None:
                event = dict(args.event or {})
                self.seen.append(str(event.get("n")))
                await handler(event)

            app.event("x")(on_event)

        dispatcher = Dispatcher(self.clients, self.installs, register)
        return Inbox(database, dispatcher, self.installs, self.clock, asyncio.Event(), scale)

    async def arrives(self, *names: str, lane: str | None = None) -> None:
        """Events come in, one after the other, all of one channel if a lane is given."""
        rows = [envelope({"type": "x", "n": name} | ({"channel": lane} if lane else {})) for name in names]
        running = asyncio.create_task(self.receiver.run())
        for body in rows:
            await self.receiver.take_event(body)
        running.cancel()
        await asyncio.wait([running])

    async def rows(self) -> list[Any]:
        async with self.database.read() as connection:
            return list((await connection.execute(sa.select(inbox).order_by(inbox.c.id))).mappings())

    async def states(self) -> Counter[str]:
        return Counter(row["state"] for row in await self.rows())

    async def change(self, **values: Any) -> None:
        async with self.database.write(Priority.TICK) as connection:
            await connection.execute(sa.update(inbox).values(**values))

    async def close(self) -> None:
        await self.clients.close()
        for database in (self.database, *self._more):
            await database.close()


@asynccontextmanager
async def setup_on(database_url: str) -> AsyncIterator[Setup]:
    setup = Setup(database_url)
    now = setup.clock.real_now()
    workspace = Workspace(new_id(), APP, "", TEAM, "Northwind", "https://x/", "U0WARMLINE", "B0WARMLINE", 0, now)
    async with setup.database.write(Priority.TICK) as connection:
        await workspaces.add_or_refresh(connection, workspace)
    setup.installs._known = {TEAM: workspace}
    try:
        yield setup
    finally:
        await setup.close()


@pytest.fixture
async def setup(database_url: str) -> AsyncIterator[Setup]:
    async with setup_on(database_url) as setup:
        yield setup


async def fine(_: dict[str, Any]) -> None:
    pass


async def one_slice(worker: Inbox) -> bool:
    """Begin with what is due and wait until it has ended; says whether there was anything."""
    found = await worker.take_up()
    await worker.finish(within=20)
    return found


async def until_nothing_is_due(worker: Inbox) -> None:
    async with asyncio.timeout(20):
        while await one_slice(worker):
            pass


async def test_one_channel_is_handled_in_order_of_arrival(setup: Setup) -> None:
    names = [str(n) for n in range(12)]
    await setup.arrives(*names, lane="C1")
    await until_nothing_is_due(setup.worker(fine))
    assert setup.seen == names


async def test_channels_do_not_wait_for_each_other(setup: Setup) -> None:
    await setup.arrives(*(f"busy {n}" for n in range(150)), lane="C1")
    await setup.arrives("other", lane="C2")
    await setup.arrives("no channel")
    await one_slice(setup.worker(fine))
    assert {"busy 0", "other", "no channel"} == set(setup.seen)


async def test_events_without_a_channel_are_handled_together(setup: Setup) -> None:
    await setup.arrives(*(str(n) for n in range(30)))
    await one_slice(setup.worker(fine))
    assert sorted(setup.seen, key=int) == [str(n) for n in range(30)]


async def test_a_failing_event_backs_off_while_its_channel_goes_on(setup: Setup) -> None:
    failures = iter([True, True])

    async def handler(event: dict[str, Any]) -> None:
        if event["n"] == "bad" and next(failures, False):
            raise ValueError("not now")

    await setup.arrives("bad", "good", "better", lane="C1")
    worker = setup.worker(handler, scale=1)
    await until_nothing_is_due(worker)
    assert setup.seen == ["bad", "good", "better"]
    bad = (await setup.rows())[0]
    assert (bad["state"], bad["attempts"], bad["error"]) == ("pending", 1, "ValueError")
    assert timedelta(seconds=1) < bad["next_at"] - setup.clock.real_now() <= timedelta(seconds=2)
    await setup.change(next_at=setup.clock.real_now())
    await until_nothing_is_due(worker)
    again = (await setup.rows())[0]
    assert timedelta(seconds=3) < again["next_at"] - setup.clock.real_now() <= timedelta(seconds=4)
    await setup.change(next_at=setup.clock.real_now())
    await until_nothing_is_due(worker)
    assert await setup.states() == {"done": 3}


async def test_ten_attempts_and_then_a_person_who_resumes_it(
    setup: Setup, monkeypatch: pytest.MonkeyPatch, database_url: str
) -> None:
    broken = [True]

    async def handler(_: dict[str, Any]) -> None:
        if broken:
            raise ValueError("never")

    await setup.arrives("poison", lane="C1")
    worker = setup.worker(handler)
    async with asyncio.timeout(20):
        while await setup.states() != {"dead": 1}:
            await one_slice(worker)
    assert len(setup.seen) == ATTEMPTS == 10
    assert (await setup.rows())[0]["body"] is not None
    monkeypatch.setenv("WARMLINE_DATABASE_URL", database_url)
    listed = await asyncio.to_thread(CliRunner().invoke, inbox_cli, ["--env", "none"])
    assert "1 dead" in listed.output
    assert "ValueError" in listed.output
    broken.clear()
    resumed = await asyncio.to_thread(CliRunner().invoke, inbox_cli, ["resume", "all", "--env", "none"])
    assert "1 will be tried again" in resumed.output
    await until_nothing_is_due(worker)
    assert await setup.states() == {"done": 1}


async def test_what_a_dead_process_had_taken_is_taken_again_when_its_lease_ends(setup: Setup) -> None:
    await setup.arrives("taken", lane="C1")
    async with setup.database.write(Priority.INBOX) as connection:
        assert len(await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)) == 1
    assert not await one_slice(setup.worker(fine))  # the lease still runs
    await setup.change(lease_until=setup.clock.real_now() - timedelta(seconds=1))
    assert await one_slice(setup.worker(fine))
    assert setup.seen == ["taken"]
    assert await setup.states() == {"done": 1}


async def test_an_event_that_takes_the_process_with_it_is_given_up_at_last(setup: Setup) -> None:
    await setup.arrives("deadly", lane="C1")
    for _ in range(ATTEMPTS):
        async with setup.database.write(Priority.INBOX) as connection:
            await inbox_rows.take_back(connection, setup.clock.real_now())
            assert len(await inbox_rows.claim(connection, setup.clock.real_now(), LEASE)) == 1
        await setup.change(lease_until=setup.clock.real_now() - timedelta(seconds=1))
    await until_nothing_is_due(setup.worker(fine))
    assert setup.seen == []
    assert await setup.states() == {"dead": 1}


async def test_one_that_cannot_even_be_read_keeps_nobody_waiting(setup: Setup) -> None:
    await setup.arrives("unreadable", lane="C1")
    await setup.change(body="{")
    await setup.arrives("fine", lane="C2")
    worker = setup.worker(fine, scale=1)
    await until_nothing_is_due(worker)
    assert await setup.states() == {"pending": 1, "done": 1}


async def test_two_workers_handle_every_event_once_and_keep_the_order(setup: Setup) -> None:
    lanes = [f"C{n}" for n in range(8)]
    for n in range(6):
        for lane in lanes:
            await setup.arrives(f"{lane}-{n}", lane=lane)
    own = not setup.database.is_sqlite  # an SQLite file has one process
    workers = [setup.worker(fine, own_database=own) for _ in range(2)]

    async def work(worker: Inbox) -> None:
        async with asyncio.timeout(20):
            while set(await setup.states()) != {"done"}:
                await one_slice(worker)

    await asyncio.gather(*map(work, workers))
    assert len(setup.seen) == len(set(setup.seen)) == 48
    for lane in lanes:
        assert [name for name in setup.seen if name.startswith(lane)] == [f"{lane}-{n}" for n in range(6)]


async def test_the_text_goes_when_it_is_done_and_the_key_stays_for_a_week(setup: Setup) -> None:
    body = envelope({"type": "x", "n": "once"})
    running = asyncio.create_task(setup.receiver.run())
    worker = setup.worker(fine)
    for _ in range(3):
        await setup.receiver.take_event(body)
        await until_nothing_is_due(worker)
    running.cancel()
    await asyncio.wait([running])
    assert setup.seen == ["once"]
    (row,) = await setup.rows()
    assert (row["state"], row["body"]) == ("done", None)
    assert row["key"].endswith(body["event_id"])
    for before, left in ((row["done_at"], 1), (row["done_at"] + timedelta(seconds=1), 0)):
        async with setup.database.write(Priority.TICK) as connection:
            await inbox_rows.purge(connection, before)
        assert len(await setup.rows()) == left


async def test_purging_leaves_what_is_not_done(setup: Setup) -> None:
    await setup.arrives("waiting")
    async with setup.database.write(Priority.TICK) as connection:
        assert await inbox_rows.purge(connection, datetime(9999, 1, 1, tzinfo=UTC)) == 0


async def test_a_stopped_receiver_still_stores_what_it_has_taken(setup: Setup) -> None:
    running = asyncio.create_task(setup.receiver.run())
    taking = [asyncio.create_task(setup.receiver.take_event(envelope({"type": "x", "n": str(n)}))) for n in range(5)]
    await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait([running])
    await asyncio.gather(*taking)
    assert await setup.states() == {"pending": 5}
