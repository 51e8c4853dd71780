"""The demo's two processes, the sandbox and the app, and the folder in which they keep their state."""

from __future__ import annotations

import asyncio
import contextlib
import json
import shutil
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.demo.tour import APP, TOUR
from bot.slack.manifest import manifest

TIME_SCALE = 10  # Slack's limits pass this much faster, so that nobody waits for them in a demo
STOP_WITHIN = 9.0  # seconds
READY_WITHIN = 30.0
FOLLOW = 20  # seconds that the sandbox may hold a question open


class StageError(Exception):
    """A part of the demo could not be started; the text says which and what to do."""


class Stage:
    """Both processes. `sandbox_url` is where the control API is, `app_url` where the app's health is read."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sandbox_url = ""
        self.app_url = ""
        self.processes: dict[str, asyncio.subprocess.Process] = {}

    async def start(self, port: int) -> str | None:
        """Start the sandbox, then the app. Returns a sentence when the wanted port was taken."""
        self.folder.mkdir(parents=True, exist_ok=True)
        free = _free_port(port)
        sandbox = await self._start(
            "sandbox", "sandbox", "--port", str(free or 0), "--state", str(self.folder / "sandbox"),
            "--time-scale", str(TIME_SCALE),
        )  # fmt: skip
        line = await self._first_line("sandbox", sandbox)
        self.sandbox_url = json.loads(line)["url"]
        app_port = _free_port(0)
        self.app_url = f"http://127.0.0.1:{app_port}"
        self._env.write_text(self._settings(app_port), encoding="utf-8")
        async with aiohttp.ClientSession() as session:
            await self._tell(session, f"/apps/{APP}/manifest", manifest=manifest())
            await self._tell(session, "/tour", **TOUR)
            await self._start_app(session)
        if free is None:
            return f"Port {port} is taken by another program, so the sandbox took another one."
        return None

    @property
    def _env(self) -> Path:
        return self.folder / "warmline.env"

    async def _tell(self, session: aiohttp.ClientSession, path: str, **values: Any) -> dict[str, Any]:
        async with session.post(f"{self.sandbox_url}/control{path}", json=values) as answer:
            said: dict[str, Any] = await answer.json()
        if answer.status != 200:
            raise StageError(f"The sandbox refused {path}: {said.get('error')}")
        return said

    async def _start_app(self, session: aiohttp.ClientSession) -> None:
        """Start the app and wait until it says that it is ready."""
        process = await self._start("app", "run", "--env", str(self._env))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(READY_WITHIN):
                while process.returncode is None:
                    with contextlib.suppress(aiohttp.ClientError):
                        async with session.get(f"{self.app_url}/ready") as answer:
                            if answer.status == 200:
                                return
                    await asyncio.sleep(0.1)
        raise StageError(f"The app did not start. Its last words are in {self.folder / 'app.log'}.")

    def _settings(self, app_port: int | None) -> str:
        return "\n".join(
            f"WARMLINE_{name}={value}"
            for name, value in {
                "TRANSPORT": "socket",
                "BOT_TOKEN": "xoxb-sandbox-northwind",
                "APP_TOKEN": "xapp-sandbox-warmline",
                "DATABASE_URL": f"sqlite+aiosqlite:///{self.folder / 'warmline.db'}",
                "PORT": app_port,
                "ADMINS": "amir@northwind.example",
                "API_URL": f"{self.sandbox_url}/api/",
                "CLOCK_URL": f"{self.sandbox_url}/control/clock",
                "TIME_SCALE": TIME_SCALE,
            }.items()
        )

    async def _start(self, name: str, *arguments: str) -> asyncio.subprocess.Process:
        log = (self.folder / f"{name}.log").open("ab")
        with log:
            # A session of its own: Ctrl-C reaches only us, and we stop them in the right order.
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", *arguments,
                stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=log, start_new_session=True,
            )  # fmt: skip
        self.processes[name] = process
        return process

    async def _first_line(self, name: str, process: asyncio.subprocess.Process) -> bytes:
        assert process.stdout is not None
        with contextlib.suppress(TimeoutError):
            if line := await asyncio.wait_for(process.stdout.readline(), READY_WITHIN):
                return line
        raise StageError(f"The {name} did not start. Its last words are in {self.folder / f'{name}.log'}.")

    async def run(self) -> str:
        """Stop and start the app as the sandbox's page wants it, until a process ends by itself.

        Returns a sentence that says which. Raises StageError when the app does not start again.
        """
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=FOLLOW + 10)) as session:
            while True:
                asked = asyncio.create_task(self._wanted(session))
                waits = {asyncio.create_task(p.wait()): name for name, p in self.processes.items()}
                try:
                    await asyncio.wait({asked, *waits}, return_when=asyncio.FIRST_COMPLETED)
                    for wait, name in waits.items():
                        if wait.done():
                            return f"The {name} ended. Its last words are in {self.folder / f'{name}.log'}."
                    await self._switch(session, bool((await asked)["up"]))
                finally:
                    for task in (asked, *waits):
                        task.cancel()
                    await asyncio.gather(asked, *waits, return_exceptions=True)

    async def _wanted(self, session: aiohttp.ClientSession) -> dict[str, Any]:
        return await self._tell(session, "/power/follow", app=APP, running="app" in self.processes, wait=FOLLOW)

    async def _switch(self, session: aiohttp.ClientSession, up: bool) -> None:
        if up and "app" not in self.processes:
            await self._start_app(session)
        elif not up and "app" in self.processes:
            await self._stop("app")

    async def stop(self) -> None:
        """Stop the app, then the sandbox; whoever does not stop in time is ended."""
        for name in ("app", "sandbox"):
            if name in self.processes:
                await self._stop(name)

    async def _stop(self, name: str) -> None:
        process = self.processes.pop(name)
        if process.returncode is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_WITHIN / 2)
        except TimeoutError:
            process.kill()
            await process.wait()


@asynccontextmanager
async def staged(folder: Path) -> AsyncIterator[Stage]:
    """A stage that is cleared at the end, whatever happens."""
    stage = Stage(folder)
    try:
        yield stage
    finally:
        await stage.stop()


def reset(folder: Path) -> bool:
    """Forget what the demo has stored; says whether there was anything."""
    if not folder.exists():
        return False
    shutil.rmtree(folder)
    return True


def _free_port(wanted: int) -> int | None:
    """That port if nobody listens on it, with 0 any free one; None when it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            return None
        return int(probe.getsockname()[1])
