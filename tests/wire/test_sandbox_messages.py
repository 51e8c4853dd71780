"""Messages through the Web API: posted, changed, read back, refused, and who sees them."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from tests.sandbox_harness import APP, Box, outside_the_reference, sandbox_here
from tests.wire.test_sandbox_api import code, refused

DEALS = "C0DEALSWON"


@pytest.fixture
async def box() -> AsyncIterator[Box]:
    async with sandbox_here(limits=False) as box:
        yield box
        assert outside_the_reference(await box.ledger(kind="call")) == []


async def test_messages_are_posted_updated_and_read_back(box: Box) -> None:
    client = box.client()
    key = {"event_type": "warmline", "event_payload": {"key": "brief-1"}}
    posted = await client.chat_postMessage(
        channel=DEALS, text="Hello", blocks=[{"type": "divider"}], metadata=key, unfurl_links=False
    )
    assert posted["message"]["blocks"][0]["block_id"]
    reply = await client.chat_postMessage(channel=DEALS, text="A reply", thread_ts=posted["ts"])
    loud = await client.chat_postMessage(channel=DEALS, text="Loud", thread_ts=reply["ts"], reply_broadcast=True)
    thread = await client.conversations_replies(channel=DEALS, ts=posted["ts"])
    assert [m["text"] for m in thread["messages"]] == ["Hello", "A reply", "Loud"]
    assert thread["messages"][0]["reply_count"] == 2
    assert thread["messages"][0]["latest_reply"] == loud["ts"]
    page = await client.conversations_history(channel=DEALS, include_all_metadata=True)
    assert [m["text"] for m in page["messages"]] == ["Loud", "Hello"]
    assert page["messages"][1]["metadata"] == key
    short = await client.conversations_history(channel=DEALS)
    assert short["messages"][1]["metadata"] == {"event_type": "warmline"}
    updated = await client.chat_update(channel=DEALS, ts=posted["ts"], text="Changed", blocks=[])
    assert "blocks" not in updated["message"]
    assert updated["message"]["edited"]["user"] == "U0WARMLINE"
    link = (await client.chat_getPermalink(channel=DEALS, message_ts=reply["ts"]))["permalink"]
    assert f"thread_ts={posted['ts']}" in link
    await client.chat_delete(channel=DEALS, ts=reply["ts"])
    assert await code(client.chat_delete(channel=DEALS, ts=reply["ts"])) == "message_not_found"
    assert (await box.get("/effects"))["messages_posted"] == {"brief-1": 1}
    assert await code(client.conversations_replies(channel=DEALS, ts="1.000001")) == "thread_not_found"


async def test_history_can_be_cut_by_time_and_pages(box: Box) -> None:
    client = box.client()
    stamps = [(await client.chat_postMessage(channel=DEALS, text=f"m{n}"))["ts"] for n in range(5)]
    between = await client.conversations_history(channel=DEALS, oldest=stamps[1], latest=stamps[3])
    assert [m["text"] for m in between["messages"]] == ["m2"]
    with_ends = await client.conversations_history(channel=DEALS, oldest=stamps[1], latest=stamps[3], inclusive=True)
    assert [m["text"] for m in with_ends["messages"]] == ["m3", "m2", "m1"]
    page = await client.conversations_history(channel=DEALS, limit=2)
    cursor = page["response_metadata"]["next_cursor"]
    following = await client.conversations_history(channel=DEALS, limit=2, cursor=cursor)
    assert [m["text"] for m in page["messages"] + following["messages"]] == ["m4", "m3", "m2", "m1"]
    assert page["has_more"]
    assert await code(client.conversations_history(channel=DEALS, oldest="soon")) == "invalid_ts_oldest"
    assert await code(client.conversations_history(channel=DEALS, latest="soon")) == "invalid_ts_latest"
    assert await code(client.conversations_history(channel="C0RANDOM01")) == "not_in_channel"


async def test_messages_that_slack_refuses(box: Box) -> None:
    client = box.client()
    crm = await box.act("post", "crm", channel=DEALS, text="Closed won: Acme")
    for values, expected in (
        ({"channel": DEALS, "text": " "}, "no_text"),
        ({"channel": "C0NOSUCH00", "text": "x"}, "channel_not_found"),
        ({"channel": "U0IRISNOVA", "text": "x"}, "channel_not_found"),
        ({"channel": DEALS, "text": "x", "blocks": "not json"}, "invalid_blocks_format"),
        ({"channel": DEALS, "text": "x", "blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"channel": DEALS, "text": "x", "metadata": {"event_type": "x"}}, "invalid_metadata_schema"),
        ({"channel": DEALS, "text": "x", "metadata": "{"}, "invalid_metadata_format"),
        ({"channel": DEALS, "text": "x", "markdown_text": "y"}, "markdown_text_conflict"),
        ({"channel": DEALS, "text": "x", "thread_ts": "1.000001"}, "cannot_reply_to_message"),
        ({"channel": DEALS, "text": "x", "attachments": [{"text": "a"}] * 101}, "too_many_attachments"),
        (
            {"channel": DEALS, "text": "x", "metadata": {"event_type": "x", "event_payload": {"k": "x" * 20_000}}},
            "metadata_too_large",
        ),
    ):
        assert await code(client.api_call("chat.postMessage", json=values)) == expected
    assert await code(client.chat_update(channel=DEALS, ts=crm["ts"], text="x")) == "cant_update_message"
    assert await code(client.chat_delete(channel=DEALS, ts=crm["ts"])) == "cant_delete_message"
    own = (await client.chat_postMessage(channel=DEALS, text="x" * 40_001))["message"]
    assert len(own["text"]) == 40_000
    assert await code(client.chat_update(channel=DEALS, ts=own["ts"], text="x" * 4_001)) == "msg_too_long"
    await box.post(f"/apps/{APP}", messages_tab=False)
    assert await code(client.chat_postMessage(channel="U0SARALIND", text="x")) == "messages_tab_disabled"
    bad = await refused(client.chat_postMessage(channel=DEALS, text="x", blocks=[{"type": "section"}]))
    assert "[json-pointer:/blocks/0]" in bad["response_metadata"]["messages"][0]


async def test_direct_and_ephemeral_messages_reach_their_person_only(box: Box) -> None:
    client = box.client()
    opened = await client.conversations_open(users=["U0SARALIND"], return_im=True)
    assert opened["channel"]["is_im"]
    assert (await client.conversations_open(users="U0SARALIND"))["already_open"]
    posted = await client.chat_postMessage(channel="U0SARALIND", text="Good morning")
    assert posted["channel"] == opened["channel"]["id"]
    dms = (await box.see("dms", "sara"))["dms"]
    assert [m["text"] for m in dms[0]["messages"]] == ["Good morning"]
    await client.chat_postEphemeral(channel=DEALS, user="U0SARALIND", text="Only you")
    assert await box.texts("sara", DEALS) == ["Only you"]
    assert await box.texts("maya", DEALS) == []
    assert await code(client.chat_postEphemeral(channel=DEALS, user="U0GILMOREN", text="x")) == "user_not_in_channel"
    assert await code(client.conversations_open(users="U0IRISNOVA")) == "user_disabled"
    assert await code(client.conversations_open(users="U0NOBODY00")) == "user_not_found"
    assert await code(client.conversations_open(users="U0CTANNAKO")) == "user_not_visible"
    assert await code(client.conversations_open(users="")) == "users_list_not_supplied"
    assert await code(client.conversations_open(users=[f"U{n}" for n in range(9)])) == "too_many_users"
    group = await client.conversations_open(users=["U0SARALIND", "U0MAYAROSS"], return_im=True)
    assert group["channel"]["is_mpim"]
    assert (await client.chat_postMessage(channel="U0LENAFISC", text="Hello Lena"))["ok"]
    await client.conversations_mark(channel=posted["channel"], ts=posted["ts"])
    assert (await client.conversations_close(channel=posted["channel"]))["ok"]
    assert (await client.conversations_close(channel=posted["channel"]))["already_closed"]
