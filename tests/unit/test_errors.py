"""Every failure of a Web API call is sorted once, by name, into what the sender does next."""

import asyncio
import json
import re
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from slack_sdk.errors import SlackApiError, SlackRequestError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.errors import (
    DEFAULT_WAIT,
    METHODS,
    READS,
    Failure,
    Kind,
    is_sorted,
    retry_after_seconds,
    sort_exception,
    sort_failure,
)
from bot.slack.method_sentences import IN_METHOD
from bot.slack.sentences import EVERYWHERE

REFERENCE = Path(__file__).resolve().parents[3] / "shared" / "slack"
# No command gives an account another channel, person or emoji.
OUT_OF_REACH = re.compile(r"another (channel|one)|somebody else|link (it|the account)|anew|the account's name")
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.mark.parametrize(
    ("method", "code", "kind"),
    [
        ("chat.postMessage", "ratelimited", Kind.WAIT),
        ("chat.postMessage", "rate_limited", Kind.WAIT),
        ("bookmarks.add", "too_many_requests", Kind.WAIT),
        ("pins.add", "service_unavailable", Kind.WAIT),
        ("conversations.create", "team_added_to_org", Kind.WAIT),
        ("conversations.invite", "external_channel_migrating", Kind.WAIT),
        ("conversations.create", "fatal_error", Kind.UNKNOWN),
        ("chat.postMessage", "internal_error", Kind.UNKNOWN),
        ("chat.update", "request_timeout", Kind.UNKNOWN),
        ("chat.update", "update_failed", Kind.UNKNOWN),
        ("users.info", "fatal_error", Kind.WAIT),
        ("conversations.open", "internal_error", Kind.WAIT),
        ("conversations.invite", "already_in_channel", Kind.DONE),
        ("conversations.invite", "cant_invite_self", Kind.DONE),
        ("pins.add", "already_pinned", Kind.DONE),
        ("reactions.add", "already_reacted", Kind.DONE),
        ("reactions.remove", "no_reaction", Kind.DONE),
        ("reactions.remove", "message_not_found", Kind.DONE),
        ("chat.delete", "message_not_found", Kind.DONE),
        ("chat.update", "message_not_found", Kind.PERSON),
        ("views.publish", "hash_conflict", Kind.DONE),
        ("views.open", "duplicate_external_id", Kind.DONE),
        ("conversations.create", "name_taken", Kind.ADOPT),
        ("chat.postMessage", "account_inactive", Kind.GONE),
        ("conversations.history", "token_revoked", Kind.GONE),
        ("auth.test", "invalid_auth", Kind.GONE),
        ("apps.connections.open", "invalid_auth", Kind.PERSON),
        ("chat.postMessage", "is_archived", Kind.PERSON),
        ("conversations.create", "invalid_name_specials", Kind.PERSON),
        ("chat.postMessage", "name_taken", Kind.PERSON),
    ],
)
def test_a_code_is_sorted_by_what_to_do_next(method: str, code: str, kind: Kind) -> None:
    failure = sort_failure(method, code)

    assert failure.kind is kind
    assert failure.code == code


def test_only_a_channels_name_can_be_adopted() -> None:
    adopting = [method for method, rows in IN_METHOD.items() if any(row[0] is Kind.ADOPT for row in rows)]

    assert adopting == ["conversations.create"]
    assert not any(row[0] is Kind.ADOPT for row in EVERYWHERE)


def test_no_code_is_sorted_twice_in_one_table() -> None:
    for rows in [EVERYWHERE, *IN_METHOD.values()]:
        codes = [code for _, _, listed in rows for code in listed.split()]
        assert len(codes) == len(set(codes))


def test_special_rules_are_about_methods_we_call() -> None:
    assert set(IN_METHOD) <= set(METHODS)
    assert set(METHODS) > READS


@pytest.mark.parametrize("method", METHODS)
def test_every_code_in_slacks_reference_is_sorted_by_name(method: str) -> None:
    path = REFERENCE / "methods.json"
    if not path.is_file():
        pytest.skip("Slack's method reference (slack/methods.json in the shared reference folder) is not here")
    reference = json.loads(path.read_text(encoding="utf-8"))
    codes = reference["common_errors"] + reference["methods"][method]["errors"]

    assert [code for code in codes if not is_sorted(method, code)] == []


