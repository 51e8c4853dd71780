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

TIME_SCALE = 10  # Slack's limits pass this much faster, so that nobody waits for them in a demo
STOP_WITHIN = 9.0  # seconds
READY_WITHIN = 30.0


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
        env = self.folder / "warmline.env"
        env.write_text(self._settings(app_port), encoding="utf-8")
        await self._start("app", "run", "--env", str(env))
        if free is None:
            return f"Port {port} is taken by another program, so the sandbox took another one."
        return None

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

    async def ended(self) -> str:
        """Wait until one of the two ends by itself; a sentence that says which."""
        waits = {asyncio.create_task(process.wait()): name for name, process in self.processes.items()}
        try:
            done, _ = await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
        name = waits[done.pop()]
        return f"The {name} ended. Its last words are in {self.folder / f'{name}.log'}."

    async def stop(self) -> None:
        """Stop the app, then the sandbox; whoever does not stop in time is ended."""
        for name in ("app", "sandbox"):
            process = self.processes.get(name)
            if process is None or process.returncode is not None:
                continue
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
