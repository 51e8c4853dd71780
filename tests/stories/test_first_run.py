"""The first run in a workspace, as its admin meets it: three steps by clicking, and nothing before they are done."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from bot.ids import Action, Block, Shortcut, View
from bot.storage.tables import accounts
from tests.stories.test_main_job import WIN
from tests.world import AMIR, DEALS, GIL, JONAS, MAYA, OLIVIA, SARA, World, text_of, world_on

RANDOM = "C0RANDOM01"


@pytest.fixture
async def new_world(database_url: str) -> AsyncIterator[World]:
    """A workspace in which Warmline was just installed."""
    async with world_on(database_url, is_set_up=False) as world:
        yield world


async def the_steps(world: World, who: str = AMIR) -> dict[str, Any]:
    """The message with the three steps in somebody's DM."""
    (message,) = [one for one in await world.dms(who) if "Which channels announce wins?" in text_of(one)]
    return message


async def choose(world: World, rule: str, who: str = AMIR) -> dict[str, Any]:
    """Press a step's button in the DM; the modal that opens."""
    message = await the_steps(world, who)
    block = next(one for one in message["blocks"] if one.get("accessory", {}).get("value") == rule)
    answer = await world.box.act(
        "click",
        who,
        channel=await world.dm(who),
        ts=message["ts"],
        action_id=Action.EDIT_RULE,
        block_id=block["block_id"],
    )
    return dict(answer["opened_view"])


async def change(world: World, view: dict[str, Any], block: str, value: Any, who: str = AMIR) -> dict[str, Any]:
    """Choose something in an open modal; the modal as it is then."""
    answer = await world.box.act("click", who, view_id=view["id"], action_id="value", block_id=block, value=value)
    return dict(answer["opened_view"])


async def submit(world: World, view: dict[str, Any], who: str = AMIR, **values: Any) -> dict[str, Any]:
    answer = await world.submit(who, view["id"], **values)
    await world.settle()
    return answer


def apps_of(view: dict[str, Any]) -> list[dict[str, Any]]:
    """The apps that the first step's modal offers."""
    return [
        one for block in view["blocks"] if block["block_id"] == Block.DEAL_APPS for one in block["element"]["options"]
    ]


async def set_up_by_clicking(world: World, who: str = AMIR) -> dict[str, Any]:
    """All three steps, one after the other in one window; the last answer."""
    view = await choose(world, "channels", who)
    second = (await submit(world, view, who))["opened_view"]
    third = (await submit(world, second, who, delivery_owners=[OLIVIA, JONAS]))["opened_view"]
    return await submit(world, third, who)


async def test_the_admin_is_asked_once_with_three_steps(new_world: World) -> None:
    told = await new_world.dms(AMIR)
    assert len(told) == 1
    said = text_of(told[0])
    for words in ("Hello, I'm Warmline", "Until then I do nothing", "Who owns deliveries?", "Quiet start or not?"):
        assert words in said
    await new_world.restart()
    assert len(await new_world.dms(AMIR)) == 1, "once ever"
    for nobody in (SARA, MAYA):
        assert await new_world.dms(nobody) == []


async def test_the_whole_first_run_by_clicking(new_world: World) -> None:
    world = new_world
    await world.crm_posts(WIN)
    await world.posts(SARA, DEALS, "Lunch is at noon.")
    view = await choose(world, "channels")
    assert view["callback_id"] == View.CHANNELS
    assert view["state"]["values"][Block.DEAL_CHANNELS]["value"]["selected_conversations"] == [DEALS]
    assert f"In <#{DEALS}> I would have taken:\n• *Acme Robotics*" in text_of(view)
    assert [one["text"]["text"] for one in apps_of(view)] == ["CRM"]

    answer = await submit(world, view)
    second = answer["opened_view"]
    assert second["callback_id"] == View.OWNERS
    assert f"✓  *Which channels announce wins?*\n<#{DEALS}>" in text_of(await the_steps(world))
    second = await change(world, second, Block.DELIVERY_OWNERS, [OLIVIA, JONAS])
    assert f"The next three wins would go to <@{OLIVIA}>, <@{JONAS}>, <@{OLIVIA}>." in text_of(second)
    refused = await submit(world, second, delivery_owners=[OLIVIA, GIL])
    assert refused["errors"] == {
        Block.DELIVERY_OWNERS: "Gil Moreno is a guest, and so can't own an account. Take them out."
    }

    third = (await submit(world, second, delivery_owners=[OLIVIA, JONAS]))["opened_view"]
    assert third["callback_id"] == View.QUIET
    assert third["submit"]["text"] == "Turn Warmline on"
    end = (await world.now() + timedelta(days=14)).date()
    assert f"Until {end.day} {end:%b %Y} I nudge people only about deals won from now on." in text_of(third)
    third = await change(world, third, Block.QUIET_START, [])
    assert "From the first morning on" in text_of(third)
    third = await change(world, third, Block.QUIET_START, ["quiet"])
    done = await submit(world, third)
    assert "Warmline is on." in text_of(done["opened_view"])
    assert "`/warmline settings` changes all of this" in text_of(done["opened_view"])
    assert "Warmline is on." in text_of(await the_steps(world))
    assert "acct-acme-robotics" not in await world.channels(), "what was announced before stays as it is"

    await world.crm_posts(WIN.replace("Acme Robotics", "Lumen Labs"))
    await world.settle()
    assert "acct-lumen-labs" in await world.channels()


