"""Events on their way to apps: envelope, signature, retries, Socket Mode."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.sandbox.wall import Wall
from tests.sandbox_harness import APP, APP_TOKEN, Box, Receiver, Refusal, receiver, sandbox_here, until

DEALS = "C0DEALSWON"
FAST = 6000.0
FORM = {
    "type": "modal",
    "callback_id": "form",
    "title": {"type": "plain_text", "text": "Form"},
    "submit": {"type": "plain_text", "text": "Save"},
    "blocks": [
        {
            "type": "input",
            "block_id": "name",
            "label": {"type": "plain_text", "text": "Name"},
            "element": {"type": "plain_text_input", "action_id": "v"},
        }
    ],
}


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False, time_scale=FAST, ack_seconds=0.3) as box:
        yield box


@pytest.fixture
async def app_side(box: Box) -> AsyncIterator[Receiver]:
    async with receiver() as here:
        await box.post(f"/apps/{APP}", request_url=here.url)
        yield here


async def test_an_event_arrives_signed_in_its_envelope(box: Box, app_side: Receiver) -> None:
    posted = await box.act("post", "sara", channel="deals-won", text="We won <@U0WARMLINE> & more")
    assert (await box.settle())["quiet"]
    headers, raw = app_side.requests[0]
    base = f"v0:{headers['x-slack-request-timestamp']}:".encode() + raw
    digest = hmac.new(b"sandbox-signing-secret", base, hashlib.sha256).hexdigest()
    assert headers["x-slack-signature"] == f"v0={digest}"
    envelope = app_side.events("message")[0]
    event = envelope["event"]
    assert (envelope["type"], envelope["api_app_id"], envelope["team_id"]) == ("event_callback", APP, "T0NORTHWND")
    assert envelope["authorizations"][0]["user_id"] == "U0WARMLINE"
    assert (event["text"], event["ts"]) == ("We won <@U0WARMLINE> &amp; more", posted["ts"])
    assert (event["channel_type"], event["user"]) == ("channel", "U0SARALIND")
    assert event["blocks"][0]["type"] == "rich_text"
    assert event["client_msg_id"]
    mention = app_side.events("app_mention")[0]
    assert mention["event"]["ts"] == posted["ts"]
    assert mention["event_id"] != envelope["event_id"]


async def test_outsiders_carry_their_team(box: Box, app_side: Receiver) -> None:
    await box.act("post", "lena", channel="lumen-northwind", text="When is it done?")
    await box.settle()
    envelope = app_side.events("message")[0]
    assert envelope["is_ext_shared_channel"]
    assert envelope["team_id"] == "T0NORTHWND"
    assert envelope["event"]["user_team"] == envelope["event"]["source_team"] == "T0LUMENLAB"
    assert envelope["event"]["user_profile"]["real_name"] == "Lena Fischer"


async def test_every_kind_of_event_arises(box: Box, app_side: Receiver) -> None:
    ts = (await box.act("post", "sara", channel=DEALS, text="One"))["ts"]
    await box.act("post", "ben", channel=DEALS, text="Two", thread_ts=ts, broadcast=True)
    await box.act("edit", "sara", channel=DEALS, ts=ts, text="One and a half")
    await box.act("react", "maya", channel=DEALS, ts=ts, name="tada")
    await box.act("unreact", "maya", channel=DEALS, ts=ts, name="tada")
    await box.act("pin", "maya", channel=DEALS, ts=ts)
    await box.act("pin", "maya", channel=DEALS, ts=ts, remove=True)
    await box.act("delete", "sara", channel=DEALS, ts=ts)
    crm = await box.act("post", "crm", channel=DEALS, text="Closed won")
    await box.act("delete", "crm", channel=DEALS, ts=crm["ts"])
    await box.act("upload", "sara", channel=DEALS, name="a.txt", content="x", text="A file")
    await box.act("topic", "maya", channel=DEALS, topic="Wins", purpose="All of them")
    await box.act("invite", "maya", channel=DEALS, user="gil")
    await box.act("leave", "gil", channel=DEALS)
    await box.act("rename", "maya", channel=DEALS, name="wins")
    await box.act("archive", "maya", channel=DEALS)
    await box.act("unarchive", "maya", channel=DEALS)
    await box.act("share", "maya", channel=DEALS, **{"with": "T0LUMENLAB"}, members=["lena"])
    await box.act("share", "maya", channel=DEALS, **{"with": "T0LUMENLAB"}, remove=True)
    await box.act("create_channel", "maya", name="new-room")
    await box.act("user_change", "amir", user="olivia", fields={"tz": "Asia/Tokyo", "status_text": "Away"})
    await box.act("team_join", "amir", name="kim", real_name="Kim Lee")
    await box.act("delete_channel", "amir", channel=DEALS)
    await box.settle()
    kinds = {e["event"]["type"] for e in app_side.events()}
    assert kinds >= {
        "message",
        "reaction_added",
        "reaction_removed",
        "pin_added",
        "pin_removed",
        "member_joined_channel",
        "member_left_channel",
        "channel_rename",
        "channel_archive",
        "channel_unarchive",
        "channel_shared",
        "channel_unshared",
        "channel_created",
        "channel_deleted",
        "user_change",
        "team_join",
    }
    messages = [e["event"] for e in app_side.events("message")]
    assert {m.get("subtype") for m in messages} >= {
        None,
        "bot_message",
        "message_changed",
        "message_deleted",
        "thread_broadcast",
        "file_share",
        "channel_join",
        "channel_leave",
        "channel_topic",
        "channel_purpose",
        "channel_name",
        "channel_archive",
        "channel_unarchive",
    }
    changed = [m for m in messages if m.get("subtype") == "message_changed"]
    edit = next(m for m in changed if "edited" in m["message"])
    assert (edit["previous_message"]["text"], edit["message"]["text"]) == ("One", "One and a half")
    assert any(m["message"].get("subtype") == "tombstone" for m in changed)
    deleted = next(m for m in messages if m.get("subtype") == "message_deleted")
    assert deleted["deleted_ts"] == crm["ts"]
    away = app_side.events("user_change")[0]["event"]["user"]
    assert (away["tz"], away["profile"]["status_text"]) == ("Asia/Tokyo", "Away")


async def test_an_app_hears_only_where_it_is_and_what_it_may(box: Box, app_side: Receiver) -> None:
    await box.act("post", "sara", channel="random", text="Lunch?")
    await box.post(f"/apps/{APP}", events=["message.channels"])
    ts = (await box.act("post", "sara", channel=DEALS, text="Heard"))["ts"]
    await box.act("react", "ben", channel=DEALS, ts=ts, name="eyes")
    await box.post(f"/apps/{APP}", events=None, scopes=["reactions:read"])
    await box.act("post", "sara", channel=DEALS, text="Not heard")
    await box.act("react", "ben", channel=DEALS, ts=ts, name="tada")
    await box.settle()
    heard = [(e["event"]["type"], e["event"].get("text") or e["event"].get("reaction")) for e in app_side.events()]
    assert heard == [("message", "Heard"), ("reaction_added", "tada")]


async def test_a_failing_app_is_tried_four_times_and_can_be_served_later(box: Box, app_side: Receiver) -> None:
    app_side.status = 500
    await box.act("post", "sara", channel=DEALS, text="Hello")
    await box.settle()
    assert len({e["event_id"] for e in app_side.events()}) == 1
    retries = [(h.get("x-slack-retry-num"), h.get("x-slack-retry-reason")) for h, _ in app_side.requests]
    assert retries == [(None, None), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]
    outcomes = [line["outcome"] for line in await box.ledger(kind="delivery")]
    assert outcomes == ["http_error"] * 4 + ["undelivered"]
    kept = (await box.get("/undelivered"))["undelivered"]
    app_side.status = 200
    again = await box.post("/redeliver")
    await box.settle()
    assert again["redelivered"] == [kept[0]["event_id"]] == [app_side.events()[-1]["event_id"]]
    assert (await box.get("/undelivered"))["undelivered"] == []


async def test_an_app_may_refuse_retries(box: Box, app_side: Receiver) -> None:
    app_side.status, app_side.headers = 500, {"X-Slack-No-Retry": "1"}
    await box.act("post", "sara", channel=DEALS, text="Hello")
    await box.settle()
    assert len(app_side.requests) == 1


async def test_slow_and_absent_apps_are_named_in_the_retry(box: Box, app_side: Receiver) -> None:
    app_side.delay = 1.0
    await box.act("post", "sara", channel=DEALS, text="Hello")
    await app_side.arrived.wait()
    app_side.delay = 0.0
    await box.settle()
    assert [h.get("x-slack-retry-reason") for h, _ in app_side.requests] == [None, "http_timeout"]
    await box.post(f"/apps/{APP}", request_url="http://127.0.0.1:9/slack/events")
    await box.act("post", "sara", channel=DEALS, text="Anybody?")
    await box.settle()
    assert [line["outcome"] for line in await box.ledger(kind="delivery")][-5:] == ["connection_failed"] * 4 + [
        "undelivered"
    ]


async def test_a_request_url_is_verified(box: Box, app_side: Receiver) -> None:
    assert not (await box.post(f"/apps/{APP}", request_url=app_side.url, verify=True))["verified"]
    assert app_side.events()[-1]["type"] == "url_verification"
    app_side.reply = lambda raw: json.loads(raw)["challenge"]
    assert (await box.post(f"/apps/{APP}", request_url=app_side.url, verify=True))["verified"]


class HurriedWall(Wall):
    """Real clocks, but nobody waits; what was to be waited is kept."""

    def __init__(self) -> None:
        self.asked: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await asyncio.sleep(0)


async def test_retries_come_at_once_after_a_minute_and_after_five() -> None:
    wall = HurriedWall()
    async with sandbox_here(limits=False, wall=wall) as box, receiver() as app_side:
        await box.post(f"/apps/{APP}", request_url=app_side.url)
        app_side.status = 503
        await box.act("post", "sara", channel=DEALS, text="Hello")
        await box.settle()
        assert len(app_side.requests) == 4
    assert [seconds for seconds in wall.asked if seconds in (0.0, 60.0, 300.0)] == [0.0, 60.0, 300.0]


async def test_uninstalling_is_told_and_ends_deliveries(box: Box, app_side: Receiver) -> None:
    await box.post(f"/apps/{APP}/uninstall", team="T0NORTHWND")
    await box.act("post", "sara", channel=DEALS, text="Gone?")
    await box.settle()
    told = {e["event"]["type"]: e for e in app_side.events()}
    assert set(told) == {"app_uninstalled", "tokens_revoked"}
    assert told["tokens_revoked"]["event"]["tokens"]["bot"] == ["U0WARMLINE"]
    with pytest.raises(Refusal):
        await box.post(f"/apps/{APP}/uninstall", team="T0NORTHWND")
    again = await box.post(f"/apps/{APP}/install", team="T0NORTHWND")
    assert again["install"]["active"]


class Socket:
    """An app's socket in a test."""

    def __init__(self, ws: aiohttp.ClientWebSocketResponse) -> None:
        self.ws = ws

    async def envelope(self) -> dict[str, Any]:
        return dict(await self.ws.receive_json(timeout=5))

    async def ack(self, envelope: dict[str, Any], payload: dict[str, Any] | None = None) -> None:
        answer = {"envelope_id": envelope["envelope_id"]} | ({"payload": payload} if payload else {})
        await self.ws.send_json(answer)


