"""The demo's story with the reference checker between the app and the sandbox."""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp

from bot.app import App
from bot.demo.company import Company
from bot.demo.story import STORY, Memory
from bot.slack.manifest import SCOPES, manifest
from tests.sandbox_harness import APP, sandbox_here
from tests.set_up import set_up
from tests.world import SCALE, settings_for


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@asynccontextmanager
async def checker(shared: Path, upstream: str, out: Path) -> AsyncIterator[str]:
    """The reference's proxy, as a process; yields the address of the Web API behind it."""
    port, scopes = free_port(), ",".join([*SCOPES, "connections:write"])
    process = await asyncio.create_subprocess_exec(
        sys.executable, str(shared / "slack" / "check_requests.py"), str(port), upstream, str(out), "--scopes", scopes
    )
    try:
        async with asyncio.timeout(20), aiohttp.ClientSession() as session:
            while True:
                try:
                    async with session.post(f"http://127.0.0.1:{port}/api/api.test") as answer:
                        await answer.read()
                        break
                except aiohttp.ClientConnectionError:
                    assert process.returncode is None, "the checker ended"
                    await asyncio.sleep(0.05)
        yield f"http://127.0.0.1:{port}/api/"
    finally:
        process.terminate()
        await process.wait()


async def test_the_story_calls_slack_as_the_reference_wants(sqlite_url: str, shared: Path, tmp_path: Path) -> None:
    out = tmp_path / "calls.jsonl"
    async with (
        sandbox_here(time_scale=SCALE) as box,
        checker(shared, f"{box.url}/api", out) as api_url,
        aiohttp.ClientSession() as session,
    ):
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        await set_up(sqlite_url)
        app = App(settings_for(box, sqlite_url, api_url=api_url))
        await app.start()
        try:
            company = Company(box.url, session)
            memory: Memory = {}
            await company.wait_for_app()
            for step in STORY:
                assert await step.play(company, memory)
        finally:
            await app.stop()
    calls = [json.loads(line) for line in out.read_text().splitlines()]
    assert {"conversations.create", "chat.postMessage", "views.open", "pins.add"} <= {call["method"] for call in calls}
    found = [
        (call["method"], line) for call in calls for line in call["request"] if not line.startswith(("RATE", "WARN"))
    ]
    found += [(call["method"], line) for call in calls for line in call["response"]]
    assert found == []
