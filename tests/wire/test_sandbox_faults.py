"""Faults by name, and Slack's limits: what the app meets, and what the ledger keeps of it."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from bot.sandbox.pace import Pace
from tests.sandbox_harness import APP, APP_TOKEN, Box, Refusal, outside_the_reference, receiver, sandbox_here, until

DEALS = "C0DEALSWON"


async def post(box: Box, text: str = "x") -> Any:
    return await box.client().chat_postMessage(channel=DEALS, text=text)


async def test_429_carries_a_time_and_impatience_is_noted() -> None:
    async with sandbox_here() as box:
        await box.post("/faults", name="rate_limited", method="chat.postMessage", times=1, retry_after=30)
        with pytest.raises(SlackApiError) as caught:
            await post(box)
        assert caught.value.response.status_code == 429
        assert caught.value.response.headers["Retry-After"] == "30"
        with pytest.raises(SlackApiError) as again:
            await post(box)
        assert again.value.response["error"] == "ratelimited"
        lines = await box.ledger(kind="call", method="chat.postMessage")
        assert [(x.get("fault"), x.get("early")) for x in lines] == [("rate_limited", None), (None, True)]
        assert await box.texts("sara", DEALS) == []


@pytest.mark.parametrize("header", [None, "Wed, 21 Oct 2026 07:28:00 GMT"])
async def test_429_with_a_strange_header(header: str | None) -> None:
    async with sandbox_here() as box:
        await box.call("POST", "/faults", name="rate_limited", retry_after=header, times=1)
        with pytest.raises(SlackApiError) as caught:
            await post(box)
        assert caught.value.response.headers.get("Retry-After") == header


@pytest.mark.parametrize(("when", "seen"), [("before", []), ("after", ["x"])])
async def test_errors_come_before_or_after_the_effect(when: str, seen: list[str]) -> None:
    async with sandbox_here() as box:
        for name, more in (("error", {"code": "fatal_error"}), ("server_error", {"status": 503})):
            await box.post("/faults", name=name, method="chat.postMessage", when=when, times=1, **more)
            with pytest.raises((SlackApiError, aiohttp.ClientError)):
                await post(box)
        assert await box.texts("sara", DEALS) == seen * 2
        lines = await box.ledger(kind="call")
        assert [(x["fault"], x["fault_when"], x["status"]) for x in lines] == [
            ("error", when, 200),
            ("server_error", when, 503),
        ]
        assert [bool(x["effect"]) for x in lines] == [bool(seen)] * 2


async def test_an_answer_can_be_lost_after_the_effect() -> None:
    async with sandbox_here() as box:
        await box.post("/faults", name="reset", method="chat.postMessage", when="after", times=1)
        with pytest.raises(aiohttp.ClientError):
            await post(box, "reset")
        await box.post("/faults", name="hang", method="chat.postMessage", when="after", times=1)
        with pytest.raises(TimeoutError):
            await box.session.post(
                f"{box.api_url}chat.postMessage",
                json={"channel": DEALS, "text": "hung"},
                headers={"Authorization": "Bearer xoxb-sandbox-northwind"},
                timeout=aiohttp.ClientTimeout(total=0.2),
            )
        assert await box.texts("sara", DEALS) == ["reset", "hung"]

        async def both_noted() -> bool:
            return len(await box.ledger(kind="call")) == 2

        await until(both_noted)
        assert [line["fault"] for line in await box.ledger(kind="call")] == ["reset", "hang"]


@pytest.mark.parametrize("name", ["bad_json", "json_list", "html_200"])
async def test_answers_that_are_no_slack_answers(name: str) -> None:
    async with sandbox_here() as box:
        await box.post("/faults", name=name, method="chat.postMessage", times=1)
        async with box.session.post(
            f"{box.api_url}chat.postMessage",
            json={"channel": DEALS, "text": "x"},
            headers={"Authorization": "Bearer xoxb-sandbox-northwind"},
        ) as answer:
            text = await answer.text()
        assert answer.status == 200
        assert {"bad_json": '{"ok": true, ', "json_list": "[]", "html_200": "<!DOCTYPE"}[name] in text


async def test_faults_can_be_bounded_listed_and_cleared() -> None:
    async with sandbox_here() as box:
        await box.post("/faults", name="slow", seconds=0, team="T0NORTHWND")
        await box.post("/faults", name="error", code="internal_error", probability=0.5, seed=3, team="T0CONTOSO1")
        outcomes = []
        for _ in range(20):
            try:
                await box.client("xoxb-sandbox-contoso").auth_test()
                outcomes.append(True)
            except SlackApiError:
                outcomes.append(False)
        assert 0 < outcomes.count(False) < 20
        assert (await box.client().auth_test())["ok"]
        hits = {f["name"]: f["hits"] for f in (await box.get("/faults"))["faults"]}
        assert hits == {"slow": 1, "error": outcomes.count(False)}
        await box.call("DELETE", "/faults", name="slow")
        assert [f["name"] for f in (await box.get("/faults"))["faults"]] == ["error"]
        assert (await box.call("DELETE", "/faults"))["faults"] == []
        for wrong in ({"name": "earthquake"}, {"name": "error", "when": "during"}):
            with pytest.raises(Refusal):
                await box.post("/faults", **wrong)


async def test_deliveries_can_be_doubled_delayed_swapped_and_forgotten() -> None:
    async with sandbox_here(time_scale=6000.0) as box, receiver() as app_side:
        await box.post(f"/apps/{APP}", request_url=app_side.url)

        def texts() -> list[str]:
            return [e["event"]["text"] for e in app_side.events("message")]

        await box.post("/faults", name="duplicate", times=1, event="message")
        await box.act("post", "sara", channel=DEALS, text="twice")
        await box.settle()

        async def both_arrived() -> bool:
            return len(texts()) == 2

        await until(both_arrived)
        assert texts() == ["twice", "twice"]
        assert len({e["event_id"] for e in app_side.events()}) == 1
        await box.post("/faults", name="reorder", times=1)
        await box.act("post", "sara", channel=DEALS, text="first")
        await box.act("post", "sara", channel=DEALS, text="second")
        await box.settle()
        assert texts()[2:] == ["second", "first"]
        await box.post("/faults", name="drop_ack", times=1)
        await box.act("post", "sara", channel=DEALS, text="unheard")
        await box.post("/faults", name="late", times=1, seconds=60)
        await box.act("post", "sara", channel=DEALS, text="late")
        await box.settle()
        assert sorted(texts()[4:]) == ["late", "unheard", "unheard"]
        noted = [line.get("fault") for line in await box.ledger(kind="delivery")]
        assert {"duplicate", "drop_ack"} <= set(noted)


async def test_sockets_can_be_refused_silent_or_deaf() -> None:
    async with sandbox_here(time_scale=6000.0, ack_seconds=0.1) as box:

        async def connect() -> aiohttp.ClientWebSocketResponse:
            url = (await box.client().apps_connections_open(app_token=APP_TOKEN))["url"]
            return await box.session.ws_connect(url)

        await box.post("/faults", name="refuse_ticket")
        with pytest.raises(aiohttp.WSServerHandshakeError):
            await connect()
        await box.post("/faults", name="no_hello", times=1)
        silent = await connect()
        with pytest.raises(TimeoutError):
            await silent.receive(timeout=0.05)
        await silent.close()
        await box.post("/faults", name="half_open", times=1)
        deaf = await connect()
        assert (await deaf.receive_json(timeout=5))["type"] == "hello"
        await box.act("post", "sara", channel=DEALS, text="Hello?")
        await box.settle()
        assert [x["outcome"] for x in await box.ledger(kind="delivery")] == ["timeout"] * 4 + ["undelivered"]
        well = await connect()
        assert (await well.receive_json(timeout=5))["type"] == "hello"
        told = await box.post("/faults", name="disconnect", reason="link_disabled")
        assert told["told"] == 2
        assert (await well.receive_json(timeout=5))["reason"] == "link_disabled"
        await well.close()
        await deaf.close()


async def test_posting_too_fast_is_refused_per_channel() -> None:
    async with sandbox_here() as box:
        for n in range(15):
            await post(box, str(n))
        with pytest.raises(SlackApiError) as caught:
            await post(box, "one too many")
        assert caught.value.response.status_code == 429
        assert 1 <= int(caught.value.response.headers["Retry-After"]) <= 10
        assert (await box.client().chat_postMessage(channel="C0LUMENNWD", text="elsewhere"))["ok"]
        effects = await box.get("/effects")
        assert (effects["over_limit"], effects["early"]) == (1, 0)
        assert outside_the_reference(await box.ledger(kind="call")) == []


class Watch:
    """A clock that a test turns by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def read(self) -> float:
        return self.now


def test_a_tier_opens_again_when_its_minute_is_over() -> None:
    watch = Watch()
    pace = Pace(watch.read, 60.0, True)

    def ask(team: str = "T1", tier: int = 2) -> int:
        return pace.check("A1", team, "conversations.create", tier, "").retry_after

    assert [ask() for _ in range(20)] == [0] * 20
    watch.now += 0.5
    assert ask() == 30
    assert ask("T2") == 0
    pace.close_lane("A1", "T1", "conversations.create", "", 30)
    watch.now += 0.4
    impatient = pace.check("A1", "T1", "conversations.create", 2, "")
    assert (impatient.retry_after, impatient.early) == (6, True)
    watch.now += 0.101
    assert ask() == 0
