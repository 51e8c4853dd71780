"""The Web API as a client of slack_sdk meets it: identity, channels, marks, files."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import pytest
from slack_sdk.errors import SlackApiError

from tests.sandbox_harness import APP, APP_TOKEN, Box, outside_the_reference, sandbox_here

DEALS = "C0DEALSWON"
LUMEN = "C0LUMENNWD"


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False) as box:
        yield box
        assert outside_the_reference(await box.ledger(kind="call")) == []


async def refused(call: Any) -> dict[str, Any]:
    with pytest.raises(SlackApiError) as caught:
        await call
    return dict(caught.value.response.data)


async def code(call: Any) -> str:
    return str((await refused(call))["error"])


async def test_a_token_says_who_it_is(box: Box) -> None:
    answer = await box.client().auth_test()
    assert (answer["team"], answer["user_id"], answer["bot_id"]) == ("Northwind", "U0WARMLINE", "B0WARMLINE")
    assert "chat:write" in answer.headers["x-oauth-scopes"]
    assert (await box.client("xoxb-sandbox-contoso").auth_test())["team"] == "Contoso"
    assert (await box.client().team_info())["team"]["domain"] == "northwind"
    assert (await box.client().bots_info(bot="B0DEALDESK"))["bot"]["name"] == "Dealdesk CRM"
    assert (await box.client().api_test(foo="bar"))["args"]["foo"] == "bar"


async def test_tokens_scopes_and_arguments_are_checked(box: Box) -> None:
    assert await code(box.client("").auth_test()) == "not_authed"
    assert await code(box.client("xoxb-nobody").auth_test()) == "invalid_auth"
    assert await code(box.client(APP_TOKEN).auth_test()) == "not_allowed_token_type"
    assert (
        await code(box.client().apps_connections_open(app_token="xoxb-sandbox-northwind")) == "not_allowed_token_type"
    )
    assert await code(box.client().api_call("no.such")) == "unknown_method"
    missing = await refused(box.client().api_call("users.info"))
    assert missing["error"] == "invalid_arguments"
    assert missing["response_metadata"]["messages"] == ["[ERROR] missing required field: user"]
    assert await code(box.client().api_call("files.getUploadURLExternal")) == "missing_argument"
    assert await code(box.client().users_list(cursor="zz")) == "invalid_cursor"
    await box.post(f"/apps/{APP}", scopes=["channels:read"])
    lacking = await refused(box.client().chat_postMessage(channel=DEALS, text="x"))
    assert (lacking["error"], lacking["needed"], lacking["provided"]) == (
        "missing_scope",
        "chat:write",
        "channels:read",
    )
    await box.post(f"/apps/{APP}/uninstall", team="T0NORTHWND")
    assert await code(box.client().auth_test()) == "account_inactive"


@pytest.mark.parametrize("how", ["json", "form", "query", "token as argument"])
async def test_arguments_come_as_json_form_or_query(box: Box, how: str) -> None:
    headers = {"Authorization": "Bearer xoxb-sandbox-northwind"}
    values: dict[str, Any] = {"channel": DEALS, "include_num_members": "true"}
    url = f"{box.api_url}conversations.info"
    if how == "json":
        request = box.session.post(url, json=values | {"include_num_members": True}, headers=headers)
    elif how == "form":
        request = box.session.post(url, data=values, headers=headers)
    elif how == "query":
        request = box.session.get(url, params=values, headers=headers)
    else:
        request = box.session.post(url, data=values | {"token": "xoxb-sandbox-northwind"})
    async with request as answer:
        assert answer.status == 200
        body = await answer.json()
    assert body["channel"]["num_members"] == 8


async def test_a_broken_body_is_refused(box: Box) -> None:
    headers = {"Authorization": "Bearer xoxb-sandbox-northwind", "Content-Type": "application/json"}
    async with box.session.post(f"{box.api_url}chat.postMessage", data=b"{oops", headers=headers) as answer:
        assert (await answer.json())["error"] == "invalid_form_data"


async def test_people_are_listed_found_and_trimmed(box: Box) -> None:
    client = box.client()
    first = await client.users_list(limit=4)
    rest = await client.users_list(limit=100, cursor=first["response_metadata"]["next_cursor"])
    names = [u["name"] for u in first["members"] + rest["members"]]
    assert len(first["members"]) == 4
    assert {"sara", "gil", "iris"} <= set(names)
    assert not {"lena", "tom", "anna"} & set(names)
    sara = (await client.users_info(user="U0SARALIND", include_locale=True))["user"]
    assert (sara["tz"], sara["profile"]["email"], sara["locale"]) == (
        "Europe/Stockholm",
        "sara@northwind.example",
        "en-US",
    )
    lena = (await client.users_info(user="U0LENAFISC"))["user"]
    assert (lena["team_id"], lena["is_stranger"]) == ("T0LUMENLAB", False)
    assert "email" not in lena["profile"]
    assert "locale" not in lena
    assert await code(client.users_info(user="U0CTANNAKO")) == "user_not_visible"
    assert await code(client.users_info(user="U0NOBODY00")) == "user_not_found"
    found = await client.users_lookupByEmail(email="Sara@Northwind.example")
    assert found["user"]["id"] == "U0SARALIND"
    assert await code(client.users_lookupByEmail(email="iris@northwind.example")) == "users_not_found"
    assert (await client.users_profile_get(user="U0SARALIND"))["profile"]["first_name"] == "Sara"
    assert (await client.users_getPresence(user="U0SARALIND"))["presence"] == "active"
    assert (await client.dnd_info(user="U0SARALIND"))["dnd_enabled"] is False
    assert (await client.emoji_list())["emoji"] == {}


async def test_channel_names_stay_taken(box: Box) -> None:
    client = box.client()
    made = (await client.conversations_create(name="acct-acme"))["channel"]
    assert (made["creator"], made["is_member"]) == ("U0WARMLINE", True)
    assert await code(client.conversations_create(name="acct-acme")) == "name_taken"
    await client.conversations_archive(channel=made["id"])
    assert await code(client.conversations_create(name="acct-acme")) == "name_taken"
    assert await code(client.conversations_archive(channel=made["id"])) == "already_archived"
    assert await code(client.chat_postMessage(channel=made["id"], text="x")) == "is_archived"
    await client.conversations_unarchive(channel=made["id"])
    assert await code(client.conversations_unarchive(channel=made["id"])) == "not_archived"
    hidden = await box.act("create_channel", "maya", name="acct-secret", private=True)
    assert await code(client.conversations_create(name="acct-secret")) == "name_taken"
    assert await code(client.conversations_info(channel=hidden["channel"])) == "channel_not_found"
    assert (await box.client("xoxb-sandbox-contoso").conversations_create(name="acct-acme"))["ok"]
    assert (await box.get("/effects"))["channels_created"] == {"acct-acme": 2}


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("", "invalid_name_required"),
        ("x" * 81, "invalid_name_maxlength"),
        ("---", "invalid_name_punctuation"),
        ("Acme", "invalid_name_specials"),
        ("acme inc", "invalid_name_specials"),
        ("acme.io", "invalid_name_specials"),
        ("acme☃", "invalid_name_specials"),
    ],
)
async def test_channel_names_have_rules(box: Box, name: str, expected: str) -> None:
    assert await code(box.client().conversations_create(name=name)) == expected


async def test_channels_are_changed_and_described(box: Box) -> None:
    client = box.client()
    made = (await client.conversations_create(name="acct-beta", is_private="true"))["channel"]
    assert made["is_private"]
    named = (await client.conversations_rename(channel=made["id"], name="acct-gamma"))["channel"]
    assert (named["name"], named["previous_names"]) == ("acct-gamma", ["acct-beta"])
    assert await code(client.conversations_rename(channel=made["id"], name="deals-won")) == "name_taken"
    assert await code(client.conversations_rename(channel=DEALS, name="wins")) == "not_authorized"
    topic = await client.conversations_setTopic(channel=made["id"], topic="Owner: Olivia")
    assert topic["channel"]["topic"]["value"] == "Owner: Olivia"
    await client.conversations_setPurpose(channel=made["id"], purpose="Everything about it")
    assert await code(client.conversations_setTopic(channel=made["id"], topic="x" * 251)) == "too_long"
    listed = await client.conversations_list(types="public_channel,private_channel", limit=2, exclude_archived=True)
    assert len(listed["channels"]) == 2
    assert listed["response_metadata"]["next_cursor"]
    assert await code(client.conversations_list(types="nonsense")) == "invalid_types"
    assert await code(client.conversations_list(limit=2000)) == "invalid_limit"
    mine = await client.users_conversations(types="public_channel,private_channel")
    assert {c["name"] for c in mine["channels"]} == {"deals-won", "lumen-northwind", "acct-gamma"}
    shared = (await client.conversations_info(channel=LUMEN))["channel"]
    assert shared["is_ext_shared"]
    assert shared["connected_team_ids"] == ["T0LUMENLAB"]
    assert await code(client.conversations_info(channel="C0CTDEALSW")) == "channel_not_found"
    assert await code(client.conversations_archive(channel="C0GENERAL1")) == "cant_archive_general"


async def test_people_are_invited(box: Box) -> None:
    client = box.client()
    room = (await client.conversations_create(name="acct-delta"))["channel"]["id"]
    await client.conversations_invite(channel=room, users=["U0SARALIND", "U0OLIVIAPK"])
    members = (await client.conversations_members(channel=room))["members"]
    assert members == ["U0WARMLINE", "U0SARALIND", "U0OLIVIAPK"]
    again = await refused(client.conversations_invite(channel=room, users="U0SARALIND,U0BENCARTR"))
    assert again["error"] == "already_in_channel"
    assert again["errors"] == [{"user": "U0SARALIND", "ok": False, "error": "already_in_channel"}]
    forced = await client.conversations_invite(channel=room, users="U0SARALIND,U0BENCARTR", force=True)
    assert forced["errors"][0]["user"] == "U0SARALIND"
    for users, expected in (
        ("U0WARMLINE", "cant_invite_self"),
        ("U0IRISNOVA", "user_not_found"),
        ("U0LENAFISC", "no_external_invite_permission"),
        (",", "no_user"),
    ):
        assert await code(client.conversations_invite(channel=room, users=users)) == expected
    assert await code(client.conversations_invite(channel="C0RANDOM01", users="U0GILMOREN")) == "not_in_channel"
    await client.conversations_kick(channel=room, user="U0BENCARTR")
    assert await code(client.conversations_kick(channel=room, user="U0BENCARTR")) == "not_in_channel"
    assert await code(client.conversations_kick(channel=room, user="U0WARMLINE")) == "cant_kick_self"
    joined = await client.conversations_join(channel="C0RANDOM01")
    assert joined["channel"]["is_member"]
    assert (await client.conversations_join(channel="C0RANDOM01"))["warning"] == "already_in_channel"
    await client.conversations_leave(channel="C0RANDOM01")
    assert (await client.conversations_leave(channel="C0RANDOM01"))["not_in_channel"]


async def test_pins_reactions_and_bookmarks_are_once_each(box: Box) -> None:
    client = box.client()
    ts = (await client.chat_postMessage(channel=DEALS, text="Pin me"))["ts"]
    await client.pins_add(channel=DEALS, timestamp=ts)
    assert await code(client.pins_add(channel=DEALS, timestamp=ts)) == "already_pinned"
    assert (await client.pins_list(channel=DEALS))["items"][0]["message"]["text"] == "Pin me"
    await client.pins_remove(channel=DEALS, timestamp=ts)
    assert await code(client.pins_remove(channel=DEALS, timestamp=ts)) == "no_pin"
    assert await code(client.pins_add(channel=DEALS, timestamp="1.000001")) == "message_not_found"
    assert await code(client.pins_add(channel=DEALS, timestamp="soon")) == "bad_timestamp"
    await client.reactions_add(channel=DEALS, timestamp=ts, name="eyes")
    assert await code(client.reactions_add(channel=DEALS, timestamp=ts, name="eyes")) == "already_reacted"
    assert await code(client.reactions_add(channel=DEALS, timestamp=ts, name="a b")) == "invalid_name"
    assert (await client.reactions_get(channel=DEALS, timestamp=ts))["message"]["reactions"][0]["count"] == 1
    assert len((await client.reactions_list())["items"]) == 1
    await client.reactions_remove(channel=DEALS, timestamp=ts, name="eyes")
    assert await code(client.reactions_remove(channel=DEALS, timestamp=ts, name="eyes")) == "no_reaction"
    mark = await client.bookmarks_add(channel_id=DEALS, title="CRM", type="link", link="https://crm.example/1")
    assert await code(client.bookmarks_add(channel_id=DEALS, title="x", type="link", link="nope")) == "invalid_link"
    elsewhere = client.bookmarks_add(channel_id="C0RANDOM01", title="x", type="link", link="https://x.example")
    assert await code(elsewhere) == "permission_denied"
    bookmark_id = mark["bookmark"]["id"]
    await client.bookmarks_edit(channel_id=DEALS, bookmark_id=bookmark_id, title="The CRM")
    assert (await client.bookmarks_list(channel_id=DEALS))["bookmarks"][0]["title"] == "The CRM"
    await client.bookmarks_remove(channel_id=DEALS, bookmark_id=bookmark_id)
    assert await code(client.bookmarks_remove(channel_id=DEALS, bookmark_id=bookmark_id)) == "not_found"


async def test_scheduled_messages_follow_the_driven_clock(box: Box) -> None:
    client = box.client()
    now = (await box.get("/clock"))["now"]
    planned = await client.chat_scheduleMessage(channel=DEALS, text="Later", post_at=int(now) + 3600)
    gone = await client.chat_scheduleMessage(channel=DEALS, text="Never", post_at=int(now) + 7200)
    listed = await client.chat_scheduledMessages_list(channel=DEALS)
    assert [m["text"] for m in listed["scheduled_messages"]] == ["Later", "Never"]
    await client.chat_deleteScheduledMessage(channel=DEALS, scheduled_message_id=gone["scheduled_message_id"])
    unknown = client.chat_deleteScheduledMessage(channel=DEALS, scheduled_message_id="Q1")
    assert await code(unknown) == "invalid_scheduled_message_id"
    assert await code(client.chat_scheduleMessage(channel=DEALS, text="x", post_at=1)) == "time_in_past"
    far = int(now) + 121 * 86_400
    assert await code(client.chat_scheduleMessage(channel=DEALS, text="x", post_at=far)) == "time_too_far"
    assert await code(client.chat_scheduleMessage(channel=DEALS, text="x", post_at="soon")) == "invalid_time"
    await box.post("/clock/move", by=7300)
    assert await box.texts("sara", DEALS) == ["Later"]
    late = client.chat_deleteScheduledMessage(channel=DEALS, scheduled_message_id=planned["scheduled_message_id"])
    assert await code(late) == "invalid_scheduled_message_id"


async def test_files_go_up_and_come_back(box: Box) -> None:
    client = box.client()
    done = await client.files_upload_v2(channel=DEALS, filename="brief.txt", content="words", initial_comment="Here")
    file_id = done["files"][0]["id"]
    described = (await client.files_info(file=file_id))["file"]
    headers = {"Authorization": "Bearer xoxb-sandbox-northwind"}
    async with box.session.get(described["url_private"], headers=headers) as answer:
        assert await answer.text() == "words"
    assert await box.texts("sara", DEALS) == ["Here"]
    assert await code(client.files_completeUploadExternal(files=[{"id": "F0"}])) == "file_not_found"
    await client.files_delete(file=file_id)
    assert await code(client.files_info(file=file_id)) == "file_deleted"
    assert await code(client.files_info(file="F0")) == "file_not_found"


async def test_another_name_needs_its_scope(box: Box) -> None:
    posted = await box.client().chat_postMessage(channel=DEALS, text="x", username="Handoff", icon_emoji=":wave:")
    assert posted["message"]["username"] == "Handoff"
    assert posted["message"]["subtype"] == "bot_message"


async def test_archived_direct_and_full_places_refuse(box: Box) -> None:
    client = box.client()
    room = (await client.conversations_create(name="acct-old"))["channel"]["id"]
    ts = (await client.chat_postMessage(channel=room, text="x"))["ts"]
    await client.conversations_archive(channel=room)
    for call, expected in (
        (client.conversations_invite(channel=room, users="U0SARALIND"), "is_archived"),
        (client.conversations_setTopic(channel=room, topic="x"), "is_archived"),
        (client.conversations_rename(channel=room, name="acct-older"), "is_archived"),
        (client.conversations_join(channel=room), "is_archived"),
        (client.conversations_leave(channel=room), "is_archived"),
        (client.chat_update(channel=room, ts=ts, text="y"), "is_inactive"),
        (client.chat_postEphemeral(channel=room, user="U0SARALIND", text="y"), "is_archived"),
        (client.reactions_add(channel=room, timestamp=ts, name="eyes"), "is_archived"),
        (client.pins_add(channel=room, timestamp=ts), "restricted_action"),
    ):
        assert await code(call) == expected
    dm = (await client.conversations_open(users="U0SARALIND"))["channel"]["id"]
    for call in (
        client.conversations_archive(channel=dm),
        client.conversations_invite(channel=dm, users="U0BENCARTR"),
        client.conversations_rename(channel=dm, name="x"),
        client.conversations_close(channel=DEALS),
    ):
        assert await code(call) == "method_not_supported_for_channel_type"
    alone = (await client.conversations_create(name="acct-alone", is_private=True))["channel"]["id"]
    assert await code(client.conversations_leave(channel=alone)) == "last_member"
    soon = int((await box.get("/clock"))["now"]) + 600
    for _ in range(30):
        await client.chat_scheduleMessage(channel=DEALS, text="x", post_at=soon)
    assert await code(client.chat_scheduleMessage(channel=DEALS, text="x", post_at=soon)) == "restricted_too_many"


async def test_scopes_go_by_the_kind_of_place(box: Box) -> None:
    client = box.client()
    hidden = (await client.conversations_create(name="acct-hidden", is_private=True))["channel"]["id"]
    await box.post(f"/apps/{APP}", scopes=["channels:manage", "channels:read", "channels:history", "chat:write"])
    for call, needed in (
        (client.conversations_create(name="acct-other", is_private=True), "groups:write"),
        (client.conversations_info(channel=hidden), "groups:read"),
        (client.conversations_history(channel=hidden), "groups:history"),
        (client.conversations_invite(channel=hidden, users="U0SARALIND"), "groups:write.invites"),
        (client.conversations_list(types="public_channel,im"), "im:read"),
    ):
        answer = await refused(call)
        assert (answer["error"], answer["needed"]) == ("missing_scope", needed)
    assert (await client.conversations_info(channel=DEALS))["ok"]
    assert await code(client.chat_postMessage(channel="C0GENERAL1", text="x")) == "not_in_channel"
    assert (await client.conversations_create(name="acct-public"))["ok"]
