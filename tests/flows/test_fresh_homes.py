"""Homes on their way to Slack: only to who opened theirs, only when something changed, the newest last."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from bot.domain.policy import Rule
from bot.flows import fresh_homes, settings
from bot.intents import Post, PublishHome
from bot.storage.database import Priority
from bot.storage.spine_tables import outbox
from bot.storage.tables import homes
from bot.unit_of_work import Desk
from tests.flows.outbox_ground import Trouble, trouble_on
from tests.sandbox_harness import until
from tests.world import AMIR, DEALS, JONAS, OLIVIA, SARA, text_of

WON = "Deal won: {name}\nAmount: $48,500\nOwner: Sara Lindqvist"


async def opens(trouble: Trouble, who: str) -> None:
    await trouble.box.act("home", who, wait=0)
    await trouble.world.settle()


async def wins(trouble: Trouble, *names: str) -> None:
    for name in names:
        await trouble.box.act("post", "crm", channel=DEALS, text=WON.format(name=name))
    await trouble.world.settle()


async def shows(trouble: Trouble, who: str) -> str:
    view = (await trouble.box.see("home", who))["view"]
    return text_of(view) if view else ""


async def calls_for(trouble: Trouble, who: str) -> list[dict[str, Any]]:
    return [call for call in await trouble.world.calls("views.publish") if call["args"]["user_id"] == who]


async def ends(trouble: Trouble) -> dict[str, int]:
    """How many intents to publish a Home ended in which state."""
    query = sa.select(outbox.c.state, sa.func.count()).where(outbox.c.kind == PublishHome.__name__)
    async with trouble.world.app.database.read() as connection:
        return {state: count for state, count in await connection.execute(query.group_by(outbox.c.state))}  # noqa: C416


async def refreshed(trouble: Trouble, *who: str, times: int = 1) -> None:
    """Something changes that these people's Homes show."""
    (workspace,) = trouble.world.app.desk.workspaces()
    for _ in range(times):
        async with trouble.world.app.desk.begin(workspace, Priority.INTERACTION) as work:
            for person_id in who:
                await fresh_homes.person(work, person_id)
    await trouble.world.settle()


