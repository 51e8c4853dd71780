"""The composition root: builds everything once, starts it, drains it, stops it."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections.abc import Coroutine
from datetime import datetime
from typing import Any

import structlog
import uvicorn

from bot.clock import Clock
from bot.clock_follower import ClockFollower
from bot.config import Settings
from bot.dispatch import Dispatcher
from bot.flows.follow import FollowUps
from bot.hooks import Hooks
from bot.http_endpoint import HttpEndpoint
from bot.inbox import Inbox
from bot.outbox import Outbox
from bot.receiver import Receiver
from bot.slack.clients import Clients
from bot.slack.directory import Directory
from bot.slack.gateway import Gateway
from bot.slack.history import History
from bot.slack.installs import Installs
from bot.socket_client import SocketClient
from bot.storage.database import Database
from bot.storage.migrate import upgrade
from bot.storage.workspaces import Workspace
from bot.unit_of_work import Desk
from handlers import register
from jobs import catch_up
from jobs.schedule import Schedule
from jobs.setup import welcome
from jobs.timetable import TIMETABLE

log = structlog.get_logger(__name__)

STOP_WITHIN = 8.0  # seconds; supervisors wait ten


class PortTaken(Exception):
    """Another program listens on our port."""


class App:
    """Warmline for one workspace's token."""

    def __init__(self, settings: Settings, clock: Clock | None = None) -> None:
        self.settings = settings
        self.clock = clock or Clock()
        self.database = Database(settings.database_url)
        self.clients = Clients(settings.api_url, settings.socket_url or None)
        token = settings.bot_token.get_secret_value()
        self.installs = Installs(self.database, self.clients, self.clock, token)
        self.directory = Directory(self.database, self.clients, self.installs, self.clock, settings.time_scale)
        history = History(self.clients, self.installs, self.clock, settings.time_scale)
        self.desk = Desk(self.database, self.clock, self.directory, history, settings.admins)
        self.port = settings.port
        self._workspaces: list[Workspace] = []
        self._tasks: list[asyncio.Task[Any]] = []
        self._welcoming: asyncio.Task[None] | None = None
        self._catching_up: set[asyncio.Task[None]] = set()
        self._failed: asyncio.Future[None] | None = None

    async def start(self) -> None:
        """Open for business. Raises NotConnected, PortTaken, or what keeps the database from opening."""
        await upgrade(self.database.url)
        self._build()
        if self.follower is not None:
            await self.follower.catch_up(self.clients.session)
        self._workspaces = await self.installs.connect()
        last_seen = await self.desk.last_tick(catch_up.TICK, catch_up.EVERY)
        listener = self._listen()
        self._failed = asyncio.get_running_loop().create_future()
        self._run("receiver", self.receiver.run())
        self._run("inbox", self.inbox.run())
        self._run("outbox", self.outbox.run())
        self._run("http", self._serve_http(listener))
        self._welcoming = asyncio.create_task(welcome(self.desk), name="welcome")
        self._catch_up(last_seen or self.clock.now())
        self.schedule.start()
        if self.follower is not None:
            self._run("clock", self.follower.run(self.clients.session))
        if self.socket is not None:
            self._run("socket", self.socket.run())
        log.info("Warmline is up", transport=self.settings.transport, port=self.port)

    def _build(self) -> None:
        settings, scale = self.settings, self.settings.time_scale
        self.dispatcher = Dispatcher(self.clients, self.installs, lambda app: register(app, self.desk))
        self.receiver = Receiver(self.database, self.installs, self.dispatcher, self.clock)
        wake = self.desk.inbox_has_work = self.receiver.inbox_has_work
        self.inbox = Inbox(self.database, self.dispatcher, self.installs, self.clock, wake, scale)
        gateway = Gateway(self.clients, self.installs, self.directory)
        self.outbox = Outbox(self.desk, gateway, FollowUps(), lambda: self._workspaces, scale=scale)
        self.schedule = Schedule(self.desk, TIMETABLE)
        secret = settings.signing_secret.get_secret_value() if settings.transport == "http" else ""
        hooks = Hooks(self.receiver, self.installs, settings.hook_key, self.clock)
        self.http = HttpEndpoint(self.receiver, hooks, secret, self.clock, self.is_ready)
        self.socket = None
        if settings.transport == "socket":
            client = self.clients.for_sockets(settings.app_token.get_secret_value())
            self.socket = SocketClient(
                self.receiver, client, lambda: self.clients.session, now=self.clock.now, on_gap=self._catch_up
            )
        self.follower = None
        if settings.clock_url:
            self.follower = ClockFollower(
                settings.clock_url,
                self.clock,
                is_idle=self.is_idle,
                activity=lambda: sum(self.receiver.counts.values()),
                next_due=self.desk.next_due,
                run_due=lambda: self.schedule.run_due(at_once=True),
            )

    def _catch_up(self, since: datetime) -> None:
        """Read what Slack's events may not have told since then."""
        task = asyncio.create_task(catch_up.after_gap(self.desk, since), name="catch-up")
        self._catching_up.add(task)
        task.add_done_callback(self._catching_up.discard)

    def is_idle(self) -> bool:
        """Nothing waits to be handled or sent, apart from what waits for a person."""
        if self.socket is not None and not self.socket.is_connected:
            return False
        if self.schedule.is_running or self._catching_up or not (self._welcoming is None or self._welcoming.done()):
            return False
        nothing_new = not self.receiver.inbox_has_work.is_set() and not self.desk.outbox_has_work.is_set()
        return nothing_new and self.inbox.is_idle and self.outbox.is_idle

    async def is_ready(self) -> tuple[bool, dict[str, Any]]:
        """May work be sent here? With what an operator wants to know."""
        facts: dict[str, Any] = {"database": True, "connected": self.socket is None or self.socket.is_connected}
        try:
            async with self.database.read() as connection:
                await connection.exec_driver_sql("SELECT 1")
        except Exception as error:
            log.warning("the database can't be read", exc_info=error)
            facts["database"] = False
        return all(facts.values()), facts

    def _listen(self) -> socket.socket:
        listener = socket.socket(socket.AF_INET6 if ":" in self.settings.host else socket.AF_INET)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((self.settings.host, self.settings.port))
        except OSError as error:
            listener.close()
            raise PortTaken(
                f"Port {self.settings.port} on {self.settings.host} can't be used ({error.strerror}). "
                "Set WARMLINE_PORT to another one, or to 0 for any free one."
            ) from error
        self.port = listener.getsockname()[1]
        return listener

    async def _serve_http(self, listener: socket.socket) -> None:
        config = uvicorn.Config(
            self.http, log_config=None, access_log=False, lifespan="off", ws="none", timeout_graceful_shutdown=3
        )
        server = uvicorn.Server(config)
        server.config.load()
        server.lifespan = config.lifespan_class(config)
        await server.startup(sockets=[listener])
        try:
            await server.main_loop()
        finally:
            await server.shutdown(sockets=[listener])

    def _run(self, name: str, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work, name=name)
        task.add_done_callback(self._on_end)
        self._tasks.append(task)

    def _on_end(self, task: asyncio.Task[Any]) -> None:
        if task.cancelled() or self._failed is None or self._failed.done():
            return
        error = task.exception() or RuntimeError(f"{task.get_name()} ended")
        self._failed.set_exception(error)

    async def wait(self) -> None:
        """Return never, unless a part fails: then raise what it failed with."""
        assert self._failed is not None
        await asyncio.shield(self._failed)

    async def stop(self) -> None:
        """Take nothing more in, finish what is under way, close everything."""
        if self._failed is not None and not self._failed.done():
            self._failed.cancel()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(STOP_WITHIN):
                await self._stop_tasks()
        await self.directory.close()
        await self.clients.close()
        await self.database.close()

    async def _stop_tasks(self) -> None:
        # What was taken in is stored before the rest ends. That may end together: whatever the handlers still want sent
        # is in the database, and together they are done before a supervisor loses its patience.
        by_name = {task.get_name(): task for task in self._tasks}
        await asyncio.gather(*(_end(by_name.get(name)) for name in ("socket", "http")))
        await _end(by_name.get("receiver"))
        for task in (self._welcoming, *list(self._catching_up)):
            await _end(task)
        if self._tasks:
            ends = (_end(by_name.get(name)) for name in ("inbox", "clock", "outbox"))
            await asyncio.gather(self.schedule.stop(), *ends)


async def _end(task: asyncio.Task[Any] | None) -> None:
    if task is None:
        return
    task.cancel()
    await asyncio.wait([task])
