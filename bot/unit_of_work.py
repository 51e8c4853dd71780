"""What a flow works with: one transaction with its repositories, the time, the rules, and intents for Slack."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.clock import Clock
from bot.crashpoint import crashpoint
from bot.domain.catching_up import Past
from bot.domain.people import may_act
from bot.domain.policy import Policy
from bot.intents import Intent
from bot.rulebook import RuleBook
from bot.slack.directory import Directory
from bot.slack.history import History, NotReadable
from bot.storage import deals, inbox_rows, nudges, outbox_rows, questions, readings, workspaces
from bot.storage.accounts import Accounts
from bot.storage.cards import Cards
from bot.storage.checkins import CheckIns
from bot.storage.database import Database, Priority
from bot.storage.deals import Deals
from bot.storage.handoff import Handoffs
from bot.storage.home import Homes
from bot.storage.layouts import Layouts
from bot.storage.nudges import Nudges
from bot.storage.people import People, Room
from bot.storage.policy import Audit, Change, Policies, Volunteers
from bot.storage.questions import Questions
from bot.storage.readings import Found, Readings
from bot.storage.workspaces import Workspace

# Handlers and jobs take these two from here, and so never reach into the storage.
__all__ = [
    "MOST_ADMINS", "AlreadyTaken", "Change", "Desk", "Found", "NotReadable", "Priority", "Room", "Work", "Workspace",
]  # fmt: skip

REMEMBERED = timedelta(days=7)
MOST_ADMINS = 5  # of Slack's own who are told something, where nobody was chosen


class AlreadyTaken(Exception):
    """This click, command or modal was taken before; there is nothing left to do."""


class Work:
    """One transaction in one workspace. `now` is business time and stands still within it."""

    def __init__(self, connection: AsyncConnection, workspace: Workspace, policy: Policy, clock: Clock) -> None:
        self.connection = connection
        self.workspace = workspace
        self.policy = policy
        self.now: datetime = clock.now()
        self._real_now = clock.real_now()
        self.has_sent = False
        self.has_taken_in = False
        self.has_new_rules = False
        self.refreshed: set[str] = set()  # people whose Home is published anew once this commits

    async def send(self, key: str, intent: Intent) -> None:
        """Have Slack do this once the transaction has committed; a key that was used before sends nothing."""
        added = await outbox_rows.enqueue(self.connection, self.workspace.id, key, intent, self._real_now)
        self.has_sent = self.has_sent or added

    async def take_in(self, channel_id: str, one: Past, edited_ts: str) -> str | None:
        """Have a message that we read handled like an event, once this has committed: as a new one, or as edited then.
        Returns the key of that event; None when it was taken in before."""
        row = inbox_rows.of_past(self.workspace, channel_id, one, edited_ts, self._real_now)
        added = await inbox_rows.add(self.connection, row)
        self.has_taken_in = self.has_taken_in or added
        return str(row["key"]) if added else None

    async def alone(self) -> None:
        """Until this transaction ends nobody else decides where deals of this workspace belong."""
        await workspaces.hold(self.connection, self.workspace.id)

    async def note_change(self, channel_id: str, message_ts: str, changed_ts: str, *, is_gone: bool = False) -> bool:
        """A message of a watched channel was edited or deleted; False when a newer change was handled already."""
        return await self.deals.note_change(channel_id, message_ts, changed_ts, self._real_now, is_gone=is_gone)

    async def take_turn(self) -> int:
        """How many turns the round robin of delivery owners had before this one."""
        return await workspaces.take_turn(self.connection, self.workspace.id)

    async def turns_so_far(self) -> int:
        """The same, without taking one."""
        return await workspaces.turns_so_far(self.connection, self.workspace.id)

    @cached_property
    def accounts(self) -> Accounts:
        return Accounts(self.connection, self.workspace.id)

    @cached_property
    def deals(self) -> Deals:
        return Deals(self.connection, self.workspace.id)

    @cached_property
    def cards(self) -> Cards:
        return Cards(self.connection, self.workspace.id)

    @cached_property
    def handoffs(self) -> Handoffs:
        return Handoffs(self.connection, self.workspace.id)

    @cached_property
    def checkins(self) -> CheckIns:
        return CheckIns(self.connection, self.workspace.id)

    @cached_property
    def questions(self) -> Questions:
        return Questions(self.connection, self.workspace.id)

    @cached_property
    def nudges(self) -> Nudges:
        return Nudges(self.connection, self.workspace.id)

    @cached_property
    def homes(self) -> Homes:
        return Homes(self.connection, self.workspace.id)

    @cached_property
    def readings(self) -> Readings:
        return Readings(self.connection, self.workspace.id, self._real_now)

    @cached_property
    def people(self) -> People:
        return People(self.connection, self.workspace.id)

    @cached_property
    def audit(self) -> Audit:
        return Audit(self.connection, self.workspace.id)

    @cached_property
    def volunteers(self) -> Volunteers:
        return Volunteers(self.connection, self.workspace.id)

    @cached_property
    def layouts(self) -> Layouts:
        return Layouts(self.connection, self.workspace.id)

    async def hold_policy(self) -> Policy:
        """The rules as they are now, fresh and locked until this transaction ends."""
        self.policy = await Policies(self.connection, self.workspace.id).hold()
        return self.policy

    async def change_policy(self, by: str | None, **values: Any) -> Policy:
        """Give rules that are held new values; they hold for everybody once this transaction has committed."""
        rules = Policies(self.connection, self.workspace.id)
        self.policy = await rules.change(self.policy, by, self.now, **values)
        self.has_new_rules = True
        return self.policy


class Desk:
    """Opens transactions and wakes the outbox after those that sent something. `first_admins` (user ids or e-mail
    addresses) may change the rules until somebody is chosen in Slack."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        directory: Directory,
        history: History,
        first_admins: tuple[str, ...] = (),
    ) -> None:
        self.database = database
        self.clock = clock
        self.directory = directory
        self.history = history
        self._rules = RuleBook(database, clock)
        self._first_admins = first_admins
        self.outbox_has_work = asyncio.Event()
        self.inbox_has_work = asyncio.Event()

    @asynccontextmanager
    async def begin(
        self,
        workspace: Workspace,
        priority: Priority,
        *,
        inbox_id: str | None = None,
        once: str | None = None,
    ) -> AsyncIterator[Work]:
        """One transaction. With inbox_id it also marks that event done; with once it raises AlreadyTaken when that
        key was taken before."""
        policy = await self.policy(workspace)
        async with self.database.write(priority) as connection:
            if once and not await workspaces.take_once(connection, workspace.id, once, self.clock.real_now()):
                raise AlreadyTaken(once)
            work = Work(connection, workspace, policy, self.clock)
            yield work
            if inbox_id:
                await inbox_rows.mark_done(connection, [inbox_id], self.clock.real_now())
            crashpoint("flow.before_commit")
        crashpoint("flow.after_commit")
        if inbox_id:
            inbox_rows.note_recorded(inbox_id)
        if work.has_sent:
            self.outbox_has_work.set()
        if work.has_taken_in:
            self.inbox_has_work.set()
        if work.has_new_rules:
            self.forget_rules(workspace)

    def forget_rules(self, workspace: Workspace) -> None:
        """The rules of that workspace are read anew before they are used again."""
        self._rules.forget(workspace.id)

    async def policy(self, workspace: Workspace) -> Policy:
        """The rules of that workspace, a few seconds old at most."""
        return await self._rules.of(workspace.id)

    async def settings_admins(self, workspace: Workspace) -> tuple[str, ...]:
        """Who may change the rules and hears what needs a person: those chosen in Slack, else those of the environment,
        else Slack's own admins as far as we know them, its primary owner first. Raises what the SDK raises."""
        chosen = await self._chosen_admins(workspace)
        if chosen:
            return chosen
        async with self.database.read() as connection:
            found = await People(connection, workspace.id).admins()
        ours = workspace.team_id, workspace.enterprise_id or None
        return tuple(person.user_id for person in found if may_act(person, *ours))[:MOST_ADMINS]

    async def may_change_rules(self, workspace: Workspace, user_id: str) -> bool:
        """May this person change the rules? Slack is asked anew who they are. Raises what the SDK raises."""
        person = await self.directory.person(workspace, user_id, timedelta(0))
        if not may_act(person, workspace.team_id, workspace.enterprise_id or None):
            return False
        chosen = await self._chosen_admins(workspace)
        return user_id in chosen if chosen else person is not None and person.is_admin

    def named_admins(self, policy: Policy) -> tuple[str, ...]:
        """User ids of those who were chosen in Slack, or in the environment, without a look at who they are now."""
        return tuple(name for name in policy.admins or self._first_admins if "@" not in name)

    async def _chosen_admins(self, workspace: Workspace) -> tuple[str, ...]:
        """Those chosen in Slack, else those of the environment, without people who have left or are outside."""
        policy = await self.policy(workspace)
        for named in (policy.admins, self._first_admins):
            if named and (able := await self.directory.user_ids(workspace, named)):
                return able
        return ()

    async def claim_tick(self, name: str, every: timedelta) -> bool:
        """Take a tick of the timetable if it is due and no other replica took it."""
        async with self.database.write(Priority.TICK) as connection:
            return await workspaces.claim_tick(connection, name, self.clock.now(), every)

    async def last_tick(self, name: str, every: timedelta) -> datetime | None:
        """When that tick of the timetable was last taken, by any replica; None when it never was."""
        async with self.database.read() as connection:
            next_at = await workspaces.next_tick(connection, name)
        return None if next_at is None else next_at - every

    def workspaces(self) -> list[Workspace]:
        """The workspaces that we speak for now."""
        return self.directory.workspaces()

    async def due_digests(self, limit: int) -> list[tuple[Workspace, str, datetime]]:
        """Workspace, person and instant of digests that are due."""
        known = {workspace.id: workspace for workspace in self.workspaces()}
        async with self.database.read() as connection:
            due = await nudges.due_digests(connection, known, self.clock.now(), limit)
        return [(known[workspace_id], person_id, at) for workspace_id, person_id, at in due]

    async def due_questions(self, limit: int) -> list[tuple[Workspace, str]]:
        """Workspace and id of questions whose time is up."""
        known = {workspace.id: workspace for workspace in self.workspaces()}
        async with self.database.read() as connection:
            due = await questions.due(connection, known, self.clock.now(), limit)
        return [(known[workspace_id], question_id) for workspace_id, question_id in due]

    async def next_due(self) -> datetime | None:
        """The next instant, in business time, at which the timetable will find something to do."""
        known = [workspace.id for workspace in self.workspaces()]
        async with self.database.read() as connection:
            found = [await nudges.next_digest(connection, known), await questions.next_nudge(connection, known)]
        return min((instant for instant in found if instant is not None), default=None)

    async def forget_old(self) -> None:
        """Delete what only served to recognise repeats and can't be repeated any more."""
        before = self.clock.real_now() - REMEMBERED
        async with self.database.write(Priority.TICK) as connection:
            await inbox_rows.purge(connection, before)
            await outbox_rows.purge(connection, before)
            await workspaces.forget_once(connection, before)
            await deals.forget_changes(connection, before)
            await readings.forget_heard(connection, before)

    @asynccontextmanager
    async def look(self, workspace: Workspace) -> AsyncIterator[Work]:
        """A look at the rows, without a transaction that writes."""
        policy = await self.policy(workspace)
        async with self.database.read() as connection:
            yield Work(connection, workspace, policy, self.clock)
