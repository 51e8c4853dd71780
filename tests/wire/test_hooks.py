"""Deals that a CRM reports by a signed request: what is taken, what is turned away and with which words."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.wire.signed import Answered, Slack, slack_on, stamp

KEY = b"a key of thirty-two bytes, no less"
SECRET = "whsec_" + base64.b64encode(KEY).decode()
DEAL = {"id": "crm-17", "stage": "won", "account": "Lumen Labs", "amount": "48500.00", "currency": "EUR"}


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[Slack]:
    async with slack_on(sqlite_url, hook_secret=SECRET) as slack:
        yield slack


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Slack]:
    async with slack_on(database_url, hook_secret=SECRET) as slack:
        yield slack


def signed(body: bytes, hook_id: str = "msg_1", at: str = "", key: bytes = KEY) -> dict[str, str]:
    at = at or stamp()
    signature = hmac.new(key, f"{hook_id}.{at}.".encode() + body, hashlib.sha256).digest()
    return {
        "webhook-id": hook_id,
        "webhook-timestamp": at,
        "webhook-signature": "v1," + base64.b64encode(signature).decode(),
        "content-type": "application/json",
    }


async def report(slack: Slack, deal: Any, hook_id: str = "msg_1", query: str = "", **headers: str) -> Answered:
    body = deal if isinstance(deal, bytes) else json.dumps(deal).encode()
    return await post(slack, body, signed(body, hook_id) | headers, query=query)


async def post(slack: Slack, body: bytes, headers: dict[str, str], path: str = "deals", query: str = "") -> Answered:
    url = slack.url.replace("/slack/events", f"/hooks/{path}{query}")
    async with slack.session.post(url, data=body, headers=headers) as answer:
        return Answered(answer.status, await answer.text(), answer.content_type, 0)


async def reports(slack: Slack) -> list[str]:
    """Ids of the reports in the inbox."""
    keys = [str(row["key"]).rpartition(":")[2] for row in await slack.rows()]
    return [key for key in keys if key.startswith("hook.")]


async def test_a_report_is_in_the_database_when_it_is_answered_and_once(either: Slack) -> None:
    for _ in range(3):
        answer = await report(either, DEAL)
        assert (answer.status, answer.json) == (202, {"accepted": "msg_1"})
    assert await reports(either) == ["hook.msg_1"]


@pytest.mark.parametrize(
    "change",
    [
        {"webhook-signature": ""},
        {"webhook-signature": "v1,"},
        {"webhook-signature": "v1," + "A" * 44},
        {"webhook-signature": "v1a,\xff\xfe"},
        {"webhook-id": "msg_2"},
        {"webhook-id": "msg/../1"},
        {"webhook-timestamp": "9" * 40},
        {"webhook-timestamp": "1700000000"},
        {"webhook-timestamp": "-1"},
    ],
)
async def test_what_is_not_signed_by_our_secret_is_turned_away(slack: Slack, change: dict[str, str]) -> None:
    answer = await report(slack, DEAL, **change)
    assert answer.status == 401
    assert await reports(slack) == []


async def test_another_secret_or_an_old_request_is_turned_away(slack: Slack) -> None:
    body = json.dumps(DEAL).encode()
    assert (await post(slack, body, signed(body, key=b"another key of thirty-two bytes!!!"))).status == 401
    old = await post(slack, body, signed(body, at=stamp(-301)))
    assert (old.status, "five minutes" in old.text) == (401, True)
    assert (await post(slack, body + b" ", signed(body))).status == 401


async def test_while_the_secret_changes_either_signature_is_taken(slack: Slack) -> None:
    body = json.dumps(DEAL).encode()
    other = signed(body, key=b"another key of thirty-two bytes!!!")["webhook-signature"]
    good = signed(body)
    both = good | {"webhook-signature": f"{other} {good['webhook-signature']}"}
    assert (await post(slack, body, both)).status == 202


@pytest.mark.parametrize(
    ("deal", "said"),
    [
        (b"nonsense", "The body is not JSON."),
        ([], "the body: is no JSON object."),
        ({}, "account: is missing."),
        (DEAL | {"amount": "-3"}, "amount: "),
        (DEAL | {"amount": "a lot"}, "amount: "),
        (DEAL | {"amount": "1e40"}, "amount: "),
        (DEAL | {"currency": "euros"}, "currency: write the three letters of the currency, as in EUR."),
        (DEAL | {"account": "   "}, "account: "),
        (DEAL | {"account": "a\x00b"}, "account: "),
        (DEAL | {"colour": "red"}, "colour: there is no such field."),
        (DEAL | {"stage": "maybe"}, "stage: "),
        (DEAL | {"close_date": "next week"}, "close_date: "),
        (DEAL | {"url": "javascript:alert(1)"}, "url: "),
        (DEAL | {"seller": {"slack_id": "<!channel>"}}, "seller.slack_id: "),
    ],
)
async def test_what_can_not_be_used_is_explained_field_by_field(slack: Slack, deal: Any, said: str) -> None:
    answer = await report(slack, deal)
    assert answer.status in (400, 422)
    assert any(problem.startswith(said) for problem in answer.json["problems"]), answer.text
    assert await reports(slack) == []


async def test_an_unknown_hook_or_workspace_is_named(slack: Slack) -> None:
    body = json.dumps(DEAL).encode()
    unknown = await post(slack, body, signed(body), path="wins")
    assert (unknown.status, "/hooks/deals" in unknown.text) == (404, True)
    assert (await report(slack, DEAL, query="?team=T0ELSEWHER")).status == 422
    assert (await report(slack, DEAL, query="?team=T0NORTHWND")).status == 202


async def test_without_a_secret_there_are_no_hooks(sqlite_url: str) -> None:
    async with slack_on(sqlite_url) as slack:
        answer = await report(slack, DEAL)
    assert (answer.status, "WARMLINE_HOOK_SECRET" in answer.text) == (404, True)


async def test_no_word_of_a_refused_report_is_logged(slack: Slack) -> None:
    await report(slack, {"account": "Rumpelstiltskin"})
    assert "Rumpelstiltskin" not in repr(slack.logs)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(body=st.binary(max_size=300) | st.text(max_size=100).map(lambda text: json.dumps({"id": text}).encode()))
async def test_whatever_is_signed_is_answered_with_a_reason(slack: Slack, body: bytes) -> None:
    answer = await report(slack, body)
    assert answer.status in (400, 422)
    assert answer.json["problems"]