async def connect(box: Box) -> Socket:
    url = (await box.client(APP_TOKEN).apps_connections_open(app_token=APP_TOKEN))["url"]
    socket = Socket(await box.session.ws_connect(url))
    assert (await socket.envelope())["type"] == "hello"
    return socket


async def test_socket_envelopes_are_acked_or_tried_again_elsewhere(box: Box) -> None:
    first = await connect(box)
    await box.act("post", "sara", channel=DEALS, text="One")
    envelope = await first.envelope()
    assert (envelope["type"], envelope["retry_attempt"]) == ("events_api", 0)
    await first.ws.close()
    second = await connect(box)
    again = await second.envelope()
    assert again["payload"] == envelope["payload"]
    assert (again["retry_attempt"], again["retry_reason"]) == (1, "connection_closed")
    assert again["envelope_id"] != envelope["envelope_id"]
    await second.ack(again)
    assert (await box.settle())["quiet"]
    await second.ws.close()


async def test_an_event_waits_for_a_socket(box: Box) -> None:
    async with sandbox_here(limits=False) as slow:
        await slow.act("post", "sara", channel=DEALS, text="Anybody there?")
        assert not (await slow.settle(0.1))["quiet"]
        socket = await connect(slow)
        envelope = await socket.envelope()
        assert envelope["payload"]["event"]["text"] == "Anybody there?"
        await socket.ack(envelope)
        assert (await slow.settle())["quiet"]
        await socket.ws.close()


