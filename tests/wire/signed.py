"""Posts to the app's own port what Slack would post there, signed as Slack signs."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import aiohttp
import sqlalchemy as sa
from structlog.testing import capture_logs

from bot.app import App
from bot.clock import Clock
from bot.storage.spine_tables import inbox
from bot.storage.tables import metadata
from tests.sandbox_harness import APP
from tests.world import SIGNING_SECRET, World, world_on

TEAM = "T0NORTHWND"
JSON, FORM = "application/json", "application/x-www-form-urlencoded"
SLACK_WAITS = 3.0  # seconds
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Answered:
    """What the app answered, and after how many seconds."""

    status: int
    text: str
    content_type: str
    seconds: float

    @property
    def json(self) -> dict[str, Any]:
        return dict(json.loads(self.text))


def stamp(ahead: float = 0) -> str:
    """The time as Slack writes it into the header, so many seconds ahead."""
    return str(int(Clock().real_now().timestamp() + ahead))


def signature(body: bytes, at: str, secret: str = SIGNING_SECRET) -> str:
    """Slack's signature over these bytes."""
    return "v0=" + hmac.new(secret.encode(), f"v0:{at}:".encode() + body, hashlib.sha256).hexdigest()


def envelope(event: Any, **outer: Any) -> dict[str, Any]:
    """An event in its outer payload, each with an id of its own."""
    return {
        "type": "event_callback",
        "api_app_id": APP,
        "team_id": TEAM,
        "event_id": f"EvT{next(_numbers):09d}",
        "event_time": 1_700_000_000,
        "event": event,
        "authorizations": [{"team_id": TEAM, "enterprise_id": None, "user_id": "U0WARMLINE", "is_bot": True}],
    } | outer


class Slack:
    """Slack's side of the app's HTTP port."""

    def __init__(self, world: World, session: aiohttp.ClientSession, logs: list[Any]) -> None:
        self.world, self.session, self.logs = world, session, logs

    @property
    def app(self) -> App:
        return self.world.app

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.app.port}/slack/events"

    async def post(self, body: Any, headers: Mapping[str, str] | None = None, **more: Any) -> Answered:
        """Post these bytes with these headers and nothing else."""
        loop = asyncio.get_running_loop()
        began = loop.time()
        async with self.session.post(self.url, data=body, headers=headers, **more) as answer:
            text = await answer.text(errors="replace")
            return Answered(answer.status, text, answer.content_type, loop.time() - began)

    async def signed(self, body: bytes, content_type: str = JSON, **headers: str) -> Answered:
        """Post bytes with a good signature."""
        at = stamp()
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        good = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(body, at), "Content-Type": content_type}
        return await self.post(body, good | named)

    async def sends(self, body: Mapping[str, Any], **headers: str) -> Answered:
        """Post an outer payload as JSON."""
        return await self.signed(json.dumps(body).encode(), **headers)

    async def event(self, event: Any, **outer: Any) -> Answered:
        """Post an event."""
        return await self.sends(envelope(event, **outer))

    async def interacts(self, payload: Any) -> Answered:
        """Post a click, shortcut or modal."""
        return await self.signed(urlencode({"payload": json.dumps(payload)}).encode(), FORM)

    async def command(self, **form: str) -> Answered:
        """Post a slash command."""
        return await self.signed(urlencode(form).encode(), FORM)

    async def rows(self) -> list[Any]:
        """The inbox, in order of arrival."""
        async with self.app.database.read() as connection:
            return list((await connection.execute(sa.select(inbox).order_by(inbox.c.id))).mappings())

    async def until_idle(self, seconds: float = 30) -> None:
        """Wait until the app has handled and sent everything."""
        async with asyncio.timeout(seconds):
            while not self.app.is_idle():  # noqa: ASYNC110
                await asyncio.sleep(0.005)


@asynccontextmanager
async def slack_on(database_url: str, **settings: Any) -> AsyncIterator[Slack]:
    """The app behind its HTTP port, with the sandbox as its Web API."""
    with capture_logs() as logs:
        async with world_on(database_url, transport="http", **settings) as world, aiohttp.ClientSession() as session:
            yield Slack(world, session, logs)


async def everything(app: App) -> dict[str, list[Any]]:
    """All rows of all tables, but for those that serve the app's own running."""
    own = {"schedule", "person", "room", "once", "workspace", "inbox", "lease"}
    found = {}
    async with app.database.read() as connection:
        for table in metadata.sorted_tables:
            if table.name not in own:
                query = sa.select(table).order_by(*table.primary_key)
                found[table.name] = [tuple(row) for row in await connection.execute(query)]
    return found
