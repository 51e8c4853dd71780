"""Lives of Warmline as processes that a test starts and kills, one after another or side by side."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tests.sandbox_harness import REPO


@dataclass
class Life:
    """One process. `ended` becomes the signal that ended it, 0 when it left by itself."""

    number: int
    pid: asyncio.Future[int]
    port: asyncio.Future[int]  # None once it is dead without having come that far
    ended: asyncio.Future[int]
    reached: dict[str, int] = field(default_factory=dict)

    async def is_up(self) -> bool:
        """Wait until it works; False when it died before."""
        await asyncio.wait({self.port, self.ended}, timeout=30, return_when=asyncio.FIRST_COMPLETED)
        return self.port.done()

    async def died(self, within: float) -> bool:
        """Wait for its end; False when it still lives."""
        await asyncio.wait({self.ended}, timeout=within)
        return self.ended.done()

    async def send(self, number: int) -> None:
        """Send a signal to it."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(await self.pid, number)

    async def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        await self.send(signal.SIGKILL)
        await self.ended

    async def stop(self) -> None:
        """Ask it to leave."""
        await self.send(signal.SIGTERM)
        await self.ended


class Nursery:
    """Gives birth to lives: each is forked from one process that has imported everything."""

    def __init__(self, process: asyncio.subprocess.Process) -> None:
        self._process = process
        self._lives: dict[int, Life] = {}

    async def start(self, settings: dict[str, Any], **order: Any) -> Life:
        """A new life with these settings; `point` and `hit` say where it kills itself, see zygote.py for the rest."""
        loop = asyncio.get_running_loop()
        life = Life(len(self._lives) + 1, loop.create_future(), loop.create_future(), loop.create_future())
        self._lives[life.number] = life
        assert self._process.stdin is not None
        line = json.dumps({"life": life.number, "settings": settings, **order})
        self._process.stdin.write(line.encode() + b"\n")
        await self._process.stdin.drain()
        return life

    async def listen(self) -> None:
        """Take reports until the zygote is gone."""
        assert self._process.stdout is not None
        async for line in self._process.stdout:
            report = json.loads(line)
            life = self._lives.get(report.get("life", 0))
            if life is None:
                continue
            if "pid" in report:
                life.pid.set_result(report["pid"])
            if "port" in report:
                life.port.set_result(report["port"])
            if "reached" in report:
                life.reached = report["reached"]
            if "ended" in report:
                life.ended.set_result(report["signal"])


@asynccontextmanager
async def nursery(log: Path) -> AsyncIterator[Nursery]:
    """A zygote, gone with all its children at the end; what they log goes into that file."""
    with log.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "tests.chaos.zygote"),
            cwd=REPO,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=errors,
        )
    born = Nursery(process)
    listening = asyncio.create_task(born.listen())
    try:
        yield born
    finally:
        assert process.stdin is not None
        process.stdin.close()
        await asyncio.wait_for(process.wait(), 10)
        await listening