def test_every_code_in_the_platform_notes_is_sorted_by_name() -> None:
    path = REFERENCE / "platform.md"
    if not path.is_file():
        pytest.skip("the platform notes (slack/platform.md in the shared reference folder) are not here")
    listed = path.read_text(encoding="utf-8").split("### 5.2", 1)[1].split("\n## ", 1)[0]
    missing = []
    for line in listed.splitlines():
        if line.startswith("Common:"):
            common = re.findall(r"[a-z]+(?:_[a-z]+)+|ratelimited|accesslimited", line)
            missing += [code for code in common if not is_sorted("chat.postMessage", code)]
        elif line.startswith("|"):
            methods, codes = _row(line)
            missing += [(method, code) for method in methods for code in codes if not is_sorted(method, code)]

    assert missing == []


def _row(line: str) -> tuple[list[str], list[str]]:
    """Read a row of the notes: the methods that are ours, and the codes outside brackets."""
    _, names, codes, _ = (cell.strip() for cell in line.split("|"))
    family = names.split(".")[0]
    named = [
        part if not part.startswith(".") else family + part for part in re.findall(r"[a-zA-Z.]*\.[a-zA-Z]+", names)
    ]
    if "lookupByEmail" in names:
        named = ["users.info", "users.lookupByEmail", "users.list"]
    plain = re.sub(r"\([^()]*\)", "", codes)
    return [name for name in named if name in METHODS], re.findall(r"\b[a-z]+(?:_[a-z]+)+\b", plain)


@pytest.mark.parametrize("method", METHODS)
def test_every_sentence_is_whole_for_every_method(method: str) -> None:
    for _, _, codes in [*EVERYWHERE, *IN_METHOD.get(method, ())]:
        for code in codes.split():
            said = sort_failure(method, code).sentence
            assert re.fullmatch(r"[A-Z][^{}]{20,400}[.]", said), said
            assert not OUT_OF_REACH.search(said), said


def test_a_code_nobody_knows_is_put_before_a_person_by_name() -> None:
    failure = sort_failure("chat.postMessage", "moon_in_the_wrong_phase")

    assert failure.kind is Kind.PERSON
    assert "moon_in_the_wrong_phase" in failure.sentence
    assert "chat.postMessage" in failure.sentence
    assert not is_sorted("chat.postMessage", "moon_in_the_wrong_phase")


def test_a_method_nobody_knows_is_still_sorted() -> None:
    assert "admin.users.list" in sort_failure("admin.users.list", "missing_scope").sentence


@pytest.mark.parametrize("code", ["{method.__class__}", "a b", "x" * 200, "<!channel>", ""])
def test_a_strange_code_is_not_repeated_to_people(code: str) -> None:
    failure = sort_failure("chat.postMessage", code)

    assert failure.kind is Kind.PERSON
    assert failure.code == "unreadable_code"
    assert code == "" or code not in failure.sentence


def test_the_sentence_says_who_has_to_do_what() -> None:
    assert "/invite" in sort_failure("conversations.setTopic", "not_in_channel").sentence
    assert "Messages tab" in sort_failure("chat.postMessage", "messages_tab_disabled").sentence
    assert "Unpin" in sort_failure("pins.add", "too_many_pins").sentence
    assert "create channels" in sort_failure("conversations.create", "restricted_action").sentence
    assert "post here" in sort_failure("chat.postMessage", "restricted_action").sentence
    assert "pin a message" in sort_failure("pins.add", "missing_scope").sentence


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "30"}, 30),
        ({"retry-after": "2.5"}, 2.5),
        ({"RETRY-AFTER": 7}, 7),
        ({"Retry-After": ["12"]}, 12),
        ({"Retry-After": "0"}, 1),
        ({"Retry-After": "1e99"}, 86_400),
        ({"Retry-After": "-5"}, DEFAULT_WAIT),
        ({"Retry-After": "nan"}, DEFAULT_WAIT),
        ({"Retry-After": "inf"}, DEFAULT_WAIT),
        ({"Retry-After": "soon"}, DEFAULT_WAIT),
        ({"Retry-After": None}, DEFAULT_WAIT),
        ({}, DEFAULT_WAIT),
        (None, DEFAULT_WAIT),
        ("Retry-After: 3", DEFAULT_WAIT),
        ({"Retry-After": "Tue, 03 Mar 2026 10:00:45 GMT", "Date": "Tue, 03 Mar 2026 10:00:00 GMT"}, 45),
        ({"Retry-After": "Tue, 03 Mar 2026 09:00:00 GMT", "Date": "Tue, 03 Mar 2026 10:00:00 GMT"}, DEFAULT_WAIT),
        ({"Retry-After": "Tue, 03 Mar 2026 10:00:45 GMT"}, DEFAULT_WAIT),
        ({"Retry-After": "Tue, 99 Foo 2026 10:00:45 GMT", "Date": "Tue, 03 Mar 2026 10:00:00 GMT"}, DEFAULT_WAIT),
    ],
)
def test_retry_after_is_read_in_any_form(headers: object, seconds: float) -> None:
    assert retry_after_seconds(headers) == seconds


