"""The demo as a newcomer runs it: a process of its own, in a folder of its own."""

from __future__ import annotations

import asyncio
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest

REPO = Path(__file__).resolve().parent.parent.parent
PLAYED = 120  # seconds at most


@asynccontextmanager
async def demo(folder: Path, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bot", "demo", "--folder", str(folder), *arguments,
        cwd=REPO, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGINT)
            await asyncio.wait_for(process.communicate(), 15)


async def read_until(process: asyncio.subprocess.Process, words: str) -> str:
    """What is printed up to the line with these words."""
    assert process.stdout is not None
    lines = []
    async with asyncio.timeout(PLAYED):
        while line := (await process.stdout.readline()).decode():
            lines.append(line)
            if words in line:
                return "".join(lines)
    raise AssertionError("".join(lines))


async def control(session: aiohttp.ClientSession, url: str, verb: str, path: str, **values: Any) -> dict[str, Any]:
    async with session.request(verb, f"{url}/control{path}", json=values) as answer:
        body: dict[str, Any] = await answer.json()
    assert answer.status == 200, body
    return body


async def test_every_step_is_seen_and_a_second_run_goes_on(tmp_path: Path) -> None:
    async with demo(tmp_path, "--play", "--port", "0") as process:
        printed = (await asyncio.wait_for(process.communicate(), PLAYED))[0].decode()
    assert process.returncode == 0, printed
    assert printed.count("✓") == 11

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        async with demo(tmp_path, "--port", str(port)) as process:
            printed = await read_until(process, "make demo")
            assert f"Port {port} is taken" in printed
            addresses = re.findall(r"http://\S+", printed)
            assert len(addresses) == 1
            async with aiohttp.ClientSession() as session:
                async with session.get(addresses[0]) as page:
                    assert "acct-lumen-labs" in await page.text()
                done = [s["id"] for s in (await control(session, addresses[0], "GET", "/tour"))["steps"] if s["done"]]
                assert {"win", "accept", "done", "ask", "answer"} <= set(done)
            for refused in ("--play", "--reset"):
                async with demo(tmp_path, refused) as second:
                    assert b"running" in (await second.communicate())[0]
                assert second.returncode == 1
            process.send_signal(signal.SIGINT)
            rest = (await asyncio.wait_for(process.communicate(), 10))[0].decode()
    assert process.returncode == 0
    assert "make demo-reset" in rest

    async with demo(tmp_path, "--reset") as process:
        assert b"starts over" in (await process.communicate())[0]
    assert not tmp_path.exists()


async def test_it_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    async with demo(tmp_path, "--play", "--port", "0") as process:
        await read_until(process, " 3/11")
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), 15)
    async with demo(tmp_path, "--play", "--port", "0") as process:
        printed = (await asyncio.wait_for(process.communicate(), PLAYED))[0].decode()
    assert process.returncode == 0, printed
    assert "(seen before)" in printed
    assert "✓" in printed


async def test_the_page_really_stops_and_starts_the_app(tmp_path: Path) -> None:
    async with demo(tmp_path, "--port", "0") as process, aiohttp.ClientSession() as session:
        printed = await read_until(process, "make demo")
        url = re.findall(r"http://\S+", printed)[0]

        async def connections() -> int:
            state = await control(session, url, "GET", "/state")
            return int(state["connections"]["A0WARMLINE"])

        async with asyncio.timeout(20):
            while not await connections():  # noqa: ASYNC110 - another process connects
                await asyncio.sleep(0.05)
        off = await control(session, url, "POST", "/power", up=False)
        assert (off["up"], off["running"]) == (False, False)
        text = ":tada: Deal won: *Onboarding package for Lumen Labs* — €48,500\nOwner: Sara Lindqvist"
        before = await control(session, url, "GET", "/clock")
        await control(session, url, "POST", "/act/post", **{"as": "crm"}, channel="deals-won", text=text)
        assert (await control(session, url, "POST", "/power", up=True))["running"]
        await control(session, url, "POST", "/settle", timeout=30)
        seen = await control(session, url, "GET", "/channels", **{"as": "sara"})
        assert "acct-lumen-labs" in [c["name"] for c in seen["channels"]]
        again = await control(session, url, "POST", "/power/outage", by=10_800)
        assert again["running"]
        assert again["offset"] - before["offset"] == pytest.approx(10_800, abs=1)
        process.send_signal(signal.SIGINT)
        await asyncio.wait_for(process.communicate(), 15)
    assert process.returncode == 0
