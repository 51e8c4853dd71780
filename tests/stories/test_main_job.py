"""The main job, from the announcement to the nudge, as people see it."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.ids import Action
from tests.world import AMIR, BEN, CUSTOMER, DEALS, JONAS, LENA, MAYA, OLIVIA, SARA, World, text_of, world_on

WIN = ":tada: Deal won: *Website redesign for Acme Robotics* — $48,500\nOwner: Sara Lindqvist"


async def win(world: World, text: str = WIN, **more: Any) -> tuple[str, str]:
    """An announcement and its account's channel."""
    ts = await world.crm_posts(text, **more)
    await world.settle()
    return ts, await world.channel("acct-acme-robotics")


async def brief_in(world: World, channel: str, who: str = SARA) -> dict[str, Any]:
    return next(m for m in await world.messages(who, channel) if "Handoff: Acme Robotics" in text_of(m))


async def fill(world: World, channel: str, who: str = SARA, **answers: str) -> dict[str, Any]:
    """The seller opens the brief and submits it."""
    kickoff = (await world.now() + timedelta(days=7)).date().isoformat()
    given = {
        "why_bought": "Orders get lost on their old site.",
        "promises": "Launch before the fair on 1 June",
        "whom_to_call": "Dana Fox, head of marketing",
        "kickoff": kickoff,
    }
    opened = await world.click(who, await brief_in(world, channel), Action.FILL_BRIEF, channel)
    return await world.submit(who, opened["opened_view"]["id"], **(given | answers))


async def signed(world: World) -> str:
    """An account whose handoff both have signed; its channel."""
    _, channel = await win(world)
    await fill(world, channel)
    await world.settle()
    await world.click(OLIVIA, await brief_in(world, channel), Action.ACCEPT_HANDOFF, channel)
    await world.settle()
    return channel


async def test_a_won_deal_gets_a_room_and_two_names(world: World) -> None:
    ts, channel = await win(world)
    room = (await world.channels())["acct-acme-robotics"]
    assert room["topic"]["value"] == f"Seller: <@{SARA}> · Delivery owner: <@{OLIVIA}>"
    assert "Acme Robotics" in room["purpose"]["value"]
    assert await world.members(channel) == {SARA, OLIVIA, "U0WARMLINE"}
    brief = await brief_in(world, channel)
    assert "$48,500" in text_of(brief)
    assert f"<@{SARA}>" in text_of(brief)
    assert "Four answers are enough" in text_of(brief)
    assert brief["pinned_to"] == [channel]
    bookmarks = (await world.box.client().bookmarks_list(channel_id=channel))["bookmarks"]
    assert [bookmark["title"] for bookmark in bookmarks] == ["Handoff brief"]
    thread = await world.messages(SARA, DEALS, ts)
    assert f"<#{channel}>" in text_of(thread[-1])
    assert f"Delivery owner: <@{OLIVIA}>" in text_of(thread[-1])


async def test_the_owner_that_the_announcement_names_wins_over_the_turn(world: World) -> None:
    _, channel = await win(world, WIN + "\nDelivery owner: Jonas Weber")
    assert await world.members(channel) == {SARA, JONAS, "U0WARMLINE"}


async def test_owners_take_turns(world: World) -> None:
    for name in ("Acme Robotics", "Blue Harbor Capital", "Cobalt Mining Ltd"):
        await world.crm_posts(f"Deal won: {name} - $10,000\nOwner: Ben Carter")
    await world.settle()
    owners = []
    for name in ("acct-acme-robotics", "acct-blue-harbor-capital", "acct-cobalt-mining-ltd"):
        members = await world.members(await world.channel(name, BEN))
        owners.append(next(iter(members & {OLIVIA, JONAS})))
    assert owners in ([OLIVIA, JONAS, OLIVIA], [JONAS, OLIVIA, JONAS])


