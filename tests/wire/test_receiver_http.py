"""The HTTP side: what is taken in, what is turned away, and that an answer of 200 means stored."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.http_endpoint import BODY_WITHIN, MAX_BODY
from tests.sandbox_harness import APP
from tests.wire.signed import FORM, JSON, TEAM, Slack, envelope, signature, slack_on, stamp
from tests.world import DEALS, SARA, World

WIN = "Deal won: Acme Robotics, $48,500"


@pytest.fixture
async def slack(sqlite_url: str) -> AsyncIterator[Slack]:
    async with slack_on(sqlite_url) as slack:
        yield slack


@pytest.fixture
async def either(database_url: str) -> AsyncIterator[Slack]:
    async with slack_on(database_url) as slack:
        yield slack


def win(ts: str = "1700000000.000100", **more: Any) -> dict[str, Any]:
    """A seller's announcement."""
    return {"type": "message", "channel": DEALS, "user": SARA, "text": WIN, "ts": ts, "event_ts": ts} | more


def rooms(world: World, channels: dict[str, Any]) -> list[str]:
    return [name for name in channels if name.startswith("acct-")]


async def test_an_event_is_in_the_database_when_it_is_answered(either: Slack) -> None:
    answer = await either.event({"type": "emoji_changed"}, event_id="EvStored")
    keys = [row["key"] for row in await either.rows()]
    assert (answer.status, answer.text) == (200, "")
    assert keys == [f"{APP}:{TEAM}:EvStored"]


async def test_many_at_once_are_each_stored_once(either: Slack) -> None:
    bodies = [envelope({"type": "emoji_changed"}) for _ in range(40)]
    answers = await asyncio.gather(*(either.sends(body) for body in bodies * 3))
    assert {answer.status for answer in answers} == {200}
    assert len(await either.rows()) == 40


