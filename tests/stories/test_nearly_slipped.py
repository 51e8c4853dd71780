"""The ways in which a customer, a signature or a secret could slip."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import sqlalchemy as sa

from bot.ids import Action
from bot.storage.tables import accounts, checkins, questions, roles, touches
from tests.stories.test_main_job import WIN, brief_in, fill, signed, the_digest, win
from tests.world import BEN, CUSTOMER, DEALS, JONAS, LENA, MAYA, OLIVIA, SARA, World, text_of, world_on

RANDOM = "C0RANDOM01"


async def rows(world: World, query: sa.Select[Any]) -> list[Any]:
    async with world.app.database.read() as connection:
        return list(await connection.execute(query))


async def linked(world: World) -> str:
    """An account that both have signed, with its customer's channel; its own channel."""
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    return channel


async def states(world: World) -> list[str]:
    return [state for (state,) in await rows(world, sa.select(questions.c.state).order_by(questions.c.message_ts))]


# Questions.


async def test_a_question_in_a_thread_is_answered_in_that_thread(world: World) -> None:
    await linked(world)
    root = await world.posts(OLIVIA, CUSTOMER, "The import is under way.")
    await world.posts(LENA, CUSTOMER, "Could you tell us when it will be ready?", thread_ts=root)
    await world.settle()
    assert await states(world) == ["open"]
    await world.posts(JONAS, CUSTOMER, "On Thursday.", thread_ts=root)
    await world.settle()
    assert await states(world) == ["answered"]


async def test_deleting_the_typo_leaves_the_question(world: World) -> None:
    await linked(world)
    typo = await world.posts(LENA, CUSTOMER, "Could you tell us wen the improt will be ready?")
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.box.act("delete", LENA, channel=CUSTOMER, ts=typo)
    await world.settle()
    assert await states(world) == ["open"]


async def test_a_deleted_question_waits_for_nothing(world: World) -> None:
    await linked(world)
    asked = await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.box.act("delete", LENA, channel=CUSTOMER, ts=asked)
    await world.settle()
    assert await states(world) == ["dismissed"]


async def test_a_remark_of_somebody_without_a_role_closes_nothing(world: World) -> None:
    await linked(world)
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.posts(JONAS, CUSTOMER, "The office is closed tomorrow.")
    await world.settle()
    assert await states(world) == ["open"]
    await world.posts(OLIVIA, CUSTOMER, "On Thursday, Lena.")
    await world.settle()
    assert await states(world) == ["answered"]


async def test_a_question_without_an_owner_waits_for_one(database_url: str) -> None:
    async with world_on(database_url, rules={"delivery_owners": ()}) as world:
        _, channel = await win(world)
        await world.command(SARA, "/account link #lumen-northwind Acme Robotics", channel)
        await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
        await world.settle()
        await world.go_to(await world.now() + timedelta(days=2, hours=8))
        said = [text_of(m) for m in await world.messages(SARA, channel)]
        assert sum("nobody owns this account yet" in line for line in said) == 1
        await world.box.act("join", JONAS, channel=channel)
        await world.click(JONAS, await brief_in(world, channel), Action.CLAIM_HANDOFF, channel)
        await world.settle()
        await world.go_to(await world.now() + timedelta(days=1))
        assert any("waits for an answer" in text_of(m) for m in await world.dms(JONAS))


async def test_linking_a_channel_that_we_are_not_in_says_what_to_do(world: World) -> None:
    channel = await signed(world)
    answer = await world.command(OLIVIA, "/account link #random", channel)
    assert "/invite @Warmline" in text_of(answer["reply"])
    answer = await world.command(OLIVIA, "/account link #deals-won", channel)
    assert "announces wins" in text_of(answer["reply"])


# Signatures.


async def test_seller_and_owner_are_never_the_same_person(world: World) -> None:
    await world.crm_posts("Deal won: Acme Robotics - $10,000\nOwner: Olivia Park")
    await world.crm_posts("Deal won: Blue Harbor Capital - $10,000\nOwner: Jonas Weber\nDelivery owner: Jonas Weber")
    await world.settle()
    assert await world.members(await world.channel("acct-acme-robotics", OLIVIA)) == {OLIVIA, JONAS, "U0WARMLINE"}
    assert await world.members(await world.channel("acct-blue-harbor-capital", OLIVIA)) == {OLIVIA, JONAS, "U0WARMLINE"}


async def test_the_owner_signs_only_what_they_read(world: World) -> None:
    _, channel = await win(world)
    await fill(world, channel)
    await world.settle()
    old_card = await brief_in(world, channel)
    answer = await world.command(OLIVIA, "/handoff fill", channel)
    again = await world.command(SARA, "/handoff fill", channel)
    kickoff = (await world.now() + timedelta(days=9)).date().isoformat()
    await world.submit(SARA, again["opened_view"]["id"], promises="Everything for free", kickoff=kickoff)
    await world.settle()
    told = await world.submit(OLIVIA, answer["opened_view"]["id"])
    assert "has changed since you opened it" in text_of(told["opened_view"])
    assert "waiting for the delivery owner" in text_of(await brief_in(world, channel))
    assert old_card["ts"] == (await brief_in(world, channel))["ts"]


