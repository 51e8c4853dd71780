"""Storage on both databases: exact values, history, once-only rows, transactions, and who may write first."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal

import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.accounts import Phase
from bot.domain.deals import read_announcement
from bot.domain.money import MOST
from bot.domain.nudges import Nudge, NudgeState, Rung, Subject
from bot.domain.people import Role
from bot.storage import rows, workspaces
from bot.storage.accounts import Accounts
from bot.storage.database import Database, Priority, WriteGate
from bot.storage.nudges import Nudges
from bot.storage.spine_tables import once, schedule
from bot.storage.tables import accounts, roles
from tests.rows import ACME, AT, WORKSPACE, add_account


@pytest.fixture
async def database(database_url: str) -> AsyncIterator[Database]:
    """A database with the account a1 of the workspace w1."""
    database = Database(database_url)
    async with database.write(Priority.TICK) as connection:
        await add_account(connection)
    yield database
    await database.close()


# Values.


async def test_instants_come_back_as_the_same_instant_in_utc(database: Database) -> None:
    tokyo = timezone(timedelta(hours=9))
    written = datetime(2026, 3, 3, 18, 30, 1, 234567, tzinfo=tokyo)
    async with database.write(Priority.TICK) as connection:
        await Accounts(connection, "w1").change("a1", opened_at=written)
    async with database.read() as connection:
        found = await Accounts(connection, "w1").by_id("a1")
    assert found is not None
    assert found.opened_at == written
    assert found.opened_at.tzinfo is UTC
    assert found.opened_at.microsecond == 234567


async def test_an_instant_without_a_zone_is_refused(database: Database) -> None:
    with pytest.raises(sa.exc.StatementError, match="needs a time zone"):
        async with database.write(Priority.TICK) as connection:
            await Accounts(connection, "w1").change("a1", opened_at=AT.replace(tzinfo=None))


async def test_instants_are_compared_as_instants(database: Database) -> None:
    """An hour given in another zone finds the same rows."""
    elsewhere = AT.astimezone(timezone(timedelta(hours=-11)))
    async with database.read() as connection:
        for instant in (AT, elsewhere):
            query = sa.select(accounts.c.id).where(accounts.c.opened_at == instant)
            assert list(await connection.scalars(query)) == ["a1"]


@pytest.mark.parametrize(
    "amount",
    ["0", "48500", "0.01", "0.0001", "12.3456", "-7.5", "1000000000000.9999", "99999999999999.9999", "100", "1E+3"],
)
async def test_amounts_are_exact(database: Database, amount: str) -> None:
    async with database.write(Priority.TICK) as connection:
        await Accounts(connection, "w1").change("a1", value=Decimal(amount))
    async with database.read() as connection:
        found = await Accounts(connection, "w1").by_id("a1")
    assert found is not None
    assert found.value == Decimal(amount)
    assert "E" not in str(found.value), "an amount is shown as people write it"


async def test_no_announcement_names_an_amount_that_does_not_fit(database: Database) -> None:
    reading = read_announcement({"text": "Deal won: *Acme Robotics* for $999,999,999,999,999,999, by <@U1>"})
    assert [deal.amount for deal in reading.deals] == [None]
    async with database.write(Priority.TICK) as connection:
        await Accounts(connection, "w1").change("a1", value=MOST)


async def test_words_are_those_of_their_enumeration(database: Database) -> None:
    async with database.read() as connection:
        found = await Accounts(connection, "w1").by_id("a1")
        assert found is not None
        assert found.phase is Phase.HANDOFF
    with pytest.raises(sa.exc.StatementError, match="'bankrupt' is not a valid Phase"):
        async with database.write(Priority.TICK) as connection:
            await Accounts(connection, "w1").change("a1", phase="bankrupt")


# Rows.


async def test_nothing_of_another_workspace_is_seen(database: Database) -> None:
    other = replace(WORKSPACE, id="w2", team_id="T2")
    async with database.write(Priority.TICK) as connection:
        await workspaces.add_or_refresh(connection, other)
        await Accounts(connection, "w2").add(replace(ACME, workspace_id="w2", name="Their Acme"))
        await Accounts(connection, "w2").change("a1", channel_id="C0THEIRS")
    async with database.read() as connection:
        ours, theirs = Accounts(connection, "w1"), Accounts(connection, "w2")
        found = [await ours.by_key("acme robotics"), await theirs.by_key("acme robotics")]
        assert [account and account.name for account in found] == ["Acme Robotics", "Their Acme"]
        assert await ours.in_channel("C0THEIRS") is None
        assert await theirs.in_channel("C0ACME") is None


async def test_a_role_passes_on_and_its_history_stays(database: Database) -> None:
    async with database.write(Priority.TICK) as connection:
        repository = Accounts(connection, "w1")
        for day, person in enumerate(("U1", "U1", "U2", "U1")):
            await repository.give_role("a1", person, Role.DELIVERY_OWNER, AT + timedelta(days=day))
        await repository.give_role("a1", "U9", Role.SELLER, AT)
    async with database.read() as connection:
        repository = Accounts(connection, "w1")
        assert await repository.holder_of("a1", Role.DELIVERY_OWNER) == "U1"
        assert await repository.holder_of("a1", Role.SELLER) == "U9"
        assert [account.id for account in await repository.owned_by("U1")] == ["a1"]
        assert await repository.owned_by("U2") == []
        assert await repository.owned_by("U9") == []
        assert [account.id for account in await repository.of_person("U9")] == ["a1"]
        query = sa.select(roles.c.person_id, roles.c.since, roles.c.until).where(roles.c.role == Role.DELIVERY_OWNER)
        history = [tuple(row) for row in await connection.execute(query.order_by(roles.c.since))]
    second, third = AT + timedelta(days=2), AT + timedelta(days=3)
    assert history == [("U1", AT, second), ("U2", second, third), ("U1", third, None)]


async def test_what_is_there_already_is_not_added_again(database: Database) -> None:
    nudge = Nudge(
        "n1", "w1", "U1", Subject.QUESTION, "q1", "a1", Rung.DIGEST, AT.date(), NudgeState.OPEN, "k", "line", AT
    )
    async with database.write(Priority.TICK) as connection:
        ledger = Nudges(connection, "w1")
        assert await ledger.add_if_new(nudge)
        assert not await ledger.add_if_new(nudge)
        assert not await ledger.add_if_new(replace(nudge, id="n2", line="other words"))
        assert await ledger.add_if_new(replace(nudge, id="n3", rung=Rung.OWNER))
        assert await ledger.add_if_new(replace(nudge, id="n4", local_date=AT.date() + timedelta(days=1)))
    async with database.read() as connection:
        found = await Nudges(connection, "w1").by_id("n1")
    assert found == nudge


async def test_a_click_is_taken_once_by_whoever_comes_first(database: Database) -> None:
    async def take() -> bool:
        async with database.write(Priority.INTERACTION) as connection:
            return await workspaces.take_once(connection, "w1", "trigger", AT)

    assert sorted(await asyncio.gather(*(take() for _ in range(8)))) == [False] * 7 + [True]


async def test_a_tick_is_claimed_by_one_replica(database: Database) -> None:
    async def claim(now: datetime) -> bool:
        async with database.write(Priority.TICK) as connection:
            return await workspaces.claim_tick(connection, "digests", now, timedelta(seconds=15))

    assert sum(await asyncio.gather(*(claim(AT) for _ in range(4)))) == 1
    assert not await claim(AT + timedelta(seconds=14))
    assert await claim(AT + timedelta(seconds=15))
    # A clock that was set back by hours: a tick planned for then would never come.
    assert await claim(AT - timedelta(hours=5))
    async with database.read() as connection:
        assert await connection.scalar(sa.select(sa.func.count()).select_from(schedule)) == 1


# Transactions.


class Mishap(Exception):
    pass


async def keys_of(database: Database) -> set[str]:
    async with database.read() as connection:
        return set(await connection.scalars(sa.select(once.c.key)))


async def add_key(database: Database, key: str, priority: Priority = Priority.TICK) -> None:
    async with database.write(priority) as connection:
        await rows.add_if_new(connection, once, dict(workspace_id="w1", key=key, at=AT))


async def test_an_exception_takes_everything_back(database: Database) -> None:
    async def stumble() -> None:
        async with database.write(Priority.TICK) as connection:
            await rows.add_if_new(connection, once, dict(workspace_id="w1", key="lost", at=AT))
            raise Mishap

    with pytest.raises(Mishap):
        await stumble()
    await add_key(database, "kept")
    assert await keys_of(database) == {"kept"}


async def test_a_cancellation_takes_everything_back_and_lets_the_next_one_write(database: Database) -> None:
    inside = asyncio.Event()

    async def dawdle() -> None:
        async with database.write(Priority.TICK) as connection:
            await rows.add_if_new(connection, once, dict(workspace_id="w1", key="lost", at=AT))
            inside.set()
            await asyncio.Event().wait()

    task = asyncio.create_task(dawdle())
    await inside.wait()
    waiting = asyncio.create_task(add_key(database, "kept"))
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await asyncio.wait_for(waiting, 10)
    assert await keys_of(database) == {"kept"}


async def test_readers_are_not_held_up_by_a_writer(database: Database) -> None:
    async with database.write(Priority.TICK) as connection:
        await rows.add_if_new(connection, once, dict(workspace_id="w1", key="later", at=AT))
        assert await asyncio.wait_for(keys_of(database), 10) == set()
    assert await keys_of(database) == {"later"}


TASKS, TIMES = 8, 25


async def test_no_update_is_lost(database: Database) -> None:
    """Turns are read and written back by many at once; every one counts, and no two get the same."""
    taken: list[int] = []

    async def take_turns() -> None:
        for _ in range(TIMES):
            async with database.write(Priority.INBOX) as connection:
                taken.append(await workspaces.take_turn(connection, "w1"))

    await asyncio.gather(*(take_turns() for _ in range(TASKS)))
    assert sorted(taken) == list(range(TASKS * TIMES))


async def test_reading_first_and_writing_then_loses_nothing_on_sqlite(sqlite_url: str) -> None:
    """Writers take their lock before they read; two processes on one file wait for each other."""
    both = [Database(sqlite_url), Database(sqlite_url)]
    async with both[0].write(Priority.TICK) as connection:
        await add_account(connection)

    async def add_one(database: Database) -> None:
        for _ in range(TIMES):
            async with database.write(Priority.INBOX) as connection:
                value = await connection.scalar(sa.select(accounts.c.value))
                await connection.execute(sa.update(accounts).values(value=value + 1))

    await asyncio.gather(*(add_one(both[number % 2]) for number in range(TASKS)))
    async with both[0].read() as connection:
        assert await connection.scalar(sa.select(accounts.c.value)) == 48_500 + TASKS * TIMES
    for database in both:
        await database.close()


# The order of writers.


async def order_at(gate: WriteGate, wanted: list[Priority], cancelled: set[int] = frozenset()) -> list[int]:  # type: ignore[assignment]
    """In which order writers get through, when all of them wait behind one."""
    passed: list[int] = []

    async def write(number: int, priority: Priority) -> None:
        async with gate.hold(priority):
            passed.append(number)
            await asyncio.sleep(0)

    async with gate.hold(Priority.TICK):
        tasks = [asyncio.create_task(write(number, priority)) for number, priority in enumerate(wanted)]
        await asyncio.sleep(0)
        for number in cancelled:
            tasks[number].cancel()
    await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 10)
    return passed


async def test_the_most_urgent_writer_goes_first() -> None:
    wanted = [
        Priority.TICK,
        Priority.OUTBOX,
        Priority.INBOX,
        Priority.RECEIVER,
        Priority.INTERACTION,
        Priority.RECEIVER,
    ]
    assert await order_at(WriteGate(), wanted) == [3, 5, 4, 2, 1, 0]


@settings(deadline=None)
@given(st.lists(st.sampled_from(Priority), max_size=12), st.data())
def test_every_writer_gets_through_and_those_that_gave_up_hold_up_nobody(
    wanted: list[Priority], data: st.DataObject
) -> None:
    gone = data.draw(st.sets(st.sampled_from(range(len(wanted))))) if wanted else set()
    passed = asyncio.run(order_at(WriteGate(), wanted, gone))
    stay = [number for number in range(len(wanted)) if number not in gone]
    assert passed == sorted(stay, key=lambda number: (wanted[number], number))


async def test_a_writer_cancelled_at_the_moment_of_its_turn_passes_it_on() -> None:
    gate, passed = WriteGate(), []

    async def write(name: str) -> None:
        async with gate.hold(Priority.INBOX):
            passed.append(name)

    async with gate.hold(Priority.INBOX):
        first, second = asyncio.create_task(write("first")), asyncio.create_task(write("second"))
        await asyncio.sleep(0)
    first.cancel()  # it has its turn already, and has not run since
    with pytest.raises(asyncio.CancelledError):
        await first
    await asyncio.wait_for(second, 10)
    assert passed == ["second"]
    await asyncio.wait_for(write("third"), 10)


async def test_an_exception_inside_opens_the_gate() -> None:
    gate = WriteGate()
    with pytest.raises(Mishap):
        async with gate.hold(Priority.TICK):
            raise Mishap
    async with asyncio.timeout(10), gate.hold(Priority.TICK):
        pass
