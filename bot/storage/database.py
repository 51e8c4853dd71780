"""One engine for both databases, one writer per process on SQLite."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import sqlite3
from collections.abc import AsyncIterator, Awaitable
from contextlib import AbstractAsyncContextManager, asynccontextmanager, nullcontext
from enum import IntEnum
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from bot.crashpoint import crashpoint

READS = "warmline_reads"
IDLE_IN_TRANSACTION = 10.0  # seconds; ours take milliseconds


class Priority(IntEnum):
    """Who may write first when several wait."""

    RECEIVER = 0
    INTERACTION = 1
    INBOX = 2
    OUTBOX = 3
    TICK = 4


class WriteGate:
    """A lock whose most urgent waiter goes first; among equals, the one who waited longest."""

    def __init__(self) -> None:
        self._taken = False
        self._waiting: list[tuple[int, int, asyncio.Future[None]]] = []
        self._order = itertools.count()

    @asynccontextmanager
    async def hold(self, priority: Priority) -> AsyncIterator[None]:
        if self._taken:
            turn = asyncio.get_running_loop().create_future()
            heapq.heappush(self._waiting, (priority, next(self._order), turn))
            try:
                await turn
            except asyncio.CancelledError:
                if turn.done() and not turn.cancelled():
                    self._pass_on()
                raise
        self._taken = True
        try:
            yield
        finally:
            self._pass_on()

    def _pass_on(self) -> None:
        while self._waiting:
            turn = heapq.heappop(self._waiting)[2]
            if not turn.done():
                turn.set_result(None)  # stays taken: the turn is handed over
                return
        self._taken = False


class Database:
    """Reads and writes. A write unit commits when its block ends well and rolls back otherwise."""

    def __init__(self, url: str) -> None:
        self.url = sa.make_url(url)
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = _sqlite_engine(url) if self.is_sqlite else _postgres_engine(url)
        self._gate = WriteGate()

    @asynccontextmanager
    async def write(self, priority: Priority) -> AsyncIterator[AsyncConnection]:
        """A transaction that may write. Never call Slack inside it."""
        async with self._turn(priority), self.engine.connect() as connection:
            transaction = await connection.begin()
            try:
                yield connection
            except BaseException:
                await to_the_end(transaction.rollback())
                raise
            # A commit that is cut short may have happened all the same, so it is never cut short.
            crashpoint(f"commit.before {priority.name}")
            await to_the_end(transaction.commit())
            crashpoint(f"commit.after {priority.name}")

    def _turn(self, priority: Priority) -> AbstractAsyncContextManager[None]:
        return self._gate.hold(priority) if self.is_sqlite else nullcontext()

    @asynccontextmanager
    async def read(self) -> AsyncIterator[AsyncConnection]:
        """A connection that only reads; it holds nobody up."""
        async with self.engine.connect() as connection:
            await connection.execution_options(**{READS: True})
            yield connection

    async def close(self) -> None:
        await self.engine.dispose()


async def to_the_end(work: Awaitable[None]) -> None:
    """Wait until it is over, even when cancelled meanwhile; then the cancellation goes on."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait([task])
        raise


def _sqlite_engine(url: str) -> AsyncEngine:
    # Every word with the database is a way to its thread and back: what is needed seldom is left out.
    engine = create_async_engine(url, hide_parameters=True, pool_size=4, max_overflow=4, pool_reset_on_return=None)

    @sa.event.listens_for(engine.sync_engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None  # the driver's own transactions don't cover SELECT and lose updates
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "busy_timeout=10000", "foreign_keys=ON"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine.sync_engine, "begin")
    def _begins(connection: sa.Connection) -> None:
        # A deferred transaction that turns into a writing one fails at once when another writes: take the lock first.
        reads = connection.get_execution_options().get(READS)
        begin = "BEGIN" if reads else "BEGIN IMMEDIATE"
        proxied: Any = connection.connection
        try:
            proxied.run_async(lambda driver: driver.execute(begin))
        except sqlite3.Error as error:
            raise sa.exc.OperationalError(begin, None, error, hide_parameters=True) from error

    @sa.event.listens_for(engine.sync_engine, "reset")
    def _comes_back(connection: Any, _: Any, state: Any) -> None:
        if not state.terminate_only and connection.driver_connection.in_transaction:
            connection.rollback()

    return engine


def _postgres_engine(url: str) -> AsyncEngine:
    # A replica that stands still in the middle of a transaction must not hold its locks against the others for ever.
    settings = {"idle_in_transaction_session_timeout": str(int(IDLE_IN_TRANSACTION * 1000))}
    return create_async_engine(
        url,
        hide_parameters=True,
        pool_size=10,
        max_overflow=10,
        pool_pre_ping=True,
        connect_args={"server_settings": settings},
    )
