"""Telling open pages that something has changed, as server-sent events."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from aiohttp import web

from bot.sandbox import tour
from bot.sandbox.control.given import is_from_here
from bot.sandbox.model import Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

CALM = 0.06  # seconds in which further changes are told together
BREATH = 15.0  # seconds after which a silent stream says that it still lives


class Live:
    """Wakes every open stream when the world, the ledger or the clock changes, and keeps the tour's ticks."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._is_checking = False
        self._streams: set[asyncio.Event] = set()
        self.version = 0
        self.closed = False
        core.ledger.listeners.append(self._heard)
        before = core.on_change

        def changed() -> None:
            before()
            self.wake()

        core.on_change = changed

    def _heard(self, line: Json) -> None:
        self.wake()
        if self._core.world.tour and not self._is_checking and not self._core.stopping:
            self._is_checking = True
            self._core.start(self._check())

    async def _check(self) -> None:
        """Tick off what was achieved in the tour, also while no page is open."""
        await asyncio.sleep(CALM)
        self._is_checking = False
        tour.steps(self._core)

    def wake(self) -> None:
        """Tell every open page to look again."""
        self.version += 1
        for stream in self._streams:
            stream.set()

    async def close(self, app: web.Application) -> None:
        """End every stream."""
        self.closed = True
        self.wake()

    @contextlib.contextmanager
    def listening(self) -> Iterator[asyncio.Event]:
        """Yield an event that is set with every change."""
        woken = asyncio.Event()
        self._streams.add(woken)
        try:
            yield woken
        finally:
            self._streams.discard(woken)


async def answer(core: Core, live: Live, headers: Mapping[str, str], request: web.Request) -> web.StreamResponse:
    """Keep a stream open: one `changed` event for each burst of changes."""
    if not is_from_here(core, request):
        raise web.HTTPForbidden(text="Other web pages may not read the sandbox.", headers=headers)
    stream = web.StreamResponse(headers={**headers, "Content-Type": "text/event-stream"})
    await stream.prepare(request)
    with contextlib.suppress(ConnectionError), live.listening() as woken:
        await stream.write(b"retry: 700\nevent: hello\ndata: 1\n\n")
        while not live.closed:
            try:
                async with asyncio.timeout(BREATH):
                    await woken.wait()
            except TimeoutError:
                await stream.write(b": still here\n\n")
                continue
            await asyncio.sleep(CALM)
            woken.clear()
            await stream.write(f"event: changed\ndata: {live.version}\n\n".encode())
    return stream
