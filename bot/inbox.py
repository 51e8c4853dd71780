"""The inbox worker: claims stored events, runs their handlers, tries again later, gives up visibly."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import orjson
import structlog
from sqlalchemy.exc import IntegrityError

from bot.clock import Clock
from bot.crashpoint import crashpoint
from bot.dispatch import Dispatcher, HandlerFailed
from bot.slack.installs import Installs
from bot.storage import inbox_rows
from bot.storage.database import Database, Priority
from bot.storage.inbox_rows import InboxRow

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
HANDLED_WITHIN = 20  # seconds; less than the lease, so that no other replica takes the row meanwhile
ATTEMPTS = 10  # about a quarter of an hour
PAUSE = 0.005  # seconds between two slices: without it new events wait most of a second for their ack


class Inbox:
    """One worker. `wake` is set when there may be something to do."""

    def __init__(
        self,
        database: Database,
        dispatcher: Dispatcher,
        installs: Installs,
        clock: Clock,
        wake: asyncio.Event,
        scale: float,
    ) -> None:
        self._database, self._dispatcher, self._installs = database, dispatcher, installs
        self._clock, self._wake, self._scale = clock, wake, scale
        self.is_idle = False

    async def run(self) -> None:
        """Work until cancelled."""
        if self._database.is_sqlite:
            async with self._database.write(Priority.INBOX) as connection:
                await inbox_rows.release_all(connection)
        while True:
            self.is_idle = False  # until a look has found nothing
            self._wake.clear()
            try:
                worked = await self.work_once()
                pause = PAUSE if worked else await self._until_due()
            except Exception as error:
                log.error("the inbox can't be worked on", exc_info=error)
                worked, pause = False, 1.0
            if worked:
                await asyncio.sleep(PAUSE)
                continue
            try:
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            except TimeoutError:
                pass

    async def work_once(self) -> bool:
        """Handle one slice of due events; says whether there were any."""
        now = self._clock.real_now()
        try:
            async with self._database.write(Priority.INBOX) as connection:
                rows = await inbox_rows.claim(connection, now, LEASE)
        except IntegrityError:  # another replica took an event of the same lane
            return True
        if not rows:
            return False
        crashpoint("inbox.claimed")
        finished = await asyncio.gather(*(self._handle(row) for row in rows))
        done = [row_id for row_id in finished if row_id]
        if done:
            async with self._database.write(Priority.INBOX) as connection:
                await inbox_rows.mark_done(connection, done, self._clock.real_now())
        crashpoint("inbox.recorded")
        return True

    async def _handle(self, row: InboxRow) -> str | None:
        """Run one event's handler; its id when it is done."""
        if row.attempts >= ATTEMPTS:  # it never came to an end; perhaps it took the process with it each time
            await self._try_later(row, row.error or "never finished")
            return None
        try:
            body = orjson.loads(row.body or "{}")
            workspace = self._installs.of_body(body)
            if workspace is None:
                log.warning("an event that is not ours", event_type=row.event_type, team=row.team_id)
                return row.id
            async with asyncio.timeout(HANDLED_WITHIN):
                await self._dispatcher.dispatch(body, workspace, row.id)
        except HandlerFailed as error:
            await self._try_later(row, str(error))
            return None
        except Exception as error:  # one event must not keep the others from being handled
            log.error("an event could not be handled", event_id=row.id, exc_info=error)
            await self._try_later(row, type(error).__name__)
            return None
        return row.id

    async def _try_later(self, row: InboxRow, error: str) -> None:
        attempt = row.attempts + 1
        delay = timedelta(seconds=min(2.0**attempt, 300) / self._scale)
        next_at = None if attempt >= ATTEMPTS else self._clock.real_now() + delay
        if next_at is None:
            log.error("an event needs a person: python -m bot inbox", event_id=row.id, event_type=row.event_type)
        async with self._database.write(Priority.INBOX) as connection:
            await inbox_rows.mark_failed(connection, row.id, error, next_at)

    async def _until_due(self) -> float:
        """Seconds to sleep unless woken."""
        async with self._database.read() as connection:
            next_at = await inbox_rows.next_due(connection)
        self.is_idle = next_at is None and not self._wake.is_set()
        if next_at is None:
            return 5.0
        return min(5.0, max(0.01, (next_at - self._clock.real_now()).total_seconds()))
