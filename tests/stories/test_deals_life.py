"""What becomes of a deal after it was announced: said again, corrected, deleted, as people see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.ids import Action
from tests.world import BEN, DEALS, GIL, MAYA, OLIVIA, SARA, World, text_of

WIN = "Deal won: *Acme Robotics* - $48,500\nOwner: Sara Lindqvist"
UNSURE = "Just closed a deal on our new XYZ-5000 machine, great team effort!"


async def win(world: World, text: str = WIN, **more: Any) -> tuple[str, str]:
    """An announcement and its account's channel."""
    ts = await world.crm_posts(text, **more)
    await world.settle()
    return ts, await world.channel("acct-acme-robotics")


async def edit(world: World, ts: str, text: str, who: str = "crm") -> None:
    """Whoever wrote the announcement corrects it."""
    await world.box.act("edit", who, channel=DEALS, ts=ts, text=text)
    await world.settle()


async def delete(world: World, ts: str, who: str = "crm") -> None:
    """Whoever wrote the announcement deletes it."""
    await world.box.act("delete", who, channel=DEALS, ts=ts)
    await world.settle()


async def thread(world: World, ts: str) -> list[str]:
    """What we said under an announcement."""
    return [text_of(m) for m in (await world.messages(BEN, DEALS, ts))[1:]]


async def said(world: World, channel: str, who: str = OLIVIA) -> list[str]:
    """What stands in an account's channel."""
    return [text_of(m) for m in await world.messages(who, channel)]


async def card(world: World, channel: str, words: str, who: str = OLIVIA, thread_ts: str = "") -> dict[str, Any]:
    """The newest message there that says this."""
    found = [m for m in await world.messages(who, channel, thread_ts) if words in text_of(m)]
    assert found, [text_of(m) for m in await world.messages(who, channel, thread_ts)]
    return found[-1]


def has_buttons(message: dict[str, Any]) -> bool:
    return any(block["type"] == "actions" for block in message["blocks"])


async def account_channels(world: World) -> set[str]:
    return {name for name in await world.channels("U0WARMLINE") if name.startswith("acct-")}


# Corrected.


async def test_a_corrected_announcement_corrects_the_account(world: World) -> None:
    ts, channel = await win(world, "Deal won: *Acme Robotics* - $48,500")
    await edit(world, ts, "Deal won: *Acme Robotics* - €50,000\nOwner: Sara Lindqvist\nProduct: Website redesign")
    brief = text_of(await card(world, channel, "Handoff: Acme Robotics"))
    assert "€50,000" in brief
    assert "$48,500" not in brief
    assert f"<@{SARA}>" in brief
    room = (await world.channels(OLIVIA))["acct-acme-robotics"]
    assert room["topic"]["value"].startswith(f"Seller: <@{SARA}>")
    assert SARA in await world.members(channel)
    answer = await world.command(OLIVIA, "/account", channel)
    assert "€50,000" in text_of(answer["reply"])


async def test_another_name_in_the_announcement_renames_what_nobody_signed(world: World) -> None:
    ts, channel = await win(world)
    await edit(world, ts, "Deal won: *Acme Robotics Spain* - $48,500\nOwner: Sara Lindqvist")
    assert "Handoff: Acme Robotics Spain" in "\n".join(await said(world, channel))
    assert (await world.channels(OLIVIA))["acct-acme-robotics-spain"]["id"] == channel
    assert await account_channels(world) == {"acct-acme-robotics-spain"}


async def test_a_question_follows_the_message_that_it_is_about(world: World) -> None:
    ts = await world.posts(SARA, DEALS, UNSURE)
    await world.settle()
    await edit(world, ts, f"{UNSURE} It is worth 20,000 USD.", SARA)
    (asked,) = await thread(world, ts)
    assert "$20,000" in asked, "the question itself is brought up to date"
    await edit(world, ts, "Lunch was great today", SARA)
    last = (await world.messages(SARA, DEALS, ts))[-1]
    assert "no longer says that a deal was won" in text_of(last)
    assert not has_buttons(last)
    await edit(world, ts, "Deal won: Orbit Systems - $20,000", SARA)
    assert await account_channels(world) == {"acct-orbit-systems"}


