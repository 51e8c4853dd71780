"""The outbox worker: claims a workspace's intents, keeps Slack's pace, sends, reads back what is unknown, records."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog

from bot.crashpoint import crashpoint
from bot.ids import new_id
from bot.intents import Bookmark, Intent, OpenChannel, Pin, Post, Update
from bot.slack.errors import Failure, Kind, sort_exception
from bot.slack.gateway import CannotTell, Gateway, Outcome
from bot.slack.pace import WINDOW, Pace
from bot.storage import outbox_rows
from bot.storage.database import Priority
from bot.storage.outbox_rows import Handle, OutboxRow
from bot.storage.workspaces import Workspace
from bot.unit_of_work import Desk, Work

log = structlog.get_logger(__name__)

LEASE = timedelta(seconds=30)
ATTEMPTS = 8
HOLD = timedelta(minutes=10)  # how long an unknown outcome may hold its lane before a person is asked
LOOK_AFTER = 1.0  # seconds that Slack is given before an unknown outcome is read back


class Follow(Protocol):
    """What follows in the transaction that records an outcome."""

    async def done(self, work: Work, intent: Intent, result: dict[str, Any]) -> None: ...
    async def parked(self, work: Work, row_id: str, intent: Intent, failure: Failure) -> None: ...
    async def next_name(self, work: Work, intent: OpenChannel) -> OpenChannel: ...
    async def is_claimed(self, work: Work, channel_id: str) -> bool: ...


class Outbox:
    """One worker for all workspaces that this replica holds the lease of."""

    def __init__(
        self,
        desk: Desk,
        gateway: Gateway,
        follow: Follow,
        workspaces: Callable[[], list[Workspace]],
        *,
        scale: float = 1.0,
        look_after: float = LOOK_AFTER,
    ) -> None:
        self._desk, self._gateway, self._follow, self._workspaces = desk, gateway, follow, workspaces
        self._scale, self._look_after = scale, timedelta(seconds=look_after)
        self._holder = new_id()
        self._paces: dict[str, Pace] = {}
        self._epochs: dict[str, tuple[int, datetime]] = {}
        self._sending: set[asyncio.Task[None]] = set()
        self.is_idle = False

    async def run(self) -> None:
        """Work until cancelled; what is being sent then is still recorded."""
        wake = self._desk.outbox_has_work
        try:
            while True:
                self.is_idle = False  # until a look has found nothing
                wake.clear()
                try:
                    pause = await self.work_once()
                except Exception as error:
                    log.error("the outbox can't be worked on", exc_info=error)
                    pause = 1.0
                try:
                    async with asyncio.timeout(max(pause, 0.005)):
                        await wake.wait()
                except TimeoutError:
                    pass
        finally:
            await self.drain()

    async def drain(self) -> None:
        """Wait for what is under way, then let another replica in."""
        if self._sending:
            await asyncio.wait(self._sending, timeout=8)
        for workspace in self._workspaces():
            if workspace.id in self._epochs:
                async with self._desk.database.write(Priority.OUTBOX) as connection:
                    now = self._desk.clock.real_now()
                    await outbox_rows.give_back_lease(connection, _lease_of(workspace), self._holder, now)

    async def work_once(self) -> float:
        """Send what is due in every workspace; says how many seconds there is nothing more to do, unless woken."""
        pauses = [await self._work_on(workspace) for workspace in self._workspaces()]
        return min(pauses, default=5.0)

    async def _work_on(self, workspace: Workspace) -> float:
        epoch = await self._hold(workspace)
        if epoch is None:
            return 5.0
        real_now = self._desk.clock.real_now()
        async with self._desk.database.read() as connection:
            rows = await outbox_rows.ready(connection, workspace.id, real_now)
            next_at = await outbox_rows.next_due(connection, workspace.id)
        pace, monotonic = self._paces[workspace.id], self._desk.clock.monotonic()
        chosen, wait = [], 5.0
        for row in rows:
            methods, channel = row.intent.methods, row.lane
            delay = 0.0 if row.state == "unknown" else pace.wait(methods, channel, monotonic)
            if delay > 0:
                wait = min(wait, delay)
                continue
            pace.note(methods, channel, monotonic)
            chosen.append(row)
        if chosen:
            await self._send_all(workspace, chosen, epoch)
            return 0.0
        if next_at is not None and next_at > real_now:
            wait = min(wait, (next_at - real_now).total_seconds())
        self.is_idle = next_at is None and not self._sending
        return wait

    async def _hold(self, workspace: Workspace) -> int | None:
        """The epoch under which this replica may send for a workspace; None while another one does."""
        now = self._desk.clock.real_now()
        known = self._epochs.get(workspace.id)
        if known and now < known[1] - LEASE * 2 / 3:
            return known[0]
        async with self._desk.database.write(Priority.OUTBOX) as connection:
            if self._desk.database.is_sqlite and known is None:
                # One process to a SQLite file: whoever held the lease before is gone.
                await outbox_rows.expire_lease(connection, _lease_of(workspace), now)
            until = now + LEASE
            epoch = await outbox_rows.take_lease(connection, _lease_of(workspace), self._holder, now, until)
            if epoch is None:
                self._epochs.pop(workspace.id, None)
                return None
            if known is None or known[0] != epoch:
                await outbox_rows.left_behind(connection, workspace.id, epoch, now + self._look_after / self._scale)
                self._paces[workspace.id] = await self._remembered_pace(connection, workspace, now)
        self._epochs[workspace.id] = (epoch, until)
        return epoch

    async def _remembered_pace(self, connection: Any, workspace: Workspace, now: datetime) -> Pace:
        pace, monotonic = Pace(self._scale), self._desk.clock.monotonic()
        since = now - timedelta(seconds=WINDOW / self._scale)
        for methods, lane, sent_at in await outbox_rows.recent_sends(connection, workspace.id, since):
            pace.note(methods, lane, monotonic - (now - sent_at).total_seconds())
        return pace

    async def _send_all(self, workspace: Workspace, rows: list[OutboxRow], epoch: int) -> None:
        to_send = [row for row in rows if row.state == "pending"]
        async with self._desk.database.write(Priority.OUTBOX) as connection:
            clock = self._desk.clock
            await outbox_rows.mark_sending(connection, to_send, epoch, clock.now(), clock.real_now())
            crashpoint("outbox.before_claim")
        crashpoint("outbox.after_claim")
        tasks = [self._start(self._finish(workspace, row)) for row in rows]
        await asyncio.wait(tasks)

    def _start(self, work: Awaitable[None]) -> asyncio.Task[None]:
        task = asyncio.ensure_future(work)
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)
        return task

    async def _finish(self, workspace: Workspace, row: OutboxRow) -> None:
        try:
            await (self._read_back if row.state == "unknown" else self._send)(workspace, row)
        except Exception as error:
            log.error("an intent could not be finished", intent=row.id, kind=row.kind, exc_info=error)
            await self._wait(workspace, row, "unknown", self._later(row), "not_recorded")

    async def _send(self, workspace: Workspace, row: OutboxRow) -> None:
        intent = row.intent
        handle, blocked = await self._handle(workspace, intent)
        if blocked:
            await self._park(workspace, row, blocked)
            return
        if handle is None and _needs_handle(intent):
            await self._wait(workspace, row, "pending", self._soon(), "waits_for_message")
            return
        if self._desk.clock.real_now() >= self._epochs[workspace.id][1]:
            await self._wait(workspace, row, "pending", self._soon(), "lease_over")  # another replica may hold it now
            return
        await self._judge(workspace, row, await self._gateway.carry_out(workspace, intent, handle))

    async def _judge(self, workspace: Workspace, row: OutboxRow, outcome: Outcome) -> None:
        failure = outcome.failure
        if outcome.is_done or failure is None:
            await self._record(workspace, row, outcome.result)
            return
        log.info("Slack did not do it", intent=row.id, kind=row.kind, code=failure.code, then=failure.kind)
        if failure.kind is Kind.ADOPT and isinstance(row.intent, OpenChannel):
            await self._adopt_or_rename(workspace, row, row.intent)
        elif failure.kind is Kind.WAIT:
            await self._wait_or_park(workspace, row, failure)
        elif failure.kind is Kind.UNKNOWN:
            at = self._desk.clock.real_now() + self._look_after / self._scale
            await self._wait(workspace, row, "unknown", at, failure.code)
        else:
            await self._park(workspace, row, failure)

    async def _wait_or_park(self, workspace: Workspace, row: OutboxRow, failure: Failure) -> None:
        if failure.retry_after is not None:
            pace, monotonic = self._paces[workspace.id], self._desk.clock.monotonic()
            pace.close(row.intent.methods[0], failure.retry_after, monotonic)
            at = self._desk.clock.real_now() + timedelta(seconds=failure.retry_after / self._scale)
            await self._wait(workspace, row, "pending", at, failure.code)
        elif row.attempts + 1 >= ATTEMPTS:
            await self._park(workspace, row, failure)
        else:
            await self._wait(workspace, row, "pending", self._later(row), failure.code)

    async def _read_back(self, workspace: Workspace, row: OutboxRow) -> None:
        """Find out what an attempt did whose outcome is unknown, before anything is sent again."""
        intent, since = row.intent, row.first_attempt_at or self._desk.clock.now()
        handle, _ = await self._handle(workspace, intent)
        try:
            found = await self._gateway.look_back(workspace, intent, handle, since)
        except CannotTell as error:
            if self._desk.clock.real_now() - (row.sent_at or row.created_at) > HOLD / self._scale:
                sentence = f"Whether Slack did this can't be found out: {error}"
                await self._park(workspace, row, Failure(Kind.PERSON, "unknown", sentence, None))
            else:
                await self._wait(workspace, row, "unknown", self._later(row), row.error)
            return
        if found is not None:
            await self._record(workspace, row, found)
        elif row.attempts >= ATTEMPTS:
            sentence = f"Slack did not take this in {row.attempts} attempts ({row.error or 'no answer'})."
            await self._park(workspace, row, Failure(Kind.PERSON, row.error or "no_answer", sentence, None))
        else:
            await self._wait(workspace, row, "pending", self._desk.clock.real_now(), row.error)

    async def _adopt_or_rename(self, workspace: Workspace, row: OutboxRow, intent: OpenChannel) -> None:
        """The name is taken: by our own earlier attempt, then the channel is ours; by anybody else, take the next."""
        since = row.first_attempt_at or self._desk.clock.now()
        try:
            channel_id = await self._gateway.find_own_channel(workspace, intent.name, since)
        except Exception as error:
            await self._judge(workspace, row, Outcome(failure=sort_exception("users.conversations", error)))
            return
        async with self._desk.begin(workspace, Priority.OUTBOX) as work:
            if channel_id is not None and not await self._follow.is_claimed(work, channel_id):
                result = {"channel": channel_id, "name": intent.name}
                await self._write_down(work, row, result)
            else:
                renamed = await self._follow.next_name(work, intent)
                await outbox_rows.replace_intent(work.connection, row, renamed, self._desk.clock.real_now())
        self._desk.outbox_has_work.set()

    async def _record(self, workspace: Workspace, row: OutboxRow, result: dict[str, Any]) -> None:
        async with self._desk.begin(workspace, Priority.OUTBOX) as work:
            crashpoint("outbox.before_record")
            await self._write_down(work, row, result)
        crashpoint("outbox.after_record")

    async def _write_down(self, work: Work, row: OutboxRow, result: dict[str, Any]) -> None:
        real_now, intent = self._desk.clock.real_now(), row.intent
        await outbox_rows.mark_done(work.connection, row, result, real_now)
        if isinstance(intent, Post) and "ts" in result:
            handle = Handle(result["channel"], result["ts"])
            await outbox_rows.keep_handle(work.connection, work.workspace.id, intent.key, handle, work.now)
        await self._follow.done(work, intent, result)

    async def _park(self, workspace: Workspace, row: OutboxRow, failure: Failure) -> None:
        log.error("an intent needs a person: python -m bot outbox", intent=row.id, kind=row.kind, code=failure.code)
        async with self._desk.begin(workspace, Priority.OUTBOX) as work:
            await outbox_rows.mark_parked(work.connection, row, failure.code, failure.sentence)
            await self._follow.parked(work, row.id, row.intent, failure)

    async def _wait(self, workspace: Workspace, row: OutboxRow, state: str, at: datetime, error: str | None) -> None:
        async with self._desk.database.write(Priority.OUTBOX) as connection:
            await outbox_rows.mark_waiting(connection, row, state, at, error)

    async def _handle(self, workspace: Workspace, intent: Intent) -> tuple[Handle | None, Failure | None]:
        """Where the message stands that an intent names, or why it will never stand anywhere."""
        if not _needs_handle(intent):
            return None, None
        key = intent.key  # type: ignore[attr-defined]
        async with self._desk.database.read() as connection:
            handle = await outbox_rows.handle_of(connection, workspace.id, key)
            if handle is not None:
                return handle, None
            state = await outbox_rows.state_of_post(connection, workspace.id, key)
        if state in ("parked", "dropped", None):
            sentence = "The message that this belongs to was not posted; resume that one first."
            return None, Failure(Kind.PERSON, "waits_for_message", sentence, None)
        return None, None

    def _soon(self) -> datetime:
        return self._desk.clock.real_now() + timedelta(seconds=0.5 / self._scale)

    def _later(self, row: OutboxRow) -> datetime:
        return self._desk.clock.real_now() + timedelta(seconds=min(2.0 ** (row.attempts + 1), 120) / self._scale)


def _lease_of(workspace: Workspace) -> str:
    return f"outbox:{workspace.id}"


def _needs_handle(intent: Intent) -> bool:
    return isinstance(intent, Update | Pin) or (isinstance(intent, Bookmark) and intent.key is not None)