async def test_who_never_opened_home_costs_nothing(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await wins(trouble, "Acme", "Borealis")
        assert await ends(trouble) == {}
        await opens(trouble, SARA)
        await wins(trouble, "Cobalt")
        assert {call["args"]["user_id"] for call in await trouble.world.calls("views.publish")} == {SARA}
        assert "*Cobalt*" in await shows(trouble, SARA)


async def test_who_has_not_opened_home_for_a_week_is_left_alone(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        await trouble.world.go_to(await trouble.world.now() + timedelta(days=8))
        before = len(await calls_for(trouble, SARA))
        await wins(trouble, "Acme")
        assert len(await calls_for(trouble, SARA)) == before
        await opens(trouble, SARA)
        assert "*Acme*" in await shows(trouble, SARA)


async def test_only_people_with_a_part_in_the_account_and_who_see_all_get_it_anew(
    database_url: str, tmp_path: Path
) -> None:
    async with trouble_on(database_url, tmp_path, delivery_owners=OLIVIA) as trouble:
        for who in (SARA, OLIVIA, JONAS, AMIR):
            await opens(trouble, who)
        await wins(trouble, "Acme")
        assert "you sold it" in await shows(trouble, SARA)
        assert "you own it" in await shows(trouble, OLIVIA)
        assert "*Open accounts*\n1" in await shows(trouble, AMIR)
        assert len(await calls_for(trouble, JONAS)) == 1


async def test_a_home_shows_rules_that_another_replica_has_just_changed(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        app = trouble.world.app
        (workspace,) = app.desk.workspaces()
        other = Desk(app.database, app.desk.clock, app.desk.directory, app.desk.history)
        for who in (AMIR, SARA):
            await opens(trouble, who)
        assert "Settings" in await shows(trouble, AMIR)
        known = await app.desk.policy(workspace)
        async with other.begin(workspace, Priority.INTERACTION) as work:
            await settings.save(work, AMIR, Rule.ADMINS, {"admins": (SARA,)}, admins=known.admins)
        app.desk.outbox_has_work.set()
        await trouble.world.settle()
        assert "Settings" in await shows(trouble, SARA)
        assert "Settings" not in await shows(trouble, AMIR)


async def test_an_unchanged_home_is_not_published_again(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        await opens(trouble, SARA)
        await refreshed(trouble, SARA, times=3)
        assert len(await calls_for(trouble, SARA)) == 1
        assert set(await ends(trouble)) <= {"done", "dropped"}
        assert await trouble.told() == []


async def test_a_home_that_slack_lost_is_published_again(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        assert trouble.box.sandbox is not None
        trouble.box.sandbox.core.world.homes.clear()
        await opens(trouble, SARA)
        assert len(await calls_for(trouble, SARA)) == 2
        assert "Your accounts" in await shows(trouble, SARA)


async def test_of_several_that_wait_only_the_newest_is_sent(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        await trouble.fault("rate_limited", "views.publish", retry_after=300, times=1)
        await wins(trouble, "Acme", "Borealis", "Cobalt")
        after = [call for call in await calls_for(trouble, SARA) if not call.get("fault")][1:]
        shown = await shows(trouble, SARA)
        assert all(f"*{name}*" in shown for name in ("Acme", "Borealis", "Cobalt"))
        assert len(after) <= 2, "what waited meanwhile was left out"
        assert (await ends(trouble))["dropped"] >= 1
        assert await trouble.early() == 0


async def test_a_transaction_publishes_a_home_once(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        await refreshed(trouble, SARA, SARA, SARA)
        assert sum((await ends(trouble)).values()) == 2


async def test_after_an_attempt_with_an_unknown_end_it_is_published_again(database_url: str, tmp_path: Path) -> None:
    """Slack may show it or not: it is sent once more, and no older one is taken for what Slack shows."""
    async with trouble_on(database_url, tmp_path) as trouble:
        await opens(trouble, SARA)
        for name, when in (("Borealis", "before"), ("Cobalt", "after")):
            await trouble.fault("server_error", "views.publish", status=503, when=when, times=1)
            before = len(await calls_for(trouble, SARA))
            await wins(trouble, name)
            assert len(await calls_for(trouble, SARA)) >= before + 2
            assert f"*{name}*" in await shows(trouble, SARA)
        assert set(await ends(trouble)) <= {"done", "dropped"}


async def test_a_home_that_is_switched_off_bothers_no_admin_and_holds_up_nothing(
    database_url: str, tmp_path: Path
) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await trouble.box.post("/apps/A0WARMLINE", home_tab=False)
        await opens(trouble, SARA)
        assert await ends(trouble) == {"dropped": 1}
        await wins(trouble, "Acme")
        assert "acct-acme" in await trouble.world.channels()
        assert await trouble.told() == []
        await trouble.box.post("/apps/A0WARMLINE", home_tab=True)
        await opens(trouble, SARA)
        assert "*Acme*" in await shows(trouble, SARA)


async def test_what_is_shown_is_known_by_its_hash_alone(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        await wins(trouble, "Acme")
        await opens(trouble, SARA)
        async with trouble.world.app.database.read() as connection:
            (row,) = (await connection.execute(sa.select(homes))).mappings().all()
            payloads = list(await connection.scalars(sa.select(outbox.c.payload).where(outbox.c.kind == "PublishHome")))
        assert (row["person_id"], row["sees_all"], len(row["shown"])) == (SARA, False, 64)
        assert "Acme" not in "".join(payloads)


@pytest.mark.parametrize("code", ["missing_scope", "view_too_large", "user_not_found", "a_code_of_tomorrow"])
async def test_a_home_that_can_not_be_shown_alarms_nobody(code: str, sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("error", "views.publish", code=code, times=1)
        await opens(trouble, SARA)
        assert await ends(trouble) == {"dropped": 1}
        assert await trouble.told() == []
        await opens(trouble, SARA)
        assert "Your accounts" in await shows(trouble, SARA)


async def test_a_home_does_not_hold_up_a_direct_message(sqlite_url: str, tmp_path: Path) -> None:
    async with trouble_on(sqlite_url, tmp_path) as trouble:
        await trouble.fault("rate_limited", "views.publish", retry_after=7_200, times=1)  # 18 seconds here
        await trouble.box.act("home", SARA, wait=0)
        await until(lambda: _is_told_to_wait(trouble))
        await trouble.send(("hello", Post(SARA, key="hello", text="Good morning")))
        await until(lambda: _is_greeted(trouble))
        assert await shows(trouble, SARA) == ""


async def _is_told_to_wait(trouble: Trouble) -> bool:
    return await trouble.hits() == 1


async def _is_greeted(trouble: Trouble) -> bool:
    return "Good morning" in str(await trouble.world.dms(SARA))


async def test_everybody_gets_it_anew_when_the_settings_change(database_url: str, tmp_path: Path) -> None:
    async with trouble_on(database_url, tmp_path) as trouble:
        for who in (SARA, JONAS):
            await opens(trouble, who)
        (workspace,) = trouble.world.app.desk.workspaces()
        async with trouble.world.app.desk.begin(workspace, Priority.INTERACTION) as work:
            await fresh_homes.everybody(work)
            assert work.refreshed == {SARA, JONAS}