async def test_one_signed_request_three_times_with_a_restart_between_opens_one_room(either: Slack) -> None:
    body = json.dumps(envelope(win())).encode()
    at = stamp()
    headers = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signature(body, at), "Content-Type": JSON}
    for attempt in range(3):
        more = {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": "http_timeout"} if attempt else {}
        assert (await either.post(body, headers | more)).status == 200
        await either.until_idle()
        if attempt == 1:
            await either.world.restart()
    assert rooms(either.world, await either.world.channels()) == ["acct-acme-robotics"]


async def test_two_announcements_of_one_message_open_one_room(either: Slack) -> None:
    for _ in range(2):  # another event, the same message
        assert (await either.event(win())).status == 200
    await either.until_idle()
    assert rooms(either.world, await either.world.channels()) == ["acct-acme-robotics"]


async def test_an_edit_of_an_edit_is_an_event_of_its_own(slack: Slack) -> None:
    for text in ("first", "second", "third"):
        edited = {"type": "message", "subtype": "message_changed", "channel": DEALS, "ts": "1700000001.000100"}
        await slack.event(edited | {"message": {"type": "message", "text": text, "ts": "1700000000.000100"}})
    await slack.until_idle()
    assert [row["state"] for row in await slack.rows()] == ["done"] * 3


async def test_the_same_event_id_of_two_teams_is_two_events(slack: Slack) -> None:
    for team in (TEAM, "T0CONTOSO1"):
        await slack.event({"type": "emoji_changed"}, event_id="EvShared", team_id=team)
    assert len(await slack.rows()) == 2


async def test_what_is_no_event_is_answered(slack: Slack) -> None:
    challenge = await slack.sends({"type": "url_verification", "challenge": "3eZbrw1aB", "token": "t"})
    assert (challenge.status, challenge.text) == (200, "3eZbrw1aB")
    assert (await slack.command(ssl_check="1", token="t")).status == 200
    assert (await slack.sends({"type": "app_rate_limited", "team_id": TEAM, "minute_rate_limited": 1})).status == 200
    assert slack.app.receiver.counts["app_rate_limited"] == 1
    assert await slack.rows() == []


async def test_health_needs_no_signature_and_other_places_are_not_found(slack: Slack) -> None:
    base = slack.url.removesuffix("/slack/events")
    for path, method, status in (
        ("/health", "GET", 200),
        ("/ready", "GET", 200),
        ("/", "GET", 404),
        ("/slack/events", "GET", 404),
        ("/slack/events/", "POST", 404),
        ("/health", "POST", 404),
    ):
        async with slack.session.request(method, base + path) as answer:
            assert answer.status == status, (method, path)


SECRET_WORD = "Rumpelstiltskin"
EVENT = json.dumps(envelope({"type": "message", "text": SECRET_WORD})).encode()


def headers(at: str, signed: str, content_type: str = JSON) -> dict[str, str]:
    return {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed, "Content-Type": content_type}


def forged() -> dict[str, tuple[bytes, dict[str, str]]]:
    """Requests that Slack did not send, by what is wrong with them."""
    at, good = stamp(), signature(EVENT, stamp())
    return {
        "unsigned": (EVENT, {"Content-Type": JSON}),
        "no signature": (EVENT, {"X-Slack-Request-Timestamp": at, "Content-Type": JSON}),
        "no timestamp": (EVENT, {"X-Slack-Signature": good, "Content-Type": JSON}),
        "another secret": (EVENT, headers(at, signature(EVENT, at, "guessed"))),
        "another body": (EVENT + b" ", headers(at, signature(EVENT, at))),
        "another time": (EVENT, headers(stamp(-1), signature(EVENT, at))),
        "stale": (EVENT, headers(stamp(-400), signature(EVENT, stamp(-400)))),
        "from the future": (EVENT, headers(stamp(400), signature(EVENT, stamp(400)))),
        "empty timestamp": (EVENT, headers("", signature(EVENT, ""))),
        "timestamp no number": (EVENT, headers("now", signature(EVENT, "now"))),
        "timestamp a fraction": (EVENT, headers(at + ".5", signature(EVENT, at + ".5"))),
        "timestamp negative": (EVENT, headers("-" + at, signature(EVENT, "-" + at))),
        "timestamp in other digits": (EVENT, headers("١٧٠٠", signature(EVENT, "١٧٠٠"))),
        "timestamp of 5,000 digits": (EVENT, headers("9" * 5000, signature(EVENT, "9" * 5000))),
        "signature not ASCII": (EVENT, headers(at, "v0=ünterschrift")),
        "signature too short": (EVENT, headers(at, good[:-1])),
        "signature of another version": (EVENT, headers(at, good.replace("v0", "v1"))),
        "signature in capitals": (EVENT, headers(at, good.upper())),
        "empty signature": (EVENT, headers(at, "")),
        "empty body": (b"", headers(at, good)),
    }


@pytest.mark.parametrize("what", sorted(forged()))
async def test_forged_requests_are_turned_away(slack: Slack, what: str) -> None:
    assert (await slack.post(*forged()[what])).status == 401
    await nothing_happened(slack)


async def nothing_happened(slack: Slack) -> None:
    assert await slack.rows() == []
    written = [line for line in slack.logs if line["log_level"] in ("warning", "error")]
    assert written == []
    assert SECRET_WORD not in repr(slack.logs)


DEEP = b'{"type":"event_callback","event_id":"EvDeep","team_id":"T1","event":{"a":' + b"[" * 600 + b"]" * 600 + b"}}"
MALFORMED: dict[str, tuple[bytes, str]] = {
    "no JSON": (b'{"type": "event_callback", ' + SECRET_WORD.encode(), JSON),
    "a list": (b"[" + EVENT + b"]", JSON),
    "a string": (b'"' + SECRET_WORD.encode() + b'"', JSON),
    "null": (b"null", JSON),
    "empty": (b"", JSON),
    "100,000 brackets": (b"[" * 100_000, JSON),
    "deep but whole": (DEEP, JSON),
    "not UTF-8": (b'{"type": "event_callback", "x": "\xff\xfe"}', JSON),
    "half a surrogate": (b'{"type": "event_callback", "x": "\\ud800"}', JSON),
    "not a number": (b'{"type": "event_callback", "x": NaN}', JSON),
    "no type": (b"{}", JSON),
    "unknown type": (b'{"type": "surprise"}', JSON),
    "type a list": (b'{"type": ["event_callback"]}', JSON),
    "no event": (json.dumps(envelope(None)).encode(), JSON),
    "event a string": (json.dumps(envelope(SECRET_WORD)).encode(), JSON),
    "no event id": (json.dumps(envelope({}, event_id="")).encode(), JSON),
    "event id a list": (json.dumps(envelope({}, event_id=["Ev1"])).encode(), JSON),
    "event id with NUL": (json.dumps(envelope({}, event_id="Ev\0")).encode(), JSON),
    "event id of 9,000 letters": (json.dumps(envelope({}, event_id="E" * 9000)).encode(), JSON),
    "team a number": (json.dumps(envelope({}, team_id=7)).encode(), JSON),
    "team with NUL": (json.dumps(envelope({}, team_id="T\0")).encode(), JSON),
    "text": (EVENT, "text/plain"),
    "no content type": (EVENT, ""),
    "several content types": (EVENT, "application/json, text/plain"),
    "a form without payload": (b"a=b", FORM),
    "an empty form": (b"", FORM),
    "a form that is JSON": (EVENT, FORM),
    "1,000 fields": (b"&".join(b"a%d=1" % n for n in range(1000)), FORM),
    "payload no JSON": (b"payload=" + SECRET_WORD.encode(), FORM),
    "payload a list": (b"payload=%5B%5D", FORM),
    "payload a string": (b"payload=%22x%22", FORM),
    "payload not UTF-8": (b"payload=%FF%FE", FORM),
    "payload deep": (b"payload=" + b"%5B" * 100_000, FORM),
    "form not UTF-8": (b"command=\xff", FORM),
}


@pytest.mark.parametrize("what", sorted(MALFORMED))
async def test_malformed_requests_are_turned_away(slack: Slack, what: str) -> None:
    assert (await slack.signed(*MALFORMED[what])).status == 400
    await nothing_happened(slack)


@pytest.mark.parametrize("length", ["named", "chunked"])
async def test_a_huge_request_is_turned_away_unread(slack: Slack, length: str) -> None:
    huge = b"x" * (MAX_BODY + 1)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(huge), 65_536):
            yield huge[start : start + 65_536]

    at = stamp()
    body: Any = huge if length == "named" else pieces()
    assert (await slack.post(body, headers(at, signature(huge, at)))).status == 413
    await nothing_happened(slack)