async def test_both_sign_and_a_check_in_is_planned(world: World) -> None:
    _, channel = await win(world)
    answer = await fill(world, channel)
    assert answer["closed"], answer
    await world.settle()
    brief = await brief_in(world, channel)
    assert "Launch before the fair on 1 June" in text_of(brief)
    assert "waiting for the delivery owner to accept" in text_of(brief)
    await world.click(OLIVIA, brief, Action.ACCEPT_HANDOFF, channel)
    await world.settle()
    brief = await brief_in(world, channel)
    assert "signed by both" in text_of(brief)
    assert "Seller <@U0SARALIND> signed" in text_of(brief)
    assert "Delivery owner <@U0OLIVIAPK> signed" in text_of(brief)
    assert not [b for b in brief["blocks"] if b["type"] == "actions"]
    last = (await world.messages(SARA, channel))[-1]
    assert "the first check-in is due" in text_of(last)


async def test_the_owner_returns_a_brief_with_a_reason(world: World) -> None:
    _, channel = await win(world)
    await fill(world, channel)
    await world.settle()
    opened = await world.click(OLIVIA, await brief_in(world, channel), Action.RETURN_HANDOFF, channel)
    await world.submit(OLIVIA, opened["opened_view"]["id"], reason="Which pages are in scope?")
    await world.settle()
    brief = await brief_in(world, channel)
    assert "Returned:* Which pages are in scope?" in text_of(brief)
    opened = await world.click(SARA, brief, Action.FILL_BRIEF, channel)
    assert "Launch before the fair on 1 June" in text_of(opened["opened_view"]), "the last version is prefilled"
    await fill(world, channel, promises="Shop and blog, nothing else")
    await world.settle()
    brief = await brief_in(world, channel)
    assert "Returned" not in text_of(brief)
    assert "Shop and blog, nothing else" in text_of(brief)


async def test_the_form_keeps_what_was_typed_and_says_what_is_wrong(world: World) -> None:
    _, channel = await win(world)
    answer = await fill(world, channel, kickoff="2020-01-01", promises="   ")
    assert not answer["closed"]
    assert answer["errors"]["kickoff"] == "Pick a day that is still to come."
    assert "none made" in answer["errors"]["promises"]


async def test_nobody_signs_for_the_other_side(world: World) -> None:
    _, channel = await win(world)
    refused = await world.click(OLIVIA, await brief_in(world, channel, SARA), Action.FILL_BRIEF, channel)
    assert "fills in this brief, and you sign it afterwards" in text_of(refused["opened_view"])
    await fill(world, channel)
    await world.settle()
    refused = await world.click(SARA, await brief_in(world, channel), Action.ACCEPT_HANDOFF, channel)
    assert f"Only <@{OLIVIA}>, the delivery owner, can accept" in text_of(refused["opened_view"])
    assert "waiting for the delivery owner" in text_of(await brief_in(world, channel))


async def test_one_digest_at_nine_in_the_owners_zone(world: World) -> None:
    await signed(world)
    start = await world.now()
    await world.go_to(start + timedelta(days=21))
    digests = [m for m in await world.dms(OLIVIA) if "waiting on you" in text_of(m)]
    first = digests[0]
    told_at = await _at(first)
    local = told_at.astimezone(ZoneInfo("America/New_York"))
    assert (local.hour, local.minute) == (9, 0)
    assert local.weekday() < 5
    assert (local.date() - start.date()).days == 14, "ten workdays after a Monday"
    assert "check-in due today" in text_of(first)
    assert len({local_date(m) for m in digests}) == len(digests), "one a day at most"


async def _at(message: dict[str, Any]) -> Any:
    from datetime import UTC, datetime

    return datetime.fromtimestamp(float(message["ts"]), UTC)


def local_date(message: dict[str, Any]) -> str:
    from datetime import UTC, datetime

    return str(datetime.fromtimestamp(float(message["ts"]), UTC).astimezone(ZoneInfo("America/New_York")).date())


async def the_digest(world: World) -> tuple[dict[str, Any], str]:
    """Olivia's first digest, and her DM's id."""
    start = await world.now()
    await world.go_to(start + timedelta(days=14, hours=10))
    dm = await world.dm(OLIVIA)
    return (await world.messages(OLIVIA, dm))[-1], dm


