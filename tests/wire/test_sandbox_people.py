"""People in the sandbox: what they see, may do, click, fill in, and how apps answer them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox_harness import APP, Box, Receiver, Refusal, outside_the_reference, receiver, sandbox_here

DEALS = "C0DEALSWON"
LUMEN = "C0LUMENNWD"


def plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def field(block_id: str, element: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"type": "input", "block_id": block_id, "label": plain(block_id), "element": element, **more}


OPTIONS = [{"text": plain(t), "value": t.lower()} for t in ("Gold", "Silver")]
FORM: dict[str, Any] = {
    "type": "modal",
    "callback_id": "new",
    "title": plain("New account"),
    "submit": plain("Save"),
    "notify_on_close": True,
    "private_metadata": "deal-1",
    "blocks": [
        field("name", {"type": "plain_text_input", "action_id": "v", "max_length": 20}),
        field("tier", {"type": "static_select", "action_id": "v", "options": OPTIONS}, optional=True),
        field("tags", {"type": "checkboxes", "action_id": "v", "options": OPTIONS}, optional=True),
        field("owner", {"type": "users_select", "action_id": "v"}, optional=True),
        field("when", {"type": "datepicker", "action_id": "v"}, optional=True),
        field("sum", {"type": "number_input", "action_id": "v", "is_decimal_allowed": False}, optional=True),
        field("mail", {"type": "email_text_input", "action_id": "v"}, optional=True),
        field("who", {"type": "multi_users_select", "action_id": "v"}, optional=True),
        field("crm", {"type": "external_select", "action_id": "v", "min_query_length": 2}, optional=True),
    ],
}
BUTTONS = [
    {
        "type": "actions",
        "block_id": "acts",
        "elements": [
            {"type": "button", "action_id": "go", "text": plain("Go"), "value": "7"},
            {"type": "static_select", "action_id": "tier", "options": OPTIONS},
            {"type": "overflow", "action_id": "more", "options": OPTIONS},
        ],
    }
]


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False, ack_seconds=0.5) as box:
        yield box
        assert outside_the_reference(await box.ledger(kind="call")) == []


@pytest.fixture
async def app_side(box: Box) -> AsyncIterator[Receiver]:
    async with receiver() as here:
        await box.post(f"/apps/{APP}", request_url=here.url)
        yield here


async def trigger(box: Box, app_side: Receiver, who: str = "sara") -> str:
    await box.act("shortcut", who, callback_id="anything")
    return str(app_side.payloads()[-1]["trigger_id"])


async def refused(call: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        await call
    return str(caught.value.response["error"])


async def denied(call: Any) -> int:
    with pytest.raises(Refusal) as caught:
        await call
    return caught.value.status


async def test_people_see_what_slack_shows_them(box: Box) -> None:
    assert {c["name"] for c in (await box.see("channels", "lena"))["channels"]} == {"lumen-northwind"}
    assert "general" in {c["name"] for c in (await box.see("channels", "gil"))["channels"]}
    assert "random" not in {c["name"] for c in (await box.see("channels", "gil"))["channels"]}
    await box.act("create_channel", "maya", name="quiet", private=True, members=["olivia"])
    assert "quiet" in {c["name"] for c in (await box.see("channels", "olivia"))["channels"]}
    assert await denied(box.see("messages", "sara", channel="quiet")) == 404
    assert await denied(box.act("post", "sara", channel="quiet", text="x")) == 404
    assert await denied(box.act("post", "lena", channel="deals-won", text="x")) == 404
    assert await denied(box.act("post", "iris", channel="general", text="x")) == 403
    assert await denied(box.act("post", "nobody", channel="general", text="x")) == 404
    assert await denied(box.act("command", "lena", channel=LUMEN, text="/account new")) == 404
    assert await denied(box.act("shortcut", "lena", callback_id="x")) == 403
    assert await denied(box.act("home", "tom")) == 403
    assert await denied(box.act("post", "lena", channel="U0SARALIND", text="x")) == 403
    assert (await box.act("post", "lena", channel="U0OLIVIAPK", text="x"))["ts"]
    assert await denied(box.act("invite", "jonas", channel="random", user="jonas")) == 409
    assert await denied(box.act("invite", "sara", channel="random", user="lena")) == 403
    assert await denied(box.act("create_channel", "gil", name="x")) == 403
    assert await denied(box.act("delete", "sara", channel=LUMEN, ts="1")) == 403
    assert await denied(box.act("rename", "sara", channel="random", name="deals-won")) == 409


async def test_what_people_type_becomes_rich_text(box: Box) -> None:
    text = "*Won* <@U0OLIVIAPK>: R&D at 10:30:45 for <https://x.example|Acme>, see https://y.example/a. :tada:"
    await box.act("post", "sara", channel=DEALS, text=text)
    message = (await box.see("messages", "ben", channel=DEALS))["messages"][0]
    assert message["text"] == (
        "*Won* <@U0OLIVIAPK>: R&amp;D at 10:30:45 for <https://x.example|Acme>, see <https://y.example/a>. :tada:"
    )
    parts = message["blocks"][0]["elements"][0]["elements"]
    assert [p["type"] for p in parts] == ["text", "text", "user", "text", "link", "text", "link", "text", "emoji"]
    assert parts[0] == {"type": "text", "text": "Won", "style": {"bold": True}}
    assert parts[3]["text"] == ": R&D at 10:30:45 for "
    assert parts[4] == {"type": "link", "url": "https://x.example", "text": "Acme"}


async def test_a_recorded_message_can_be_taken_over(box: Box, app_side: Receiver) -> None:
    raw = {"type": "message", "subtype": "bot_message", "bot_id": "B123", "username": "Other CRM", "text": "Won!"}
    await box.act("post", "crm", channel=DEALS, raw=raw | {"ts": "1.0", "channel": "C1"})
    await box.settle()
    event = app_side.events("message")[0]["event"]
    assert (event["bot_id"], event["username"], event["channel"]) == ("B123", "Other CRM", DEALS)
    assert event["ts"] != "1.0"


async def test_a_click_reaches_the_app_and_is_answered(box: Box, app_side: Receiver) -> None:
    ts = (await box.client().chat_postMessage(channel=DEALS, text="Go?", blocks=BUTTONS))["ts"]
    answer = await box.act("click", "sara", channel=DEALS, ts=ts, action_id="go")
    assert answer["status"] == 200
    payload = app_side.payloads()[0]
    assert (payload["type"], payload["user"]["id"]) == ("block_actions", "U0SARALIND")
    assert payload["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": DEALS,
        "is_ephemeral": False,
    }
    action = payload["actions"][0]
    assert (action["action_id"], action["block_id"], action["value"]) == ("go", "acts", "7")
    await box.act("click", "sara", channel=DEALS, ts=ts, action_id="tier", selected_option="gold")
    chosen = app_side.payloads()[1]
    assert chosen["actions"][0]["selected_option"]["value"] == "gold"
    assert chosen["state"]["values"]["acts"]["tier"]["selected_option"]["value"] == "gold"
    await box.act("click", "sara", channel=DEALS, ts=ts, action_id="more", value="silver")
    assert app_side.payloads()[2]["actions"][0]["selected_option"]["value"] == "silver"
    assert await denied(box.act("click", "sara", channel=DEALS, ts=ts, action_id="nothing")) == 404
    assert await denied(box.act("click", "sara", channel=DEALS, ts=ts, action_id="tier", value="bronze")) == 400
    app_side.status = 500
    failed = await box.act("click", "sara", channel=DEALS, ts=ts, action_id="go")
    assert failed["error"] == "dispatch_failed"
    app_side.delay = 2.0
    slow = await box.act("click", "sara", channel=DEALS, ts=ts, action_id="go")
    assert slow["error"] == "operation_timeout"
    assert len(app_side.payloads()) == 5


async def test_an_outsider_can_click(box: Box, app_side: Receiver) -> None:
    ts = (await box.client().chat_postMessage(channel=LUMEN, text="Confirm?", blocks=BUTTONS))["ts"]
    await box.act("click", "lena", channel=LUMEN, ts=ts, action_id="go")
    payload = app_side.payloads()[0]
    assert (payload["team"]["id"], payload["user"]["team_id"]) == ("T0NORTHWND", "T0LUMENLAB")


async def test_response_urls_answer_five_times(box: Box, app_side: Receiver) -> None:
    ts = (await box.client().chat_postMessage(channel=DEALS, text="Go?", blocks=BUTTONS))["ts"]
    await box.act("click", "sara", channel=DEALS, ts=ts, action_id="go")
    url = app_side.payloads()[0]["response_url"]

    async def respond(**values: Any) -> int:
        async with box.session.post(url, json=values) as answer:
            return answer.status

    assert await respond(text="For you") == 200
    assert await respond(text="For all", response_type="in_channel") == 200
    assert await respond(text="Done", replace_original=True) == 200
    assert await respond() == 400
    assert await box.texts("sara", DEALS) == ["Done", "For you", "For all"]
    assert await box.texts("maya", DEALS) == ["Done", "For all"]
    assert await respond(delete_original=True) == 200
    assert await respond(text="Fifth") == 200
    assert await respond(text="Sixth") == 404
    assert await box.texts("maya", DEALS) == ["For all"]


async def test_an_ephemeral_message_is_replaced_through_its_click(box: Box, app_side: Receiver) -> None:
    await box.client().chat_postEphemeral(channel=DEALS, user="U0SARALIND", text="Sure?", blocks=BUTTONS)
    ts = (await box.see("messages", "sara", channel=DEALS))["messages"][0]["ts"]
    assert await denied(box.act("click", "maya", channel=DEALS, ts=ts, action_id="go")) == 404
    await box.act("click", "sara", channel=DEALS, ts=ts, action_id="go")
    payload = app_side.payloads()[0]
    assert payload["container"]["is_ephemeral"]
    async with box.session.post(payload["response_url"], json={"text": "Gone", "replace_original": True}) as answer:
        assert answer.status == 200
    assert await box.texts("sara", DEALS) == ["Gone"]
    async with box.session.post(payload["response_url"], json={"delete_original": True}) as answer:
        assert answer.status == 200
    assert await box.texts("sara", DEALS) == []


async def test_commands_are_routed_and_answered(box: Box, app_side: Receiver) -> None:
    app_side.reply = "Here you are"
    answer = await box.act("command", "sara", channel=DEALS, text="/account owner @olivia in #deals-won")
    assert (answer["reply"]["text"], answer["ephemeral"]) == ("Here you are", True)
    form = app_side.commands()[0]
    assert (form["command"], form["channel_name"], form["user_id"]) == ("/account", "deals-won", "U0SARALIND")
    assert form["text"] == "owner <@U0OLIVIAPK> in <#C0DEALSWON|deals-won>"
    assert "Here you are" not in await box.texts("maya", DEALS)
    app_side.reply = {"response_type": "in_channel", "text": "For all"}
    loud = await box.act("command", "sara", channel=DEALS, text="/account list")
    assert loud["ephemeral"] is False
    assert "For all" in await box.texts("maya", DEALS)
    app_side.reply, app_side.status = None, 500
    assert (await box.act("command", "sara", channel=DEALS, text="/account"))["error"] == "dispatch_failed"
    manifest = {
        "display_information": {"name": "Warmline"},
        "features": {"slash_commands": [{"command": "/account", "description": "x"}], "shortcuts": []},
        "oauth_config": {"scopes": {"bot": ["commands", "chat:write"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }
    taken = await box.post(f"/apps/{APP}/manifest", manifest=manifest)
    assert taken["app"]["scopes"] == ["commands", "chat:write"]
    assert await denied(box.act("command", "sara", channel=DEALS, text="/unknown")) == 404
    assert await denied(box.act("shortcut", "sara", callback_id="unknown")) == 404


async def test_a_modal_is_opened_filled_in_and_saved(box: Box, app_side: Receiver) -> None:
    client = box.client()
    view = (await client.views_open(trigger_id=await trigger(box, app_side), view=FORM))["view"]
    assert view["state"]["values"]["name"]["v"] == {"type": "plain_text_input", "value": None}
    assert (await box.see("views", "sara"))["views"][0]["id"] == view["id"]
    assert await denied(box.act("submit", "sara", view_id=view["id"], values={})) == 400
    assert await denied(box.act("submit", "sara", values={"name": "x" * 21})) == 400
    assert await denied(box.act("submit", "sara", values={"name": "A", "sum": "1.5"})) == 400
    assert await denied(box.act("submit", "sara", values={"name": "A", "sum": 3, "mail": "nope"})) == 400
    assert await denied(box.act("submit", "sara", values={"nonsense": "x"})) == 400
    app_side.reply = {"options": OPTIONS}
    assert (await box.act("suggest", "sara", action_id="v", block_id="crm", value="g"))["asked"] is False
    offered = await box.act("suggest", "sara", action_id="v", block_id="crm", value="go")
    assert [o["value"] for o in offered["options"]] == ["gold", "silver"]
    app_side.reply = {"response_action": "errors", "errors": {"name": "Taken"}}
    values = {
        "name": "Acme",
        "tier": {"v": "gold"},
        "tags": ["Gold", "silver"],
        "owner": "U0OLIVIAPK",
        "when": "2026-12-01",
        "sum": 12,
        "mail": "a@b.example",
        "who": ["U0SARALIND"],
        "crm": "silver",
    }
    first = await box.act("submit", "sara", values=values)
    assert (first["closed"], first["errors"]) == (False, {"name": "Taken"})
    payload = app_side.payloads()[-1]
    state = payload["view"]["state"]["values"]
    assert (payload["type"], payload["view"]["private_metadata"]) == ("view_submission", "deal-1")
    assert state["name"]["v"]["value"] == "Acme"
    assert state["tier"]["v"]["selected_option"]["value"] == "gold"
    assert [o["value"] for o in state["tags"]["v"]["selected_options"]] == ["gold", "silver"]
    assert state["owner"]["v"]["selected_user"] == "U0OLIVIAPK"
    assert state["when"]["v"]["selected_date"] == "2026-12-01"
    assert state["sum"]["v"]["value"] == "12"
    assert state["who"]["v"]["selected_users"] == ["U0SARALIND"]
    assert state["crm"]["v"]["selected_option"]["value"] == "silver"
    app_side.reply = {"response_action": "errors", "errors": {"elsewhere": "x"}}
    assert (await box.act("submit", "sara"))["error"] == "errors_name_no_input_block"
    app_side.reply = None
    assert (await box.act("submit", "sara"))["closed"]
    assert (await box.see("views", "sara"))["views"] == []
    assert await denied(box.act("submit", "sara")) == 404


async def test_a_submission_can_change_the_stack(box: Box, app_side: Receiver) -> None:
    client = box.client()
    await client.views_open(trigger_id=await trigger(box, app_side), view=FORM)
    app_side.reply = {"response_action": "push", "view": FORM | {"title": plain("Second")}}
    pushed = await box.act("submit", "sara", values={"name": "A"})
    assert pushed["opened_view"]["title"]["text"] == "Second"
    app_side.reply = {"response_action": "update", "view": FORM | {"title": plain("Changed")}}
    updated = await box.act("submit", "sara", values={"name": "B"})
    assert updated["opened_view"]["title"]["text"] == "Changed"
    assert updated["opened_view"]["state"]["values"]["name"]["v"]["value"] == "B"
    app_side.reply = {"response_action": "update", "view": {"type": "modal"}}
    assert (await box.act("submit", "sara"))["error"] == "invalid_view"
    app_side.reply = None
    await box.act("close_view", "sara")
    closed = app_side.payloads()[-1]
    assert (closed["type"], closed["is_cleared"]) == ("view_closed", False)
    app_side.reply = {"response_action": "clear"}
    assert (await box.act("submit", "sara", values={"name": "A"}))["closed"]
    app_side.reply = None
    await client.views_open(trigger_id=await trigger(box, app_side), view=FORM)
    await box.act("close_view", "sara", all=True)
    assert app_side.payloads()[-1]["is_cleared"]


async def test_triggers_live_once_and_briefly(box: Box, app_side: Receiver) -> None:
    client = box.client()
    word = await trigger(box, app_side)
    await client.views_open(trigger_id=word, view=FORM)
    assert await refused(client.views_open(trigger_id=word, view=FORM)) == "exchanged_trigger_id"
    assert await refused(client.views_open(trigger_id="1.2.3", view=FORM)) == "invalid_trigger_id"
    assert box.sandbox is not None
    box.sandbox.core.options.trigger_seconds = -1.0
    late = await trigger(box, app_side)
    assert await refused(client.views_open(trigger_id=late, view=FORM)) == "expired_trigger_id"


async def test_views_have_rules(box: Box, app_side: Receiver) -> None:
    client = box.client()
    named = FORM | {"external_id": "acct-1"}
    view = (await client.views_open(trigger_id=await trigger(box, app_side), view=named))["view"]
    second = client.views_open(trigger_id=await trigger(box, app_side, "ben"), view=named)
    assert await refused(second) == "duplicate_external_id"
    changed = await client.views_update(external_id="acct-1", view=named | {"title": plain("Two")}, hash=view["hash"])
    assert changed["view"]["title"]["text"] == "Two"
    assert await refused(client.views_update(view_id=view["id"], view=named, hash=view["hash"])) == "hash_conflict"
    assert await refused(client.views_update(view_id="V0", view=FORM)) == "not_found"
    for _ in range(2):
        await box.act("click", "sara", view_id=view["id"], action_id="v", block_id="name", value="x")
        await client.views_push(trigger_id=await trigger(box, app_side), view=FORM)
    assert await refused(client.views_push(trigger_id=await trigger(box, app_side), view=FORM)) == "push_limit_reached"
    broken = FORM | {"title": plain("x" * 25)}
    with pytest.raises(SlackApiError) as caught:
        await client.views_open(trigger_id=await trigger(box, app_side), view=broken)
    assert caught.value.response["error"] == "invalid_arguments"
    assert "json-pointer:/view/title/text" in caught.value.response["response_metadata"]["messages"][0]
    huge = FORM | {"private_metadata": "x" * 250_001}
    assert await refused(client.views_open(trigger_id="x", view=huge)) == "view_too_large"


async def test_home_is_published_and_opened(box: Box, app_side: Receiver) -> None:
    client = box.client()
    assert (await box.act("home", "sara", wait=0))["view"] is None
    home: dict[str, Any] = {"type": "home", "blocks": [{"type": "header", "text": plain("Your day")}, *BUTTONS]}
    published = (await client.views_publish(user_id="U0SARALIND", view=home))["view"]
    assert (await box.see("home", "sara"))["view"]["blocks"][0]["text"]["text"] == "Your day"
    assert await refused(client.views_publish(user_id="U0SARALIND", view=home, hash="0.0")) == "hash_conflict"
    await box.act("home", "sara", wait=0)
    await box.settle()
    opened = app_side.events("app_home_opened")
    assert (opened[0]["event"]["tab"], "view" in opened[0]["event"]) == ("home", False)
    assert opened[1]["event"]["view"]["id"] == published["id"]
    await box.act("click", "sara", view_id=published["id"], action_id="go")
    assert app_side.payloads()[-1]["container"] == {"type": "view", "view_id": published["id"]}
    await box.post(f"/apps/{APP}", home_tab=False)
    assert await refused(client.views_publish(user_id="U0SARALIND", view=home)) == "not_enabled"


async def test_a_message_shortcut_carries_its_message(box: Box, app_side: Receiver) -> None:
    ts = (await box.act("post", "ben", channel=DEALS, text="We won Acme"))["ts"]
    await box.act("shortcut", "sara", callback_id="set_up", channel=DEALS, ts=ts)
    payload = app_side.payloads()[0]
    assert (payload["type"], payload["callback_id"]) == ("message_action", "set_up")
    assert (payload["message"]["text"], payload["channel"]["id"]) == ("We won Acme", DEALS)
    assert payload["response_url"]