async def test_nothing_happens_before(new_world: World) -> None:
    world = new_world
    ts = await world.crm_posts(WIN)
    await world.posts(SARA, DEALS, "We closed it, 12k for the year")
    await world.settle()
    assert len(await world.messages(SARA, DEALS, ts)) == 1
    for command in (
        "/account",
        "/account new",
        "/account Acme",
        "/handoff",
        "/checkin done",
        "/warmline",
        "/warmline pause",
    ):
        answer = await world.command(SARA, command)
        told = f"Warmline isn't set up yet. <@{AMIR}> can do that with `/warmline setup`."
        assert text_of(answer["reply"]) == told, command
    answer = await world.box.act("shortcut", SARA, callback_id=Shortcut.SET_UP_ACCOUNT, channel=DEALS, ts=ts)
    assert "isn't set up yet" in text_of(answer["opened_view"])
    assert "Type `/warmline setup`" in text_of((await world.command(AMIR, "/account"))["reply"])
    assert "`/account new" in text_of((await world.command(SARA, "/account help"))["reply"])
    await world.go_to(await world.now() + timedelta(days=3))
    async with world.app.database.read() as connection:
        assert list(await connection.execute(sa.select(accounts))) == []
    assert await world.dms(SARA) == await world.dms(OLIVIA) == []


async def test_only_admins_set_up(new_world: World) -> None:
    for command in ("/warmline setup", "/warmline settings", "/warmline changes"):
        answer = await new_world.command(SARA, command)
        assert text_of(answer["reply"]) == f"Only <@{AMIR}> can change how Warmline works here."
    answer = await new_world.command(AMIR, "/warmline setup")
    assert answer["opened_view"]["title"]["text"] == "Set up Warmline"


async def test_steps_in_any_order_from_the_command(new_world: World) -> None:
    world = new_world
    listed = (await world.command(AMIR, "/warmline setup"))["opened_view"]

    async def press(rule: str) -> dict[str, Any]:
        block = next(b for b in listed["blocks"] if b.get("accessory", {}).get("value") == rule)
        answer = await world.box.act(
            "click", AMIR, view_id=listed["id"], action_id=Action.EDIT_RULE, block_id=block["block_id"]
        )
        return dict(answer["opened_view"])

    view = (await submit(world, await press("quiet"), quiet_start=[]))["opened_view"]
    assert view["callback_id"] == View.CHANNELS, "the first step that is left"
    view = (await submit(world, view, deal_channels=[DEALS]))["opened_view"]
    assert view["callback_id"] == View.OWNERS
    assert view["submit"]["text"] == "Turn Warmline on"
    done = await submit(world, view, delivery_owners=[JONAS])
    assert "Warmline is on." in text_of(done["opened_view"])
    again = (await world.command(AMIR, "/warmline setup"))["opened_view"]
    assert "Warmline is on." in text_of(again)
    assert "No, nudges at once." in text_of(again)


async def test_a_channel_that_cannot_be_read_asks_to_be_invited(new_world: World) -> None:
    world = new_world
    view = await change(world, await choose(world, "channels"), Block.DEAL_CHANNELS, [RANDOM])
    ask = f"I can't read <#{RANDOM}> yet. Please type `/invite @Warmline` there."
    assert ask in text_of(view)
    await submit(world, view)
    assert ask in text_of(await the_steps(world))
    assert any("so I would miss the wins there" in text_of(one) for one in await world.dms(AMIR))
    await world.box.act("invite", SARA, channel=RANDOM, user="U0WARMLINE")
    await world.settle()
    assert ask not in text_of(await the_steps(world)), "the message brings itself up to date"


async def test_a_channel_that_outsiders_read_is_refused(new_world: World) -> None:
    view = await choose(new_world, "channels")
    answer = await submit(new_world, view, deal_channels=["C0LUMENNWD"])
    said = "People outside your company read #lumen-northwind. Choose a channel of your own."
    assert answer["errors"] == {Block.DEAL_CHANNELS: said}


async def test_two_admins_at_once(database_url: str) -> None:
    async with world_on(database_url, is_set_up=False, admins=f"{AMIR},{MAYA}") as world:
        his, hers = await choose(world, "owners"), await choose(world, "owners", MAYA)
        await submit(world, his, delivery_owners=[OLIVIA])
        told = await submit(world, hers, MAYA, delivery_owners=[JONAS])
        assert f"<@{AMIR}> changed this while you had it open." in text_of(told["opened_view"])
        assert f"<@{OLIVIA}>" in text_of(await the_steps(world, MAYA)), "she sees what he chose"
        again = await choose(world, "owners", MAYA)
        await submit(world, again, MAYA, delivery_owners=[JONAS])
        assert f"<@{JONAS}>" in text_of(await the_steps(world))
