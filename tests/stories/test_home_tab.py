"""App Home, as everybody finds it: what waits, what is theirs, what comes next, and that it keeps up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.ids import Action
from bot.storage.database import Priority
from bot.storage.tables import questions
from tests.stories.test_main_job import fill, signed, win
from tests.world import AMIR, BEN, CUSTOMER, GIL, JONAS, LENA, MAYA, OLIVIA, SARA, TOM, World, text_of, world_on

HOUR = timedelta(hours=1)


async def opens(world: World, who: str) -> str:
    """Somebody opens Home; what it says then."""
    await world.box.act("home", who, wait=0)
    await world.settle()
    return await says(world, who)


async def says(world: World, who: str) -> str:
    """What somebody's Home says, without their opening it."""
    view = await home(world, who)
    return text_of(view) if view else ""


async def home(world: World, who: str) -> dict[str, Any] | None:
    found: dict[str, Any] | None = (await world.box.see("home", who))["view"]
    return found


async def presses(world: World, who: str, action: str, nth: int = 0) -> dict[str, Any]:
    """Somebody presses the nth button of that kind in their Home."""
    view = await home(world, who)
    assert view is not None
    blocks = [
        block["block_id"]
        for block in view["blocks"]
        for element in [*block.get("elements", []), block.get("accessory") or {}]
        if element.get("action_id") == action
    ]
    answer = await world.box.act("click", who, view_id=view["id"], block_id=blocks[nth], action_id=action)
    await world.settle()
    return answer


async def published(world: World, who: str) -> int:
    """How often somebody's Home was published."""
    return sum(call["args"]["user_id"] == who for call in await world.calls("views.publish"))


async def asks(world: World, who: str, text: str, **more: Any) -> str:
    """A customer asks something in their channel."""
    ts = await world.posts(who, CUSTOMER, text, **more)
    await world.settle()
    return ts


async def test_a_newcomer_learns_what_will_appear_and_sees_it_without_opening_home_again(world: World) -> None:
    before = await opens(world, SARA)
    assert "When a deal of yours is won, its account appears here. Nothing for you to do until then." in before
    assert "*Acme Robotics*" not in before
    _, channel = await win(world)
    after = await says(world, SARA)
    assert f"*Acme Robotics* (<#{channel}>): fill in the brief, it takes two minutes, due " in after
    assert f"*Acme Robotics* (<#{channel}>) · $48,500 · you sold it\nhandoff waiting for the seller's brief" in after
    assert "• handoff of *Acme Robotics* due" in after
    assert "your next digest comes <!date^" in after


async def test_the_brief_goes_from_seller_to_owner_through_their_homes(world: World) -> None:
    await opens(world, OLIVIA)
    await opens(world, SARA)
    await win(world)
    assert "Waiting on you: 1" not in await says(world, OLIVIA)
    opened = (await presses(world, SARA, Action.FILL_BRIEF))["opened_view"]
    kickoff = (await world.now() + timedelta(days=7)).date().isoformat()
    given = {"why_bought": "Orders get lost.", "promises": "none made", "whom_to_call": "Dana", "kickoff": kickoff}
    assert (await world.submit(SARA, opened["id"], **given))["closed"]
    await world.settle()
    assert "fill in the brief" not in await says(world, SARA)
    assert "the brief is filled in, accept or return it" in await says(world, OLIVIA)
    opened = (await presses(world, OLIVIA, Action.FILL_BRIEF))["opened_view"]
    assert "you sign exactly this version" in text_of(opened)
    await world.submit(OLIVIA, opened["id"])
    await world.settle()
    assert "Nothing, all quiet. Next up on " in await says(world, OLIVIA)
    assert f"yours until <@{OLIVIA}> has been in touch with the customer" in await says(world, SARA)


async def test_done_in_home_takes_the_check_in_away_and_releases_the_seller(world: World) -> None:
    await signed(world)
    await opens(world, SARA)
    await world.go_to(await world.now() + timedelta(days=15))
    assert "check-in overdue since yesterday" in await opens(world, OLIVIA)
    assert "error" not in await presses(world, OLIVIA, Action.CHECKIN_DONE)
    after = await says(world, OLIVIA)
    assert "Nothing, all quiet. Next up on " in after
    assert "check-in with *Acme Robotics*" in after
    assert "Handed over by you: 1." in await opens(world, SARA)


async def test_snooze_in_home_moves_it_to_tomorrow(world: World) -> None:
    await signed(world)
    await world.go_to(await world.now() + timedelta(days=14, hours=8))
    assert "check-in due today" in await opens(world, OLIVIA)
    await presses(world, OLIVIA, Action.CHECKIN_SNOOZE)
    assert "Nothing, all quiet. Next up tomorrow: check-in with *Acme Robotics*." in await says(world, OLIVIA)


