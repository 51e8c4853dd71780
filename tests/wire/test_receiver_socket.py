"""Socket Mode: what is acknowledged when, and every way in which a connection ends."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from aiohttp import WSMsgType, web
from structlog.testing import capture_logs

from bot.clock import Clock
from bot.dispatch import Answer
from bot.receiver import Malformed
from bot.slack.clients import Clients
from bot.socket_client import SocketClient, TokenRefused
from bot.storage.database import Priority
from bot.storage.spine_tables import inbox
from tests.sandbox_harness import APP, APP_TOKEN, REPO, TOKEN, sandbox_here
from tests.wire.signed import envelope
from tests.world import DEALS, SARA, World, world_on

WIN = "Deal won: Acme Robotics, $48,500\nOwner: Sara Lindqvist"


async def until(is_so: Callable[[], Any], seconds: float = 10) -> None:
    """Wait until something is so."""
    async with asyncio.timeout(seconds):
        while not is_so():  # noqa: ASYNC110
            await asyncio.sleep(0.005)


@asynccontextmanager
async def quick(database_url: str) -> AsyncIterator[World]:
    """The app on a socket whose patience is short."""
    async with world_on(database_url) as world:
        assert world.app.socket is not None
        world.app.socket._silence, world.app.socket._longest_pause = 0.6, 0.05
        yield world


@pytest.fixture
async def live(sqlite_url: str) -> AsyncIterator[World]:
    async with quick(sqlite_url) as world:
        # The connection that opened before patience was short goes.
        before = cut(world)
        await until(lambda: [one for one in connections(world) if one is not before] and is_connected(world))
        yield world


def connections(world: World) -> list[Any]:
    """The sandbox's open connections that it greeted."""
    return [one for one in world.box.sandbox.core.sockets.connections if one.greeted]  # type: ignore[union-attr]


def cut(world: World) -> Any:
    """The network drops the connection; the one that was."""
    found = connections(world)[0]
    found.ws._req.transport.close()
    return found


def is_connected(world: World) -> bool:
    return world.app.socket is not None and world.app.socket.is_connected


async def rooms(world: World) -> list[str]:
    return [name for name in await world.channels() if name.startswith("acct-")]


async def deliveries(world: World, **more: Any) -> list[dict[str, Any]]:
    return await world.box.ledger(kind="delivery", **more)


async def states(world: World) -> list[str]:
    async with world.app.database.read() as connection:
        return list((await connection.execute(sa.select(inbox.c.state))).scalars())


async def test_an_envelope_that_cannot_be_stored_is_not_acknowledged(database_url: str) -> None:
    async with quick(database_url) as world:
        async with world.app.database.write(Priority.TICK) as connection:
            await connection.execute(sa.text("ALTER TABLE inbox RENAME TO elsewhere"))
        await world.posts(SARA, DEALS, WIN)
        await until(lambda: world.app.receiver.counts["events"] == 0 and world.box.sandbox.core.world.pending)  # type: ignore[union-attr]
        async with world.app.database.write(Priority.TICK) as connection:
            await connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO inbox"))
        await world.settle()
        assert await rooms(world) == ["acct-acme-robotics"]


@pytest.mark.parametrize("fault", ["duplicate", "drop_ack", "late", "reorder"])
async def test_what_slack_delivers_again_has_one_effect(world: World, fault: str) -> None:
    await world.box.post("/faults", name=fault, event="message", seconds=0.1, times=1)
    await world.posts(SARA, DEALS, WIN)
    await world.settle()
    assert await rooms(world) == ["acct-acme-robotics"]
    assert set(await states(world)) == {"done"}


@pytest.mark.parametrize("reason", ["warning", "refresh_requested", "link_disabled"])
async def test_a_refresh_opens_the_next_connection_and_loses_nothing(live: World, reason: str) -> None:
    before = connections(live)[0]
    await live.box.post("/sockets/disconnect", reason=reason)
    await live.posts(SARA, DEALS, WIN)
    await until(lambda: any(one is not before for one in connections(live)))
    if reason == "warning":
        assert is_connected(live)  # the next one was there before the old one closed
    await live.settle()
    await until(lambda: is_connected(live))
    assert await rooms(live) == ["acct-acme-robotics"]
    assert not [line for line in await deliveries(live) if line["outcome"] == "undelivered"]


async def test_a_refused_ticket_is_not_tried_again(live: World) -> None:
    asked = len(await live.calls("apps.connections.open"))
    await live.box.post("/faults", name="refuse_ticket", times=2)
    await live.box.post("/sockets/disconnect", reason="refresh_requested")
    await until(lambda: len(connections(live)) == 1 and not connections(live)[0].draining)
    await live.posts(SARA, DEALS, WIN)
    await live.settle()
    assert await rooms(live) == ["acct-acme-robotics"]
    assert len(await live.calls("apps.connections.open")) == asked + 3  # a new ticket each time