async def test_a_fresh_correction_makes_a_win_of_a_message_and_an_old_one_only_asks(world: World) -> None:
    fresh = await world.posts(SARA, DEALS, "Guess who just called me")
    old = await world.posts(SARA, DEALS, "Guess who I will call next week")
    await edit(world, fresh, "Deal won: Acme Robotics - $48,500", SARA)
    assert await account_channels(world) == {"acct-acme-robotics"}
    await world.go_to(await world.now() + timedelta(hours=2))
    await edit(world, old, "Deal won: Cobalt Mining - $48,500", SARA)
    assert await account_channels(world) == {"acct-acme-robotics"}
    asked = (await world.messages(SARA, DEALS, old))[-1]
    assert "Is this a won deal?" in text_of(asked)
    assert "long after it was written" in text_of(asked)


async def test_what_a_person_decided_is_only_offered(world: World) -> None:
    ts = await world.posts(SARA, DEALS, UNSURE)
    await world.settle()
    opened = await world.click(SARA, (await world.messages(SARA, DEALS, ts))[-1], Action.SET_UP_ACCOUNT, DEALS)
    await world.submit(
        SARA, opened["opened_view"]["id"], account_name="Acme Robotics", amount="48,500", currency="EUR", seller=SARA
    )
    await world.settle()
    await edit(world, ts, f"{UNSURE} It is worth €50,000", SARA)
    offer = (await world.messages(SARA, DEALS, ts))[-1]
    assert "now says €50,000; the account says €48,500" in text_of(offer)
    channel = await world.channel("acct-acme-robotics")
    assert "€48,500" in text_of(await card(world, channel, "Handoff: Acme Robotics"))
    await world.click(MAYA, offer, Action.TAKE_OVER, DEALS)
    await world.settle()
    assert "€50,000" in text_of(await card(world, channel, "Handoff: Acme Robotics"))
    settled = (await world.messages(SARA, DEALS, ts))[-1]
    assert f"<@{MAYA}> took €50,000 over" in text_of(settled)
    assert not has_buttons(settled)


async def test_a_win_that_the_message_no_longer_tells_is_asked_about(world: World) -> None:
    ts, channel = await win(world)
    await edit(world, ts, "Call with Acme Robotics moved to Friday")
    asked = await card(world, channel, "no longer says that the deal was won")
    assert has_buttons(asked)
    await world.click(SARA, asked, Action.KEEP_WIN, channel)
    await world.settle()
    assert f"<@{SARA}> keeps the win" in "\n".join(await said(world, channel))
    assert "waiting for the seller" in "\n".join(await said(world, channel))


# Deleted.


async def test_a_deleted_message_takes_its_question_along(world: World) -> None:
    ts = await world.posts(SARA, DEALS, UNSURE)
    await world.settle()
    await delete(world, ts, SARA)
    replies = [text_of(m) for m in await world.messages(SARA, DEALS, ts)]
    assert any("was deleted, so there is nothing to decide" in line for line in replies), replies
    async with world.app.database.read() as connection:
        from bot.storage.tables import deals

        (row,) = (await connection.execute(deals.select())).mappings().all()
    assert not any(row[name] for name in ("account_name", "amount", "seller_id", "product", "crm_url", "why"))


async def test_a_deleted_win_is_told_and_undone_only_by_a_person(world: World) -> None:
    ts, channel = await win(world)
    await delete(world, ts)
    asked = await card(world, channel, "The announcement of this win was deleted")
    assert "waiting for the seller" in "\n".join(await said(world, channel))
    await world.click(OLIVIA, asked, Action.UNDO_WIN, channel)
    await world.settle()
    assert not has_buttons(await card(world, channel, "It is undone"))
    assert "nothing is due any more" in text_of(await card(world, channel, "took the win back"))
    assert "No accounts are yours yet" in text_of((await world.command(OLIVIA, "/account"))["reply"])


async def test_a_message_deleted_before_it_was_handled_opens_nothing(world: World) -> None:
    await world.app.stop()
    ts = await world.crm_posts(WIN)
    await world.box.act("delete", "crm", channel=DEALS, ts=ts)
    await world.restart()
    channels = await account_channels(world)
    if channels:  # the two events arrived in order: the account's people are asked
        channel = await world.channel("acct-acme-robotics", "U0WARMLINE")
        assert has_buttons(await card(world, channel, "The announcement of this win was deleted", "U0WARMLINE"))


async def test_nobody_from_outside_presses(world: World) -> None:
    ts, channel = await win(world)
    await delete(world, ts)
    await world.box.act("invite", OLIVIA, channel=channel, user=GIL)
    answer = await world.click(
        GIL, await card(world, channel, "The announcement of this win was deleted"), Action.UNDO_WIN, channel
    )
    await world.settle()
    assert "Only full members" in text_of(answer["opened_view"])
    assert has_buttons(await card(world, channel, "The announcement of this win was deleted"))
