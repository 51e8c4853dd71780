"""The main job, from the announcement to the first nudge, as people see it."""

from __future__ import annotations

from datetime import timedelta

from tests.world import DEALS, OLIVIA, SARA, World, text_of


async def test_a_won_deal_gets_a_room_and_two_names(world: World) -> None:
    ts = await world.crm_posts(":tada: Deal won: *Website redesign for Acme Robotics* — $48,500\nOwner: Sara Lindqvist")
    await world.settle()
    channel = await world.channel("acct-acme-robotics")
    room = (await world.channels())["acct-acme-robotics"]
    assert {SARA, OLIVIA} <= await world.members(channel)
    brief = (await world.messages(SARA, channel))[0]
    print(text_of(brief), room)
    thread = await world.messages(SARA, DEALS, ts)
    print([text_of(m) for m in thread])
    assert f"<#{channel}>" in thread[-1]["text"]
    assert timedelta(0) == timedelta(0)
