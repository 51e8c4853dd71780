"""Carrying events to apps: over HTTP with a signature or over a socket, with Slack's retries."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

import aiohttp

from bot.sandbox.model import App, Json, Pending

if TYPE_CHECKING:
    from bot.sandbox.core import Core

RETRY_AFTER = (0.0, 0.0, 60.0, 300.0)
REDIRECTS = 2
AT_ONCE = 50


@dataclass
class Outcome:
    """How one attempt ended: acked, or Slack's word for what went wrong, with the answer's status and body."""

    word: str
    status: int = 0
    body: str = ""
    no_retry: bool = False
    envelope_id: str = ""
    answer: Json | None = None
    content_type: str = ""


class Courier:
    """One task per event, until it is acked or Slack would give up."""

    def __init__(self, core: Core) -> None:
        self._core = core
        self._session: aiohttp.ClientSession | None = None
        self._held: list[asyncio.Event] = []
        # an event's three seconds begin when it is sent, not while it waits behind others
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def open(self) -> None:
        """Start, and take up again what was on its way when the sandbox stopped."""
        # a fresh connection per delivery: an app that restarted must not cost an attempt
        connector = aiohttp.TCPConnector(force_close=True, limit=0)
        self._session = aiohttp.ClientSession(connector=connector)
        for pending in list(self._core.world.pending.values()):
            if not pending.gave_up:
                self._core.start(self._carry(pending))

    async def close(self) -> None:
        """Close the connections to apps."""
        if self._session is not None:
            await self._session.close()

    def send(self, body: Json, app_id: str, team_id: str) -> None:
        """Put an event on its way."""
        if self._core.world.apps[app_id].mode == "none":
            return
        pending = Pending(body["event_id"], app_id, team_id, body)
        self._core.world.pending[pending.event_id] = pending
        self._core.start(self._carry(pending))

    def redeliver(self, event_ids: list[str] | None) -> list[str]:
        """Start again with the events Slack gave up on (all, or those named), and return their ids."""
        again = [p for p in self._core.world.pending.values() if p.gave_up]
        again = [p for p in again if event_ids is None or p.event_id in event_ids]
        for pending in again:
            pending.gave_up, pending.attempt, pending.reason = False, 0, ""
            self._core.start(self._carry(pending))
        return [p.event_id for p in again]

    def post_scheduled(self) -> None:
        """Post the scheduled messages whose time has come."""
        from bot.sandbox.scheduling import post_due

        post_due(self._core)

    async def _carry(self, pending: Pending) -> None:
        core = self._core
        patience = core.wall.monotonic() + core.scaled(sum(RETRY_AFTER)) + 1.0
        await self._detour(pending)
        while True:
            outcome = await self._attempt(pending, patience)
            if outcome.word in ("acked", "uninstalled"):
                core.world.pending.pop(pending.event_id, None)
                core.on_change()
                break
            if outcome.word == "no_connection" and core.world.apps[pending.app_id].mode == "http":
                continue  # the app was switched to HTTP while the event waited for a socket
            given_up = outcome.no_retry or outcome.word == "no_connection"
            if given_up or pending.attempt >= len(RETRY_AFTER) - 1:
                pending.gave_up = True
                self._note(pending, Outcome("undelivered"), 0.0)
                core.on_change()
                break
            pending.attempt += 1
            pending.reason = outcome.word
            await core.wall.sleep(core.scaled(RETRY_AFTER[pending.attempt]))
        self._release_held()

    async def _detour(self, pending: Pending) -> None:
        """Apply the faults that hold an event back or repeat it."""
        core = self._core
        kind = pending.body["event"]["type"]
        late = core.faults.take("late", team=pending.team_id, event=kind)
        if late is not None:
            await core.wall.sleep(core.scaled(float(late.settings.get("seconds", 1))))
        if core.faults.take("duplicate", team=pending.team_id, event=kind) is not None:
            core.start(self._extra(pending))
        if core.faults.take("reorder", team=pending.team_id, event=kind) is not None:
            gate = asyncio.Event()
            self._held.append(gate)
            try:
                async with asyncio.timeout(1.0):
                    await gate.wait()
            except TimeoutError:
                self._held.remove(gate)

    def _release_held(self) -> None:
        if self._held:
            self._held.pop(0).set()

    async def _extra(self, pending: Pending) -> None:
        copy = Pending(pending.event_id, pending.app_id, pending.team_id, pending.body)
        await self._attempt(copy, self._core.wall.monotonic() + 1.0, fault="duplicate")

    async def _attempt(self, pending: Pending, patience: float, fault: str = "") -> Outcome:
        core = self._core
        app = core.world.apps[pending.app_id]
        kind = pending.body["event"]["type"]
        gone = core.world.install_of(app.id, pending.team_id) is None
        if gone and kind not in ("app_uninstalled", "tokens_revoked"):
            outcome = Outcome("uninstalled")
            self._note(pending, outcome, 0.0)
            return outcome
        began = core.wall.monotonic()
        if app.mode == "http":
            async with self._slots:
                began = core.wall.monotonic()
                outcome = await self._post(app, pending)
        else:
            outcome = await core.sockets.send(
                app, "events_api", pending.body, attempt=pending.attempt, reason=pending.reason, patience=patience
            )
        if outcome.word == "acked" and not fault and core.faults.take("drop_ack", team=pending.team_id, event=kind):
            outcome = Outcome("http_timeout" if app.mode == "http" else "timeout", envelope_id=outcome.envelope_id)
            fault = "drop_ack"
        core.touched()
        self._note(pending, outcome, core.wall.monotonic() - began, fault)
        return outcome

    async def _post(self, app: App, pending: Pending) -> Outcome:
        headers = {"Content-Type": "application/json"}
        if pending.attempt:
            headers |= {"X-Slack-Retry-Num": str(pending.attempt), "X-Slack-Retry-Reason": pending.reason}
        return await self.http(app, app.request_url, json.dumps(pending.body).encode(), headers)

    def _note(self, pending: Pending, outcome: Outcome, seconds: float, fault: str = "") -> None:
        more: Json = {"status": outcome.status} if outcome.status else {}
        if outcome.envelope_id:
            more["envelope_id"] = outcome.envelope_id
        if fault:
            more["fault"] = fault
        self._core.ledger.write(
            "delivery",
            type=pending.body["event"]["type"],
            app=pending.app_id,
            team=pending.team_id,
            event_id=pending.event_id,
            attempt=pending.attempt,
            outcome=outcome.word,
            seconds=round(seconds, 4),
            **more,
        )

    async def http(self, app: App, url: str, body: bytes, headers: dict[str, str]) -> Outcome:
        """POST a signed body to an app and wait for its answer as long as Slack does."""
        assert self._session is not None
        if not url:
            return Outcome("connection_failed")
        stamp = str(int(self._core.wall.now()))
        digest = hmac.new(app.signing_secret.encode(), f"v0:{stamp}:".encode() + body, hashlib.sha256)
        headers = headers | {
            "X-Slack-Request-Timestamp": stamp,
            "X-Slack-Signature": f"v0={digest.hexdigest()}",
            "User-Agent": "Slackbot 1.0 (+https://api.slack.com/robots)",
            "Accept": "application/json,*/*",
        }
        timeout = aiohttp.ClientTimeout(total=self._core.options.ack_seconds)
        try:
            async with self._session.post(
                url, data=body, headers=headers, timeout=timeout, max_redirects=REDIRECTS + 1
            ) as answer:
                text = await answer.text(errors="replace")
                word = "acked" if 200 <= answer.status < 300 else "http_error"
                no_retry = answer.headers.get("x-slack-no-retry") == "1" and word != "acked"
                return Outcome(word, answer.status, text, no_retry, content_type=answer.content_type)
        except TimeoutError:
            return Outcome("http_timeout")
        except aiohttp.TooManyRedirects:
            return Outcome("too_many_redirects")
        except aiohttp.ClientSSLError:
            return Outcome("ssl_error")
        except (aiohttp.ClientError, OSError, ValueError):
            return Outcome("connection_failed")