async def test_a_colleague_does_not_sign_for_the_seller(world: World) -> None:
    _, channel = await win(world)
    await world.box.act("join", MAYA, channel=channel)
    refused = await world.click(MAYA, await brief_in(world, channel), Action.FILL_BRIEF, channel)
    assert f"Only <@{SARA}>, the seller, can fill in" in text_of(refused["opened_view"])


async def test_taking_an_account_leaves_the_sellers_duty(database_url: str) -> None:
    async with world_on(database_url, rules={"delivery_owners": ()}) as world:
        _, channel = await win(world)
        await world.go_to(await world.now() + timedelta(days=4))
        (digest, *_) = await world.dms(SARA)
        assert "brief to fill in, due today" in text_of(digest)
        await world.box.act("join", JONAS, channel=channel)
        await world.click(JONAS, await brief_in(world, channel), Action.CLAIM_HANDOFF, channel)
        await world.settle()
        assert not any("all done" in text_of(m) for m in await world.dms(SARA))
        await fill(world, channel)
        await world.settle()
        await world.click(JONAS, await brief_in(world, channel), Action.ACCEPT_HANDOFF, channel)
        await world.settle()
        await world.go_to(await world.now() + timedelta(days=16))
        assert any("check-in" in text_of(m) for m in await world.dms(JONAS)), "a new owner gets digests"


# One click, one effect.


async def test_three_quick_clicks_are_one_check_in(world: World) -> None:
    await signed(world)
    digest, dm = await the_digest(world)
    clicks = (world.click(OLIVIA, digest, Action.CHECKIN_DONE, dm) for _ in range(3))
    await asyncio.gather(*clicks, return_exceptions=True)
    await world.settle()
    assert len(await rows(world, sa.select(touches.c.id).where(touches.c.kind == "checkin"))) == 1
    assert len(await rows(world, sa.select(checkins.c.id).where(checkins.c.state == "planned"))) == 1


async def test_two_take_one_account_and_one_gets_it(database_url: str) -> None:
    async with world_on(database_url, rules={"delivery_owners": ()}) as world:
        _, channel = await win(world)
        for who in (JONAS, MAYA):
            await world.box.act("join", who, channel=channel)
        brief = await brief_in(world, channel)
        await asyncio.gather(*(world.click(who, brief, Action.CLAIM_HANDOFF, channel) for who in (JONAS, MAYA)))
        await world.settle()
        held = sa.select(roles.c.person_id).where(roles.c.role == "delivery_owner", roles.c.until.is_(None))
        ((owner,),) = await rows(world, held)
        assert sum(f"<@{owner}> takes" in text_of(m) for m in await world.messages(SARA, channel)) == 1


async def test_two_set_up_one_win_and_it_is_one_account(world: World) -> None:
    ts = await world.posts(SARA, DEALS, "Just closed a deal on our new XYZ-5000 machine, great team effort!")
    await world.settle()
    card = (await world.messages(SARA, DEALS, ts))[-1]
    opened = [await world.click(who, card, Action.SET_UP_ACCOUNT, DEALS) for who in (SARA, MAYA)]
    await asyncio.gather(
        world.submit(SARA, opened[0]["opened_view"]["id"], account_name="Orbit 42"),
        world.submit(MAYA, opened[1]["opened_view"]["id"], account_name="Orbit Forty-Two"),
    )
    await world.settle()
    assert len(await rows(world, sa.select(accounts.c.id))) == 1


# Where it is told, and when.


async def test_what_was_set_up_elsewhere_is_told_to_whoever_did_it(world: World) -> None:
    ts = await world.posts(MAYA, RANDOM, "Hooli signed on the phone an hour ago, 30k")
    opened = await world.box.act("shortcut", MAYA, callback_id="deal.set_up", channel=RANDOM, ts=ts)
    await world.submit(MAYA, opened["opened_view"]["id"], account_name="Hooli", seller=SARA)
    await world.settle()
    channel = await world.channel("acct-hooli")
    assert any(f"<#{channel}>" in text_of(m) for m in await world.dms(MAYA))
    assert len(await world.messages(MAYA, RANDOM, ts)) == 1
    assert [call["method"] for call in await world.calls("reactions.add")] == []


