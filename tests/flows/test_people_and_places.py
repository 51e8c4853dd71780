"""Who counts as one of ours, and what we keep of what Slack says about people."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.app import App
from bot.clock import Clock
from bot.domain.deals import PersonHint
from bot.domain.people import Person
from bot.flows import nudges as nudges_flow
from bot.flows import questions as questions_flow
from bot.sandbox.model import User
from bot.slack.installs import NotConnected
from bot.storage.database import Priority
from bot.storage.people import People
from bot.unit_of_work import Work, Workspace
from handlers.deals import OUTSIDER
from handlers.request import PRESS_AGAIN
from jobs import housekeeping
from jobs import nudges as digest_job
from jobs import questions as question_job
from tests.sandbox_harness import Box, sandbox_here, until
from tests.world import AMIR, BEN, DEALS, GIL, JONAS, LENA, MAYA, OLIVIA, SARA, settings_for, text_of, world_on

IRIS = "U0IRISNOVA"  # left
CONTOSO_TOKEN = "xoxb-sandbox-contoso"
OTHER_TEAM = "T0LUMENLAB"
NAMES = ("acct-acme-robotics", "acct-blue-harbor", "acct-cobalt-mining")


class LaterClock(Clock):
    """Real time, and as much ahead as a test wants."""

    ahead = timedelta()

    def real_now(self) -> datetime:
        return super().real_now() + self.ahead


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(time_scale=400) as box:
        yield box


@asynccontextmanager
async def connected(box: Box, database_url: str, clock: Clock | None = None, **settings: Any) -> AsyncIterator[App]:
    """The app without anything that works by itself, connected to Slack."""
    app = App(settings_for(box, database_url, **({"time_scale": 400} | settings)), clock)
    try:
        await app.installs.connect()
        yield app
    finally:
        await app.stop()


def ours(app: App) -> Workspace:
    (workspace,) = app.desk.workspaces()
    return workspace


def colleagues(number: int, **more: Any) -> list[Person]:
    return [Person(f"U9{n:06}", "T0NORTHWND", f"Colleague {n}", None, "UTC", **more) for n in range(number)]


# Who may be seller or owner, and who may announce.


async def test_an_announcement_can_make_no_outsider_seller_or_owner(sqlite_url: str) -> None:
    async with world_on(sqlite_url, scale=400) as world:
        await world.crm_posts(f"Deal won: Acme Robotics - $10,000\nOwner: Gil Moreno\nDelivery owner: <@{LENA}>")
        await world.crm_posts(
            "Deal won: Blue Harbor - $10,000\nOwner: Iris Novak\nDelivery owner: gil@northwind.example"
        )
        await world.posts(BEN, DEALS, f"Deal won: Cobalt Mining - $10,000\nOwner: <@{IRIS}>\nDelivery owner: <@{GIL}>")
        await world.settle()
        rooms = await world.channels("U0WARMLINE")
        topics = {name: rooms[name]["topic"]["value"] for name in NAMES}
        for outsider in (GIL, LENA, IRIS):
            assert outsider not in str(topics)
        assert all(OLIVIA in topic or JONAS in topic for topic in topics.values()), "somebody of the rota takes over"


async def test_the_modal_takes_nobody_from_outside(sqlite_url: str) -> None:
    async with world_on(sqlite_url, scale=400) as world:
        opened = await world.command(SARA, "/account new Acme Robotics")
        view = opened["opened_view"]["id"]
        answer = await world.submit(SARA, view, account_name="Acme Robotics", seller=GIL, owner=LENA)
        assert answer["errors"] == {"seller": OUTSIDER, "owner": OUTSIDER}
        answer = await world.submit(SARA, view, account_name="Acme Robotics", seller=SARA, owner=OLIVIA)
        assert answer["closed"]


async def test_nobody_outside_announces_through_an_app(sqlite_url: str) -> None:
    async with world_on(sqlite_url, scale=400) as world:
        app = {"bot_id": "B0FOREIGN", "app_id": "A0FOREIGN"}
        for author in (
            app | {"user": LENA},
            app | {"user": GIL},
            {"user": LENA, "app_id": "A0FOREIGN"},
            app | {"bot_profile": {"id": "B0FOREIGN", "app_id": "A0FOREIGN", "team_id": OTHER_TEAM}},
            app | {"subtype": "bot_message", "team": OTHER_TEAM},
            app | {"subtype": "bot_message", "user_team": OTHER_TEAM},
        ):
            await world.crm_posts("", raw=author | {"text": "Deal won: Blue Harbor - $10,000\nOwner: Ben Carter"})
        webhook = {"subtype": "bot_message", "bot_id": "B0CRM0001", "username": "CRM"}
        await world.crm_posts("", raw=webhook | {"text": "Deal won: Acme Robotics - $10,000\nOwner: Ben Carter"})
        own = app | {"user": BEN}
        await world.crm_posts("", raw=own | {"text": "Deal won: Cobalt Mining - $10,000\nOwner: Ben Carter"})
        await world.settle()
        opened = {name for name in await world.channels("U0WARMLINE") if name.startswith("acct-")}
        assert opened == {"acct-acme-robotics", "acct-cobalt-mining"}


async def test_the_rota_leaves_out_who_cannot_take_anything_on(box: Box, database_url: str) -> None:
    async with connected(box, database_url) as app:
        named = (
            "gil@northwind.example",
            IRIS,
            LENA,
            "U0DEALDESK",
            "nobody@northwind.example",
            JONAS,
            "OLIVIA@Northwind.example",
        )
        assert await app.directory.user_ids(ours(app), named) == (JONAS, OLIVIA)
        assert await box.ledger(kind="call", method="users.list") == [], "a click can't wait for everybody"
        await app.directory.refresh(ours(app))
        assert await app.directory.user_ids(ours(app), named) == (JONAS, OLIVIA)
        assert (await app.directory.find(ours(app), PersonHint(email="olivia@northwind.example"))) is not None
        assert (await app.directory.find(ours(app), PersonHint(email="gil@northwind.example"))) is None


# Everybody, read page by page.


def hire(box: Box, number: int) -> None:
    """So many colleagues more."""
    assert box.sandbox is not None
    users = box.sandbox.core.world.users
    for person in colleagues(number):
        users[person.user_id] = User(person.user_id, "T0NORTHWND", person.user_id.lower(), person.name, "UTC", "", "")


async def test_a_big_workspace_is_read_at_the_pace_that_slack_allows(box: Box, sqlite_url: str) -> None:
    hire(box, 450)
    await box.post("/faults", name="rate_limited", method="users.list", retry_after=2, times=2)
    async with connected(box, sqlite_url) as app:
        found = await app.directory.find(ours(app), PersonHint(name="Sara Lindqvist"))
        assert found is not None
        assert found.user_id == SARA
        assert len(await app.directory.everybody(ours(app))) > 450
    calls = await box.ledger(kind="call", method="users.list")
    assert not [call for call in calls if call.get("early")], "no page was asked for before Slack wanted it"


async def test_a_reading_goes_on_when_nobody_waits_any_more(box: Box, sqlite_url: str) -> None:
    await box.post("/faults", name="slow", method="users.list", seconds=0.2, times=1)
    async with connected(box, sqlite_url) as app:
        first = asyncio.create_task(app.directory.everybody(ours(app)))

        async def is_asked() -> bool:
            return bool((await box.get("/faults"))["faults"][0]["hits"])

        await until(is_asked)
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first
        assert SARA in {person.user_id for person in await app.directory.everybody(ours(app))}
    assert len(await box.ledger(kind="call", method="users.list")) == 1


async def test_an_old_copy_serves_while_slack_cannot_be_asked(box: Box, sqlite_url: str) -> None:
    clock = LaterClock()
    async with connected(box, sqlite_url, clock) as app:
        await app.directory.refresh(ours(app))
        clock.ahead = timedelta(hours=13)
        await box.post("/faults", name="server_error", method="users.list")
        for name, user_id in (("Sara Lindqvist", SARA), ("Olivia Park", OLIVIA)):
            found = await app.directory.find(ours(app), PersonHint(name=name))
            assert found is not None
            assert found.user_id == user_id
    assert len(await box.ledger(kind="call", method="users.list")) == 2, "one announcement waits for it once"


async def test_one_change_of_the_bot_does_not_make_everybody_known(box: Box, sqlite_url: str) -> None:
    async with connected(box, sqlite_url) as app:
        await app.directory.person(ours(app), ours(app).bot_user_id)
        assert SARA in {person.user_id for person in await app.directory.everybody(ours(app))}


async def test_others_write_while_many_people_are_kept(box: Box, sqlite_url: str) -> None:
    async with connected(box, sqlite_url) as app:
        keeping = asyncio.create_task(app.directory.keep(ours(app), colleagues(1_000)))
        writes = 0
        while not keeping.done():
            async with app.database.write(Priority.RECEIVER):
                writes += 1
        await keeping
        assert writes >= 9


async def test_what_is_kept_again_takes_the_place_of_what_was(box: Box, database_url: str) -> None:
    async with connected(box, database_url) as app:
        await app.directory.keep(ours(app), colleagues(150))
        await app.directory.keep(ours(app), colleagues(120, is_guest=True))
        async with app.database.read() as connection:
            kept = await People(connection, ours(app).id).everybody()
    assert [person.is_guest for person in kept] == [True] * 120 + [False] * 30


# A token that was exchanged for another workspace's.


async def test_a_token_works_only_on_its_own_workspace(box: Box, database_url: str) -> None:
    async with connected(box, database_url) as app:
        northwind, now = ours(app), app.clock.now()
        async with app.desk.begin(northwind, Priority.TICK) as work:
            await work.nudges.plan_digest(SARA, now - timedelta(minutes=1))
        assert len(await app.desk.due_digests(10)) == 1
    async with connected(box, database_url, bot_token=CONTOSO_TOKEN) as app:
        assert ours(app).name == "Contoso"
        assert await app.desk.due_digests(10) == []
        assert await app.desk.next_due() is None
        await housekeeping.people(app.desk)
        await app.directory.refresh(ours(app))
        async with app.database.read() as connection:
            assert await People(connection, northwind.id).everybody() == []
            assert {person.team_id for person in await People(connection, ours(app).id).everybody()} == {"T0CONTOSO1"}


async def test_while_slack_is_down_a_token_is_known_again(box: Box, database_url: str) -> None:
    async with connected(box, database_url), connected(box, database_url, bot_token=CONTOSO_TOKEN):
        pass
    await box.post("/faults", name="server_error", method="auth.test")
    async with connected(box, database_url) as app:
        assert ours(app).name == "Northwind"
    async with connected(box, database_url, bot_token=CONTOSO_TOKEN) as app:
        assert ours(app).name == "Contoso"
    with pytest.raises(NotConnected):
        async with connected(box, database_url, bot_token="xoxb-sandbox-unknown"):
            pass


# Ticks.


async def test_one_persons_digest_cannot_stop_the_others(
    box: Box, sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    send = nudges_flow.send_digest

    async def fails_for_some(work: Work, person_id: str, was_due: datetime) -> bool:
        if person_id in (SARA, BEN):
            raise LookupError("a row is missing")
        return await send(work, person_id, was_due)

    monkeypatch.setattr(nudges_flow, "send_digest", fails_for_some)
    monkeypatch.setattr(digest_job, "PAGE", 1)
    async with connected(box, sqlite_url) as app:
        async with app.desk.begin(ours(app), Priority.TICK) as work:
            for minutes, person in enumerate((OLIVIA, MAYA, BEN, JONAS, SARA)):
                await work.nudges.plan_digest(person, work.now - timedelta(minutes=minutes + 1))
        await digest_job.digests(app.desk)
        assert {person for _, person, _ in await app.desk.due_digests(10)} == {SARA, BEN}


async def test_one_question_cannot_stop_the_others(box: Box, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    async def due(limit: int) -> list[tuple[Workspace, str]]:
        return [(ours(app), name) for name in ("q1", "q2", "q3") if name not in told][:limit]

    async def nudge(work: Work, question_id: str) -> bool:
        if question_id != "q3":
            raise LookupError("a row is missing")
        told.append(question_id)
        return True

    monkeypatch.setattr(questions_flow, "nudge_owner", nudge)
    monkeypatch.setattr(question_job, "PAGE", 1)
    async with connected(box, sqlite_url) as app:
        monkeypatch.setattr(app.desk, "due_questions", due)
        await question_job.overdue(app.desk)
    assert told == ["q3"]


async def test_who_moves_gets_the_digest_by_the_new_clock(sqlite_url: str) -> None:
    async with world_on(sqlite_url, scale=400) as world:
        await world.crm_posts("Deal won: Acme Robotics - $10,000\nDelivery owner: Olivia Park")
        await world.settle()
        today = (await world.now()).date()
        assert await world.app.desk.next_due() == datetime.combine(today, time(9), ZoneInfo("America/New_York"))
        await world.box.act("user_change", AMIR, user=OLIVIA, fields={"tz": "Europe/London"})
        await world.settle()
        assert await world.app.desk.next_due() == datetime.combine(today, time(9), ZoneInfo("Europe/London"))


# Clicks.


@pytest.mark.parametrize("code", ["expired_trigger_id", "trigger_expired", "trigger_exchanged"])
async def test_a_modal_that_comes_too_late_is_asked_for_again(sqlite_url: str, code: str) -> None:
    async with world_on(sqlite_url, scale=400) as world:
        await world.box.post("/faults", name="error", method="views.open", code=code, times=1)
        await world.command(SARA, "/account new Acme Robotics")
        await world.settle()
        general = (await world.channels())["general"]["id"]
        assert PRESS_AGAIN in [text_of(message) for message in await world.messages(SARA, general)]
