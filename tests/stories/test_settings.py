"""The settings in Slack: changed by settings admins, written down, and heeded from then on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from bot.ids import Action, Block
from bot.unit_of_work import Priority
from tests.stories.test_first_run import change, submit
from tests.stories.test_main_job import WIN, signed, win
from tests.world import AMIR, CUSTOMER, DEALS, JONAS, LENA, MAYA, OLIVIA, SARA, World, text_of, world_on

BOT = "U0WARMLINE"


async def listed(world: World, who: str = AMIR) -> dict[str, Any]:
    """The modal with all settings."""
    return dict((await world.command(who, "/warmline settings"))["opened_view"])


async def edit(world: World, view: dict[str, Any], rule: str, who: str = AMIR) -> dict[str, Any]:
    """Press *Edit* beside a setting; the modal on top."""
    block = next(one for one in view["blocks"] if one.get("accessory", {}).get("value") == rule)
    answer = await world.box.act(
        "click", who, view_id=view["id"], action_id=Action.EDIT_RULE, block_id=block["block_id"]
    )
    return dict(answer["opened_view"])


async def press(world: World, view: dict[str, Any], action: str, who: str = AMIR) -> dict[str, Any]:
    """Press another button in a modal."""
    answer = await world.box.act("click", who, view_id=view["id"], action_id=action)
    await world.settle()
    return answer


async def said_to(world: World, who: str, words: str) -> int:
    """How many messages of a person's DM say this."""
    return sum(words in text_of(one) for one in await world.dms(who))


async def test_the_name_of_account_channels(world: World) -> None:
    view = await edit(world, await listed(world), "names")
    assert "The channel of Blue Harbor Capital would be *#acct-blue-harbor-capital*." in text_of(view)
    view = await change(world, view, Block.CHANNEL_NAME, "kunde-{account}")
    assert "*#kunde-blue-harbor-capital*" in text_of(view)
    view = await change(world, view, Block.CHANNEL_NAME, "kunde-{tier}")
    assert "which is not known" in text_of(view)
    refused = await submit(world, view)
    assert "for example acct-{account}" in refused["errors"][Block.CHANNEL_NAME]
    assert (await submit(world, view, channel_name="kunde-{account}", channel_private=["private"]))["closed"]
    await world.crm_posts(WIN)
    await world.settle()
    assert (await world.channels())["kunde-acme-robotics"]["is_private"]

    told = text_of((await world.command(AMIR, "/warmline changes"))["reply"])
    assert f"<@{AMIR}>\nname of account channels: acct-{{account}} → *kunde-{{account}}*" in told
    assert "private account channels: no → *yes*" in told


async def test_the_list_behind_a_modal_follows(world: World) -> None:
    root = await listed(world)
    view = await edit(world, root, "owners")
    await submit(world, view, delivery_owners=[JONAS])
    (shown,) = (await world.box.see("views", AMIR))["views"]
    assert shown["id"] == root["id"]
    assert f"*Delivery owners, in turn*\n<@{JONAS}>" in text_of(shown)


async def test_times_are_numbers_within_bounds(world: World) -> None:
    view = await edit(world, await listed(world), "times")
    refused = await submit(world, view, handoff_days="soon", checkin_days="0", answer_hours="1000")
    assert refused["errors"] == {
        "handoff_days": "A whole number from 1 to 60.",
        "checkin_days": "A whole number from 1 to 365.",
        "answer_hours": "A whole number from 1 to 80.",
    }
    done = await submit(world, view, handoff_days="1", checkin_days=" 5 ", answer_hours="2", digest_time="10:30")
    assert done["closed"]
    said = text_of(await listed(world))
    assert "Morning digest at 10:30" in said
    assert "Handoff due after 1 business day\nCheck-in every 5 business days" in said


async def test_only_settings_admins(world: World) -> None:
    for command in ("settings", "setup", "changes", "pause", "resume"):
        answer = await world.command(SARA, f"/warmline {command}")
        assert text_of(answer["reply"]) == f"Only <@{AMIR}> can change how Warmline works here.", command


async def test_somebody_who_is_no_admin_any_more_saves_nothing(world: World) -> None:
    view = await edit(world, await listed(world), "admins")
    await submit(world, view, admins=[AMIR, MAYA])
    hers = await edit(world, await listed(world, MAYA), "owners", MAYA)
    his = await edit(world, await listed(world), "admins")
    await submit(world, his, admins=[AMIR])
    told = await submit(world, hers, MAYA, delivery_owners=[MAYA])
    assert f"Only <@{AMIR}> can change how Warmline works here." in text_of(told["opened_view"])
    assert f"<@{MAYA}>" not in text_of(await listed(world))


async def test_a_demoted_slack_admin_is_refused_at_once(database_url: str) -> None:
    """Where nobody was chosen, Slack's own admins may; Slack is asked anew each time."""
    async with world_on(database_url, admins="") as world:
        await world.app.directory.refresh(world.app.desk.workspaces()[0])
        view = await edit(world, await listed(world), "owners")
        await world.box.act("user_change", MAYA, user=AMIR, fields={"is_admin": False})
        told = await submit(world, view, delivery_owners=[JONAS])
        assert "can change how Warmline works here" in text_of(told["opened_view"])
        answer = await world.command(AMIR, "/warmline settings")
        assert "can change how Warmline works here" in text_of(answer["reply"])


