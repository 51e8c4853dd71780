"""Socket Mode: tickets, hello, envelopes and their acks, refreshes."""

from __future__ import annotations

import asyncio
import json
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import WSMsgType, web

from bot.sandbox.courier import Outcome
from bot.sandbox.model import App, Json

if TYPE_CHECKING:
    from bot.sandbox.core import Core

MOST_CONNECTIONS = 10
DEAF_SECONDS = 120.0
FAREWELL_SECONDS = 0.3  # how long a client may take to answer a close


@dataclass(eq=False)
class Connection:
    """One open socket of an app; deaf ones swallow what is sent and hear nothing."""

    app_id: str
    ws: web.WebSocketResponse
    waiting: dict[str, asyncio.Future[Json]] = field(default_factory=dict)
    draining: bool = False
    deaf: bool = False
    greeted: bool = False


class Sockets:
    """The open connections of all apps."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._tickets: dict[str, str] = {}
        self.connections: list[Connection] = []
        self._changed = asyncio.Event()
        self._turn = 0

    def ticket(self, app_id: str) -> str:
        """Return a socket address that works once."""
        word = uuid.uuid4().hex
        self._tickets[word] = app_id
        base = self._core.url.replace("http://", "ws://", 1)
        return f"{base}/link/?ticket={word}&app_id={app_id}"

    def of(self, app_id: str) -> list[Connection]:
        """Return the app's open connections, those that are not about to close first."""
        mine = [c for c in self.connections if c.app_id == app_id and c.greeted and not c.ws.closed]
        return [c for c in mine if not c.draining] or mine

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one WebSocket from ticket to close."""
        core = self._core
        app_id = self._tickets.pop(request.query.get("ticket", ""), "")
        if not app_id or core.faults.take("refuse_ticket") is not None:
            return web.Response(status=403, text="This address has been used or was never given out.")
        if len([c for c in self.connections if c.app_id == app_id]) >= MOST_CONNECTIONS:
            return web.Response(status=429, text="This app has ten connections open already.")
        ws = web.WebSocketResponse(timeout=FAREWELL_SECONDS, max_msg_size=0, autoping=True)
        await ws.prepare(request)
        connection = Connection(app_id, ws)
        self.connections.append(connection)
        try:
            if core.faults.take("no_hello") is None:
                await self._hello(connection)
            if core.faults.take("half_open") is not None:
                connection.deaf = True
                await core.wall.sleep(DEAF_SECONDS)
            else:
                await self._listen(connection)
        except ConnectionError:
            pass
        finally:
            self.connections.remove(connection)
            for future in connection.waiting.values():
                if not future.done():
                    future.set_exception(ConnectionResetError())
            await ws.close()
        return ws

    async def _hello(self, connection: Connection) -> None:
        count = 1 + len([c for c in self.connections if c.app_id == connection.app_id and c.greeted])
        await connection.ws.send_json(
            {
                "type": "hello",
                "num_connections": count,
                "connection_info": {"app_id": connection.app_id},
                "debug_info": {
                    "host": "applink-sandbox",
                    "build_number": 1,
                    "approximate_connection_time": 18060,
                },
            }
        )
        connection.greeted = True
        self.wake()

    async def _listen(self, connection: Connection) -> None:
        async for frame in connection.ws:
            if frame.type is not WSMsgType.TEXT:
                continue
            try:
                ack = json.loads(frame.data)
            except ValueError:
                continue
            future = connection.waiting.get(ack.get("envelope_id", "")) if isinstance(ack, dict) else None
            if future is not None and not future.done():
                future.set_result(ack)

    def wake(self) -> None:
        """Let those who wait for a socket look again: a connection or the app's mode has changed."""
        self._changed.set()
        self._changed = asyncio.Event()

    async def _ready(self, app: App, patience: float) -> Connection | None:
        while True:
            open_now = self.of(app.id)
            if open_now:
                self._turn += 1
                return open_now[self._turn % len(open_now)]
            left = patience - self._core.wall.monotonic()
            if left <= 0 or app.mode != "socket":
                return None
            try:
                async with asyncio.timeout(left):
                    await self._changed.wait()
            except TimeoutError:
                return None

    async def send(
        self,
        app: App,
        kind: str,
        payload: Json,
        *,
        attempt: int = 0,
        reason: str = "",
        patience: float = 0.0,
        accepts: bool = False,
    ) -> Outcome:
        """Send one envelope over one connection and wait for its ack; patience is how long to wait for a socket."""
        connection = await self._ready(app, patience)
        if connection is None:
            return Outcome("no_connection")
        envelope_id = str(uuid.uuid4())
        frame: Json = {
            "envelope_id": envelope_id,
            "payload": payload,
            "type": kind,
            "accepts_response_payload": accepts,
        }
        if kind == "events_api":
            frame |= {"retry_attempt": attempt, "retry_reason": reason}
        future: asyncio.Future[Json] = asyncio.get_running_loop().create_future()
        connection.waiting[envelope_id] = future
        try:
            if not connection.deaf:
                await connection.ws.send_json(frame)
            async with asyncio.timeout(self._core.options.ack_seconds):
                ack = await future
        except TimeoutError:
            return Outcome("timeout", envelope_id=envelope_id)
        except (ConnectionError, RuntimeError):
            return Outcome("connection_closed", envelope_id=envelope_id)
        finally:
            connection.waiting.pop(envelope_id, None)
            if future.done() and not future.cancelled():
                future.exception()
        return Outcome("acked", envelope_id=envelope_id, answer=ack.get("payload") if accepts else None)

    async def disconnect(self, app_id: str, reason: str, all_of_them: bool) -> int:
        """Tell connections to go (warning, refresh_requested, link_disabled) and return how many were told."""
        told = self.of(app_id)
        told = told if all_of_them else told[:1]
        for connection in told:
            await connection.ws.send_json(
                {"type": "disconnect", "reason": reason, "debug_info": {"host": "applink-sandbox"}}
            )
            connection.draining = True
            self._core.start(self._part(connection, reason))
        return len(told)

    async def _part(self, connection: Connection, reason: str) -> None:
        grace = {"warning": 10.0, "refresh_requested": 2.0}.get(reason, 0.0)
        await self._core.wall.sleep(self._core.scaled(grace))
        await connection.ws.close()

    async def close(self) -> None:
        """Close every connection."""
        await asyncio.gather(*(connection.ws.close(code=1001) for connection in self.connections))
