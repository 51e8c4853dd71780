"""What Warmline says it reads out of a message: of one in Slack, and of one that was pasted."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ids import Shortcut
from bot.storage.layout_tables import shapes
from bot.storage.tables import deals
from tests.world import CUSTOMER, DEALS, GIL, LENA, OLIVIA, SARA, World, text_of, world_on

RANDOM = "C0RANDOM01"
WIN = "Deal won: *Lumen Labs* - €48,500 per year\nOwner: Sara Lindqvist"


@pytest.fixture
async def new_world(database_url: str) -> AsyncIterator[World]:
    """A workspace in which Warmline was just installed."""
    async with world_on(database_url, is_set_up=False) as world:
        yield world


async def explain(world: World, channel: str, ts: str, who: str = OLIVIA) -> str:
    """What the shortcut's modal says."""
    answer = await world.box.act("shortcut", who, callback_id=Shortcut.EXPLAIN, channel=channel, ts=ts)
    return text_of(answer["opened_view"])


async def opened_try(world: World, who: str = SARA) -> dict[str, Any]:
    return dict((await world.command(who, "/warmline try"))["opened_view"])


async def nothing_is_kept(world: World) -> None:
    async with world.app.database.read() as connection:
        for table in (deals, shapes):
            assert await connection.scalar(sa.select(sa.func.count()).select_from(table)) == 0
    assert not [name for name in await world.channels("U0WARMLINE") if name.startswith("acct-")]


async def test_a_win_is_explained_field_by_field(world: World) -> None:
    ts = await world.crm_posts(WIN)
    await world.settle()
    told = await explain(world, DEALS, ts)
    assert "Yes, a won deal" in told
    assert (
        "Account: Lumen Labs\nValue: €48,500.00 a year" in told or "Account: Lumen Labs\nValue: €48,500 a year" in told
    )
    assert f"Seller: <@{SARA}> (found by name)" in told
    assert "This channel announces wins, and whoever posted this counts." in told


async def test_what_is_missing_and_why_it_does_not_count_here(world: World) -> None:
    ts = await world.posts(SARA, RANDOM, "Deal won: Acme Robotics!")
    told = await explain(world, RANDOM, ts)
    assert f"Seller: <@{SARA}> (who wrote it)" in told
    assert "Not found: value" in told
    assert "isn't one that announces wins" in told
    await world.settle()
    await nothing_is_kept(world)


async def test_a_customers_question_is_explained_as_one(world: World) -> None:
    ts = await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    told = await explain(world, CUSTOMER, ts)
    assert "Yes, somebody waits for an answer." in told
    assert "Why: " in told
    assert "No account has this as its customer's channel" in told
    assert "won deal" not in told
    thanks = await world.posts(LENA, CUSTOMER, "Thanks!")
    assert "No, nobody waits for an answer." in await explain(world, CUSTOMER, thanks)


async def test_a_guest_is_told_nothing(world: World) -> None:
    await world.box.act("invite", OLIVIA, channel=DEALS, user=GIL)
    ts = await world.crm_posts("Lunch is at noon")
    assert "Only full members" in await explain(world, DEALS, ts, GIL)


async def test_a_pasted_text_is_read_and_another_one_tried(world: World) -> None:
    view = await opened_try(world)
    read = (await world.submit(SARA, view["id"], example=WIN))["opened_view"]
    assert "Account: Lumen Labs" in text_of(read)
    assert f"Seller: <@{SARA}> (found by name)" in text_of(read)
    again = (await world.submit(SARA, read["id"]))["opened_view"]
    asked = await world.submit(SARA, again["id"], example="When can we talk?", posted_by="customer")
    assert "Yes, somebody waits for an answer." in text_of(asked["opened_view"])
    await world.settle()
    await nothing_is_kept(world)


async def test_a_crms_own_json_may_be_pasted(world: World) -> None:
    fields = [{"type": "mrkdwn", "text": text} for text in ("*Account*\nAcme Robotics", "*Amount*\n$1,200")]
    payload = json.dumps({"text": "Deal won", "blocks": [{"type": "section", "fields": fields}]})
    view = await opened_try(world)
    told = text_of((await world.submit(SARA, view["id"], example=payload))["opened_view"])
    assert "Account: Acme Robotics\nValue: $1,200" in told


async def test_before_it_is_set_up_too(new_world: World) -> None:
    view = await opened_try(new_world)
    answer = await new_world.submit(SARA, view["id"], example="Deal won: Acme Robotics, $5,000")
    assert "Acme Robotics" in text_of(answer["opened_view"])
    ts = await new_world.posts(SARA, RANDOM, "Deal won: Acme Robotics, $5,000")
    told = await explain(new_world, RANDOM, ts)
    assert "Warmline isn't set up yet, so nothing happens anywhere." in told
    await new_world.settle()
    await nothing_is_kept(new_world)
