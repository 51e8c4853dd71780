"""Rules, audit and volunteers on both databases: written down, held against each other, noticed elsewhere."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.clock import StandingClock
from bot.domain.people import Person
from bot.domain.policy import Policy, Rule
from bot.flows import settings as flow
from bot.flows.settings import Saved
from bot.rulebook import FRESH
from bot.storage import workspaces
from bot.storage.database import Database, Priority
from bot.storage.spine_tables import policies
from bot.unit_of_work import Desk, Work
from handlers import rules
from handlers.request import Request
from tests.rows import AT, WORKSPACE, add_workspace

OTHER = replace(WORKSPACE, id="w2", team_id="T2", name="Contoso")


class PassingClock(StandingClock):
    """Seconds pass as a test wants."""

    seconds = 100.0

    def monotonic(self) -> float:
        return self.seconds


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with two workspaces."""
    database = Database(database_url)
    async with database.write(Priority.TICK) as connection:
        await add_workspace(connection)
        await workspaces.add_or_refresh(connection, OTHER)
    yield database
    await database.close()


def desk_of(database: Database, clock: PassingClock | None = None) -> Desk:
    """One replica, which asks Slack nothing."""
    return Desk(database, clock or PassingClock(AT), cast(Any, None), cast(Any, None))


async def save(desk: Desk, rule: Rule = Rule.OWNERS, by: str = "U1", **more: Any) -> Saved:
    values = more.pop("values", {"delivery_owners": ("U1", "U2")})
    async with desk.begin(more.pop("workspace", WORKSPACE), Priority.INTERACTION) as work:
        return await flow.save(work, by, rule, values, **({"admins": ()} | more))


async def test_what_is_saved_is_read_back_with_who_did_it(database: Database) -> None:
    desk = desk_of(database)
    assert await desk.policy(WORKSPACE) == Policy()
    assert await save(desk) is Saved.DONE
    assert (await desk.policy(WORKSPACE)).delivery_owners == ("U1", "U2")
    async with desk.look(WORKSPACE) as work:
        (change,) = await work.audit.latest(5)
        row = (await work.connection.execute(sa.select(policies.c.changed_by, policies.c.changed_at))).one()
    assert (change.who, change.what, change.at) == ("U1", "owners", AT)
    assert (change.before, change.after) == ({"delivery_owners": []}, {"delivery_owners": ["U1", "U2"]})
    assert tuple(row) == ("U1", AT)


async def test_the_same_again_is_no_change(database: Database) -> None:
    desk = desk_of(database)
    for _ in range(2):
        assert await save(desk) is Saved.DONE
    async with desk.look(WORKSPACE) as work:
        assert len(await work.audit.latest(5)) == 1


async def test_the_last_of_three_steps_turns_everything_on(database: Database) -> None:
    desk = desk_of(database)
    await save(desk, Rule.QUIET, values={"quiet_start": True})
    await save(desk)
    assert not (await desk.policy(WORKSPACE)).is_set_up
    await save(desk, Rule.CHANNELS, values={"deal_channels": ("C1",)})
    policy = await desk.policy(WORKSPACE)
    assert policy.set_up_at == AT
    assert policy.quiet_until is not None
    assert AT + timedelta(days=14) < policy.quiet_until <= AT + timedelta(days=15)
    async with desk.look(WORKSPACE) as work:
        assert [change.what for change in await work.audit.latest(9)] == ["set_up", "channels", "owners", "quiet"]


async def test_workspaces_do_not_mix(database: Database) -> None:
    desk = desk_of(database)
    await save(desk)
    async with desk.begin(WORKSPACE, Priority.TICK) as work:
        await work.volunteers.add("U1", work.now)
    assert await desk.policy(OTHER) == Policy()
    async with desk.look(OTHER) as work:
        assert await work.audit.latest(5) == []
        assert not await work.volunteers.has("U1")


async def test_of_two_who_saw_the_same_one_is_told(database: Database) -> None:
    """Two replicas: whoever comes second has not seen what is there now."""
    one, other = desk_of(database), desk_of(database)
    shown = flow.mark(Policy(), Rule.OWNERS)
    outcomes = await asyncio.gather(
        save(one, values={"delivery_owners": ("U1",)}, shown=shown),
        save(other, by="U2", values={"delivery_owners": ("U2",)}, shown=shown),
    )
    assert sorted(outcomes) == [Saved.CHANGED_MEANWHILE, Saved.DONE]
    async with one.look(WORKSPACE) as work:
        (change,) = await work.audit.latest(5)
    one.forget_rules(WORKSPACE)
    assert list((await one.policy(WORKSPACE)).delivery_owners) == change.after["delivery_owners"]