async def test_tickets_work_once_and_ten_connections_are_enough(box: Box) -> None:
    url = (await box.client().apps_connections_open(app_token=APP_TOKEN))["url"]
    sockets = [await connect(box) for _ in range(10)]
    with pytest.raises(aiohttp.WSServerHandshakeError) as full:
        await box.session.ws_connect(url)
    assert full.value.status == 429
    with pytest.raises(aiohttp.WSServerHandshakeError) as used:
        await box.session.ws_connect(url)
    assert used.value.status == 403
    assert (await box.get("/state"))["connections"][APP] == 10
    for socket in sockets:
        await socket.ws.close()


async def test_a_refresh_is_announced(box: Box) -> None:
    socket = await connect(box)
    assert (await box.post("/sockets/disconnect", reason="refresh_requested"))["told"] == 1
    told = await socket.envelope()
    assert (told["type"], told["reason"]) == ("disconnect", "refresh_requested")
    assert (await socket.ws.receive(timeout=5)).type in (aiohttp.WSMsgType.CLOSE, aiohttp.WSMsgType.CLOSED)
    await socket.ws.close()


async def test_bolts_own_socket_handler_is_served(box: Box) -> None:
    heard = asyncio.Event()
    app = AsyncApp(client=AsyncWebClient(token="xoxb-sandbox-northwind", base_url=box.api_url))

    @app.event("message")
    async def on_message(event: dict[str, Any]) -> None:
        heard.set()

    @app.command("/hello")
    async def on_command(ack: Any, body: dict[str, Any], client: AsyncWebClient) -> None:
        await ack(f"Hello {body['user_name']}")
        await client.views_open(trigger_id=body["trigger_id"], view=FORM)

    @app.view("form")
    async def on_form(ack: Any) -> None:
        await ack(response_action="errors", errors={"name": "Try again"})

    web_client = AsyncWebClient(token=APP_TOKEN, base_url=box.api_url)
    handler = AsyncSocketModeHandler(app, APP_TOKEN, web_client=web_client)
    await handler.connect_async()
    try:
        await box.act("post", "sara", channel=DEALS, text="Hello Bolt")
        await asyncio.wait_for(heard.wait(), 5)
        answer = await box.act("command", "sara", channel=DEALS, text="/hello there")
        assert (answer["reply"]["text"], answer["ephemeral"]) == ("Hello sara", True)

        async def form_is_open() -> bool:
            return bool((await box.see("views", "sara"))["views"])

        await until(form_is_open)
        saved = await box.act("submit", "sara", values={"name": "Acme"})
        assert (saved["closed"], saved["errors"]) == (False, {"name": "Try again"})
    finally:
        await handler.close_async()
