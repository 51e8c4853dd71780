"""kill -9 wherever it hurts: afterwards every win has everything once, and no acknowledged event is lost."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from bot.ids import Action
from bot.intents import KINDS
from bot.slack.manifest import manifest
from bot.storage import inbox_rows, outbox_rows
from bot.storage.database import Database, Priority
from tests.chaos.lives import Life, nursery
from tests.chaos.massacre import FAST, Massacre
from tests.sandbox_harness import APP, sandbox_here
from tests.set_up import set_up
from tests.world import DEALS, SARA, text_of

EFFECTS = sorted({method for kind in KINDS.values() for method in kind.methods})
# A win alone sets off none of these.
BY_A_CLICK = ("chat.update", "views.publish", "conversations.rename", "conversations.archive")
COMMITS = [priority.name for priority in Priority if priority is not Priority.TICK]  # the timetable sends nothing here
POINTS = [
    *("receiver.before_commit", "receiver.after_commit", "inbox.claimed", "inbox.recorded"),
    *("flow.before_commit", "flow.after_commit"),
    *("outbox.before_claim", "outbox.after_claim", "outbox.before_record", "outbox.after_record"),
    *(f"gateway.{when} {method}" for method in EFFECTS if method not in BY_A_CLICK for when in ("before", "after")),
    *(f"commit.{when} {name}" for name in COMMITS for when in ("before", "after")),
]


@asynccontextmanager
async def massacre(url: str, tmp_path: Path, transport: str = "socket", **order: Any) -> AsyncIterator[Massacre]:
    """A sandbox, a zygote, and what they are for."""
    async with sandbox_here(time_scale=FAST, limits=False) as box, nursery(tmp_path / "log") as born:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        await set_up(url)
        yield Massacre(box, born, url, transport, **order)


def broken(url: str) -> list[str]:
    """What SQLite itself finds broken."""
    connection = sqlite3.connect(url.removeprefix("sqlite+aiosqlite:///"))
    try:
        found = [row[0] for row in connection.execute("PRAGMA integrity_check") if row[0] != "ok"]
        return found + [f"{row}" for row in connection.execute("PRAGMA foreign_key_check")]
    finally:
        connection.close()


async def undone(url: str) -> set[str]:
    """States other than done in which events and intents are."""
    database = Database(url)
    try:
        async with database.read() as connection:
            found = [await inbox_rows.count_by_state(connection), await outbox_rows.count_by_state(connection)]
    finally:
        await database.close()
    return {state for counts in found for state in counts} - {"done"}


def _plan(seed: int, times: int = 2) -> list[tuple[str, int]]:
    """Every point so many times, in an order of its own, at one of its first hits."""
    dice = random.Random(seed)
    plan = []
    for point in POINTS * times:
        plan.append((point, 1 if point.endswith("INTERACTION") else dice.choice((1, 1, 2))))  # that one only at start
    dice.shuffle(plan)
    return plan


@pytest.mark.parametrize(("transport", "seed"), [("socket", 1), ("socket", 2), ("http", 3), ("http", 4)])
async def test_killed_at_every_point(transport: str, seed: int, sqlite_url: str, tmp_path: Path) -> None:
    plan = _plan(seed)
    async with massacre(sqlite_url, tmp_path, transport) as run:
        await run.go_through(plan)
    assert broken(sqlite_url) == []
    assert await undone(sqlite_url) == set()
    assert set(run.killed) == set(POINTS)
    assert run.killed.total() == len(plan) == 68


async def test_killed_at_every_point_on_postgres(postgres_url: str, tmp_path: Path) -> None:
    plan = _plan(5, times=1)
    async with massacre(postgres_url, tmp_path, "http", lease=0.3) as run:
        await run.go_through(plan)
    assert await undone(postgres_url) == set()
    assert set(run.killed) == set(POINTS)
    assert run.killed.total() == len(plan) == 34


async def test_killed_at_any_instant(sqlite_url: str, tmp_path: Path) -> None:
    seed = random.SystemRandom().randrange(10_000)
    print(f"seed {seed}")
    dice = random.Random(seed)
    async with massacre(sqlite_url, tmp_path) as run:
        for _ in range(3):
            for _ in range(8):
                await run.kill_after(dice.uniform(0.0, 0.4))
            assert await run.rest() == []
    assert broken(sqlite_url) == []
    assert await undone(sqlite_url) == set()
    assert run.killed.total() == 24


@pytest.mark.parametrize("point", ["gateway.before chat.update", "gateway.after chat.update"])
async def test_a_decision_outlives_a_kill(point: str, sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        life = await run.start()
        asked_about = (await run.box.act("post", "crm", channel=DEALS, text=":tada: Deal won! $48,500"))["ts"]
        await run.wins.quiet()
        await life.kill()
        life = await run.start(point=point)
        card = (await run.box.see("messages", SARA, channel=DEALS, thread_ts=asked_about))["messages"][-1]
        await run.box.act("click", SARA, channel=DEALS, ts=card["ts"], action_id="deal.not_a_win")
        assert await life.died(within=20)
        assert await run.rest() == []
        thread = (await run.box.see("messages", SARA, channel=DEALS, thread_ts=asked_about))["messages"]
    assert [message["ts"] for message in thread] == [asked_about, card["ts"]]
    assert text_of(thread[-1]) != text_of(card)
    assert await undone(sqlite_url) == set()


@pytest.mark.parametrize("point", ["gateway.before views.publish", "gateway.after views.publish"])
async def test_a_home_outlives_a_kill(point: str, sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        life = await run.start(point=point)
        await run.box.act("home", SARA, wait=0)
        assert await life.died(within=20)
        assert await run.rest() == []
        view = (await run.box.see("home", SARA))["view"]
    assert "Your accounts" in text_of(view)
    assert await undone(sqlite_url) == set()


async def _acme(run: Massacre) -> tuple[Life, str]:
    """One life that has opened the channel of a won account; that life, and the channel's id."""
    life = await run.start()
    await run.box.act("post", "crm", channel=DEALS, text=":tada: Deal won: *Acme*, $48,500\nOwner: Sara Lindqvist")
    await run.wins.quiet()
    rooms = (await run.box.see("channels", SARA))["channels"]
    return life, next(room["id"] for room in rooms if room["name"] == "acct-acme")