async def test_who_was_an_admin_when_it_was_checked_may_be_none_when_it_is_saved(database: Database) -> None:
    desk = desk_of(database)
    await save(desk, Rule.ADMINS, values={"admins": ("U1",)})
    assert await save(desk, by="U9", admins=()) is Saved.NOT_ADMIN
    assert await save(desk, admins=("U1",)) is Saved.DONE


async def test_another_replica_notices_within_seconds(database: Database) -> None:
    clock = PassingClock(AT)
    here, there = desk_of(database), desk_of(database, clock)
    assert (await there.policy(WORKSPACE)).delivery_owners == ()
    await save(here)
    assert (await here.policy(WORKSPACE)).delivery_owners == ("U1", "U2"), "here at once"
    assert (await there.policy(WORKSPACE)).delivery_owners == ()
    clock.seconds += FRESH
    assert (await there.policy(WORKSPACE)).delivery_owners == ("U1", "U2")


async def test_an_event_asks_the_database_nothing_more(database: Database) -> None:
    desk = desk_of(database)
    await desk.policy(WORKSPACE)
    asked: list[str] = []

    @sa.event.listens_for(database.engine.sync_engine, "before_cursor_execute")
    def _asked(*given: Any) -> None:
        asked.append(str(given[2]))

    async with desk.begin(WORKSPACE, Priority.INBOX) as work:
        assert not work.policy.watches("C1")
    assert [statement for statement in asked if "policy" in statement] == []


async def test_a_change_that_is_rolled_back_changes_nothing(database: Database) -> None:
    desk = desk_of(database)

    async def fails(work: Work) -> None:
        await flow.save(work, "U1", Rule.OWNERS, {"delivery_owners": ("U1",)}, admins=())
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
            await fails(work)
    assert await desk.policy(WORKSPACE) == Policy()
    async with desk.look(WORKSPACE) as work:
        assert await work.audit.latest(5) == []


async def test_everybody_is_asked_to_set_up_once(database: Database) -> None:
    desk = desk_of(database)
    for admins in (("U1", "U2"), ("U2", "U3", "U4", "U5", "U6", "U7")):
        async with desk.begin(WORKSPACE, Priority.TICK) as work:
            await flow.welcome(work, admins, 5)
    desk.forget_rules(WORKSPACE)
    assert (await desk.policy(WORKSPACE)).welcomed == ("U1", "U2", "U3", "U4", "U5")


class Changing:
    """A directory that takes a while: meanwhile somebody else is done with choosing other settings admins."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._is_over = desk, False

    async def person(self, *_: Any) -> Person:
        return Person("U1", "T1", "Amir", "", "Europe/Berlin")

    async def user_ids(self, _: Any, named: tuple[str, ...]) -> tuple[str, ...]:
        if not self._is_over:
            self._is_over = True
            assert await save(self._desk, Rule.ADMINS, "U2", values={"admins": ("U2",)}, admins=named) is Saved.DONE
        return named


async def test_who_loses_the_right_while_it_is_checked_saves_nothing(database: Database) -> None:
    desk = desk_of(database)
    await save(desk, Rule.ADMINS, values={"admins": ("U1", "U2")})
    desk.directory = cast(Any, Changing(desk))
    told: list[str] = []

    async def ack(**shown: Any) -> None:
        told.append(str(shown))

    body = {"type": "view_submission", "user": {"id": "U1"}}
    view = {"private_metadata": rules.metadata(Policy(), Rule.OWNERS, "")}
    request = Request(cast(Any, SimpleNamespace(body=body, view=view, ack=ack, context={})), desk, WORKSPACE)
    await rules.save(request, Rule.OWNERS, {"delivery_owners": ("U1",)}, missing=())
    desk.forget_rules(WORKSPACE)
    assert (await desk.policy(WORKSPACE)).delivery_owners == ()
    assert rules.TRY_AGAIN in told[0]
