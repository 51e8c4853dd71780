"""The sandbox as it is set up and asked: further apps and teams, misuse, and who may control it."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox_harness import APP, Box, Refusal, outside_the_reference, sandbox_here

DEALS = "C0DEALSWON"
LUMEN = "C0LUMENNWD"


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False, ack_seconds=0.5) as box:
        yield box
        assert outside_the_reference(await box.ledger(kind="call")) == []


async def test_further_apps_and_teams(box: Box) -> None:
    made = await box.post("/apps", name="Second App", team="T0CONTOSO1")
    token = made["installs"][0]["token"]
    assert (await box.client(token).auth_test())["team"] == "Contoso"
    team = (await box.post("/teams", name="Third", domain="third"))["team"]
    installed = await box.post(f"/apps/{made['app']['id']}/install", team=team["id"])
    assert (await box.client(installed["install"]["token"]).auth_test())["team"] == "Third"
    names = {a["app"]["name"] for a in (await box.get("/apps"))["apps"]}
    assert names == {"Warmline", "Dealdesk CRM", "Second App"}


async def test_misuse_is_said_in_a_sentence(box: Box) -> None:
    for call in (
        box.act("post", "sara", channel="general"),
        box.act("post", "sara", text="x"),
        box.act("post", "sara", channel="general", text="x", files=["a.txt"]),
        box.act("user_change", "amir", user="olivia", fields={"shoe_size": 43}),
        box.act("user_change", "amir", user="olivia", fields=7),
        box.act("command", "sara", channel="general", text="no slash"),
        box.post("/clock/move", by="soon"),
        box.post(f"/apps/{APP}", mode="pigeon"),
        box.post(f"/apps/{APP}/manifest", manifest={}),
        box.post("/sockets/disconnect", reason="bored"),
    ):
        with pytest.raises(Refusal) as caught:
            await call
        assert caught.value.status == 400
        assert caught.value.sentence.endswith(".")
    for body in (b"[]", b"{oops"):
        async with box.session.post(f"{box.url}/control/settle", data=body) as answer:
            assert answer.status == 400


async def test_other_web_pages_cannot_control_it(box: Box) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Host": "elsewhere.example:80"}):
        async with box.session.get(f"{box.url}/control/state", headers=headers) as answer:
            assert answer.status == 403
    async with box.session.get(f"{box.url}/control/state", headers={"Origin": box.url}) as answer:
        assert answer.status == 200
