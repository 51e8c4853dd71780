"""How fast events are taken in, beside bare Bolt and the disk itself. Prints; decides nothing by time."""

from __future__ import annotations

import asyncio
import json
import socket
import sqlite3
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
import uvicorn
import uvloop
from rich.console import Console
from rich.table import Table
from slack_bolt.adapter.asgi.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult

from bot.clock import Clock
from bot.dispatch import Dispatcher
from bot.hooks import Hooks
from bot.http_endpoint import HttpEndpoint
from bot.ids import new_id
from bot.inbox import LEASE, Inbox
from bot.receiver import Receiver
from bot.slack.clients import Clients
from bot.slack.installs import Installs
from bot.storage import inbox_rows, nudges, workspaces
from bot.storage.database import Database, Priority
from bot.storage.spine_tables import inbox
from bot.storage.tables import digest_times
from bot.storage.workspaces import Workspace
from tests.databases import Databases
from tests.sandbox_harness import APP, TOKEN
from tests.wire.signed import JSON, TEAM, envelope, signature, stamp
from tests.world import SIGNING_SECRET

pytestmark = pytest.mark.bench
CONNECTIONS, EVENTS, PEOPLE, DUE = 16, 4_000, 100_000, 1_000


def requests(count: int) -> list[bytes]:
    """Signed requests as bytes, each another event of one of 50 channels."""
    found, at = [], stamp()
    for n in range(count):
        event = {"type": "message", "channel": f"C{n % 50}", "user": "U1", "text": "Hello there", "ts": f"{n}.1"}
        body = json.dumps(envelope(event)).encode()
        head = (
            f"POST /slack/events HTTP/1.1\r\nHost: x\r\nContent-Type: {JSON}\r\nContent-Length: {len(body)}\r\n"
            f"X-Slack-Request-Timestamp: {at}\r\nX-Slack-Signature: {signature(body, at)}\r\n\r\n"
        )
        found.append(head.encode() + body)
    return found


@asynccontextmanager
async def served(app: Any) -> AsyncIterator[int]:
    """An ASGI application behind uvicorn; its port."""
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_config=None, access_log=False, lifespan="off", ws="none")
    server = uvicorn.Server(config)
    config.load()
    server.lifespan = config.lifespan_class(config)
    await server.startup(sockets=[listener])
    running = asyncio.create_task(server.main_loop())
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        await running
        await server.shutdown(sockets=[listener])


