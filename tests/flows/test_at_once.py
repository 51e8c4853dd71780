"""Two who decide at once on PostgreSQL: the second waits for the first, and neither is thrown out for the other."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from types import SimpleNamespace
from typing import Any, cast

import pytest
import sqlalchemy as sa

from bot.clock import StandingClock
from bot.domain.accounts import Account, Deal, DealState
from bot.domain.cards import CardKind
from bot.domain.deals import read_announcement
from bot.domain.handoff import HandoffState
from bot.domain.people import Role
from bot.domain.policy import Policy
from bot.flows import checkins, deals, handoff, merging, reversal
from bot.storage.database import Database, Priority
from bot.unit_of_work import Desk, Work
from handlers import checkins as commands
from handlers.request import Request
from tests.rows import AT, WORKSPACE, add_workspace
from tests.sandbox_harness import until

SARA, OLIVIA, MAYA = "U0SARALIND", "U0OLIVIAPK", "U0MAYAROSS"
CHANNEL = "C0DEALS"
Step = Callable[[Work], Awaitable[Any]]


class Ground:
    """A workspace whose deals are announced without a seller."""

    def __init__(self, database: Database) -> None:
        self.database = database

    async def do(self, step: Step) -> Any:
        """One transaction."""
        async with self.database.write(Priority.INBOX) as connection:
            return await step(Work(connection, WORKSPACE, Policy(deal_channels=(CHANNEL,)), StandingClock(AT)))

    async def announce(self, count: int, text: str, *, seller: str | None = None, owner: str | None = None) -> Deal:
        """A win is announced; what was read of it."""
        ts = f"{AT.timestamp() + count:.6f}"
        reading = read_announcement({"type": "message", "channel": CHANNEL, "ts": ts, "user": SARA, "text": text})
        announcement = deals.Announcement(CHANNEL, ts, "B0CRM", (seller,), (owner,), tuple(), ())
        await self.do(lambda work: deals.record(work, reading, announcement))
        found: list[Deal] = await self.do(lambda work: work.deals.of_message(CHANNEL, ts))
        return found[0]

    async def account_of(self, deal: Deal) -> Account:
        account: Account = await self.do(lambda work: work.accounts.by_id(deal.account_id or ""))
        return account

    async def at_once(self, first: Step, second: Callable[[], Awaitable[Any]], then: Step) -> Any:
        """`second` sets off between the two halves of another transaction; what it returned."""

        async def whole(work: Work) -> asyncio.Future[Any]:
            await first(work)
            task = asyncio.ensure_future(second())
            await until(lambda: self._stands(task))
            await then(work)
            return task

        return await (await self.do(whole))

    async def _stands(self, task: asyncio.Future[Any]) -> bool:
        if self.database.is_sqlite or task.done():
            return True  # there one transaction follows the other
        async with self.database.read() as connection:
            waiting = "wait_event_type = 'Lock' AND datname = current_database()"
            return bool(await connection.scalar(sa.text(f"SELECT count(*) FROM pg_stat_activity WHERE {waiting}")))


@pytest.fixture
async def ground(database_url: str) -> AsyncIterator[Ground]:
    database = Database(database_url)
    async with database.write(Priority.TICK) as connection:
        await add_workspace(connection)
    yield Ground(database)
    await database.close()


async def test_two_undo_one_win(ground: Ground) -> None:
    """One presses the button of the card, the other that of the account."""
    deal = await ground.announce(1, "Deal won: Acme Robotics - $10,000", seller=SARA, owner=OLIVIA)
    await ground.do(lambda work: reversal.propose(work, deal, "Its announcement was deleted."))
    (card,) = await ground.do(lambda work: work.cards.open_about_deal(deal.id, CardKind.UNDO))
    late = await ground.at_once(
        lambda work: work.alone(),
        lambda: ground.do(lambda work: reversal.undo_asked(work, card.id, MAYA)),
        lambda work: reversal.undo(work, deal.id, SARA),
    )
    assert late == reversal.GONE
    (undone,) = await ground.do(lambda work: work.deals.of_message(CHANNEL, deal.message_ts))
    assert (undone.state, undone.reversed_by) == (DealState.REVERSED, SARA)


async def test_a_check_in_is_held_while_its_account_is_merged(ground: Ground) -> None:
    deal = await ground.announce(1, "Deal won: Acme Robotics - $10,000", seller=SARA, owner=OLIVIA)
    further = await ground.announce(2, "Deal won: Lumen Labs - $20,000", seller=SARA, owner=OLIVIA)
    keep, other = await ground.account_of(deal), await ground.account_of(further)
    await ground.do(lambda work: checkins.plan_next(work, keep.id, OLIVIA))
    await ground.do(lambda work: checkins.plan_next(work, other.id, OLIVIA))
    planned = await ground.do(lambda work: work.checkins.planned_for(other.id))
    await ground.at_once(
        lambda work: work.checkins.hold(planned.id),
        lambda: ground.do(lambda work: merging.merge(work, keep.id, other.id, MAYA)),
        lambda work: checkins.done(work, planned, OLIVIA),
    )
    assert await ground.do(lambda work: work.checkins.planned_for(other.id)) is None
    assert (await ground.account_of(deal)).merged_into is None
    assert await ground.do(lambda work: work.checkins.planned_for(keep.id)) is not None


async def test_a_check_in_is_held_while_it_is_moved(ground: Ground) -> None:
    """The button in a digest and `/checkin plan`."""
    deal = await ground.announce(1, "Deal won: Acme Robotics - $10,000", seller=SARA, owner=OLIVIA)
    account = await ground.account_of(deal)
    planned = await ground.do(lambda work: checkins.plan_next(work, account.id, OLIVIA))
    day = planned.due_on + timedelta(days=7)
    await ground.at_once(
        lambda work: work.checkins.hold(planned.id),
        lambda: ground.do(lambda work: checkins.plan_next(work, account.id, OLIVIA, day)),
        lambda work: checkins.done(work, planned, OLIVIA),
    )
    following = await ground.do(lambda work: work.checkins.planned_for(account.id))
    assert following.id != planned.id
    assert following.due_on == day


async def test_a_check_in_is_logged_while_its_account_closes(ground: Ground) -> None:
    """`/checkin done` comes a moment after the win was taken back."""
    deal = await ground.announce(1, "Deal won: Acme Robotics - $10,000", seller=SARA, owner=OLIVIA)
    account = await ground.account_of(deal)
    await ground.do(lambda work: checkins.plan_next(work, account.id, OLIVIA))
    told: list[str] = []

    async def ack(text: str) -> None:
        told.append(text)

    body = {"command": "/checkin", "user_id": OLIVIA, "channel_id": "C0ANY"}
    desk = Desk(ground.database, StandingClock(AT), cast(Any, None), cast(Any, None))
    args = cast(Any, SimpleNamespace(body=body, ack=ack, context={}))
    await ground.at_once(
        lambda work: checkins.withdraw(work, account.id),
        lambda: commands.done(Request(args, desk, WORKSPACE, text="Acme Robotics")),
        lambda work: work.alone(),
    )
    assert told == [commands.NOT_PLANNED]
    assert await ground.do(lambda work: work.checkins.planned_for(account.id)) is None


async def test_an_account_is_claimed_while_its_seller_becomes_known(ground: Ground) -> None:
    deal = await ground.announce(1, "Deal won: Acme Robotics - $10,000")
    account = await ground.account_of(deal)
    waiting = await ground.do(lambda work: work.handoffs.latest_of(account.id))
    again = asyncio.Event()

    async def announced_again(work: Work) -> None:
        again.set()
        text = "Deal won: Acme Robotics - $10,000"
        reading = read_announcement({"type": "message", "channel": CHANNEL, "ts": "2.0", "user": SARA, "text": text})
        announcement = deals.Announcement(CHANNEL, f"{AT.timestamp() + 2:.6f}", SARA, (SARA,), (None,), (), ())
        await deals.record(work, reading, announcement)

    await ground.at_once(
        lambda work: work.handoffs.hold(waiting.id),
        lambda: ground.do(announced_again),
        lambda work: handoff.claim(work, waiting, OLIVIA),
    )
    assert again.is_set()
    signing = await ground.do(lambda work: work.handoffs.latest_of(account.id))
    assert (signing.state, signing.seller_id, signing.owner_id) == (HandoffState.OPEN, SARA, OLIVIA)
    assert await ground.do(lambda work: work.accounts.holder_of(account.id, Role.SELLER)) == SARA
