"""The sandbox as a program: it starts, keeps its world, and stops; and its guide names all it can do."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

import aiohttp

from bot.sandbox.control import ROUTES
from bot.sandbox.faults import NAMES
from tests.sandbox_harness import APP, REPO, receiver, sandbox_here, sandbox_process, until

DEALS = "C0DEALSWON"


async def test_the_world_and_the_ledger_outlive_a_restart(tmp_path: Path) -> None:
    async with sandbox_process("--state", str(tmp_path), "--no-limits") as box:
        client = box.client()
        made = (await client.conversations_create(name="acct-acme"))["channel"]["id"]
        key = {"event_type": "w", "event_payload": {"key": "k"}}
        ts = (await client.chat_postMessage(channel=made, text="Brief", metadata=key))["ts"]
        await client.pins_add(channel=made, timestamp=ts)
        await client.files_upload_v2(channel=made, filename="a.txt", content="words")
        await box.post("/clock/jump", by=86_400)
        before, lines = await box.get("/clock"), await box.ledger()
    with (tmp_path / "ledger.jsonl").open("a") as torn:
        torn.write('{"n": 99, "ki')
    async with sandbox_process("--state", str(tmp_path), "--no-limits") as box:
        after = await box.get("/clock")
        assert after["offset"] == before["offset"]
        assert after["now"] >= before["now"]
        history = await box.client().conversations_history(channel=made, include_all_metadata=True)
        assert key in [m.get("metadata") for m in history["messages"]]
        again = await box.client().conversations_create(name="acct-beta")
        assert again["channel"]["id"] != made
        numbers = [line["n"] for line in await box.ledger()]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > len(lines)
        assert (await box.get("/effects"))["channels_created"] == {"acct-acme": 1, "acct-beta": 1}


async def test_events_on_their_way_survive_a_restart(tmp_path: Path) -> None:
    async with sandbox_here(state=tmp_path) as box:
        posted = await box.act("post", "sara", channel=DEALS, text="Still there?")
    async with receiver() as app_side, sandbox_here(state=tmp_path) as box:
        await box.post(f"/apps/{APP}", request_url=app_side.url)
        assert (await box.settle())["quiet"]
        assert app_side.events("message")[0]["event"]["ts"] == posted["ts"]


async def test_it_stops_at_once_with_sockets_and_polls_open() -> None:
    async with aiohttp.ClientSession() as session:
        async with sandbox_process() as box:
            url = (await box.client().apps_connections_open(app_token="xapp-sandbox-warmline"))["url"]
            ws = await session.ws_connect(url)  # and nobody reads from it
            body = {"follower": "app", "seen": 1, "idle": True, "wait": 25}
            poll = asyncio.create_task(session.post(f"{box.url}/control/clock/follow", json=body))
            await box.act("post", "sara", channel=DEALS, text="Never acked")

            async def poll_is_open() -> bool:
                return (await box.settle(0))["waiting_for"] != ["follower app"] and not poll.done()

            await until(poll_is_open)
            leaving = asyncio.get_running_loop().time()
        assert asyncio.get_running_loop().time() - leaving < 2.0
        await asyncio.gather(poll, return_exceptions=True)
        await ws.close()


async def test_a_taken_port_is_said_in_a_sentence() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.sandbox",
            "--port",
            str(port),
            cwd=REPO,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
        )
        out, err = await process.communicate()
    assert process.returncode == 2
    assert out == b""
    assert f"cannot listen on port {port}" in err.decode()


def test_the_guide_names_every_route_and_fault() -> None:
    guide = (REPO / "docs" / "sandbox.md").read_text("utf-8")
    missing = [f"{verb} {path}" for verb, path, _ in ROUTES if f"`{verb} {path}`" not in guide]
    assert missing == []
    assert [name for name in NAMES if f"`{name}`" not in guide] == []


def test_the_sandbox_stands_alone() -> None:
    for path in (REPO / "bot" / "sandbox").rglob("*.py"):
        for line in path.read_text("utf-8").splitlines():
            words = line.split()
            if words[:1] in (["from"], ["import"]) and words[1].startswith(("bot", "handlers", "jobs")):
                assert words[1].startswith("bot.sandbox"), f"{path.name}: {line}"
