"""Accounts get another name, or two become one, as people see it."""

from __future__ import annotations

from datetime import timedelta

from bot.ids import Action
from tests.stories.test_deals_again import announced
from tests.stories.test_deals_life import account_channels, card, has_buttons, said, win
from tests.world import AMIR, CUSTOMER, LENA, OLIVIA, SARA, World, text_of, world_on


async def rename(world: World, channel: str, name: str) -> str:
    """What the one who renames is told."""
    answer = await world.command(OLIVIA, f"/account rename {name}", channel)
    await world.settle()
    return text_of(answer["reply"])


async def two(world: World) -> tuple[str, str]:
    """Two accounts of one customer: the channel of the one that stays, and of the other."""
    _, keep = await win(world)
    await announced(world, "Deal won: Cobalt Mining - $12,000\nOwner: Sara Lindqvist\nDelivery owner: Olivia Park")
    return keep, await world.channel("acct-cobalt-mining")


async def merge(world: World, keep: str, what: str) -> str:
    """Merge, and what the modal said."""
    opened = await world.command(SARA, f"/account merge {what}", keep)
    shown = text_of(opened["opened_view"])
    await world.submit(SARA, opened["opened_view"]["id"])
    await world.settle()
    return shown


async def test_a_new_name_and_the_channel_follows(world: World) -> None:
    _, channel = await win(world)
    assert "Renamed. *Acme Spain* it is." in await rename(world, channel, "Acme Spain")
    assert (await world.channels())["acct-acme-spain"]["id"] == channel
    assert "Acme Spain" in (await world.channels())["acct-acme-spain"]["purpose"]["value"]
    lines = "\n".join(await said(world, channel))
    assert "Handoff: Acme Spain" in lines
    assert f"<@{OLIVIA}> renamed the account: *Acme Robotics* is *Acme Spain* now." in lines
    await world.go_to(await world.now() + timedelta(days=30))
    for name in ("Acme Robotics", "Acme Spain"):
        await announced(world, f"Expansion won: {name} - $5,000")
    assert await account_channels(world) == {"acct-acme-spain"}, "both names mean it"


async def test_a_channel_with_a_name_of_its_own_keeps_it(world: World) -> None:
    _, channel = await win(world)
    await world.box.act("rename", OLIVIA, channel=channel, name="robots")
    await world.settle()
    await rename(world, channel, "Acme Spain")
    assert (await world.channels())["robots"]["id"] == channel
    assert "keeps the name that somebody gave it" in "\n".join(await said(world, channel))


async def test_a_channel_name_that_is_taken_is_left_alone(world: World) -> None:
    _, channel = await win(world)
    await world.box.act("create_channel", OLIVIA, name="acct-acme-spain")
    await rename(world, channel, "Acme Spain")
    assert (await world.channels())["acct-acme-robotics"]["id"] == channel
    assert "Another channel has that name" in "\n".join(await said(world, channel))
    assert await world.dms(AMIR) == []


async def test_a_name_that_another_account_has_is_refused(world: World) -> None:
    keep, other = await two(world)
    told = await rename(world, keep, "Cobalt Mining Ltd")
    assert f"*Cobalt Mining* (<#{other}>) has that name already" in told
    assert "Handoff: Acme Robotics" in "\n".join(await said(world, keep))


async def test_two_accounts_become_one(world: World) -> None:
    keep, other = await two(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", other)
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    shown = await merge(world, keep, f"<#{other}|acct-cobalt-mining>")
    assert "*What moves:* 1 deal, 1 question" in shown
    assert f"<#{CUSTOMER}>" in shown
    assert f"<@{SARA}> merged *Cobalt Mining* into *Acme Robotics* (<#{keep}>)" in "\n".join(await said(world, other))
    assert "Its deals add up to $60,500 now." in "\n".join(await said(world, keep))
    reply = text_of((await world.command(OLIVIA, "/account", keep))["reply"])
    assert "$60,500" in reply
    assert "Open questions: 1" in reply
    assert f"<#{CUSTOMER}>" in reply
    await world.go_to(await world.now() + timedelta(days=30))
    await announced(world, "Expansion won: Cobalt Mining - $5,000")
    assert "$65,500" in text_of((await world.command(OLIVIA, "/account", keep))["reply"])


async def test_a_merge_is_undone_within_a_day(world: World) -> None:
    keep, other = await two(world)
    await merge(world, keep, "Cobalt Mining")
    await world.click(OLIVIA, await card(world, other, "merged *Cobalt Mining*"), Action.UNDO_MERGE, other)
    await world.settle()
    assert not has_buttons(await card(world, other, f"<@{OLIVIA}> undid the merge."))
    assert "$48,500" in text_of((await world.command(OLIVIA, "/account", keep))["reply"])
    reply = text_of((await world.command(OLIVIA, "/account", other))["reply"])
    assert "*Cobalt Mining* · $12,000" in reply
    assert "waiting for the seller" in reply
    await world.go_to(await world.now() + timedelta(days=30))
    await announced(world, "Expansion won: Cobalt Mining - $5,000")
    assert "$17,000" in text_of((await world.command(OLIVIA, "/account", other))["reply"])


async def test_a_merge_is_not_undone_later_and_its_channel_is_archived_on_demand(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        keep, other = await two(world)
        await merge(world, keep, "Cobalt Mining")
        await world.go_to(await world.now() + timedelta(days=2))
        news = await card(world, other, "merged *Cobalt Mining*")
        told = await world.click(OLIVIA, news, Action.UNDO_MERGE, other)
        assert "can be undone for a day" in text_of(told["opened_view"])
        await world.click(OLIVIA, news, Action.ARCHIVE_MERGED, other)
        await world.settle()
        info = await world.box.client().conversations_info(channel=other)
        assert info["channel"]["is_archived"]


async def test_what_cannot_be_merged_is_said(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        keep, other = await two(world)
        for where, typed, words in (
            (keep, "Acme Robotics", "same account"),
            (keep, "Nobody Inc", "I know no account called"),
            (keep, "<#C0GENERAL|general>", "no account's channel"),
            (keep, "", "Name the other account"),
            ("general", "Acme Robotics", "own channel"),
        ):
            answer = await world.command(SARA, f"/account merge {typed}", where)
            assert words in text_of(answer["reply"]), typed
        answer = await world.command(OLIVIA, "/account rename", other)
        assert "Write the new name" in text_of(answer["reply"])


async def test_a_closed_account_gets_no_customer_channel(world: World) -> None:
    """Nobody would be told of what is asked there."""
    keep, other = await two(world)
    await merge(world, keep, f"<#{other}>")
    told = await world.command(OLIVIA, f"/account link <#{CUSTOMER}>", other)
    assert "*Cobalt Mining* is closed" in text_of(told["reply"])
    assert "I watch" in text_of((await world.command(OLIVIA, f"/account link <#{CUSTOMER}>", keep))["reply"])
