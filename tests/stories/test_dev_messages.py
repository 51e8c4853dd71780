"""Every message of the development corpus, posted in one run."""

from __future__ import annotations

import html
import json
from pathlib import Path
from typing import Any

import pytest

from bot.domain.naming import account_key
from tests.world import BEN, DEALS, World, text_of, world_on

# The corpus has several deals of the same customers on one day: of those, people are asked which is which.
ASKED = ("Is this a won deal?", "Is it the same one?", " sounds like ")
OPENED = (" is set up in ", " is known already: ", " it counts once. ")


@pytest.fixture
def rows(shared: Path) -> list[dict[str, Any]]:
    path = shared / "data" / "deals-dev.jsonl"
    if not path.is_file():
        pytest.skip("the corpus of announcements is not there")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


async def post(world: World, row: dict[str, Any]) -> str:
    """Post one row as the CRM's bot, or as a person of ours where the row is a person's."""
    raw = {name: value for name, value in row["payload"].items() if name not in ("channel", "ts", "type", "thread_ts")}
    if "user" in raw:
        thread = {"thread_ts": await world.posts(BEN, DEALS, "Morning all")} if "thread_ts" in row["payload"] else {}
        return str((await world.box.act("post", BEN, channel=DEALS, text=html.unescape(raw["text"]), **thread))["ts"])
    return str((await world.box.act("post", "crm", channel=DEALS, raw=raw))["ts"])


async def test_all_of_them(database_url: str, rows: list[dict[str, Any]]) -> None:
    async with world_on(database_url, scale=400) as world:
        posted = [(row, await post(world, row)) for row in rows]
        answer = await world.box.settle(timeout=120)
        assert answer["quiet"], answer
        wanted: dict[str, str] = {}
        for row, ts in posted:
            thread = [text_of(m) for m in (await world.messages(BEN, DEALS, ts))[1:]]
            said = "\n".join(thread)
            is_asked = any(words in said for words in ASKED)
            is_opened = any(words in said for words in OPENED)
            if row["gold"]["is_won"]:
                assert is_asked or is_opened, (row["id"], thread)
                assert not (is_asked and is_opened), (row["id"], thread)
            else:
                assert not is_opened, (row["id"], thread)
            if is_opened and (name := row["gold"].get("account_name")):
                channel = thread[-1].split("<#")[1].split(">")[0].split("|")[0]
                assert wanted.setdefault(account_key(name), channel) == channel, f"{name} has two channels"
        assert len(set(wanted.values())) == len(wanted), "two accounts share a channel"
        opened = [name for name in await world.channels("U0WARMLINE") if name.startswith("acct-")]
        assert len(opened) == len(wanted)
        async with world.app.database.read() as connection:
            from bot.storage import inbox_rows, outbox_rows

            assert set(await inbox_rows.count_by_state(connection)) == {"done"}
            assert set(await outbox_rows.count_by_state(connection)) == {"done"}
