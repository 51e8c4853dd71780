"""The HTTP side while the database is locked, full or away: nothing is acknowledged, and it heals by itself."""

from __future__ import annotations

import asyncio
import sqlite3
from typing import Any

import sqlalchemy as sa

from bot.storage.database import Priority
from tests.wire.signed import Slack, envelope, slack_on


async def test_a_locked_database_acknowledges_nothing_and_heals_by_itself(sqlite_url: str) -> None:
    async with slack_on(sqlite_url) as slack:
        await shorten_waits(slack)
        other = sqlite3.connect(sqlite_url.partition("///")[2], isolation_level=None, check_same_thread=False)
        await asyncio.to_thread(other.execute, "BEGIN IMMEDIATE")  # the app may be writing just now
        body = envelope({"type": "emoji_changed"})
        try:
            assert (await slack.sends(body)).status == 503
            assert (await slack.interacts({"type": "block_actions", "team": {"id": "T0NOBODYS1"}})).status == 200
        finally:
            other.execute("ROLLBACK")
            other.close()
        assert (await slack.sends(body)).status == 200
        await slack.until_idle()
        assert [row["state"] for row in await slack.rows()] == ["done"]


async def shorten_waits(slack: Slack) -> None:
    """Let every connection give up at once on a lock that another process holds."""

    @sa.event.listens_for(slack.app.database.engine.sync_engine, "checkout")
    def _checked_out(connection: Any, *_: Any) -> None:
        connection.execute("PRAGMA busy_timeout=20").close()


async def test_a_full_disk_acknowledges_nothing_and_heals_by_itself(sqlite_url: str) -> None:
    async with slack_on(sqlite_url) as slack:
        limits = {"pages": 1}

        @sa.event.listens_for(slack.app.database.engine.sync_engine, "checkout")
        def _checked_out(connection: Any, *_: Any) -> None:
            connection.execute(f"PRAGMA max_page_count={limits['pages']}").close()

        body = envelope({"type": "emoji_changed", "x": "y" * 100_000})
        assert (await slack.sends(body)).status == 503
        limits["pages"] = 1_000_000
        assert (await slack.sends(body)).status == 200
        await slack.until_idle()
        assert [row["state"] for row in await slack.rows()] == ["done"]


async def test_a_database_that_is_away_acknowledges_nothing(database_url: str) -> None:
    async with slack_on(database_url) as slack:
        async with slack.app.database.write(Priority.TICK) as connection:
            await connection.execute(sa.text("ALTER TABLE inbox RENAME TO elsewhere"))
        body = envelope({"type": "emoji_changed"})
        assert (await slack.sends(body)).status == 503
        async with slack.app.database.write(Priority.TICK) as connection:
            await connection.execute(sa.text("ALTER TABLE elsewhere RENAME TO inbox"))
        assert (await slack.sends(body)).status == 200
        await slack.until_idle()
        assert [row["state"] for row in await slack.rows()] == ["done"]