async def test_two_customers_questions_are_answered_one_by_one(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await opens(world, OLIVIA)
    await asks(world, LENA, "Could you tell us when the import will be ready?")
    await world.go_to(await world.now() + HOUR)
    await asks(world, TOM, "How do we add another user?")
    waiting = await says(world, OLIVIA)
    assert "Waiting on you: 2" in waiting
    assert waiting.index(f"<@{LENA}> <https://northwind.slack.com/archives/") < waiting.index(f"<@{TOM}> <https://")
    assert "asked a question>, answer due <!date^" in waiting
    await world.go_to(await world.now() + timedelta(days=1, hours=5))
    assert "asked a question>, answer overdue since <!date^" in await says(world, OLIVIA), "by itself"
    await presses(world, OLIVIA, Action.QUESTION_ANSWERED)
    assert "Waiting on you: 1" in await says(world, OLIVIA)
    await presses(world, OLIVIA, Action.QUESTION_DISMISSED)
    assert "Nothing, all quiet." in await says(world, OLIVIA)
    async with world.app.database.read() as connection:
        states = list(await connection.scalars(sa.select(questions.c.state).order_by(questions.c.message_ts)))
    assert states == ["answered", "dismissed"]


async def test_an_answer_in_the_channel_leaves_home_by_itself(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await opens(world, OLIVIA)
    asked = await asks(world, LENA, "Could you tell us when the import will be ready?")
    assert "Waiting on you: 1" in await says(world, OLIVIA)
    await world.posts(OLIVIA, CUSTOMER, "On Thursday.", thread_ts=asked)
    await world.settle()
    assert "Nothing, all quiet." in await says(world, OLIVIA)


async def test_a_button_that_somebody_else_was_faster_with_says_so_and_goes(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await opens(world, OLIVIA)
    await asks(world, LENA, "Could you tell us when the import will be ready?")
    # Home stays as it was: whoever answers does so in a place that publishes nothing.
    async with world.app.database.write(Priority.INTERACTION) as connection:
        await connection.execute(sa.update(questions).values(state="dismissed"))
    answer = await presses(world, OLIVIA, Action.QUESTION_ANSWERED)
    assert "That one is settled already." in text_of(answer["opened_view"])
    assert "Nothing, all quiet." in await says(world, OLIVIA)


async def test_an_admin_sees_the_workspace_and_others_do_not(world: World) -> None:
    await win(world)
    await fill(world, await world.channel("acct-acme-robotics"))
    await world.settle()
    assert "The whole workspace" not in await opens(world, MAYA)
    shown = await opens(world, AMIR)
    assert "*Open accounts*\n1\n*Without an owner*\n0\n*Handoffs overdue*\n0\n*Questions waiting*\n0" in shown
    assert OLIVIA not in shown.partition("Settings")[0], "figures about one person are hers alone"
    await world.go_to(await world.now() + timedelta(days=5))
    assert "*Handoffs overdue*\n1" in await opens(world, AMIR)


async def test_an_account_that_nobody_owns_is_taken_from_home(database_url: str) -> None:
    async with world_on(database_url, rules={"delivery_owners": ()}) as world:
        assert "Nobody owns these yet" not in await opens(world, AMIR)
        _, channel = await win(world)
        shown = await says(world, AMIR)
        assert "*Without an owner*\n1" in shown
        assert f"*Acme Robotics* (<#{channel}>) · $48,500 · won " in shown
        assert "Nobody owns these yet" not in await opens(world, JONAS)
        await presses(world, AMIR, Action.CLAIM_HANDOFF)
        shown = await says(world, AMIR)
        assert "Nobody owns these yet" not in shown
        assert "· $48,500 · you own it" in shown
        assert AMIR in await world.members(channel)


async def test_an_account_is_set_up_from_home(world: World) -> None:
    await opens(world, BEN)
    opened = (await presses(world, BEN, Action.NEW_ACCOUNT))["opened_view"]
    assert opened["title"]["text"] == "Set up account"
    await world.submit(BEN, opened["id"], account_name="Blue Harbor", amount="9,000 EUR", seller=BEN)
    await world.settle()
    assert "*Blue Harbor*" in await says(world, BEN)
    assert "you sold it" in await says(world, BEN)


async def test_guests_read_one_sentence(world: World) -> None:
    await win(world)
    assert await opens(world, GIL) == "Warmline is for full members of Northwind."


async def test_the_messages_tab_publishes_nothing(world: World) -> None:
    await world.box.act("home", SARA, tab="messages", wait=0)
    await world.settle()
    assert await published(world, SARA) == 0


async def test_a_new_morning_brings_home_up_to_date_by_itself(world: World) -> None:
    await signed(world)
    await world.go_to(await world.now() + timedelta(days=12))
    assert "check-in due Monday" in await opens(world, OLIVIA)
    await world.go_to(await world.now() + timedelta(days=2, hours=8))
    assert "check-in due today" in await says(world, OLIVIA)
    assert "Waiting on you: 1" in await says(world, OLIVIA)
