"""The inbox worker: claims stored events, runs their handlers, tries again later, gives up visibly."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import orjson
import structlog

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
MOST_UNDER_WAY = 100  # events handled at once; each may hold a connection to the database or to Slack
PAUSE = 0.01  # seconds between two slices: what comes or ends meanwhile is worked on together, and acks go first
LONGEST_PAUSE = 5.0
LOOK_BACK = 1.0  # seconds between two looks for leases that have ended
FINISH_WITHIN = 3.0  # seconds that handlers are given when we stop


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
        self._claimed: dict[str, InboxRow] = {}  # what is under way
        self._tasks: set[asyncio.Task[None]] = set()
        self._done: list[str] = []  # handled, but not yet marked so
        self._recorded: set[str] = set()  # marked so by their flows
        self._look_back_at = 0.0
        self.is_idle = False

    async def run(self) -> None:
        """Work until cancelled; what is under way then is finished or given back."""
        if self._database.is_sqlite:
            async with self._database.write(Priority.INBOX) as connection:
                await inbox_rows.release_all(connection)
        try:
            while True:
                self.is_idle = False  # until a look has found nothing
                self._wake.clear()
                try:
                    worked = await self.take_up()
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
        finally:
            await self.finish(FINISH_WITHIN)

    async def take_up(self) -> bool:
        """Mark what has been handled and begin with what is due, in one transaction; says whether there was either."""
        done, free = self._done.copy(), MOST_UNDER_WAY - len(self._claimed)
        if not done and not free:
            return False
        now, new = self._clock.real_now(), dict[str, InboxRow]()
        try:
            async with self._database.write(Priority.INBOX) as connection:
                if done:
                    await inbox_rows.mark_done(connection, done, now)
                if (seconds := self._clock.monotonic()) >= self._look_back_at:
                    self._look_back_at = seconds + LOOK_BACK
                    await inbox_rows.take_back(connection, now)
                if free:
                    rows = await inbox_rows.claim(connection, now, LEASE, free)
                    # After a standstill our own lease may have ended; what is under way is not begun once more.
                    new = {row.id: row for row in rows if row.id not in self._claimed}
                    self._claimed |= new
        except Exception:
            for row_id in new:
                del self._claimed[row_id]
            raise
        del self._done[: len(done)]
        if done:
            crashpoint("inbox.recorded")
        if new:
            crashpoint("inbox.claimed")
        for row in new.values():
            task = asyncio.create_task(self._handle(row))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)
        return bool(done or new)

    async def finish(self, within: float) -> None:
        """Wait so many seconds for what is under way, mark what was handled, give back the rest."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=within)
        if self._tasks:
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks)
        if not self._done and not self._claimed:
            return
        try:
            async with self._database.write(Priority.INBOX) as connection:
                if self._done:
                    await inbox_rows.mark_done(connection, self._done, self._clock.real_now())
                await inbox_rows.give_back(connection, self._claimed.values())
            self._done.clear()
            self._claimed.clear()
        except Exception as error:  # then their leases end by themselves
            log.error("events under way could not be given back", exc_info=error)

    async def _handle(self, row: InboxRow) -> None:
        """Bring one event to an end, whichever that is; only when cancelled it stays claimed."""
        inbox_rows.recorded.set(self._recorded)
        try:
            error = await self._failure(row)
            if error is not None:
                await self._try_later(row, error)
            elif row.id not in self._recorded:
                self._done.append(row.id)
        except Exception as error:  # what could not be written down is tried again when its lease ends
            log.error("an event's failure could not be recorded", event_id=row.id, exc_info=error)
        del self._claimed[row.id]
        self._recorded.discard(row.id)
        self._wake.set()

    async def _failure(self, row: InboxRow) -> str | None:
        """Run one event's handler; None when it is done, else why it is not."""
        if row.attempts >= ATTEMPTS:  # it never came to an end; perhaps it took the process with it each time
            return row.error or "never finished"
        try:
            body = orjson.loads(row.body or "{}")
            workspace = self._installs.of_body(body)
            if workspace is None:
                log.warning("an event that is not ours", event_type=row.event_type, team=row.team_id)
                return None
            async with asyncio.timeout(HANDLED_WITHIN):
                await self._dispatcher.dispatch(body, workspace, row.id)
        except HandlerFailed as error:
            return str(error)
        except Exception as error:  # one event must not keep the others from being handled
            log.error("an event could not be handled", event_id=row.id, exc_info=error)
            return type(error).__name__
        return None

    async def _try_later(self, row: InboxRow, error: str) -> None:
        attempt = row.attempts + 1
        delay = timedelta(seconds=min(2.0**attempt, 300) / self._scale)
        next_at = None if attempt >= ATTEMPTS else self._clock.real_now() + delay
        if next_at is None:
            log.error("an event needs a person: python -m bot inbox", event_id=row.id, event_type=row.event_type)
        async with self._database.write(Priority.INBOX) as connection:
            await inbox_rows.mark_failed(connection, row, error, next_at)

    async def _until_due(self) -> float:
        """Seconds to sleep unless woken."""
        if len(self._claimed) >= MOST_UNDER_WAY:
            return LONGEST_PAUSE
        async with self._database.read() as connection:
            next_at, waits = await inbox_rows.next_due(connection)
        self.is_idle = not (waits or self._claimed or self._done or self._wake.is_set())
        if next_at is None:
            return LONGEST_PAUSE
        return min(LONGEST_PAUSE, max(0.01, (next_at - self._clock.real_now()).total_seconds()))