async def test_nobody_is_told_at_night(world: World) -> None:
    await signed(world)
    await world.go_to(await world.now() + timedelta(days=13))
    await world.app.stop()
    evening = (await world.now()).replace(hour=3, minute=30) + timedelta(days=2)  # 22:30 in New York
    await world.box.post("/clock/jump", by=(evening - await world.now()).total_seconds())
    await world.restart()
    assert [m for m in await world.dms(OLIVIA) if "check-in" in text_of(m)] == []
    await world.go_to(await world.now() + timedelta(days=1))
    told = [m for m in await world.dms(OLIVIA) if "check-in" in text_of(m)]
    assert len(told) == 1
    assert datetime.fromtimestamp(float(told[0]["ts"]), UTC).minute == 0


async def test_a_check_in_that_was_moved_is_not_late(world: World) -> None:
    channel = await signed(world)
    wanted = (await world.now()).date() + timedelta(days=28)
    answer = await world.command(OLIVIA, f"/checkin plan {wanted.isoformat()}", channel)
    assert f"due {wanted.day} " in text_of(answer["reply"])
    await world.go_to(await world.now() + timedelta(days=28, hours=10))
    digests = [m for m in await world.dms(OLIVIA) if "check-in" in text_of(m)]
    assert len(digests) == 1
    assert "check-in due today, first planned for" in text_of(digests[0])


async def test_the_turn_goes_on_after_a_named_owner(world: World) -> None:
    await world.crm_posts(WIN)
    await world.crm_posts("Deal won: Cobalt Mining Ltd - $10,000\nOwner: Ben Carter")
    await world.settle()
    assert BEN in await world.members(await world.channel("acct-cobalt-mining-ltd", BEN))


async def test_what_is_asked_after_our_reply_is_another_question(world: World) -> None:
    await linked(world)
    await world.posts(LENA, CUSTOMER, "Is it possible to add a user?")
    await world.posts("U0TOMOKAFR", CUSTOMER, "Could you send the invoice?")
    await world.settle()
    await world.posts(OLIVIA, CUSTOMER, "Yes to all of that!")
    await world.settle()
    await world.posts(LENA, CUSTOMER, "Can you export the data on Friday?")
    await world.settle()
    assert await states(world) == ["open", "open", "open"]


async def test_a_linked_channel_does_not_change_hands_unasked(world: World) -> None:
    await linked(world)
    await world.crm_posts("Deal won: Hooli - $10,000\nOwner: Ben Carter")
    await world.settle()
    answer = await world.command(BEN, "/account link #lumen-northwind Hooli")
    assert "belongs to *Acme Robotics*" in text_of(answer["reply"])
    answer = await world.command(OLIVIA, "/account unlink #lumen-northwind")
    assert "no longer watch" in text_of(answer["reply"])
    answer = await world.command(BEN, "/account link #lumen-northwind Hooli")
    assert "I watch" in text_of(answer["reply"])


async def test_plain_numbers_are_amounts(world: World) -> None:
    for written, currency, problem in (("10000", "USD", None), ("10000", "ZZZ", "currency"), ("$5", "EUR", "currency")):
        opened = await world.command(SARA, f"/account new Customer {written}{currency}")
        view_id = opened["opened_view"]["id"]
        answer = await world.submit(SARA, view_id, amount=written, currency=currency)
        assert (problem in answer["errors"]) if problem else answer["closed"], answer
    await world.settle()
    answer = await world.command(SARA, "/account Customer 10000USD")
    assert "$10,000" in text_of(answer["reply"])
    assert f"Seller: <@{SARA}>" in text_of(answer["reply"]), "whoever sets it up is taken for the seller"


async def test_an_account_without_a_seller_is_told_to_its_owner(world: World) -> None:
    await world.crm_posts("Deal won: Nakatomi Trading - $10,000\nOwner: Sofia Alvarez")
    await world.settle()
    await world.go_to(await world.now() + timedelta(days=7))
    told = [text_of(m) for who in (OLIVIA, JONAS) for m in await world.dms(who)]
    assert any("no seller is named" in line for line in told)
    waiting = await world.command(OLIVIA, "/warmline")
    others = await world.command(JONAS, "/warmline")
    assert "Nakatomi" in text_of(waiting["reply"]) + text_of(others["reply"])


async def test_what_waits_is_listed_before_it_is_due(world: World) -> None:
    await win(world)
    in_three_days = await world.now() + timedelta(days=3)
    answer = await world.command(SARA, "/warmline")
    assert f"brief to fill in, due {in_three_days:%A}" in text_of(answer["reply"])


async def test_a_check_in_is_logged_once_a_day_and_by_who_has_a_part(world: World) -> None:
    channel = await signed(world)
    refused = await world.command(MAYA, "/checkin done Acme Robotics")
    assert "Only people with a part" in text_of(refused["reply"])
    first = await world.command(OLIVIA, "/checkin done", channel)
    assert "Noted." in text_of(first["reply"])
    second = await world.command(OLIVIA, "/checkin done", channel)
    assert "logged today already" in text_of(second["reply"])
