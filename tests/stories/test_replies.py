"""What replies in a customer's channel do to a question, as people see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from bot.storage.tables import questions
from tests.stories.test_main_job import signed
from tests.world import CUSTOMER, JONAS, LENA, OLIVIA, TOM, World, text_of

ASKED = "Could you tell us when the import will be ready?"


async def linked(world: World) -> str:
    """An account that both have signed, with its customer's channel; its own channel."""
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    return channel


async def the_questions(world: World) -> list[Any]:
    """The questions as stored, in the order in which they were asked."""
    async with world.app.database.read() as connection:
        return list(await connection.execute(sa.select(questions).order_by(questions.c.message_ts)))


async def asks(world: World, text: str = ASKED, who: str = LENA, **more: Any) -> str:
    ts = await world.posts(who, CUSTOMER, text, **more)
    await world.settle()
    return ts


async def replies(world: World, who: str, text: str, thread_ts: str = "") -> str:
    ts = await world.posts(who, CUSTOMER, text, **({"thread_ts": thread_ts} if thread_ts else {}))
    await world.settle()
    return ts


async def about_questions(world: World, who: str = OLIVIA) -> list[str]:
    """What somebody was told about questions."""
    return [said for m in await world.dms(who) if "a question" in (said := text_of(m))]


async def waiting(world: World) -> str:
    return text_of((await world.command(OLIVIA, "/warmline"))["reply"])


async def test_looking_into_it_is_a_first_response_and_no_answer(world: World) -> None:
    await linked(world)
    root = await asks(world)
    await replies(world, JONAS, "Looking into it, will get back to you.", root)
    (question,) = await the_questions(world)
    assert (question.state, question.taken_by) == ("open", JONAS)
    assert question.first_response_at is not None
    await world.go_to(await world.now() + timedelta(days=1))
    told = await about_questions(world)
    assert any(f"· <@{JONAS}> is looking into it" in line for line in told)
    await replies(world, JONAS, "It is ready on Thursday.", root)
    (answered,) = await the_questions(world)
    assert (answered.state, answered.answered_by) == ("answered", JONAS)
    assert answered.first_response_at == question.first_response_at


async def test_a_question_back_gives_the_customer_the_turn(world: World) -> None:
    await linked(world)
    root = await asks(world, "The import fails since this morning, can you help?")
    await replies(world, OLIVIA, "Sorry to hear that. Which file do you import?", root)
    assert "a question" not in await waiting(world)
    await world.go_to(await world.now() + timedelta(days=3))
    assert await about_questions(world) == [], "nobody is nudged while the customer has the turn"
    await replies(world, LENA, "The one with the stock of March", root)
    (question,) = await the_questions(world)
    assert question.asked_back_at is None
    assert "a question" in await waiting(world)
    await world.go_to(await world.now() + timedelta(days=1))
    assert any("waits for an answer" in line for line in await about_questions(world))


async def test_a_nudge_says_that_the_customer_is_next_and_comes_back(world: World) -> None:
    await linked(world)
    root = await asks(world, "The import fails since this morning, can you help?")
    await world.go_to(await world.now() + timedelta(days=1))
    assert any("waits for an answer" in line for line in await about_questions(world))
    await replies(world, OLIVIA, "Which file do you import?", root)
    assert any("you asked back, so it is the customer's turn" in line for line in await about_questions(world))
    await replies(world, LENA, "The one with the stock of March", root)
    assert not any("the customer's turn" in line for line in await about_questions(world))
    await replies(world, OLIVIA, "Its third column was empty, I have mended it.", root)
    assert all("done" in line for line in await about_questions(world))


async def test_thanks_works_now_closes_and_still_broken_opens_again(world: World) -> None:
    await linked(world)
    root = await asks(world, "The export is broken, can you help?")
    await replies(world, OLIVIA, "The disk was full, it runs again.", root)
    await replies(world, LENA, "Works now, thank you!", root)
    (question,) = await the_questions(world)
    assert (question.state, question.answered_by) == ("closed", OLIVIA)
    await world.go_to(await world.now() + timedelta(days=2))
    await replies(world, LENA, "Hm, it is broken again", root)
    (question,) = await the_questions(world)
    assert (question.state, question.answered_by) == ("open", None)
    assert question.target_at > await world.now()
    await world.go_to(await world.now() + timedelta(days=3))
    assert any("and says it is not solved yet" in line for line in await about_questions(world))
    await replies(world, OLIVIA, "The disk is twice as large now.", root)
    assert [question.state for question in await the_questions(world)] == ["answered"]


async def test_a_long_time_later_it_is_another_question(world: World) -> None:
    await linked(world)
    root = await asks(world, "The export is broken, can you help?")
    await replies(world, OLIVIA, "The disk was full, it runs again.", root)
    await world.go_to(await world.now() + timedelta(days=12))
    await replies(world, LENA, "The export is broken again, can you help?", root)
    assert [question.state for question in await the_questions(world)] == ["answered", "open"]


async def test_a_customer_who_found_it_waits_for_nothing(world: World) -> None:
    await linked(world)
    await asks(world, "Where do I change the address?")
    await replies(world, LENA, "Never mind, found it")
    assert [question.state for question in await the_questions(world)] == ["closed"]
    await world.go_to(await world.now() + timedelta(days=3))
    assert await about_questions(world) == []


async def test_nobodys_question_is_closed_by_other_talk(world: World) -> None:
    await linked(world)
    root = await asks(world)
    await replies(world, OLIVIA, "Reminder: we are closed on Friday.")
    await replies(world, OLIVIA, "Thanks, Lena!", root)
    await replies(world, OLIVIA, f"<@{JONAS}> can you look at this?", root)
    (question,) = await the_questions(world)
    assert (question.state, question.asked_back_at) == ("open", None)


async def test_in_the_open_channel_the_one_spoken_to_gets_the_answer(world: World) -> None:
    await linked(world)
    await asks(world)
    await asks(world, "Can we have the invoice once more?", TOM)
    await replies(world, OLIVIA, "It was a long week.")
    assert [question.state for question in await the_questions(world)] == ["open", "open"]
    await replies(world, OLIVIA, f"<@{TOM}> it is in your inbox.")
    assert [question.state for question in await the_questions(world)] == ["open", "answered"]
    await replies(world, OLIVIA, "Lena, it will be ready on Thursday.")
    assert [question.state for question in await the_questions(world)] == ["answered", "answered"]


async def test_same_here_is_not_another_question(world: World) -> None:
    await linked(world)
    root = await asks(world, "The export is broken, can you help?")
    await asks(world, "Same here, can you help?", TOM)
    await asks(world, "Any news?", thread_ts=root)
    assert len(await the_questions(world)) == 1
