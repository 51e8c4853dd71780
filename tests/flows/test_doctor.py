"""The doctor against the sandbox: what is well, and what to do about what is not."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.clock import Clock
from bot.config import Settings
from bot.doctor import Finding, examine
from bot.slack.manifest import SCOPES, manifest
from tests.sandbox_harness import APP, Box, sandbox_here
from tests.set_up import set_up
from tests.world import settings_for, world_on


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here() as box:
        await box.post(f"/apps/{APP}/manifest", manifest=manifest())
        yield box


@pytest.fixture
async def ready_url(sqlite_url: str) -> str:
    """URL of a database in which the workspace is set up."""
    await set_up(sqlite_url)
    return sqlite_url


async def findings(settings: Settings) -> dict[str, Finding]:
    return {finding.what: finding async for finding in examine(settings, Clock())}


async def wrong(box: Box, url: str, **settings: Any) -> dict[str, str]:
    """What has to be mended."""
    found = await findings(settings_for(box, url, **settings))
    return {what: finding.says for what, finding in found.items() if not finding.is_well}


async def test_all_is_well(box: Box, database_url: str) -> None:
    await set_up(database_url)
    found = await findings(settings_for(box, database_url))
    assert {what for what, finding in found.items() if not finding.is_well} == set()
    assert set(found) == {"token", "scopes", "clock", "rules", "channels", "owners", "socket", "database"}
    assert found["token"].says.startswith("speaks for Northwind")
    assert found["scopes"].says == f"all {len(SCOPES)} are granted"
    assert found["channels"].says == "#deals-won is read for wins; not read yet"
    assert found["database"].says.endswith("up to date")


async def test_a_missing_scope_is_named_with_what_to_do(box: Box, ready_url: str) -> None:
    await box.post(f"/apps/{APP}", scopes=sorted(set(SCOPES) - {"pins:write", "groups:write"}))
    assert await wrong(box, ready_url) == {
        "scopes": "missing: groups:write, pins:write. To do: add them to the app (python -m bot manifest prints it) "
        "and install it again"
    }


async def test_with_a_client_id_there_is_a_link_that_grants_them_all(box: Box, ready_url: str) -> None:
    await box.post(f"/apps/{APP}", scopes=sorted(set(SCOPES) - {"pins:write"}))
    said = (await wrong(box, ready_url, client_id="4001.77", oauth_url="https://slack.example/oauth"))["scopes"]
    link = said.rpartition(" ")[2]
    assert link.startswith("https://slack.example/oauth?client_id=4001.77&scope=")
    assert all(scope.replace(":", "%3A") in link for scope in SCOPES)


async def test_a_wrong_token_is_said_and_the_rest_is_looked_at(box: Box, ready_url: str) -> None:
    found = await findings(settings_for(box, ready_url, bot_token="xoxb-CANARY"))
    assert not found["token"].is_well
    assert "(invalid_auth)" in found["token"].says
    assert found["socket"].is_well
    assert found["database"].is_well
    assert "CANARY" not in str(found)


async def test_a_wrong_app_token_is_the_sockets_matter(box: Box, ready_url: str) -> None:
    assert set(await wrong(box, ready_url, app_token="xapp-CANARY")) == {"socket"}


async def test_over_http_no_socket_is_asked_for(box: Box, ready_url: str) -> None:
    assert "socket" not in await findings(settings_for(box, ready_url, transport="http"))


async def test_channels_that_cannot_be_read_are_named(box: Box, sqlite_url: str) -> None:
    await set_up(sqlite_url, deal_channels=("C0DEALSWON", "C0RANDOM01", "C0UNSEEN01"))
    found = [finding async for finding in examine(settings_for(box, sqlite_url), Clock())]
    todo = "can't be read; type /invite @Warmline there, or choose others with /warmline settings"
    assert [finding.says for finding in found if finding.what == "channels"] == [
        "#deals-won is read for wins; not read yet",
        f"#random {todo}",
        f"the channel C0UNSEEN01 {todo}",
    ]


async def test_nothing_chosen_yet(box: Box, sqlite_url: str) -> None:
    assert await wrong(box, sqlite_url) == {
        "rules": "not set up yet: the channels that announce wins, who owns deliveries, and quiet start or not are "
        "still to be chosen; an admin types /warmline setup in Slack"
    }


async def test_one_step_is_missing(box: Box, sqlite_url: str) -> None:
    await set_up(sqlite_url, delivery_owners=(), set_up_at=None)
    assert await wrong(box, sqlite_url) == {
        "rules": "not set up yet: who owns deliveries is still to be chosen; an admin types /warmline setup in Slack"
    }


async def test_that_it_is_paused_is_said(box: Box, sqlite_url: str) -> None:
    await set_up(sqlite_url, paused_at=datetime(2026, 3, 3, tzinfo=UTC))
    assert "until an admin types /warmline resume" in (await findings(settings_for(box, sqlite_url)))["rules"].says


async def test_admins_that_slack_does_not_know_are_named(box: Box, ready_url: str) -> None:
    said = await wrong(box, ready_url, admins="amir@northwind.example,nobody@northwind.example,U0NOBODY")
    assert said == {"admins": "Slack knows nobody by nobody@northwind.example, U0NOBODY; mend WARMLINE_ADMINS"}


async def test_owners_that_cannot_take_accounts_are_named_with_the_reason(box: Box, sqlite_url: str) -> None:
    await set_up(sqlite_url, delivery_owners=("U0OLIVIAPK", "U0GILMOREN", "U0IRISNOVA", "U0DEALDESK"))
    assert await wrong(box, sqlite_url) == {
        "owners": "Gil Moreno is a guest; Iris Novak has left Slack; Dealdesk CRM is an app, and so is left "
        "out; choose others with /warmline settings"
    }


async def test_a_database_that_is_behind(box: Box, tmp_path: Path) -> None:
    said = await wrong(box, f"sqlite+aiosqlite:///{tmp_path / 'new.db'}")
    assert said == {"database": "can be reached, but is not up to date; python -m bot db upgrade"}
    assert os.listdir(tmp_path) == [], "looking changes nothing"


async def test_a_database_that_is_not_there(box: Box, tmp_path: Path) -> None:
    said = await wrong(box, f"sqlite+aiosqlite:///{tmp_path / 'no' / 'x.db'}")
    assert said == {
        "database": f"The database's folder {tmp_path / 'no'} is not there; make it, or mend WARMLINE_DATABASE_URL."
    }
    said = await wrong(box, "postgresql+asyncpg://nobody@127.0.0.1:9/nowhere")
    assert said["database"].startswith("The database can't be opened (")


async def test_slack_cannot_be_reached(box: Box, ready_url: str) -> None:
    said = await wrong(box, ready_url, api_url="http://127.0.0.1:9/")
    assert set(said) == {"token", "socket"}
    assert all(sentence.endswith(".") for sentence in said.values())


async def test_a_clock_that_is_off(box: Box, ready_url: str) -> None:
    class Fast(Clock):
        def real_now(self) -> datetime:
            return super().real_now() + timedelta(minutes=4)

    settings = settings_for(box, ready_url)
    found = {finding.what: finding async for finding in examine(settings, Fast())}
    assert not found["clock"].is_well
    assert "set this machine's clock by a time server" in found["clock"].says


async def test_it_says_when_a_channel_was_last_read(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        found = await findings(world.settings)
        now = await world.now()
    assert found["channels"].says == f"#deals-won is read for wins; last read {now:%Y-%m-%d %H}:{now:%M} UTC"
