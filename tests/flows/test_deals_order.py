"""Whatever happens to deals in whatever order: one channel an account, every win in one account, nothing due where
nothing stands, no card that asks for what is settled."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar

import sqlalchemy as sa
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from bot.clock import Clock
from bot.domain.accounts import Deal, DealKind, DealState, Phase, value_of
from bot.domain.cards import Card, CardKind
from bot.domain.checkins import CheckInState
from bot.domain.deals import read_announcement
from bot.domain.handoff import HandoffState
from bot.domain.nudges import NudgeState
from bot.domain.policy import Policy
from bot.domain.questions import QuestionState
from bot.domain.reversals import read_reversal
from bot.flows import accounts, checkins, edits, merging, placing, questions, reversal
from bot.flows import deals as flow
from bot.storage import tables
from bot.storage.database import Database, Priority
from bot.unit_of_work import Work
from tests.databases import Databases
from tests.rows import AT, WORKSPACE, add_workspace

T = TypeVar("T")
NAMES = ("Acme Robotics", "ACME ROBOTICS Inc.", "Lumen Labs", "Lumen", "Cobalt Mining")
AMOUNTS = (None, "$10,000", "$12,000", "€10,000")
LINKS = (None, "https://crm.example/deals/1", "https://crm.example/deals/2")
SARA, OLIVIA, MAYA = "U0SARALIND", "U0OLIVIAPK", "U0MAYAROSS"
CHANNEL = "C0DEALS"
POLICY = Policy(deal_channels=(CHANNEL,))
words = st.tuples(st.sampled_from(NAMES), st.sampled_from(AMOUNTS), st.sampled_from(LINKS), st.booleans())


class TestClock(Clock):
    """Business time as the test wants it."""

    __test__ = False
    at: datetime = AT

    def now(self) -> datetime:
        return self.at


class Life(RuleBasedStateMachine):
    """A workspace in which things happen to deals."""

    databases: Databases

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.database = Database(self.databases.sqlite())
        self.clock = TestClock()
        self.messages: dict[str, str] = {}
        self.count = 0

    def teardown(self) -> None:
        self.runner.run(self.database.close())
        self.runner.close()

    def do(self, step: Callable[[Work], Awaitable[T]]) -> T:
        """One transaction."""

        async def whole() -> T:
            async with self.database.write(Priority.INBOX) as connection:
                return await step(Work(connection, WORKSPACE, POLICY, self.clock))

        return self.runner.run(whole())

    @initialize()
    def workspace(self) -> None:
        self.do(lambda work: add_workspace(work.connection))

    def next_ts(self) -> str:
        self.count += 1
        return f"{self.clock.at.timestamp() + self.count / 1_000:.6f}"

    def text(self, said: tuple[str, str | None, str | None, bool], *, sure: bool = True) -> str:
        name, amount, link, renewed = said
        head = f"{'Renewal' if renewed else 'Deal'} won: {name}" if sure else f"I think we just closed {name}"
        return "\n".join(part for part in (f"{head} - {amount}" if amount else head, link) if part)

    def message(self, ts: str) -> dict[str, Any]:
        return {"type": "message", "channel": CHANNEL, "ts": ts, "user": SARA, "text": self.messages[ts]}

    def reading(self, ts: str) -> tuple[Any, flow.Announcement]:
        reading = read_announcement(self.message(ts))
        many = len(reading.deals)
        kinds = (DealKind.RENEWAL if "Renewal" in self.messages[ts] else DealKind.NEW,) * many
        return reading, flow.Announcement(CHANNEL, ts, SARA, (SARA,) * many, (None,) * many, kinds, (OLIVIA,))

    @rule(said=words, sure=st.booleans(), twice=st.booleans())
    def announced(self, said: Any, sure: bool, twice: bool) -> None:
        ts = self.next_ts()
        self.messages[ts] = self.text(said, sure=sure)
        for _ in range(2 if twice else 1):
            self.do(lambda work: flow.record(work, *self.reading(ts)))

    @precondition(lambda self: self.messages)
    @rule(data=st.data(), said=st.none() | words, sure=st.booleans(), may_act=st.booleans())
    def edited(self, data: st.DataObject, said: Any, sure: bool, may_act: bool) -> None:
        ts = data.draw(st.sampled_from(sorted(self.messages)))
        before, _ = self.reading(ts)
        self.messages[ts] = self.text(said, sure=sure) if said else "Lunch was great"
        now, announcement = self.reading(ts)
        edit = edits.Edit(now, before, announcement, self.next_ts(), may_act)
        self.do(lambda work: edits.edited(work, edit))

    @rule(said=words)
    def edited_before_it_came(self, said: Any) -> None:
        ts = self.next_ts()
        self.messages[ts] = "Lunch was great"
        now, announcement = self.reading(ts)
        edit = edits.Edit(now, None, announcement, self.next_ts(), True)
        self.do(lambda work: edits.edited(work, edit))
        self.messages[ts] = self.text(said)
        assert self.do(lambda work: flow.record(work, *self.reading(ts))) == []

    @precondition(lambda self: self.messages)
    @rule(data=st.data())
    def deleted(self, data: st.DataObject) -> None:
        ts = data.draw(st.sampled_from(sorted(self.messages)))
        self.do(lambda work: edits.deleted(work, CHANNEL, ts, is_watched=True))
        late = self.do(lambda work: flow.record(work, *self.reading(ts)))
        assert late == [], "what was deleted is not announced by what comes late"

    @rule(said=words, by_app=st.booleans(), from_won=st.booleans())
    def taken_back(self, said: Any, by_app: bool, from_won: bool) -> None:
        name, _, link, _ = said
        text = f"{'Opportunity reopened' if from_won else 'Deal lost'}: {name}\n{link or ''}"
        found = read_reversal({"text": text})
        assert found is not None
        self.do(lambda work: reversal.announced(work, found, (CHANNEL, self.next_ts()), by_app=by_app))

    @rule(data=st.data())
    def pressed(self, data: st.DataObject) -> None:
        cards = [card for card in self.all(tables.cards, Card) if card.settled_at is None]
        if not cards:
            return
        card = data.draw(st.sampled_from(cards))
        self.do(data.draw(st.sampled_from(self.buttons(card))))

    def buttons(self, card: Card) -> list[Callable[[Work], Awaitable[Any]]]:
        """What the buttons of a card do."""

        async def decide(work: Work, *, is_win: bool) -> None:
            deal = await work.deals.hold(card.deal_id or "")
            assert deal is not None
            if is_win:
                wanted = flow.SetUp(deal.account_name or "Orbit", deal.amount, deal.currency, SARA, None)
                await flow.set_up(work, deal, MAYA, wanted, (OLIVIA,))
            else:
                await flow.refuse(work, deal, MAYA)

        return {
            CardKind.WIN: [lambda work: decide(work, is_win=True), lambda work: decide(work, is_win=False)],
            CardKind.PLACE: [
                lambda work: placing.is_same(work, card.id, MAYA),
                lambda work: placing.belongs(work, card.id, MAYA),
                lambda work: placing.is_new(work, card.id, MAYA, (OLIVIA,)),
            ],
            CardKind.FACTS: [lambda work: edits.take_over(work, card.id, MAYA)],
            CardKind.UNDO: [
                lambda work: reversal.undo(work, card.deal_id or "", MAYA),
                lambda work: reversal.keep(work, card.id, MAYA),
            ],
            CardKind.TAKEN_BACK: [
                lambda work: reversal.after_all(work, card.id, MAYA),
                lambda work: reversal.archive(work, card.id, MAYA),
            ],
            CardKind.MERGED: [
                lambda work: merging.part(work, card.id, MAYA),
                lambda work: merging.archive(work, card.id, MAYA),
            ],
        }[card.kind]

    @rule(data=st.data())
    def merged(self, data: st.DataObject) -> None:
        ids = [row.id for row in self.rows(tables.accounts)]
        if len(ids) < 2:
            return
        keep, other = data.draw(st.permutations(ids))[:2]
        self.do(lambda work: merging.merge(work, keep, other, MAYA))

    @rule(data=st.data(), name=st.sampled_from(NAMES))
    def renamed(self, data: st.DataObject, name: str) -> None:
        ids = [row.id for row in self.rows(tables.accounts) if row.merged_into is None]
        if not ids:
            return
        account_id = data.draw(st.sampled_from(ids))

        async def step(work: Work) -> None:
            account = await work.accounts.hold_by_id(account_id)
            assert account is not None
            await merging.rename(work, account, name, MAYA)

        self.do(step)

    @rule()
    def channels_open(self) -> None:
        waiting = [row for row in self.rows(tables.accounts) if row.channel_id is None]

        async def step(work: Work) -> None:
            for row in waiting:
                await accounts.channel_opened(work, row.id, f"C{row.id}", row.channel_name)

        self.do(step)

    @rule(data=st.data())
    def worked_on(self, data: st.DataObject) -> None:
        """Both sign, a check-in is planned, and the customer asks something."""
        ids = [row.id for row in self.rows(tables.accounts) if row.phase is not Phase.CLOSED]
        if not ids:
            return
        account_id, ts = data.draw(st.sampled_from(ids)), self.next_ts()

        async def step(work: Work) -> None:
            account = await work.accounts.by_id(account_id)
            handoff = await work.handoffs.latest_of(account_id)
            assert account is not None
            assert handoff is not None
            await work.handoffs.change(handoff.id, state=HandoffState.ACCEPTED, version=1, accepted_at=work.now)
            await work.accounts.change(account_id, phase=Phase.IMPLEMENTATION)
            await checkins.plan_next(work, account_id, OLIVIA)
            await questions.customer_wrote(work, account, f"C0CUST{ts}", ts, None, "U0LENA", "Can you help us?")

        self.do(step)

    @rule(days=st.sampled_from([1, 3, 10, 40]))
    def time_passes(self, days: int) -> None:
        self.clock.at += timedelta(days=days)

    def rows(self, table: sa.Table) -> list[Any]:
        async def read() -> list[Any]:
            async with self.database.read() as connection:
                return list(await connection.execute(sa.select(table)))

        return self.runner.run(read())

    def all(self, table: sa.Table, kind: type[T]) -> list[T]:
        fields = kind.__dataclass_fields__  # type: ignore[attr-defined]
        return [kind(**{name: getattr(row, name) for name in fields}) for row in self.rows(table)]

    @invariant()
    def one_channel_an_account(self) -> None:
        opened = Counter(row.lane for row in self.rows(tables.metadata.tables["outbox"]) if row.kind == "OpenChannel")
        assert opened == Counter(f"account:{row.id}" for row in self.rows(tables.accounts))

    @invariant()
    def every_win_is_in_one_standing_account(self) -> None:
        known = {row.id: row for row in self.rows(tables.accounts)}
        deals = self.all(tables.deals, Deal)
        wins: dict[str, list[Deal]] = {account_id: [] for account_id in known}
        for deal in deals:
            if deal.state is DealState.WON:
                assert deal.account_id in known
                wins[deal.account_id].append(deal)
            if deal.state is DealState.SAME:
                main = next(one for one in deals if one.id == deal.same_as)
                assert main.state in (DealState.WON, DealState.REVERSED)
                assert main.account_id == deal.account_id
        for account_id, row in known.items():
            assert bool(wins[account_id]) == (row.phase is not Phase.CLOSED)
            assert (row.value, row.currency) == value_of(wins[account_id])

    @invariant()
    def nothing_is_due_where_nothing_stands(self) -> None:
        closed = {row.id for row in self.rows(tables.accounts) if row.phase is Phase.CLOSED}
        waiting = (HandoffState.OPEN, HandoffState.SUBMITTED, HandoffState.RETURNED)
        for table, states in (
            (tables.handoffs, waiting),
            (tables.checkins, (CheckInState.PLANNED,)),
            (tables.questions, (QuestionState.OPEN,)),
            (tables.nudges, (NudgeState.OPEN,)),
        ):
            assert [row for row in self.rows(table) if row.account_id in closed and row.state in states] == []

    @invariant()
    def cards_ask_for_what_is_open(self) -> None:
        deals = {deal.id: deal for deal in self.all(tables.deals, Deal)}
        merged = {row.id for row in self.rows(tables.accounts) if row.merged_into}
        wanted = {
            CardKind.WIN: DealState.ASKED,
            CardKind.PLACE: DealState.UNPLACED,
            CardKind.FACTS: DealState.WON,
            CardKind.UNDO: DealState.WON,
            CardKind.TAKEN_BACK: DealState.REVERSED,
        }
        asking: Counter[str] = Counter()
        for card in self.all(tables.cards, Card):
            if card.settled_at is not None:
                continue
            if card.kind is CardKind.MERGED:
                assert card.account_id in merged
                continue
            assert card.deal_id is not None
            assert deals[card.deal_id].state is wanted[card.kind], card
            asking[card.deal_id] += card.kind in (CardKind.WIN, CardKind.PLACE)
        for deal in deals.values():
            is_open = deal.state in (DealState.ASKED, DealState.UNPLACED)
            assert asking[deal.id] == int(is_open), deal


def test_whatever_happens_in_whatever_order(databases: Databases) -> None:
    machine = type("LifeHere", (Life,), {"databases": databases})
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
