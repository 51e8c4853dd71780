"""The Socket Mode side of the receiver.

Our own small client: Slack's SDK keeps a ticket that failed once and tries it for ever. Here every connection begins
with a new ticket, a connection that says nothing is given up, and a refresh opens the next one before the old closes.
"""

from __future__ import annotations

import asyncio
import contextlib
import random
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

import aiohttp
import orjson
import structlog
from slack_sdk.web.async_client import AsyncWebClient

from bot.receiver import Malformed, Receiver
from bot.slack.errors import Kind, sort_exception

log = structlog.get_logger(__name__)

SILENCE = 30.0  # seconds without a word, pings included, after which a connection counts as dead
DATA = (aiohttp.WSMsgType.TEXT, aiohttp.WSMsgType.BINARY)
REFRESH = ("warning", "refresh_requested")
LONGEST_PAUSE = 30.0  # seconds between two attempts


class TokenRefused(Exception):
    """Slack does not accept the app-level token; the text says what to do."""


class SocketClient:
    """Keeps one connection open and hands its envelopes to the receiver. When there is one again after there was none,
    `on_gap` hears since when."""

    def __init__(
        self,
        receiver: Receiver,
        client: AsyncWebClient,
        session: Callable[[], aiohttp.ClientSession],
        *,
        now: Callable[[], datetime],
        on_gap: Callable[[datetime], None],
        silence: float = SILENCE,
        longest_pause: float = LONGEST_PAUSE,
    ) -> None:
        self._receiver, self._client, self._session = receiver, client, session
        self._silence, self._longest_pause = silence, longest_pause
        self._now, self._on_gap = now, on_gap
        self._cut_off_since: datetime | None = None
        self._connections: set[asyncio.Task[None]] = set()
        self._at_work: set[asyncio.Task[None]] = set()
        self._wanted = asyncio.Event()
        self._failures = 0  # in a row; connections that end before they were of any use count as well
        self._greeted: set[aiohttp.ClientWebSocketResponse] = set()
        self.is_connected = False

    async def run(self) -> None:
        """Stay connected until cancelled. Raises TokenRefused."""
        self._wanted.set()
        try:
            while True:
                await self._wanted.wait()
                self._wanted.clear()
                if self._failures > 1:
                    pause = min(self._longest_pause, 2.0 ** (self._failures - 1))
                    await asyncio.sleep(pause * random.uniform(0.5, 1))  # noqa: S311
                try:
                    socket = await self._connect()
                except TokenRefused:
                    raise
                except Exception as error:
                    self._failures += 1
                    log.warning("no connection to Slack", attempt=self._failures, exc_info=error)
                    self._wanted.set()
                    continue
                task = asyncio.create_task(self._serve(socket))
                self._connections.add(task)
                task.add_done_callback(self._connections.discard)
        finally:
            await self._close()

    async def _connect(self) -> aiohttp.ClientWebSocketResponse:
        try:
            answer = await self._client.apps_connections_open(app_token=self._client.token or "")
        except Exception as error:
            failure = sort_exception("apps.connections.open", error)
            if failure.kind in (Kind.GONE, Kind.PERSON):
                raise TokenRefused(failure.sentence) from error
            raise
        timeout = aiohttp.ClientWSTimeout(ws_close=2.0)
        return await self._session().ws_connect(answer["url"], heartbeat=self._silence / 3, timeout=timeout)

    async def _serve(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        """Read one connection until it ends; asks for the next one as soon as this one won't last."""
        replaced, began = False, self._seconds()
        try:
            while (message := await self._receive(socket)).type in DATA:
                frame = orjson.loads(message.data)
                if not isinstance(frame, dict):
                    log.warning("a frame that makes no sense")
                elif frame.get("type") == "hello":
                    self._greeted.add(socket)
                    self.is_connected = True
                    if self._cut_off_since is not None:
                        self._on_gap(self._cut_off_since)
                        self._cut_off_since = None
                elif frame.get("type") == "disconnect":
                    log.info("Slack refreshes the connection", reason=frame.get("reason"))
                    if frame.get("reason") in REFRESH and not replaced:  # a warning comes first, then the refresh
                        replaced = True
                        self._wanted.set()
                    if frame.get("reason") != "warning":
                        break
                elif "envelope_id" in frame:
                    self._failures = 0
                    self._start(self._take(socket, frame))
        except (aiohttp.ClientError, TimeoutError, orjson.JSONDecodeError) as error:
            log.warning("a connection broke", exc_info=error)
        finally:
            self._greeted.discard(socket)
            if self.is_connected and not self._greeted:
                self._cut_off_since = self._now()
            self.is_connected = bool(self._greeted)
            if self._seconds() - began > self._silence:
                self._failures = 0
            if not replaced:
                self._failures += 1
                self._wanted.set()
            await asyncio.shield(self._finish(socket))

    def _seconds(self) -> float:
        return asyncio.get_running_loop().time()

    async def _receive(self, socket: aiohttp.ClientWebSocketResponse) -> aiohttp.WSMessage:
        # Slack sends nothing over a connection that it has not greeted. Later on pings tell whether it is alive.
        async with asyncio.timeout(None if socket in self._greeted else self._silence):
            return await socket.receive()

    async def _finish(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        # What came over this connection is answered over it before it closes.
        if self._at_work:
            await asyncio.wait(self._at_work, timeout=3)
        with contextlib.suppress(Exception):
            await socket.close()

    def _start(self, work: Awaitable[None]) -> None:
        task = asyncio.ensure_future(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _take(self, socket: aiohttp.ClientWebSocketResponse, frame: dict[str, Any]) -> None:
        """Acknowledge an envelope once its event is stored or its answer is known; otherwise Slack sends it again."""
        payload, reply = frame.get("payload"), {"envelope_id": frame["envelope_id"]}
        try:
            if not isinstance(payload, dict):
                raise Malformed
            if frame.get("type") == "events_api":
                if payload.get("type") == "app_rate_limited":
                    self._receiver.note_rate_limit(payload)
                else:
                    await self._receiver.take_event(payload)
            else:
                answer = await self._receiver.take_interaction(payload)
                if answer.status != 200:
                    return
                if answer.body:
                    is_json = answer.content_type.startswith("application/json")
                    reply["payload"] = orjson.loads(answer.body) if is_json else {"text": answer.body}
        except Malformed:
            log.warning("an envelope that makes no sense", kind=frame.get("type"))
        except Exception as error:
            log.error("an envelope could not be taken", exc_info=error)
            return
        with contextlib.suppress(ConnectionError, aiohttp.ClientError):
            await socket.send_str(orjson.dumps(reply).decode())

    async def _close(self) -> None:
        for task in list(self._connections):
            task.cancel()
        await asyncio.gather(*self._connections, return_exceptions=True)
