"""Layouts on both databases: counted at once by two, kept apart by workspace, taught, forgotten, ignored."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
import sqlalchemy as sa

from bot.domain.layouts import learn
from bot.flows import layouts as flow
from bot.storage import workspaces
from bot.storage.database import Database, Priority
from bot.storage.layout_tables import refusals
from bot.unit_of_work import Desk
from tests.flows.test_policy import desk_of
from tests.rows import AT, WORKSPACE, add_workspace

OTHER = replace(WORKSPACE, id="w2", team_id="T2", name="Contoso")
EXAMPLE = {"bot_id": "B1", "text": "Who pays >> Kumquat Press\nHow much >> 12,300 EUR"}
LAYOUT = learn(EXAMPLE, {"account": "Kumquat Press", "amount": "12,300 EUR"})
CRM = "A1", "HubSpot"


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    """Two workspaces."""
    database = Database(database_url)
    async with database.write(Priority.TICK) as connection:
        await add_workspace(connection)
        await workspaces.add_or_refresh(connection, OTHER)
    yield desk_of(database)
    await database.close()


async def count(desk: Desk, what: str, ts: str = "1772530200.000100", shape: str | None = "ab12") -> None:
    async with desk.begin(WORKSPACE, Priority.INBOX) as work:
        await flow.count(work, ("C1", ts), shape, CRM, what)


async def test_counts_add_up_also_at_once(desk: Desk) -> None:
    await asyncio.gather(*(count(desk, what) for what in ("won", "won", "asked", "set_up")))
    await count(desk, "won", "1772530300.000100")
    await count(desk, "won", shape=None)
    async with desk.look(WORKSPACE) as work:
        (seen,) = await work.layouts.shapes(10)
    assert (seen.won, seen.asked, seen.set_up, seen.refused) == (3, 1, 1, 0)
    assert (seen.last_ts, seen.app, seen.app_name) == ("1772530300.000100", "A1", "HubSpot")
    async with desk.look(OTHER) as work:
        assert await work.layouts.shapes(10) == []


async def test_ignored_and_read_again(desk: Desk) -> None:
    await count(desk, "asked")
    for who, step in (("U1", flow.ignore), ("U2", flow.ignore), ("U2", flow.heed), ("U1", flow.heed)):
        async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
            await step(work, who, "C1", "ab12")
        async with desk.look(WORKSPACE) as work:
            assert await work.layouts.is_ignored("C1", "ab12") is (step is flow.ignore)
            assert not await work.layouts.is_ignored("C2", "ab12")
    async with desk.look(WORKSPACE) as work:
        written = [(change.who, change.what) for change in await work.audit.latest(10)]
    assert sorted(written) == [("U1", "layout.ignored"), ("U2", "layout.heeded")]


async def test_what_is_unknown_is_not_ignored(desk: Desk) -> None:
    async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
        await flow.ignore(work, "U1", "C1", "ffff")
        assert not await work.layouts.is_ignored("C1", "ffff")
        assert await work.audit.latest(10) == []


async def test_taught_read_back_and_forgotten(desk: Desk) -> None:
    async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
        await flow.teach(work, "U1", "C1", "A1", LAYOUT, is_win=True)
        await flow.teach(work, "U1", "C2", None, LAYOUT, is_win=False)
    async with desk.look(WORKSPACE) as work:
        (one,) = await work.layouts.taught("C1")
        everything = await work.layouts.taught()
    assert (one.layout, one.app, one.is_win, one.taught_by, one.taught_at) == (LAYOUT, "A1", True, "U1", AT)
    assert [taught.channel_id for taught in everything] == ["C2", "C1"]
    async with desk.begin(OTHER, Priority.INTERACTION) as work:
        assert await work.layouts.taught() == []
        await flow.forget(work, "U9", one.id)
    async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
        assert len(await work.layouts.taught()) == 2, "another workspace can't"
        await flow.forget(work, "U2", one.id)
        await flow.forget(work, "U2", one.id)
        written = [(change.what, change.after) for change in await work.audit.latest(10)]
        assert await work.layouts.taught("C1") == []
    assert written.count(("layout.forgotten", {"channel": "C1"})) == 1
    assert written.count(("layout.taught", {"channel": "C1"})) == 1


async def test_each_refusal_is_written_down(desk: Desk) -> None:
    await count(desk, "asked")
    for number, who in enumerate(("U1", "U2")):
        async with desk.begin(WORKSPACE, Priority.INTERACTION) as work:
            known = await work.layouts.shape("C1", "ab12")
            assert known is not None
            await work.layouts.refuse(f"r{number}", known, "1772530200.000100", who, work.now)
    async with desk.look(WORKSPACE) as work:
        (seen,) = await work.layouts.shapes(10)
        rows = (await work.connection.execute(sa.select(refusals).order_by(refusals.c.id))).mappings().all()
    assert (seen.refused, seen.refused_by) == (2, "U2")
    assert [(row["who"], row["app"], row["shape"], row["at"]) for row in rows] == [
        ("U1", "A1", "ab12", AT),
        ("U2", "A1", "ab12", AT),
    ]
