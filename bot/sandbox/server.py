"""The sandbox as a server on the loopback interface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path

from aiohttp import web

from bot.sandbox import control, seed
from bot.sandbox.api import WebApi
from bot.sandbox.clock import DrivenClock
from bot.sandbox.core import Core, Options
from bot.sandbox.courier import Courier
from bot.sandbox.faults import Faults
from bot.sandbox.interact import Interactions
from bot.sandbox.ledger import Ledger
from bot.sandbox.pace import Pace
from bot.sandbox.power import Power
from bot.sandbox.respond import answer_response_url
from bot.sandbox.sockets import Sockets
from bot.sandbox.store import Store
from bot.sandbox.transfer import download, upload
from bot.sandbox.wall import Wall
from bot.sandbox.web import add_routes as add_page_routes

SCHEDULE_STEP = 0.2


class Sandbox:
    """A running sandbox: its addresses, and its parts for tests in the same process."""

    def __init__(self, core: Core) -> None:
        self.core = core

    @property
    def url(self) -> str:
        """Return the address of the server, without a slash at the end."""
        return self.core.url

    @property
    def api_url(self) -> str:
        """Return the base address of the Web API, for a client's base_url."""
        return f"{self.core.url}/api/"

    @property
    def control_url(self) -> str:
        """Return the address of the control API."""
        return f"{self.core.url}/control"

    @staticmethod
    @asynccontextmanager
    async def start(
        port: int = 0,
        state: Path | str | None = None,
        time_scale: float = 1.0,
        *,
        limits: bool = True,
        ack_seconds: float = 3.0,
        trigger_seconds: float = 3.0,
        pace_scale: float | None = None,
        wall: Wall | None = None,
    ) -> AsyncIterator[Sandbox]:
        """Run a sandbox; state is a folder that outlives it. Raises OSError when the port is taken."""
        options = Options(time_scale, limits, ack_seconds, trigger_seconds, pace_scale)
        store = Store(Path(state)) if state is not None else None
        core = build(options, wall or Wall(), store)
        # a client that goes away cancels its request: a follower that died is no longer present
        runner = web.AppRunner(web_app(core), access_log=None, shutdown_timeout=0.3, handler_cancellation=True)
        try:
            await runner.setup()
            site = web.TCPSite(runner, "127.0.0.1", port)
            await site.start()
            bound: tuple[str, int] = runner.addresses[0][:2]
            core.url = f"http://127.0.0.1:{bound[1]}"
            await core.courier.open()
            core.start(_post_scheduled(core))
            yield Sandbox(core)
        finally:
            core.stopping = True
            core.clock.release()
            core.power.release()
            await core.sockets.close()
            await core.stop_tasks()
            await runner.cleanup()
            await core.courier.close()
            if store is not None:
                store.changed()
                store.save()
            core.ledger.close()


def build(options: Options, wall: Wall, store: Store | None) -> Core:
    """Return the parts, wired together, with the saved or a fresh world."""
    core = Core(options)
    core.wall = wall
    saved = store.load() if store is not None else None
    core.world = saved or seed.new_world(wall.now())
    core.clock = DrivenClock(core)
    core.ledger = Ledger(store.ledger_path if store is not None else None, wall.now, core.clock.now)
    core.faults = Faults()
    core.pace = Pace(wall.monotonic, options.pace_scale or options.time_scale, options.limits)
    core.power = Power(core)
    core.courier = Courier(core)
    core.sockets = Sockets(core)
    core.interactions = Interactions(core)
    core.file_bytes = store.load_files() if store is not None else {}
    if store is not None:
        store.attach(core)
    return core


def web_app(core: Core) -> web.Application:
    """Return the routes: Slack's own, the control API beside them, and the web page."""
    app = web.Application(client_max_size=64 * 2**20)
    api = WebApi(core)
    app.router.add_route("*", "/api/{method}", api.handle)
    app.router.add_get("/link/", core.sockets.handle)
    app.router.add_post("/upload/v1/{file_id}", partial(upload, core))
    app.router.add_get("/files/{file_id}/{name}", partial(download, core))
    app.router.add_post("/respond/{team_id}/{word}", partial(answer_response_url, core))
    control.add_routes(app, core)
    add_page_routes(app, core)
    return app


async def _post_scheduled(core: Core) -> None:
    while True:
        core.courier.post_scheduled()
        await asyncio.sleep(SCHEDULE_STEP)