async def test_done_settles_the_line_and_plans_the_next(world: World) -> None:
    channel = await signed(world)
    digest, dm = await the_digest(world)
    await world.click(OLIVIA, digest, Action.CHECKIN_DONE, dm)
    await world.settle()
    after = (await world.messages(OLIVIA, dm))[-1]
    assert after["ts"] == digest["ts"], "the digest itself is brought up to date"
    assert "all done" in text_of(after)
    assert not [b for b in after["blocks"] if b["type"] == "actions"]
    answer = await world.command(OLIVIA, "/checkin", channel)
    expected = (await world.now()).date() + timedelta(days=14)
    assert f"due {expected.day} " in text_of(answer["reply"])


async def test_snooze_brings_it_back_the_next_workday(world: World) -> None:
    await signed(world)
    digest, dm = await the_digest(world)
    await world.click(OLIVIA, digest, Action.CHECKIN_SNOOZE, dm)
    await world.settle()
    assert "snoozed until" in text_of((await world.messages(OLIVIA, dm))[-1])
    await world.go_to(await world.now() + timedelta(days=1))
    again = (await world.messages(OLIVIA, dm))[-1]
    assert again["ts"] != digest["ts"]
    assert "check-in due today, first planned for" in text_of(again)


async def test_a_question_left_alone_gets_its_owner_nudged(world: World) -> None:
    channel = await signed(world)
    answer = await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    assert "I watch" in text_of(answer["reply"])
    asked = await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.go_to(await world.now() + timedelta(hours=12))
    nudge = (await world.dms(OLIVIA))[-1]
    assert "waits for an answer" in text_of(nudge)
    assert f"archives/{CUSTOMER}/p{asked.replace('.', '')}" in text_of(nudge)
    await world.posts(OLIVIA, CUSTOMER, "On Thursday, Lena.", thread_ts=asked)
    await world.settle()
    after = (await world.dms(OLIVIA))[-1]
    assert after["ts"] == nudge["ts"]
    assert "done" in text_of(after)