def test_a_rate_limit_always_says_how_long() -> None:
    assert sort_failure("chat.postMessage", "ratelimited", retry_after=12).retry_after == 12
    assert sort_failure("chat.postMessage", "ratelimited").retry_after == DEFAULT_WAIT
    assert sort_failure("chat.postMessage", "missing_scope", retry_after=12).retry_after is None


@asynccontextmanager
async def _slack(answer: Answer) -> AsyncIterator[str]:
    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def _call(base_url: str, method: str, seconds: float = 5) -> Failure:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=seconds)) as session:
        client = AsyncWebClient(token="a token", base_url=base_url, session=session, retry_handlers=[])
        with pytest.raises(Exception) as raised:  # noqa: PT011 which one is the point of the test
            await client.api_call(method, json={"channel": "C1"})
    return sort_exception(method, raised.value)


async def _failure(answer: Answer, method: str = "chat.postMessage", seconds: float = 5) -> Failure:
    async with _slack(answer) as base_url:
        return await _call(base_url, method, seconds)


def _replies(status: int = 200, headers: dict[str, str] | None = None, **body: object) -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.json_response(body, status=status, headers=headers)

    return answer


def _sends(body: str, status: int = 200, content_type: str = "application/json") -> Answer:
    async def answer(_: web.Request) -> web.Response:
        return web.Response(text=body, status=status, content_type=content_type)

    return answer


async def test_an_error_code_comes_through_the_client() -> None:
    failure = await _failure(_replies(ok=False, error="is_archived"))

    assert (failure.kind, failure.code) == (Kind.PERSON, "is_archived")


async def test_a_missing_scope_is_named() -> None:
    failure = await _failure(_replies(ok=False, error="missing_scope", needed="pins:write", provided="chat:write"))

    assert "pins:write" in failure.sentence


async def test_what_is_needed_is_not_repeated_when_it_is_no_scope() -> None:
    failure = await _failure(_replies(ok=False, error="missing_scope", needed="<!channel> hello"))

    assert "hello" not in failure.sentence


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("30", 30), ("1.5", 1.5), (None, DEFAULT_WAIT), ("later", DEFAULT_WAIT)],
)
async def test_too_many_calls_wait_as_long_as_slack_says(header: str | None, seconds: float) -> None:
    headers = {"Retry-After": header} if header else None
    failure = await _failure(_replies(429, headers, ok=False, error="ratelimited"))

    assert failure == Failure(Kind.WAIT, "ratelimited", failure.sentence, seconds)


@pytest.mark.parametrize("content_type", ["text/html", "text/plain", "application/json"])
async def test_too_many_calls_are_known_by_their_status_alone(content_type: str) -> None:
    failure = await _failure(_sends("<html>slow down</html>", 429, content_type))

    assert failure.kind is Kind.WAIT
    assert failure.retry_after == DEFAULT_WAIT


async def test_a_date_to_retry_after_counts_from_the_answers_own_date() -> None:
    headers = {"Retry-After": "Tue, 03 Mar 2026 10:01:00 GMT", "Date": "Tue, 03 Mar 2026 10:00:00 GMT"}

    assert (await _failure(_replies(429, headers, ok=False))).retry_after == 60