async def _room(run: Massacre, channel: str) -> dict[str, Any]:
    """The channel, after a life that was left alone until all was quiet."""
    life = await run.start()
    await run.wins.quiet()
    await life.kill()
    return next(room for room in (await run.box.get("/state"))["channels"] if room["id"] == channel)


@pytest.mark.parametrize("point", ["gateway.before conversations.rename", "gateway.after conversations.rename"])
async def test_another_name_outlives_a_kill(point: str, sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        life, channel = await _acme(run)
        await life.kill()
        life = await run.start(point=point)
        await run.box.act("command", SARA, channel=channel, text="/account rename Borealis")
        assert await life.died(within=20)
        assert (await _room(run, channel))["name"] == "acct-borealis"
        said = [text_of(message) for message in (await run.box.see("messages", SARA, channel=channel))["messages"]]
    assert len([text for text in said if "keeps" in text]) == 0
    assert len([text for text in said if "Borealis" in text and "renamed" in text]) == 1, said
    assert await undone(sqlite_url) == set()


@pytest.mark.parametrize("point", ["gateway.before conversations.archive", "gateway.after conversations.archive"])
async def test_an_archived_channel_outlives_a_kill(point: str, sqlite_url: str, tmp_path: Path) -> None:
    async with massacre(sqlite_url, tmp_path) as run:
        life, channel = await _acme(run)
        shown = (await run.box.act("command", SARA, channel=channel, text="/account"))["reply"]
        await run.box.act("click", SARA, channel=channel, ts=shown["ts"], action_id=Action.UNDO_WIN_OF)
        await run.wins.quiet()
        await life.kill()
        life = await run.start(point=point)
        news = (await run.box.see("messages", SARA, channel=channel))["messages"]
        card = next(message for message in news if Action.ARCHIVE_CHANNEL in str(message.get("blocks")))
        await run.box.act("click", SARA, channel=channel, ts=card["ts"], action_id=Action.ARCHIVE_CHANNEL)
        assert await life.died(within=20)
        assert (await _room(run, channel))["is_archived"]
    assert await undone(sqlite_url) == set()


@pytest.mark.parametrize(
    ("broken_part", "point", "trouble"),
    [
        ("no_read_back", "gateway.after chat.postMessage", "2 replies"),
        ("no_adoption", "gateway.after conversations.create", "belongs to no win"),
        ("acknowledges_first", "receiver.before_commit", "0 channels"),
    ],
)
async def test_the_harness_notices(broken_part: str, point: str, trouble: str, sqlite_url: str, tmp_path: Path) -> None:
    """Without a safeguard the same kills do harm; with it they don't."""
    async with massacre(sqlite_url, tmp_path, broken=[broken_part]) as run:
        await run.kill_at(point, 1)
        problems = await run.rest()
    assert any(trouble in problem for problem in problems), problems
