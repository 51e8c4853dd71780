"""The tour's conditions, and the wish that the app be off: both by what the control API answers."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from bot.demo.tour import TOUR
from tests.sandbox_harness import APP, Box, Refusal, sandbox_here
from tests.world import CUSTOMER, DEALS, LENA, OLIVIA, SARA


def tour(**conditions: Any) -> dict[str, Any]:
    steps = [{"id": name, "title": name, "text": name, "as": SARA, "done": done} for name, done in conditions.items()]
    return {"app": APP, "team": "T0NORTHWND", "runs": [{"room": "one"}, {"room": "two"}], "steps": steps}


async def done(box: Box) -> set[str]:
    return {step["id"] for step in (await box.get("/tour"))["steps"] if step["done"]}


async def test_steps_are_ticked_off_by_what_happened() -> None:
    async with sandbox_here(limits=False) as box:
        await box.act("post", LENA, channel=CUSTOMER, text="before the tour began")
        await box.post(
            "/tour",
            **tour(
                room={"channel": "{room}"},
                read={"read": {"as": SARA, "in": DEALS}},
                asked={"message": {"in": CUSTOMER, "from": LENA, "in_thread": False}},
                ever={"message": {"in": CUSTOMER, "from": LENA}, "ever": True},
                answered={"message": {"in": CUSTOMER, "from": OLIVIA, "in_thread": True, "contains": "Thursday"}},
                offered={"offers": {"in": DEALS, "action_id": "ok"}, "not": {"channel": "three"}},
                did={"act": {"act": "react", "as": SARA, "channel": "deals-won", "name": "eyes"}},
                moved={"moved": 3600},
                either={"any": [{"channel": "nowhere"}, {"channel": "general"}]},
            ),
        )
        assert await done(box) == {"ever", "either"}
        await box.act("create_channel", SARA, name="one")
        posted = await box.act("post", SARA, channel=DEALS, text="hello")
        await box.act("read", SARA, channel=DEALS)
        await box.act("react", SARA, channel=DEALS, ts=posted["ts"], name="eyes")
        asked = await box.act("post", LENA, channel=CUSTOMER, text="When?")
        await box.act("post", OLIVIA, channel=CUSTOMER, text="On Thursday", thread_ts=asked["ts"])
        button = {"type": "button", "action_id": "ok", "text": {"type": "plain_text", "text": "OK"}}
        blocks = [{"type": "actions", "elements": [button]}]
        await box.client().chat_postMessage(channel=DEALS, text="x", blocks=blocks)
        assert await done(box) == {s["id"] for s in (await box.get("/tour"))["steps"]} - {"moved"}
        await box.post("/clock/jump", by=3600)
        assert "moved" in await done(box)
        await box.post("/tour/restart")
        assert await done(box) == {"ever", "either"}


async def test_a_tour_survives_a_restart_and_a_second_giving(tmp_path: Path) -> None:
    async with sandbox_here(state=tmp_path) as box:
        await box.post("/tour", **tour(room={"channel": "{room}"}, other={"channel": "other"}))
        await box.act("create_channel", SARA, name="one")
        assert await done(box) == {"room"}
        await box.post("/tour/closed", closed=True)
    async with sandbox_here(state=tmp_path) as box:
        await box.post("/tour", **tour(room={"channel": "{room}"}, other={"channel": "other"}))
        assert (await box.get("/tour"))["closed"] is True
        assert await done(box) == {"room"}


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({}, 'A tour needs "steps".'),
        ({"steps": [{"id": "a"}]}, "lacks title, text, as, done"),
        (tour(a={"weather": "fine"}), "knows no condition 'weather'"),
        ({"steps": [TOUR["steps"][0] | {"as": "U0NOBODY"}]}, "who is not here"),
    ],
)
async def test_a_tour_that_makes_no_sense_is_refused(given: dict[str, Any], sentence: str) -> None:
    async with sandbox_here() as box:
        with pytest.raises(Refusal, match=sentence):
            await box.post("/tour", **given)


async def test_whoever_started_the_app_hears_that_it_is_to_stop() -> None:
    async with sandbox_here() as box:
        assert (await box.get("/power"))["followed"] is False
        with pytest.raises(Refusal, match="Nobody here can switch the app"):
            await box.post("/power", up=False)
        first = asyncio.create_task(box.post("/power/follow", app=APP, running=True, wait=20))
        while not (await box.get("/power"))["followed"]:  # noqa: ASYNC110 - the poll is on its way
            await asyncio.sleep(0.005)
        switched = asyncio.create_task(box.post("/power", up=False))
        assert (await first)["up"] is False
        last = asyncio.create_task(box.post("/power/follow", app=APP, running=False, wait=20))
        answer = await switched
        assert (answer["up"], answer["running"], answer["followed"]) == (False, False, True)
        last.cancel()
        await asyncio.gather(last, return_exceptions=True)