@pytest.mark.parametrize("fault", ["no_hello", "half_open"])
async def test_a_connection_that_says_nothing_is_given_up(live: World, fault: str) -> None:
    await live.box.post("/faults", name=fault, times=1)
    before = cut(live)
    await until(lambda: [one for one in connections(live) if one is not before and not one.deaf])
    await until(lambda: is_connected(live))
    await live.posts(SARA, DEALS, WIN)
    await live.settle()
    assert await rooms(live) == ["acct-acme-robotics"]


async def test_a_connection_lost_before_the_ack_brings_the_event_again(live: World) -> None:
    await live.posts(SARA, DEALS, WIN)
    cut(live)
    await live.settle()
    assert await rooms(live) == ["acct-acme-robotics"]
    assert set(await states(live)) == {"done"}


async def test_slack_away_for_a_while_is_waited_for(live: World) -> None:
    await live.box.post("/faults", name="server_error", method="apps.connections.open", times=3)
    cut(live)
    await live.posts(SARA, DEALS, WIN)
    await live.settle()
    assert await rooms(live) == ["acct-acme-robotics"]


async def test_many_envelopes_at_once_are_each_taken_once(live: World) -> None:
    await asyncio.gather(*(live.posts(SARA, DEALS, f"Deal won: Firm {n}, $1{n},000") for n in range(12)))
    await live.settle()
    assert sorted(await rooms(live)) == sorted(f"acct-firm-{n}" for n in range(12))


async def test_an_answer_travels_back_in_the_acknowledgement(live: World) -> None:
    reply = await live.command(SARA, "/warmline help", DEALS)
    assert "/warmline" in str(reply["reply"])
    opened = await live.command(SARA, "/account new", DEALS)
    shown = await live.submit(SARA, opened["opened_view"]["id"], account_name="Acme", amount="a lot")
    assert shown["closed"] is False
    assert list(shown["errors"]) == ["amount"]


async def test_a_token_that_is_revoked_later_ends_the_app_with_a_sentence(live: World) -> None:
    core = live.box.sandbox.core  # type: ignore[union-attr]
    core.world.apps[APP].app_token = "xapp-another"
    cut(live)
    with pytest.raises(TokenRefused, match=r"[a-z]+ [a-z]+.*\."):
        await asyncio.wait_for(live.app.wait(), 10)


async def test_a_refused_token_ends_the_process_with_a_sentence(sqlite_url: str, tmp_path: Path) -> None:
    async with sandbox_here() as box:
        settings = {
            "BOT_TOKEN": TOKEN,
            "APP_TOKEN": APP_TOKEN + "-revoked",
            "API_URL": box.api_url,
            "DATABASE_URL": sqlite_url,
            "PORT": "0",
        }
        empty = tmp_path / "empty.env"
        empty.touch()
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            *("-m", "bot", "run", "--env", str(empty)),
            cwd=REPO,
            env={f"WARMLINE_{name}": value for name, value in settings.items()},
            stderr=asyncio.subprocess.PIPE,
        )
        _, said = await asyncio.wait_for(process.communicate(), 20)
        assert process.returncode == 1
        last = said.decode().strip().splitlines()[-1]
        assert last.endswith(".")
        assert "Traceback" not in said.decode()
        assert APP_TOKEN not in said.decode()


class Memory:
    """Stands in for the receiver: keeps what is taken, and fails when told to."""

    def __init__(self) -> None:
        self.taken: list[Any] = []
        self.rate_limits = 0
        self.failure: Exception | None = None

    async def take_event(self, body: Any) -> None:
        if self.failure:
            raise self.failure
        self.taken.append(body)

    async def take_interaction(self, body: Any) -> Answer:
        self.taken.append(body)
        return Answer(int(body.get("status", 200)), body.get("answer", ""), body.get("kind", "text/plain"))

    def note_rate_limit(self, body: Any) -> None:
        self.rate_limits += 1


