"""Layouts, for admins: what was seen and what people said about it, ignoring one, and teaching one by an example."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from bot.ids import Action
from bot.storage.layout_tables import refusals, shapes, taught_layouts
from tests.stories.test_first_run import submit
from tests.stories.test_settings import listed as settings_listed
from tests.world import AMIR, BEN, DEALS, SARA, World, text_of

# A layout that nobody knows: no word of it says that a deal was won, and it is too long to be asked about.
SMALL_PRINT = (
    "Printed by the night run of the ledger for the archive of the back office on the third floor, where the "
    "shelves are blue; questions about this sheet are answered by the back office between nine and eleven on "
    "working days, and in the first week of the quarter only in writing"
)
ODD = (
    "~ booking sheet ~\nWho pays >> {account}\nHow much >> {amount} EUR net\nHunter >> Ana Ruiz\nReference: 7\n"
    + SMALL_PRINT
)
# One that is asked about.
VAGUE = "Green light\nClient: {account}\nNote: all good"
LOST = (
    "~ booking sheet ~\nWho pays >> Lost Corp\nHow much >> 12 EUR net\nHunter >> Ana Ruiz\nStatus: lost\nReference: 7"
)


async def posts(world: World, text: str) -> str:
    ts = await world.crm_posts(text)
    await world.settle()
    return ts


async def layouts(world: World, who: str = AMIR) -> dict[str, Any]:
    return dict((await world.command(who, "/warmline layouts"))["opened_view"])


async def press(world: World, view: dict[str, Any], action: str, who: str = AMIR) -> dict[str, Any]:
    answer = await world.box.act("click", who, view_id=view["id"], action_id=action)
    await world.settle()
    return answer


async def current(world: World, who: str = AMIR) -> dict[str, Any]:
    """The modal on top of what somebody has open."""
    return dict((await world.box.see("views", who))["views"][-1])


async def asked(world: World, ts: str) -> dict[str, Any]:
    """The question under a message."""
    return [one for one in await world.messages(BEN, DEALS, ts) if "Is this a won deal?" in text_of(one)][-1]


def inputs(view: dict[str, Any]) -> dict[str, str]:
    """What the fields of a modal hold, by block id."""
    return {
        one["block_id"]: one["element"].get("initial_value", "") for one in view["blocks"] if one["type"] == "input"
    }


async def accounts(world: World) -> set[str]:
    return {name for name in await world.channels("U0WARMLINE") if name.startswith("acct-")}


async def teach_odd(world: World, example: str, **values: str) -> dict[str, Any]:
    """`/warmline teach` with an example, up to what was learnt."""
    first = (await world.command(AMIR, "/warmline teach", DEALS))["opened_view"]
    form = (await submit(world, first, example=example))["opened_view"]
    named = {"taught_account": "Kumquat Press", "taught_amount": "12,300 EUR", "taught_seller": "Ana Ruiz"} | values
    return await submit(world, form, **named)


# Counted.


async def test_what_people_said_is_counted_by_layout_and_teaches_nothing(world: World) -> None:
    first = await posts(world, VAGUE.format(account="Acme Robotics"))
    await world.click(BEN, await asked(world, first), Action.NOT_A_WIN, DEALS)
    await world.settle()
    second = await posts(world, VAGUE.format(account="Cobalt Mining"))
    question = await asked(world, second)
    opened = await world.click(SARA, question, Action.SET_UP_ACCOUNT, DEALS)
    await submit(world, opened["opened_view"], SARA, account_name="Cobalt Mining")
    await posts(world, "Deal won: *Lumen Labs* - $48,500\nOwner: Sara Lindqvist")
    told = text_of(await layouts(world))
    assert "Taken as won: 0 · asked about: 2 · set up by a person: 1 · not a win: 1" in told
    assert f"(last said by <@{BEN}>)" in told
    assert "Taken as won: 1 · asked about: 0" in told
    assert f"/archives/{DEALS}/p{second.replace('.', '')}|the latest message>" in told
    async with world.app.database.read() as connection:
        (row,) = (await connection.execute(sa.select(refusals))).mappings().all()
        kept = str([dict(one) for one in (await connection.execute(sa.select(shapes))).mappings()])
    assert (row["who"], row["channel_id"], row["message_ts"]) == (BEN, DEALS, first)
    assert not any(word in kept for word in ("Acme", "Cobalt", "Lumen", "closed"))


async def test_an_ignored_layout_asks_nobody_until_that_is_undone(world: World) -> None:
    await posts(world, VAGUE.format(account="Acme Robotics"))
    view = await layouts(world)
    await press(world, view, Action.IGNORE_LAYOUT)
    assert "Ignored since" in text_of(await current(world))
    quiet = await posts(world, VAGUE.format(account="Cobalt Mining"))
    assert len(await world.messages(BEN, DEALS, quiet)) == 1
    await posts(world, "Deal won: *Lumen Labs* - $48,500\nOwner: Sara Lindqvist")
    assert await accounts(world) == {"acct-lumen-labs"}, "another layout still counts"
    await press(world, await current(world), Action.HEED_LAYOUT)
    again = await posts(world, VAGUE.format(account="Orbit Systems"))
    assert await asked(world, again)
    told = text_of((await world.command(AMIR, "/warmline changes"))["reply"])
    assert f"had a layout of <#{DEALS}> ignored" in told
    assert f"had an ignored layout of <#{DEALS}> read again" in told


async def test_only_settings_admins(world: World) -> None:
    ts = await posts(world, VAGUE.format(account="Acme Robotics"))
    refused = f"Only <@{AMIR}> can change how Warmline works here."
    for command in ("/warmline layouts", "/warmline teach"):
        assert text_of((await world.command(SARA, command, DEALS))["reply"]) == refused
    answer = await world.click(SARA, await asked(world, ts), Action.TEACH_LAYOUT, DEALS)
    assert refused in text_of(answer["opened_view"])


async def test_the_settings_lead_to_it(world: World) -> None:
    answer = await press(world, await settings_listed(world), Action.SHOW_LAYOUTS)
    assert "Each layout is listed here once its first win came in." in text_of(answer["opened_view"])


# Taught.


async def test_a_pasted_example_is_learnt_tried_saved_and_used(world: World) -> None:
    before = await posts(world, ODD.format(account="Brandt & Co", amount="900"))
    assert await accounts(world) == set()
    learnt = (await teach_odd(world, ODD.format(account="Kumquat Press", amount="12,300")))["opened_view"]
    told = text_of(learnt)
    assert "The account stands after “who pays &gt;&gt;”." in told
    assert "Among the latest" in told
    assert "• *Brandt &amp; Co*, €900, sold by Ana Ruiz" in told
    assert "Saved." in text_of((await submit(world, learnt))["opened_view"])
    await posts(world, ODD.format(account="Meridian Freight", amount="4,200"))
    assert await accounts(world) == {"acct-meridian-freight"}
    told = text_of((await world.command(AMIR, "/account Meridian Freight"))["reply"])
    assert "€4,200" in told
    assert len(await world.messages(BEN, DEALS, before)) == 1, "what was announced before stays as it is"
    async with world.app.database.read() as connection:
        (row,) = (await connection.execute(sa.select(taught_layouts))).mappings().all()
    assert "Kumquat" not in str(dict(row))

    view = await layouts(world)
    assert f"What anybody posts in <#{DEALS}>: a won deal. Taught by <@{AMIR}>" in text_of(view)
    await press(world, view, Action.FORGET_LAYOUT)
    assert "Taught by" not in text_of(await current(world))
    await posts(world, ODD.format(account="Vega Foods", amount="4,200"))
    assert await accounts(world) == {"acct-meridian-freight"}
    told = text_of((await world.command(AMIR, "/warmline changes"))["reply"])
    assert f"taught a layout for <#{DEALS}>" in told
    assert f"had a layout of <#{DEALS}> forgotten" in told


async def test_by_link_it_counts_for_that_app_and_may_only_ask(world: World) -> None:
    ts = await posts(world, ODD.format(account="Kumquat Press", amount="12,300"))
    link = f"https://northwind.slack.com/archives/{DEALS}/p{ts.replace('.', '')}"
    learnt = (await teach_odd(world, link, what_then="ask"))["opened_view"]
    await submit(world, learnt)
    by_app = await posts(world, ODD.format(account="Meridian Freight", amount="4,200"))
    question = text_of(await asked(world, by_app))
    assert "*Meridian Freight*" in question
    assert "It has the layout that was taught here." in question
    by_person = await world.posts(SARA, DEALS, ODD.format(account="Orbit Systems", amount="4,200"))
    await world.settle()
    assert len(await world.messages(BEN, DEALS, by_person)) == 1
    assert await accounts(world) == set()


async def test_a_lost_deal_of_the_layout_is_none(world: World) -> None:
    learnt = (await teach_odd(world, ODD.format(account="Kumquat Press", amount="12,300")))["opened_view"]
    await submit(world, learnt)
    ts = await posts(world, LOST)
    assert await accounts(world) == set()
    assert len(await world.messages(BEN, DEALS, ts)) == 1


async def test_what_cannot_be_learnt_is_said_at_its_field(world: World) -> None:
    example = ODD.format(account="Kumquat Press", amount="12,300")
    refused = await teach_odd(world, example, taught_amount="99 EUR")
    assert refused["errors"] == {
        "taught_amount": "“99 EUR” does not stand in the message. Copy the amount exactly as it is written."
    }
    elsewhere = (await world.command(AMIR, "/warmline teach", "general"))["reply"]
    assert f"Type that in the channel where such messages are posted: <#{DEALS}>." in text_of(elsewhere)


async def test_a_question_leads_to_teaching_with_what_was_read(world: World) -> None:
    ts = await posts(world, VAGUE.format(account="Acme Robotics"))
    form = (await world.click(AMIR, await asked(world, ts), Action.TEACH_LAYOUT, DEALS))["opened_view"]
    assert inputs(form)["taught_account"] == "Acme Robotics"
    learnt = (await submit(world, form))["opened_view"]
    await press(world, learnt, Action.CHANGE_TAUGHT)
    back = await current(world)
    assert inputs(back)["taught_account"] == "Acme Robotics"
    learnt = (await submit(world, back))["opened_view"]
    await submit(world, learnt)
    await posts(world, VAGUE.format(account="Cobalt Mining"))
    assert await accounts(world) == {"acct-cobalt-mining"}
