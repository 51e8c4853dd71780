"""One intent on its way: sent once it may be, read back when its outcome is unknown, recorded with what follows."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Protocol

import structlog

from bot.crashpoint import crashpoint
from bot.intents import (
    SHUT_OUT,
    WAITS_FOR_MESSAGE,
    Bookmark,
    InChannel,
    Intent,
    OpenChannel,
    Pin,
    Post,
    PublishHome,
    React,
    Update,
)
from bot.slack.errors import Failure, Kind, sort_exception
from bot.slack.gateway import (
    CUSTOMER_READS,
    LOOK,
    CannotTell,
    Gateway,
    LeaseOver,
    Outcome,
    asks_who_reads,
    reading_methods,
)
from bot.storage import outbox_rows
from bot.storage.database import Priority
from bot.storage.outbox_rows import UNKNOWN, Handle, OutboxRow
from bot.storage.workspaces import Workspace
from bot.unit_of_work import Desk, Work

log = structlog.get_logger(__name__)

ATTEMPTS = 8
HOLD = timedelta(minutes=10)  # how long an unknown outcome may hold its lane before a person is asked


class Follow(Protocol):
    """What follows in the transaction that records an outcome."""

    async def done(self, work: Work, intent: Intent, result: dict[str, Any]) -> None: ...
    async def parked(
        self, work: Work, row_id: str, intent: Intent | None, failure: Failure, admins: tuple[str, ...]
    ) -> None: ...
    async def home(
        self, work: Work, intent: PublishHome, admins: tuple[str, ...], *, is_first: bool
    ) -> PublishHome | None: ...
    async def not_shown(self, work: Work, intent: PublishHome) -> None: ...
    async def next_name(self, work: Work, intent: OpenChannel) -> OpenChannel: ...
    async def is_claimed(self, work: Work, channel_id: str) -> bool: ...


class Sender:
    """Carries single intents to their end. `sets_off` is asked at the last moment and says whether the lease still
    lasts; `close` is told when Slack wants a method left alone for so many of its seconds, and `closed_for` says how
    many of ours that still is; `shut_out` is told when Slack does not let us in any more."""

    def __init__(
        self,
        desk: Desk,
        gateway: Gateway,
        follow: Follow,
        *,
        sets_off: Callable[[Workspace, OutboxRow], bool],
        close: Callable[[Workspace, str, float], None],
        closed_for: Callable[[Workspace, tuple[str, ...]], float],
        shut_out: Callable[[Workspace, Failure], None],
        scale: float,
        look_after: timedelta,
    ) -> None:
        self._desk, self._gateway, self._follow = desk, gateway, follow
        self._sets_off, self._close, self._closed_for, self._shut_out = sets_off, close, closed_for, shut_out
        self._scale, self._look_after = scale, look_after

    async def send(self, workspace: Workspace, row: OutboxRow) -> None:
        """Send a claimed intent, or say why not."""
        intent = row.intent
        if isinstance(intent, PublishHome):
            home = await self._home(workspace, row, intent)
            if home is None:
                return
            intent = home
        handle, blocked = await self._handle(workspace, intent)
        if blocked:
            await self.park(workspace, row, blocked)
            return
        if handle is None and _needs_handle(intent):
            await self._not_yet(row, WAITS_FOR_MESSAGE)
            return
        if await self._is_read_by_customers(workspace, intent):
            await self.park(workspace, row, CUSTOMER_READS)
            return
        looks = (LOOK,) if asks_who_reads(intent) else ()
        closed = self._closed_for(workspace, (*intent.methods, *looks))
        refusal = None if closed else await self._gateway.refusal(workspace, intent)
        if refusal is not None:
            if refusal.retry_after is not None:
                self._close(workspace, LOOK, refusal.retry_after)
            await self._judge(workspace, row, Outcome(failure=refusal))
            return
        if closed := closed or self._closed_for(workspace, intent.methods):
            await self._not_yet(row, "ratelimited", closed)
            return
        try:
            sets_off = partial(self._sets_off, workspace, row)
            outcome = await self._gateway.carry_out(workspace, intent, handle, sets_off)
        except LeaseOver:
            await self._not_yet(row, "lease_over")
            return
        await self._judge(workspace, row, outcome)

    async def _home(self, workspace: Workspace, row: OutboxRow, intent: PublishHome) -> PublishHome | None:
        """The Home as it is now; None when there is nothing to send: a newer one waits, or nothing has changed."""
        self._desk.forget_rules(workspace)  # another replica may have changed them, and wants exactly that shown
        admins = await self._admins(workspace)
        async with self._desk.look(workspace) as work:
            is_outdated = await outbox_rows.is_outdated(work.connection, row)
            # After an earlier attempt nobody knows what Slack shows.
            home = None if is_outdated else await self._follow.home(work, intent, admins, is_first=row.attempts == 1)
        if is_outdated:
            await self._leave(workspace, row, "outdated")
        elif home is None:
            await self._record(workspace, row, {})
        return home

    async def _leave(self, workspace: Workspace, row: OutboxRow, code: str) -> None:
        """Not sent, or not for sure, and nobody needs to care."""
        async with self._desk.begin(workspace, Priority.OUTBOX) as work:
            await outbox_rows.mark_dropped(work.connection, row, code, self._desk.clock.real_now())
            if isinstance(row.intent, PublishHome) and (code != "outdated" or row.attempts > 1):
                await self._follow.not_shown(work, row.intent)

    async def _is_read_by_customers(self, workspace: Workspace, intent: Intent) -> bool:
        """Slack calls no channel shared in which customers are guests: what was linked tells."""
        if not (isinstance(intent, InChannel) and asks_who_reads(intent)):
            return False
        async with self._desk.look(workspace) as work:
            return await work.accounts.of_customer_channel(intent.channel) is not None

    async def read_back(self, workspace: Workspace, row: OutboxRow) -> None:
        """Find out what an attempt did whose outcome is unknown, before anything is sent again."""
        intent, since = row.intent, row.first_attempt_at or self._desk.clock.now()
        handle, _ = await self._handle(workspace, intent)
        try:
            found = await self._gateway.look_back(workspace, intent, handle, since)
        except CannotTell as error:
            await self._cannot_tell(workspace, row, error.failure)
            return
        if found is not None:
            await self._record(workspace, row, found)
        elif row.attempts >= ATTEMPTS:
            sentence = f"Slack did not take this in {row.attempts} attempts ({row.error or 'no answer'})."
            await self.park(workspace, row, Failure(Kind.PERSON, row.error or "no_answer", sentence, None))
        else:
            at = self._later(row) if row.error else self._desk.clock.real_now()
            await self._wait(row, "pending", at, row.error)

    async def stumbled(self, workspace: Workspace, row: OutboxRow, error: Exception) -> None:
        """Something unforeseen came between: look again later what Slack did, and ask a person in the end."""
        log.error("an intent could not be finished", intent=row.id, kind=row.kind, exc_info=error)
        if self._is_held_too_long(row):
            sentence = "Warmline could not write down whether Slack did this. Its log says more."
            await self.park(workspace, row, Failure(Kind.PERSON, UNKNOWN, sentence, None))
        else:
            await self._wait(row, "unknown", self._later(row), "not_recorded")

    async def park(self, workspace: Workspace, row: OutboxRow, failure: Failure, *, readable: bool = True) -> None:
        """Leave it to a person, and tell the admins; an emoji is not worth a word, nor a Home, which is published again
        when it is opened."""
        if readable and isinstance(row.intent, React | PublishHome):
            log.warning("an emoji or a Home could not be shown", intent=row.id, kind=row.kind, code=failure.code)
            await self._leave(workspace, row, failure.code)
            return
        log.error("an intent needs a person: python -m bot outbox", intent=row.id, kind=row.kind, code=failure.code)
        admins = await self._admins(workspace)
        async with self._desk.begin(workspace, Priority.OUTBOX) as work:
            if await outbox_rows.mark_parked(work.connection, row, failure.code, failure.sentence):
                await self._follow.parked(work, row.id, row.intent if readable else None, failure, admins)

    async def _admins(self, workspace: Workspace) -> tuple[str, ...]:
        try:
            return await self._desk.settings_admins(workspace)
        except Exception as error:
            log.warning("admins can't be looked up", exc_info=error)
            return self._desk.named_admins(await self._desk.policy(workspace))

    async def _judge(self, workspace: Workspace, row: OutboxRow, outcome: Outcome) -> None:
        failure = outcome.failure
        if outcome.is_done or failure is None:
            await self._record(workspace, row, outcome.result)
            return
        log.info("Slack did not do it", intent=row.id, kind=row.kind, code=failure.code, then=failure.kind)
        if failure.kind is Kind.ADOPT and isinstance(row.intent, OpenChannel):
            await self._adopt_or_rename(workspace, row, row.intent)
        elif failure.kind is Kind.GONE:
            self._shut_out(workspace, failure)
            await self._not_yet(row, SHUT_OUT)
        elif failure.kind is Kind.WAIT:
            await self._wait_or_park(workspace, row, failure)
        elif failure.kind is Kind.UNKNOWN:
            at = self._desk.clock.real_now() + self._look_after / self._scale
            await self._wait(row, "unknown", at, failure.code)
        else:
            await self.park(workspace, row, failure)

    async def _wait_or_park(self, workspace: Workspace, row: OutboxRow, failure: Failure) -> None:
        if failure.retry_after is not None:
            self._close(workspace, row.intent.methods[0], failure.retry_after)
            # Being told to wait is no failed attempt: however busy Slack is, this gets its turn.
            await self._wait(row, "pending", self._after(failure.retry_after), failure.code, row.attempts - 1)
        elif row.attempts >= ATTEMPTS:
            await self.park(workspace, row, failure)
        else:
            await self._wait(row, "pending", self._later(row), failure.code)

    async def _cannot_tell(self, workspace: Workspace, row: OutboxRow, failure: Failure) -> None:
        if failure.kind is Kind.GONE:
            self._shut_out(workspace, failure)
            await self._wait(row, "unknown", self._desk.clock.real_now(), SHUT_OUT)
            return
        if self._is_held_too_long(row):
            sentence = f"Whether Slack did this can't be found out: {failure.sentence}"
            await self.park(workspace, row, Failure(Kind.PERSON, UNKNOWN, sentence, None))
            return
        at = self._later(row)
        if failure.retry_after is not None:
            for method in reading_methods(row.intent):
                self._close(workspace, method, failure.retry_after)
            at = max(at, self._after(failure.retry_after))
        await self._wait(row, "unknown", at, row.error)

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
                await self._write_down(work, row, {"channel": channel_id, "name": intent.name})
            elif await outbox_rows.is_held(work.connection, row):
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
        if not await outbox_rows.mark_done(work.connection, row, result, real_now):
            return
        if isinstance(intent, Post) and "ts" in result:
            handle = Handle(result["channel"], result["ts"])
            await outbox_rows.keep_handle(work.connection, work.workspace.id, intent.key, handle, work.now)
            await outbox_rows.resume_followers(work.connection, work.workspace.id, intent.key, real_now)
        await self._follow.done(work, intent, result)

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
            sentence = "The message that this belongs to was not posted; this follows by itself once it is."
            return None, Failure(Kind.PERSON, WAITS_FOR_MESSAGE, sentence, None)
        return None, None

    async def _not_yet(self, row: OutboxRow, why: str, pause: float | None = None) -> None:
        """Nothing was sent, so this was no attempt. `pause` in real seconds."""
        pause = 0.5 / self._scale if pause is None else pause
        at = self._desk.clock.real_now() + timedelta(seconds=pause)
        await self._wait(row, "pending", at, why, row.attempts - 1)

    async def _wait(
        self, row: OutboxRow, state: str, at: datetime, error: str | None, attempts: int | None = None
    ) -> None:
        attempts = row.attempts if attempts is None else attempts
        async with self._desk.database.write(Priority.OUTBOX) as connection:
            await outbox_rows.mark_waiting(connection, row, state, at, error, attempts)

    def _is_held_too_long(self, row: OutboxRow) -> bool:
        return self._desk.clock.real_now() - (row.sent_at or row.created_at) > HOLD / self._scale

    def _later(self, row: OutboxRow) -> datetime:
        return self._after(min(2.0 ** max(row.attempts, 1), 120))

    def _after(self, seconds: float) -> datetime:
        return self._desk.clock.real_now() + timedelta(seconds=seconds / self._scale)


def _needs_handle(intent: Intent) -> bool:
    return isinstance(intent, Update | Pin) or (isinstance(intent, Bookmark) and intent.key is not None)
