"""Starts the sandbox for a test, in this process or in one of its own, and speaks its control API."""

from __future__ import annotations

import asyncio
import gc
import importlib
import json
import signal
import sys
import warnings
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.server import Sandbox

REPO = Path(__file__).resolve().parent.parent
TOKEN = "xoxb-sandbox-northwind"
APP_TOKEN = "xapp-sandbox-warmline"
APP = "A0WARMLINE"


class Refusal(AssertionError):
    """A control call was refused; the sentence is the sandbox's."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(f"{status}: {sentence}")
        self.status = status
        self.sentence = sentence


class Box:
    """A running sandbox as a test sees it."""

    def __init__(self, url: str, session: aiohttp.ClientSession, sandbox: Sandbox | None = None) -> None:
        self.url = url
        self.api_url = f"{url}/api/"
        self.session = session
        self.sandbox = sandbox

    def client(self, token: str = TOKEN) -> AsyncWebClient:
        """Return a Slack client on this sandbox that shares the test's session and never retries by itself."""
        client = AsyncWebClient(token=token, base_url=self.api_url, session=self.session)
        client.retry_handlers = []
        return client

    async def call(self, verb: str, path: str, **values: Any) -> dict[str, Any]:
        """Make a control call; raises Refusal when it is refused."""
        async with self.session.request(verb, f"{self.url}/control{path}", json=values) as answer:
            body = await answer.json()
            if answer.status != 200:
                raise Refusal(answer.status, str(body.get("error")))
            return dict(body)

    async def get(self, path: str, **values: Any) -> dict[str, Any]:
        """Read from the control API."""
        return await self.call("GET", path, **values)

    async def post(self, path: str, **values: Any) -> dict[str, Any]:
        """Post to the control API."""
        return await self.call("POST", path, **values)

    async def act(self, what: str, who: str, **values: Any) -> dict[str, Any]:
        """Do something as a person."""
        return await self.call("POST", f"/act/{what}", **{"as": who}, **values)

    async def see(self, what: str, who: str, **values: Any) -> dict[str, Any]:
        """Read what a person sees."""
        return await self.call("GET", f"/{what}", **{"as": who}, **values)

    async def texts(self, who: str, channel: str, thread_ts: str = "") -> list[str]:
        """Return the texts a person sees in a channel or thread, oldest first."""
        seen = await self.see("messages", who, channel=channel, thread_ts=thread_ts)
        return [str(m.get("text", "")) for m in seen["messages"]]

    async def ledger(self, **values: Any) -> list[dict[str, Any]]:
        """Return ledger lines."""
        return list((await self.get("/ledger", **values))["lines"])

    async def settle(self, timeout: float = 10.0) -> dict[str, Any]:
        """Wait until nothing is under way."""
        return await self.post("/settle", timeout=timeout)


async def until(true: Callable[[], Awaitable[bool]], seconds: float = 10.0) -> None:
    """Wait until something holds; raises TimeoutError when it does not come to pass."""
    async with asyncio.timeout(seconds):
        while not await true():  # noqa: ASYNC110 - what is waited for is in another process or task
            await asyncio.sleep(0.002)


@asynccontextmanager
async def sandbox_here(**options: Any) -> AsyncIterator[Box]:
    """Run a sandbox in this process; options are those of Sandbox.start."""
    async with Sandbox.start(**options) as sandbox, aiohttp.ClientSession() as session:
        yield Box(sandbox.url, session, sandbox)


@asynccontextmanager
async def sandbox_process(*arguments: str, stop: int = signal.SIGTERM) -> AsyncIterator[Box]:
    """Run a sandbox as a process of its own and stop it with a signal at the end."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "bot.sandbox",
        "--port",
        "0",
        *arguments,
        cwd=REPO,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        ready = json.loads(await asyncio.wait_for(process.stdout.readline(), 30))
        async with aiohttp.ClientSession() as session:
            yield Box(str(ready["url"]), session)
    finally:
        stopped_here = process.returncode is None
        if stopped_here:
            process.send_signal(stop)
        await asyncio.wait_for(process.wait(), 10)
        if stopped_here and stop in (signal.SIGTERM, signal.SIGINT):
            assert process.returncode == 0


class Receiver:
    """An app's HTTP side in a test: keeps what arrives and answers what it is told to."""

    def __init__(self) -> None:
        self.url = ""
        self.requests: list[tuple[dict[str, str], bytes]] = []
        self.arrived = asyncio.Event()
        self.status = 200
        self.headers: dict[str, str] = {}
        self.reply: Any = None
        self.delay = 0.0

    async def handle(self, request: web.Request) -> web.Response:
        """Keep a request and answer it."""
        raw = await request.read()
        self.requests.append(({k.lower(): v for k, v in request.headers.items()}, raw))
        self.arrived.set()
        if self.delay:
            await asyncio.sleep(self.delay)
        if callable(self.reply):
            return web.Response(text=str(self.reply(raw)), status=self.status)
        if isinstance(self.reply, dict):
            return web.json_response(self.reply, status=self.status, headers=self.headers)
        return web.Response(text=self.reply or "", status=self.status, headers=self.headers)

    def events(self, kind: str = "") -> list[dict[str, Any]]:
        """Return the envelopes of the events that arrived, of one type if given."""
        found = [json.loads(raw) for headers, raw in self.requests if headers["content-type"] == "application/json"]
        return [e for e in found if not kind or e.get("event", {}).get("type") == kind]

    def payloads(self) -> list[dict[str, Any]]:
        """Return the interactive payloads that arrived."""
        forms = [parse_qs(raw.decode()) for headers, raw in self.requests if "urlencoded" in headers["content-type"]]
        return [json.loads(f["payload"][0]) for f in forms if "payload" in f]

    def commands(self) -> list[dict[str, str]]:
        """Return the slash command forms that arrived."""
        forms = [
            parse_qs(raw.decode(), keep_blank_values=True)
            for headers, raw in self.requests
            if "urlencoded" in headers["content-type"]
        ]
        return [{k: v[0] for k, v in f.items()} for f in forms if "command" in f]


@asynccontextmanager
async def receiver() -> AsyncIterator[Receiver]:
    """Run an HTTP receiver on a free port."""
    here = Receiver()
    app = web.Application()
    app.router.add_post("/slack/events", here.handle)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.2)
    await runner.setup()
    try:
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        here.url = f"http://127.0.0.1:{runner.addresses[0][1]}/slack/events"
        yield here
    finally:
        await runner.cleanup()


def outside_the_reference(lines: list[dict[str, Any]]) -> list[str]:
    """Return what the reference checker finds wrong with the answers in these ledger lines; skips without it."""
    folder = REPO.parent / "shared" / "slack"
    if not (folder / "check_requests.py").exists():
        pytest.skip("the reference folder with check_requests.py is not beside this repository")
    sys.path.insert(0, str(folder))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ResourceWarning)  # it leaves its schema file open
            checker = importlib.import_module("check_requests").Checker
            gc.collect()
    finally:
        sys.path.remove(str(folder))
    found = []
    for line in lines:
        spoiled = line.get("fault") in ("server_error", "hang", "reset")
        if line["kind"] == "call" and not spoiled:
            found += [f"{line['method']}: {problem}" for problem in checker.response(line["method"], line["response"])]
    return found