async def test_an_answered_question_nudges_nobody(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    before = len(await world.dms(OLIVIA))
    asked = await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.posts(JONAS, CUSTOMER, "On Thursday, Lena.", thread_ts=asked)
    await world.settle()
    await world.go_to(await world.now() + timedelta(days=2))
    assert len(await world.dms(OLIVIA)) == before


async def test_nothing_internal_reaches_the_customer(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.go_to(await world.now() + timedelta(days=3))
    seen = await world.messages(LENA, CUSTOMER)
    assert [m for m in seen if m.get("user") == "U0WARMLINE" and m.get("subtype") is None] == []
    assert "acct-acme-robotics" not in await world.channels(LENA)


async def test_when_it_is_not_sure_it_asks(world: World) -> None:
    ts = await world.posts(SARA, DEALS, "Just closed a deal on our new XYZ-5000 machine, great team effort!")
    await world.settle()
    card = (await world.messages(SARA, DEALS, ts))[-1]
    assert "Is this a won deal?" in text_of(card)
    opened = await world.click(SARA, card, Action.SET_UP_ACCOUNT, DEALS)
    await world.submit(
        SARA,
        opened["opened_view"]["id"],
        account_name="Orbit 42",
        amount="€1.2M",
        currency="",
        seller=SARA,
        owner=JONAS,
    )
    await world.settle()
    channel = await world.channel("acct-orbit-42")
    assert await world.members(channel) == {SARA, JONAS, "U0WARMLINE"}
    thread = await world.messages(SARA, DEALS, ts)
    assert f"<@{SARA}> is setting up *Orbit 42*" in text_of(thread[1])
    assert f"<#{channel}>" in text_of(thread[-1])


async def test_not_a_win_sets_nothing_up(world: World) -> None:
    ts = await world.posts(SARA, DEALS, "Just closed a deal on our new XYZ-5000 machine, great team effort!")
    await world.settle()
    before = set(await world.channels())
    await world.click(MAYA, (await world.messages(SARA, DEALS, ts))[-1], Action.NOT_A_WIN, DEALS)
    await world.settle()
    assert f"Not a win, says <@{MAYA}>" in text_of((await world.messages(SARA, DEALS, ts))[-1])
    assert set(await world.channels()) == before


async def test_the_same_account_again_joins(world: World) -> None:
    _, channel = await win(world)
    again = await world.crm_posts("Deal won: ACME ROBOTICS Inc. - $12,000")
    await world.settle()
    asked = (await world.messages(SARA, DEALS, again))[-1]
    assert "Is it the same one?" in text_of(asked), "the same account within days, with another amount"
    await world.click(SARA, asked, Action.DEAL_BELONGS, DEALS)
    await world.settle()
    thread = await world.messages(SARA, DEALS, again)
    assert f"is known already: <#{channel}>" in text_of(thread[-1])
    assert [name for name in await world.channels() if name.startswith("acct-")] == ["acct-acme-robotics"]


async def test_set_up_by_hand_from_a_command_and_a_shortcut(world: World) -> None:
    answer = await world.command(SARA, "/account new Pied Piper")
    await world.submit(SARA, answer["opened_view"]["id"], amount="45k USD", seller=SARA)
    await world.settle()
    channel = await world.channel("acct-pied-piper")
    assert f"<#{channel}>" in text_of((await world.dms(SARA))[-1])
    ts = await world.posts(MAYA, "general", "Hooli signed on the phone an hour ago, 30k")
    opened = await world.box.act("shortcut", MAYA, callback_id="deal.set_up", channel="general", ts=ts)
    await world.submit(MAYA, opened["opened_view"]["id"], account_name="Hooli", seller=SARA)
    await world.settle()
    assert "acct-hooli" in await world.channels()


async def test_commands_answer_and_an_unknown_word_gets_the_nearest(world: World) -> None:
    for command in ("/account", "/handoff", "/checkin", "/warmline"):
        answer = await world.command(SARA, f"{command} help")
        assert f"*{command}*" in text_of(answer["reply"]), answer
    answer = await world.command(SARA, "/account lnk #x")
    assert "Did you mean `/account link`?" in text_of(answer["reply"])
    answer = await world.command(SARA, "/handoff fill Nobody Inc")
    assert "I know no account called “Nobody Inc”" in text_of(answer["reply"])
    answer = await world.command(SARA, "/account")
    assert "No accounts are yours yet" in text_of(answer["reply"])
    answer = await world.command(OLIVIA, "/warmline")
    assert "Nothing waits on you" in text_of(answer["reply"])


async def test_somebody_who_cannot_be_invited_is_named_and_nothing_else_stops(world: World) -> None:
    await world.box.post("/faults", name="error", code="user_is_restricted", method="conversations.invite", times=1)
    _, channel = await win(world)
    said = [text_of(m) for m in await world.messages(SARA, channel)] if SARA in await world.members(channel) else []
    said = said or [text_of(m) for m in await world.messages(OLIVIA, channel)]
    assert any("I couldn't invite" in line for line in said), said
    assert any("python -m bot outbox resume" in text_of(m) for m in await world.dms(AMIR))
    assert await world.members(channel) & {SARA, OLIVIA}


async def test_the_same_over_http(sqlite_url: str) -> None:
    async with world_on(sqlite_url, transport="http") as world:
        channel = await signed(world)
        assert "signed by both" in text_of(await brief_in(world, channel))
        digest, dm = await the_digest(world)
        await world.click(OLIVIA, digest, Action.CHECKIN_DONE, dm)
        await world.settle()
        assert "all done" in text_of((await world.messages(OLIVIA, dm))[-1])
        assert world.app.socket is None


async def test_what_happens_while_the_app_is_down_is_not_lost(world: World) -> None:
    await world.app.stop()
    await world.crm_posts(WIN)
    await world.restart()
    assert "acct-acme-robotics" in await world.channels()
