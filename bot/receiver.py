"""Takes in what Slack sends, over HTTP and sockets alike: an event is acknowledged once it is stored."""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any

import orjson
import structlog

from bot.clock import Clock
from bot.crashpoint import crashpoint
from bot.dispatch import Answer, Dispatcher, HandlerFailed
from bot.ids import new_id
from bot.slack.installs import Installs
from bot.storage import inbox_rows
from bot.storage.database import Database, Priority

log = structlog.get_logger(__name__)

ACKNOWLEDGED = Answer(200, "", "text/plain")
NAME = re.compile(r"[\w.:-]{0,100}", re.ASCII)
ANSWER_WITHIN = 2.9  # seconds; Slack waits three


class Malformed(Exception):
    """This is nothing that Slack sends."""


class Receiver:
    """Stores events in groups: what has gathered while the last commit ran is committed together."""

    def __init__(self, database: Database, installs: Installs, dispatcher: Dispatcher, clock: Clock) -> None:
        self._database, self._installs, self._dispatcher, self._clock = database, installs, dispatcher, clock
        self._waiting: list[tuple[dict[str, Any], asyncio.Future[None]]] = []
        self._has_waiting = asyncio.Event()
        self.inbox_has_work = asyncio.Event()
        self.counts: Counter[str] = Counter()
        self.last_received: datetime | None = None

    async def run(self) -> None:
        """Commit what gathers until cancelled; what has gathered by then is still committed."""
        try:
            while True:
                await self._has_waiting.wait()
                await self._commit_gathered()
        finally:
            await self._commit_gathered()

    async def _commit_gathered(self) -> None:
        self._has_waiting.clear()
        batch, self._waiting = self._waiting, []
        if not batch:
            return
        try:
            async with self._database.write(Priority.RECEIVER) as connection:
                await inbox_rows.store(connection, [row for row, _ in batch])
                crashpoint("receiver.before_commit")
            crashpoint("receiver.after_commit")
        except Exception as error:
            log.error("events could not be stored", count=len(batch), exc_info=error)
            for _, stored in batch:
                if not stored.done():
                    stored.set_exception(error)
            return
        self.inbox_has_work.set()
        for _, stored in batch:
            if not stored.done():
                stored.set_result(None)

    async def take_event(self, body: Mapping[str, Any], lane: str | None = None) -> None:
        """Return once the event is stored; those of one lane (by default their channel) are handled in order.

        Raises Malformed, or what kept the database from storing it.
        """
        row = _inbox_row(body, self._clock.real_now())
        if lane:
            row["lane"] = f"{row['team_id']}:{lane}"
        stored: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((row, stored))
        self._has_waiting.set()
        await stored
        self.counts["events"] += 1
        self.last_received = self._clock.real_now()

    def note_rate_limit(self, body: Mapping[str, Any]) -> None:
        """Slack stopped sending for a minute: nothing to handle, but worth knowing."""
        self.counts["app_rate_limited"] += 1
        log.warning("Slack holds events back: more than 30,000 came in an hour", team=body.get("team_id"))

    async def take_interaction(self, body: Mapping[str, Any]) -> Answer:
        """Handle a click, command or modal within its own request; its answer goes back to Slack."""
        workspace = self._installs.of_body(body)
        self.counts["interactions"] += 1
        if workspace is None:
            log.warning("a payload for an installation that is not ours", kind=body.get("type"))
            return ACKNOWLEDGED
        try:
            async with asyncio.timeout(ANSWER_WITHIN):
                return await self._dispatcher.dispatch(body, workspace)
        except HandlerFailed:
            return Answer(500, "", "text/plain")
        except TimeoutError:
            log.error("an answer took longer than Slack waits", kind=body.get("type") or body.get("command"))
            return Answer(500, "", "text/plain")


def _inbox_row(body: Mapping[str, Any], real_now: datetime) -> dict[str, Any]:
    event = body.get("event")
    if not isinstance(event, Mapping) or not body.get("event_id"):
        raise Malformed("an event without event or event_id")
    app_id, team_id, event_id = (_name(body.get(name) or "") for name in ("api_app_id", "team_id", "event_id"))
    channel = _channel(event)
    try:
        text = orjson.dumps(body).decode()
    except TypeError:  # nested deeper than it can be written down again
        raise Malformed("an event too deep to keep") from None
    return {
        "id": new_id(),
        "key": f"{app_id}:{team_id}:{event_id}",
        "team_id": team_id,
        "event_type": _name(event.get("type") or "", strict=False),
        "lane": f"{team_id}:{channel}" if channel else None,
        "body": text,
        "state": "pending",
        "attempts": 0,
        "next_at": real_now,
        "received_at": real_now,
    }


def _name(value: Any, *, strict: bool = True) -> str:
    """An id or a type. One that the database could not hold would keep the events from being stored that share its
    commit."""
    if isinstance(value, str) and NAME.fullmatch(value):
        return value
    if strict:
        raise Malformed("an id that is none")
    return ""


def _channel(event: Mapping[str, Any]) -> str | None:
    item = event.get("item")
    for found in (
        event.get("channel"),
        event.get("channel_id"),
        item.get("channel") if isinstance(item, Mapping) else None,
    ):
        if isinstance(found, Mapping):
            found = found.get("id")
        if found and (channel := _name(found, strict=False)):
            return channel
    return None