async def post_all(port: int, raw: list[bytes]) -> list[float]:
    """Post them over a few connections, each waiting for its answer; seconds that each took."""
    left, took = iter(raw), []

    async def one() -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        for request in left:
            began = time.perf_counter()
            writer.write(request)
            head = await reader.readuntil(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200"), head
            length = int(head.lower().partition(b"content-length: ")[2].split(b"\r")[0])
            await reader.readexactly(length)
            took.append(time.perf_counter() - began)
        writer.close()

    await asyncio.gather(*(one() for _ in range(CONNECTIONS)))
    return took


class Run:
    """What one line of the table says."""

    def __init__(self, name: str, per_second: float, took: list[float] | None = None, note: str = "") -> None:
        self.name, self.per_second, self.note = name, per_second, note
        ordered = sorted(took or [])
        self.p50 = f"{ordered[len(ordered) // 2] * 1000:.1f} ms" if ordered else ""
        self.p99 = f"{ordered[len(ordered) * 99 // 100] * 1000:.1f} ms" if ordered else ""


async def bare_bolt() -> Run:
    async def authorize() -> AuthorizeResult:
        return AuthorizeResult(enterprise_id=None, team_id=TEAM, bot_token=TOKEN, bot_id="B1", bot_user_id="U0BOT")

    app = AsyncApp(signing_secret=SIGNING_SECRET, authorize=authorize)

    @app.event("message")
    async def nothing() -> None:
        pass

    async with served(AsyncSlackRequestHandler(app)) as port:
        raw = requests(EVENTS)
        began = time.perf_counter()
        took = await post_all(port, raw)
        return Run("bare Bolt, one listener, nothing stored", EVENTS / (time.perf_counter() - began), took)


async def ours(database_url: str, name: str, *, handled: bool) -> Run:
    """The receiver on a database; with `handled`, until a handler behind Bolt has had every event."""
    clock, database, clients = Clock(), Database(database_url), Clients("http://127.0.0.1:9/api/")
    installs = Installs(database, clients, clock, TOKEN)
    workspace = Workspace(new_id(), APP, "", TEAM, "x", "https://x/", "U0BOT", "B0BOT", 0, clock.real_now())
    async with database.write(Priority.TICK) as connection:
        await workspaces.add_or_refresh(connection, workspace)
    installs._known = {TEAM: workspace}

    def register(app: AsyncApp) -> None:
        async def nothing() -> None:
            pass

        app.event("message")(nothing)

    dispatcher = Dispatcher(clients, installs, register)
    receiver = Receiver(database, installs, dispatcher, clock)
    worker = Inbox(database, dispatcher, installs, clock, receiver.inbox_has_work, 1)
    tasks = [asyncio.create_task(receiver.run())]
    if handled:
        tasks.append(asyncio.create_task(worker.run()))

    async def ready() -> tuple[bool, dict[str, Any]]:
        return True, {}

    async with served(
        HttpEndpoint(receiver, Hooks(receiver, installs, b"", clock), SIGNING_SECRET, clock, ready)
    ) as port:
        raw = requests(EVENTS)
        began = time.perf_counter()
        took = await post_all(port, raw)
        while handled and not (worker.is_idle and not receiver.inbox_has_work.is_set()):  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        seconds = time.perf_counter() - began
    for task in tasks:
        task.cancel()
    await asyncio.wait(tasks)
    async with database.read() as connection:
        counts = await inbox_rows.count_by_state(connection)
    assert counts == {"done" if handled else "pending": EVENTS}
    await clients.close()
    await database.close()
    return Run(name, EVENTS / seconds, took)


def disk(folder: Path, count: int = 500) -> Run:
    """One row a commit, each fsynced: what the disk gives to somebody who doesn't group."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    for pragma in ("journal_mode=WAL", "synchronous=FULL"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, body TEXT)")
    began = time.perf_counter()
    for _ in range(count):
        connection.execute("INSERT INTO t (body) VALUES (?)", ("x" * 500,))
    seconds = time.perf_counter() - began
    connection.close()
    return Run("the disk: SQLite, one fsynced row a commit", count / seconds)


async def claims(database_url: str, name: str, count: int = 5_000) -> Run:
    """Rows claimed and marked done, without handling them."""
    database, now = Database(database_url), Clock().real_now()
    row = dict(team_id="T", event_type="x", body="{}", state="pending", attempts=0, next_at=now, received_at=now)
    rows = [row | dict(id=new_id(), key=str(n), lane=f"C{n % 500}") for n in range(count)]
    async with database.write(Priority.TICK) as connection:
        await connection.execute(sa.insert(inbox), rows)
    began, done = time.perf_counter(), 0
    while done < count:
        async with database.write(Priority.INBOX) as connection:
            taken = await inbox_rows.claim(connection, now + timedelta(seconds=1), LEASE)
        async with database.write(Priority.INBOX) as connection:
            await inbox_rows.mark_done(connection, [one.id for one in taken], now)
        done += len(taken)
    seconds = time.perf_counter() - began
    await database.close()
    return Run(name, count / seconds)


async def digests(database_url: str, name: str) -> Run:
    """The people whose digest is due, out of very many."""
    database, clock = Database(database_url), Clock()
    now = clock.real_now()
    workspace = Workspace(new_id(), APP, "", TEAM, "x", "https://x/", "U0BOT", "B0BOT", 0, now)
    async with database.write(Priority.TICK) as connection:
        workspace = await workspaces.add_or_refresh(connection, workspace)
        rows = [
            dict(workspace_id=workspace.id, person_id=f"U{n}", next_at=now + timedelta(minutes=n - DUE + 1))
            for n in range(PEOPLE)
        ]
        for start in range(0, PEOPLE, 10_000):
            await connection.execute(sa.insert(digest_times), rows[start : start + 10_000])
    began, times = time.perf_counter(), 20
    for _ in range(times):
        async with database.read() as connection:
            assert len(await nudges.due_digests(connection, [workspace.id], now, DUE)) == DUE
    seconds = (time.perf_counter() - began) / times
    await database.close()
    return Run(name, DUE / seconds, note=f"{seconds * 1000:.1f} ms for {DUE:,} of {PEOPLE:,}")


def show(runs: list[Run]) -> None:
    table = Table("what", "a second", "x bare Bolt", "ack p50", "ack p99", "")
    base = runs[0].per_second
    for run in runs:
        table.add_row(run.name, f"{run.per_second:,.0f}", f"{run.per_second / base:.2f}", run.p50, run.p99, run.note)
    Console(width=130).print(table)


def test_the_way_in(databases: Databases, tmp_path: Path) -> None:
    runs: list[Run] = [uvloop.run(bare_bolt())]

    def on(url: str, *work: tuple[Callable[..., Awaitable[Run]], str, dict[str, Any]]) -> None:
        for measure, name, more in work:
            runs.append(uvloop.run(measure(url, name, **more)))  # type: ignore[arg-type]

    for name, fresh in (("SQLite", databases.sqlite), ("PostgreSQL", None)):
        for measure, what, more in (
            (ours, "stored and acknowledged", {"handled": False}),
            (ours, "stored, acknowledged, through Bolt, done", {"handled": True}),
            (claims, "claimed and marked done", {}),
            (digests, "due digests", {}),
        ):
            if fresh is not None:
                on(fresh(), (measure, f"{what}: {name}", more))
            else:
                with databases.postgres() as url:
                    on(url, (measure, f"{what}: {name}", more))
    runs.append(disk(tmp_path))
    show(runs)
    assert all(run.per_second > 0 for run in runs)