BROKEN: dict[str, Answer] = {
    "500": _replies(500),
    "502 HTML": _sends("<html>Bad gateway</html>", 502, "text/html"),
    "503 with a code": _replies(503, ok=False, error="is_archived"),
    "504 plain": _sends("timed out", 504, "text/plain"),
    "HTML": _sends("<html>Sign in to the hotel's network</html>", 200, "text/html"),
    "HTML said to be JSON": _sends("<html></html>"),
    "half a JSON": _sends('{"ok": tru'),
    "nothing": _sends(""),
    "plain text": _sends("ok", 200, "text/plain"),
    "a list": _sends('[{"ok": true}]'),
    "an empty list": _sends("[]"),
    "a number": _sends("5"),
    "null": _sends("null"),
    "no code": _replies(ok=False),
    "a code that is no text": _replies(ok=False, error={"a": 1}),
    "404 of a proxy": _sends("<html></html>", 404, "text/html"),
}


@pytest.mark.parametrize("name", BROKEN)
async def test_an_unreadable_answer_may_have_had_its_effect(name: str) -> None:
    assert (await _failure(BROKEN[name], "conversations.create")).kind is Kind.UNKNOWN
    assert (await _failure(BROKEN[name], "users.info")).kind is Kind.WAIT


async def test_a_broken_connection_may_have_had_its_effect() -> None:
    async def reset(request: web.Request) -> web.Response:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    assert (await _failure(reset)).kind is Kind.UNKNOWN
    assert (await _failure(reset, "conversations.history")).kind is Kind.WAIT


async def test_an_answer_that_breaks_off_may_have_had_its_effect() -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Type": "application/json", "Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok": true')
        assert request.transport is not None
        request.transport.close()
        return response

    assert (await _failure(half)).kind is Kind.UNKNOWN


async def test_silence_may_have_had_its_effect() -> None:
    released = asyncio.Event()

    async def hang(_: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    async with _slack(hang) as base_url:
        failure = await _call(base_url, "chat.postMessage", seconds=0.05)
        released.set()

    assert (failure.kind, failure.code) == (Kind.UNKNOWN, "timed_out")


async def test_a_refused_connection_surely_did_nothing() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))  # bound but not listening: nobody else gets the port, and it refuses
        failure = await _call(f"http://127.0.0.1:{taken.getsockname()[1]}/api/", "chat.postMessage")

    assert (failure.kind, failure.code) == (Kind.WAIT, "not_reached")


@pytest.mark.parametrize("address", ["nowhere/api/", "ftp://127.0.0.1/api/"])
async def test_an_address_that_is_none_needs_a_person(address: str) -> None:
    failure = await _call(address, "chat.postMessage")

    assert failure.kind is Kind.PERSON
    assert "address" in failure.sentence


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (socket.gaierror(-2, "Name or service not known"), Kind.WAIT),
        (aiohttp.ConnectionTimeoutError(), Kind.WAIT),
        (ConnectionRefusedError(), Kind.WAIT),
        (aiohttp.SocketTimeoutError(), Kind.UNKNOWN),
        (aiohttp.ServerDisconnectedError(), Kind.UNKNOWN),
        (aiohttp.ClientOSError(104, "Connection reset by peer"), Kind.UNKNOWN),
        (ConnectionResetError(), Kind.UNKNOWN),
        (TimeoutError(), Kind.UNKNOWN),
        (asyncio.CancelledError(), Kind.UNKNOWN),
        (ValueError("unreadable"), Kind.UNKNOWN),
        (AttributeError("'list' object has no attribute 'get'"), Kind.UNKNOWN),
        (KeyError("channel"), Kind.UNKNOWN),
        (SlackRequestError("json data must be a dict"), Kind.PERSON),
        (aiohttp.InvalidURL("nowhere"), Kind.PERSON),
        (SlackApiError("no", {"ok": False, "error": "not_in_channel"}), Kind.PERSON),
        (SlackApiError("no", {"ok": False, "error": "ratelimited"}), Kind.WAIT),
        (SlackApiError("no", "a text"), Kind.UNKNOWN),
        (SlackApiError("no", None), Kind.UNKNOWN),
    ],
    ids=repr,
)
def test_whatever_is_raised_is_sorted(error: BaseException, kind: Kind) -> None:
    failure = sort_exception("chat.postMessage", error)

    assert failure.kind is kind
    assert failure.sentence.endswith(".")