@asynccontextmanager
async def bare_server(memory: Memory) -> AsyncIterator[asyncio.Queue[Any]]:
    """A socket server that says exactly what a test puts in; yields each new connection."""
    arrived: asyncio.Queue[Any] = asyncio.Queue()
    site: dict[str, Any] = {}

    async def ticket(_: web.Request) -> web.Response:
        return web.json_response({"ok": True, "url": f"ws://127.0.0.1:{site['port']}/link"})

    async def link(request: web.Request) -> web.WebSocketResponse:
        ws = web.WebSocketResponse()
        await ws.prepare(request)
        closed = asyncio.Event()
        await arrived.put((ws, closed))
        await closed.wait()
        await ws.close()
        return ws

    app = web.Application()
    app.router.add_post("/api/apps.connections.open", ticket)
    app.router.add_get("/link", link)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1, handler_cancellation=True)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    site["port"] = runner.addresses[0][1]
    clients = Clients(f"http://127.0.0.1:{site['port']}/api/")
    client = SocketClient(
        memory,  # type: ignore[arg-type]
        clients.for_sockets(APP_TOKEN),
        lambda: clients.session,
        now=Clock().now,
        on_gap=lambda since: None,
        silence=5,
        longest_pause=0.05,
    )
    running = asyncio.create_task(client.run())
    try:
        with capture_logs():
            yield arrived
    finally:
        running.cancel()
        await asyncio.wait([running])
        await clients.close()
        await runner.cleanup()


async def answer_of(ws: web.WebSocketResponse) -> Any:
    message = await ws.receive(timeout=5)
    assert message.type is WSMsgType.TEXT
    return message.json()


async def test_only_what_was_taken_is_acknowledged() -> None:
    memory = Memory()
    async with bare_server(memory) as arrived:
        ws, closed = await arrived.get()
        await ws.send_json({"type": "hello"})
        memory.failure = OSError("disk full")
        await ws.send_json({"type": "events_api", "envelope_id": "e1", "payload": envelope({"type": "x"})})
        await ws.send_json({"type": "interactive", "envelope_id": "e2", "payload": {"status": 500}})
        await ws.send_json({"type": "events_api", "envelope_id": "e3", "payload": {"type": "app_rate_limited"}})
        assert await answer_of(ws) == {"envelope_id": "e3"}
        memory.failure = Malformed()
        await ws.send_json({"type": "events_api", "envelope_id": "e4", "payload": {}})
        assert await answer_of(ws) == {"envelope_id": "e4"}  # it would be as malformed the next time
        answer = {"kind": "application/json", "answer": '{"response_action":"clear"}'}
        await ws.send_json({"type": "interactive", "envelope_id": "e5", "payload": answer})
        assert await answer_of(ws) == {"envelope_id": "e5", "payload": {"response_action": "clear"}}
        await ws.send_json({"type": "slash_commands", "envelope_id": "e6", "payload": {"answer": "Hello"}})
        assert await answer_of(ws) == {"envelope_id": "e6", "payload": {"text": "Hello"}}
        closed.set()


@pytest.mark.parametrize("frame", ["{", "[]", '"x"', "null", "{}", '{"type":1}', "[" * 100_000, '{"envelope_id":"e"}'])
async def test_a_frame_that_makes_no_sense_ends_nothing_for_good(frame: str) -> None:
    memory = Memory()
    async with bare_server(memory) as arrived:
        ws, closed = await arrived.get()
        await ws.send_json({"type": "hello"})
        await ws.send_str(frame)
        if frame in ("{", "[" * 100_000):  # no JSON at all: this connection can't be trusted
            closed.set()
            ws, closed = await arrived.get()
            await ws.send_json({"type": "hello"})
        elif "envelope_id" in frame:
            assert await answer_of(ws) == {"envelope_id": "e"}
        await ws.send_json({"type": "events_api", "envelope_id": "good", "payload": envelope({"type": "x"})})
        assert await answer_of(ws) == {"envelope_id": "good"}
        assert len(memory.taken) == 1
        closed.set()


async def test_a_server_that_greets_and_closes_is_not_hammered() -> None:
    async with bare_server(Memory()) as arrived:
        for _ in range(3):
            ws, closed = await arrived.get()
            await ws.send_json({"type": "hello"})
            closed.set()
        began = asyncio.get_running_loop().time()
        await arrived.get()
        assert asyncio.get_running_loop().time() - began > 0.02


@pytest.mark.parametrize("reason", ["refresh_requested", "link_disabled"])
async def test_a_connection_that_was_warned_asks_for_one_successor(reason: str) -> None:
    async with bare_server(Memory()) as arrived:
        ws, closed = await arrived.get()
        await ws.send_json({"type": "hello"})
        await ws.send_json({"type": "disconnect", "reason": "warning"})
        successor, its_end = await arrived.get()
        await successor.send_json({"type": "hello"})
        await ws.send_json({"type": "disconnect", "reason": reason})
        assert (await ws.receive(timeout=5)).type is WSMsgType.CLOSE
        closed.set()
        with pytest.raises(TimeoutError):  # each refresh would double them, and Slack allows ten
            await asyncio.wait_for(arrived.get(), 0.2)
        its_end.set()