async def test_the_largest_request_is_taken(slack: Slack) -> None:
    body = envelope({"type": "emoji_changed", "x": ""})
    body["event"]["x"] = "y" * (MAX_BODY - len(json.dumps(body)))
    assert (await slack.sends(body)).status == 200
    assert len(await slack.rows()) == 1


async def test_a_length_that_lies_is_found_out(slack: Slack) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", slack.app.port)
    at = stamp()
    head = "\r\n".join(f"{name}: {value}" for name, value in headers(at, signature(EVENT, at)).items())
    for length in (b"99999999999999999999", b"-1", b"ten"):
        writer.write(b"POST /slack/events HTTP/1.1\r\nHost: x\r\n" + head.encode() + b"\r\nContent-Length: " + length)
        writer.write(b"\r\n\r\n")
        status = (await reader.readline()).split(b" ")[1]
        assert status in (b"400", b"413")
        writer.close()
        await writer.wait_closed()
        reader, writer = await asyncio.open_connection("127.0.0.1", slack.app.port)
    writer.close()
    await writer.wait_closed()
    assert await slack.rows() == []


async def test_a_body_that_breaks_off_or_stalls_holds_nobody_up(slack: Slack, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.http_endpoint.BODY_WITHIN", 0.2)
    assert BODY_WITHIN > 1
    at = stamp()
    head = "\r\n".join(f"{name}: {value}" for name, value in headers(at, signature(EVENT, at)).items())
    start = f"POST /slack/events HTTP/1.1\r\nHost: x\r\n{head}\r\nContent-Length: {len(EVENT)}\r\n\r\n".encode()
    stalled, broken = [await asyncio.open_connection("127.0.0.1", slack.app.port) for _ in range(2)]
    for _, writer in (stalled, broken):
        writer.write(start + EVENT[:20])
    broken[1].close()
    assert (await slack.event({"type": "emoji_changed"})).status == 200
    assert (await stalled[0].readline()).split(b" ")[1] == b"408"
    stalled[1].close()
    for _, writer in (stalled, broken):
        await writer.wait_closed()
    assert len(await slack.rows()) == 1


quietly = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck), database=None)
values = st.one_of(st.binary(max_size=80), st.text(max_size=40).map(lambda text: text.encode("utf-8", "replace")))
words = st.text(st.characters(codec="utf-8"), max_size=8)
fields = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | words,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words, inner),
    max_leaves=12,
)
NAMES = ("type", "team_id", "api_app_id", "event_id", "event", "team", "user", "view", "actions", "command", "channel")
payloads = st.fixed_dictionaries({}, optional=dict.fromkeys(NAMES, fields)).flatmap(
    lambda odd: st.sampled_from(
        [start | odd for start in ({}, envelope({}), {"type": "block_actions", "team": {"id": TEAM}})]
    )
)


async def test_nothing_that_is_posted_is_a_fault_of_ours(sqlite_url: str) -> None:
    async with slack_on(sqlite_url) as slack:
        loop = asyncio.get_running_loop()

        def asked(work: Any) -> Any:
            return asyncio.run_coroutine_threadsafe(work, loop).result(20)

        @settings(quietly, max_examples=20)
        @given(body=values, at=values, signed=values, content_type=values)
        def junk(body: bytes, at: bytes, signed: bytes, content_type: bytes) -> None:
            named = {"X-Slack-Request-Timestamp": at, "X-Slack-Signature": signed, "Content-Type": content_type}
            sent = {name: quote(value, safe=" =/;:") for name, value in named.items()}
            assert asked(slack.post(body, sent)).status == 401

        @settings(quietly, max_examples=40)
        @given(payload=payloads, as_form=st.booleans())
        def odd(payload: Any, as_form: bool) -> None:
            text = json.dumps(payload)
            body = ("payload=" + quote(text)).encode() if as_form else text.encode()
            assert asked(slack.signed(body, FORM if as_form else JSON)).status in (200, 400), text

        @settings(quietly, max_examples=20)
        @given(body=values, content_type=st.sampled_from([JSON, FORM, FORM + "; charset=latin-1", "text/html"]))
        def bytes_of_any_kind(body: bytes, content_type: str) -> None:
            assert asked(slack.signed(body, content_type)).status in (200, 400)

        for check in (junk, odd, bytes_of_any_kind):
            await asyncio.to_thread(check)
        await slack.until_idle()
        assert {row["state"] for row in await slack.rows()} <= {"done"}