async def test_admins_hear_once_when_a_channel_is_lost(world: World) -> None:
    await world.box.act("kick", SARA, channel=DEALS, user=BOT)
    await world.settle()
    assert await said_to(world, AMIR, f"I can no longer read <#{DEALS}>") == 1
    assert f"I can't read <#{DEALS}> yet" in text_of(await listed(world))
    await world.box.act("invite", SARA, channel=DEALS, user=BOT)
    await world.settle()
    assert f"I can't read <#{DEALS}> yet" not in text_of(await listed(world))
    await win(world)


async def test_the_list_names_what_a_deleted_channel_was(world: World) -> None:
    await world.box.act("delete_channel", AMIR, channel=DEALS)
    await world.settle()
    assert await said_to(world, AMIR, f"I can no longer read <#{DEALS}>") == 1


# Reminders.


async def test_paused_nobody_is_reminded_until_it_is_resumed(world: World) -> None:
    await signed(world)
    asked = await world.command(AMIR, "/warmline pause")
    assert "nobody gets a digest or a nudge" in text_of(asked["reply"])
    general = await world.channel("general")
    told = await world.box.act("click", AMIR, channel=general, ts=asked["reply"]["ts"], action_id=Action.PAUSE)
    assert "Paused: nobody" in text_of(told["opened_view"])
    before = len(await world.dms(OLIVIA))
    await world.go_to(await world.now() + timedelta(days=20))
    assert len(await world.dms(OLIVIA)) == before
    assert "check-in" in text_of((await world.command(OLIVIA, "/warmline"))["reply"]), "it is counted all the same"
    assert "Nudges are on again" in text_of((await world.command(AMIR, "/warmline resume"))["reply"])
    assert "Nudges are on already" in text_of((await world.command(AMIR, "/warmline resume"))["reply"])
    await world.go_to(await world.now() + timedelta(days=4))
    assert any("check-in" in text_of(one) for one in (await world.dms(OLIVIA))[before:])


async def quiet_from_now(world: World) -> None:
    """As if Warmline had just been set up, with a quiet start of thirty days."""
    (workspace,) = world.app.desk.workspaces()
    async with world.app.desk.begin(workspace, Priority.TICK) as work:
        await work.hold_policy()
        until = work.now + timedelta(days=30)
        await work.change_policy(None, quiet_start=True, set_up_at=work.now, quiet_until=until)


async def test_a_quiet_start_reminds_of_new_wins_and_of_volunteers(world: World) -> None:
    await signed(world)
    await quiet_from_now(world)
    await world.crm_posts(WIN.replace("Acme Robotics", "Lumen Labs"))
    await world.settle()
    await world.go_to(await world.now() + timedelta(days=16))
    assert any("Lumen Labs" in text_of(one) for one in await world.dms(SARA)), "won since"
    assert await said_to(world, OLIVIA, "check-in") == 0, "won before"
    assert "check-in" in text_of((await world.command(OLIVIA, "/warmline"))["reply"]), "shown when asked"
    answer = await world.command(OLIVIA, "/warmline nudges")
    assert "Type `/warmline nudges on` or `/warmline nudges off`." in text_of(answer["reply"])
    await world.command(OLIVIA, "/warmline nudges on")
    await world.go_to(await world.now() + timedelta(days=3))
    digests = await said_to(world, OLIVIA, "check-in")
    assert digests >= 1, "she volunteers"
    await world.command(OLIVIA, "/warmline nudges off")
    await world.go_to(await world.now() + timedelta(days=4))
    assert await said_to(world, OLIVIA, "check-in") == digests


async def test_what_is_set_up_by_hand_stays_quiet(world: World) -> None:
    await quiet_from_now(world)
    opened = (await world.command(SARA, "/account new Acme Robotics"))["opened_view"]
    await submit(world, opened, SARA)
    await world.go_to(await world.now() + timedelta(days=7))
    assert await said_to(world, SARA, "brief to fill in") == 0


async def test_a_question_waits_for_the_end_of_the_quiet_start(world: World) -> None:
    channel = await signed(world)
    await world.command(OLIVIA, "/account link #lumen-northwind", channel)
    await quiet_from_now(world)
    await world.posts(LENA, CUSTOMER, "Could you tell us when the import will be ready?")
    await world.settle()
    await world.go_to(await world.now() + timedelta(days=3))
    assert await said_to(world, OLIVIA, "waits for an answer") == 0
    root = await listed(world)
    assert "I nudge about new wins only" in text_of(root)
    await press(world, root, Action.END_QUIET)
    (shown,) = (await world.box.see("views", AMIR))["views"]
    assert "Over: I nudge about every account." in text_of(shown)
    await world.go_to(await world.now() + timedelta(hours=12))
    assert await said_to(world, OLIVIA, "waits for an answer") >= 1, "at once, and in her digest"
    assert "nothing to switch" in text_of((await world.command(OLIVIA, "/warmline nudges on"))["reply"])


async def test_whoever_saves_second_is_told_who_changed_this_rule(world: World) -> None:
    view = await edit(world, await listed(world), "admins")
    await submit(world, view, admins=[AMIR, MAYA, JONAS])
    mine = await edit(world, await listed(world), "owners")
    hers = await edit(world, await listed(world, MAYA), "owners", MAYA)
    await submit(world, hers, MAYA, delivery_owners=[MAYA])
    times = await edit(world, await listed(world, JONAS), "times", JONAS)
    await submit(world, times, JONAS, handoff_days="2", checkin_days="5", answer_hours="2", digest_time="10:30")
    told = await submit(world, mine, delivery_owners=[JONAS])
    assert f"<@{MAYA}> changed this while you had it open" in text_of(told["opened_view"])
