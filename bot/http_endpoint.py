"""The HTTP side of the receiver: an ASGI application that verifies Slack's signature before it parses anything."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import re
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import parse_qsl

import orjson
import structlog

from bot.clock import Clock
from bot.dispatch import Answer
from bot.hooks import PREFIX as HOOKS
from bot.hooks import HookRefused, Hooks
from bot.receiver import ACKNOWLEDGED, Malformed, Receiver

log = structlog.get_logger(__name__)

PATH = "/slack/events"  # one address for events, clicks and commands
MAX_BODY = 512 * 1024  # bytes
BODY_WITHIN = 5  # seconds
FIVE_MINUTES = 300  # seconds; older requests may be replays
TIMESTAMP = re.compile(rb"[0-9]{1,12}")
SIGNATURE = re.compile(rb"v0=[0-9a-f]{64}")

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
Health = Callable[[], Awaitable[tuple[bool, dict[str, Any]]]]


class Refused(Exception):
    """The request is answered with this status and goes no further."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


class HttpEndpoint:
    """Answers Slack at /slack/events, other systems at /hooks, and an operator at /health (alive) and /ready (may be
    sent work)."""

    def __init__(self, receiver: Receiver, hooks: Hooks, signing_secret: str, clock: Clock, ready: Health) -> None:
        self._receiver, self._hooks, self._clock, self._ready = receiver, hooks, clock, ready
        self._secret = signing_secret.encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        try:
            answer = await self._answer(scope, receive)
        except Refused as refused:
            answer = Answer(refused.status, str(refused), "text/plain")
        except HookRefused as refused:
            problems = orjson.dumps({"problems": refused.sentences}).decode()
            answer = Answer(refused.status, problems, "application/json")
        except Exception as error:
            # 503 makes Slack deliver again; what was not stored must not be acknowledged.
            log.error("a request could not be taken", exc_info=error)
            answer = Answer(503, "Try again in a moment.", "text/plain")
        body = answer.body.encode()
        headers = [(b"content-type", answer.content_type.encode()), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": answer.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})

    async def _answer(self, scope: Scope, receive: Receive) -> Answer:
        match scope["method"], scope["path"]:
            case "GET", "/health":
                return Answer(200, "ok", "text/plain")
            case "GET", "/ready":
                is_ready, facts = await self._ready()
                return Answer(200 if is_ready else 503, orjson.dumps(facts).decode(), "application/json")
            case "POST", path if path == PATH:
                return await self._from_slack(scope, receive)
            case "POST", path if path.startswith(HOOKS):
                headers = dict(scope["headers"])
                return await self._hooks.take(path, scope["query_string"], headers, await _read(headers, receive))
            case _:
                raise Refused(404, "Slack's requests go to /slack/events.")

    async def _from_slack(self, scope: Scope, receive: Receive) -> Answer:
        if not self._secret:
            raise Refused(404, "This app takes Slack's events by socket.")
        headers = dict(scope["headers"])
        body = await _read(headers, receive)
        self._verify(headers, body)
        content_type = headers.get(b"content-type", b"").split(b";")[0].strip().lower()
        try:
            if content_type == b"application/json":
                return await self._take_json(_as_object(body))
            if content_type == b"application/x-www-form-urlencoded":
                return await self._take_form(body)
        except Malformed as error:
            raise Refused(400, "That is nothing that Slack sends.") from error
        raise Refused(400, "Slack sends JSON or forms.")

    def _verify(self, headers: Mapping[bytes, bytes], body: bytes) -> None:
        """HMAC-SHA256 over the raw bytes, compared in constant time; no older or newer than five minutes."""
        timestamp = headers.get(b"x-slack-request-timestamp", b"")
        signature = headers.get(b"x-slack-signature", b"")
        if not TIMESTAMP.fullmatch(timestamp) or not SIGNATURE.fullmatch(signature):
            raise Refused(401, "The request is not signed.")
        if abs(self._clock.real_now().timestamp() - int(timestamp)) > FIVE_MINUTES:
            raise Refused(401, "The request is too old.")
        wanted = hmac.new(self._secret, b"v0:" + timestamp + b":" + body, hashlib.sha256).hexdigest().encode()
        if not hmac.compare_digest(b"v0=" + wanted, signature):
            raise Refused(401, "The signature is wrong.")

    async def _take_json(self, body: dict[str, Any]) -> Answer:
        match body.get("type"):
            case "url_verification":
                return Answer(200, str(body.get("challenge") or ""), "text/plain")
            case "app_rate_limited":
                self._receiver.note_rate_limit(body)
                return ACKNOWLEDGED
            case "event_callback":
                await self._receiver.take_event(body)
                return ACKNOWLEDGED
            case _:
                raise Malformed

    async def _take_form(self, body: bytes) -> Answer:
        form = _as_form(body)
        if "ssl_check" in form:
            return ACKNOWLEDGED
        if "payload" in form:
            return await self._receiver.take_interaction(_as_object(form["payload"].encode()))
        if "command" in form:
            return await self._receiver.take_interaction(form)
        raise Malformed


async def _read(headers: Mapping[bytes, bytes], receive: Receive) -> bytes:
    length = headers.get(b"content-length", b"")
    if length.isdigit() and len(length) < 20 and int(length) > MAX_BODY:
        raise Refused(413, "The request is too large.")
    parts, size = [], 0
    try:
        async with asyncio.timeout(BODY_WITHIN):
            while True:
                message = await receive()
                if message["type"] == "http.disconnect":
                    raise Refused(400, "The request broke off.")
                parts.append(message.get("body", b""))
                size += len(parts[-1])
                if size > MAX_BODY:
                    raise Refused(413, "The request is too large.")
                if not message.get("more_body"):
                    return b"".join(parts)
    except TimeoutError:
        raise Refused(408, "The request took too long.") from None


def _as_object(raw: bytes) -> dict[str, Any]:
    try:
        found = orjson.loads(raw)
    except (orjson.JSONDecodeError, UnicodeEncodeError):
        raise Malformed from None
    if not isinstance(found, dict):
        raise Malformed
    return found


def _as_form(raw: bytes) -> dict[str, str]:
    try:
        return dict(parse_qsl(raw.decode(), keep_blank_values=True, strict_parsing=False, max_num_fields=100))
    except (UnicodeDecodeError, ValueError):
        raise Malformed from None
