"""Logs: no token and no customer's word reaches standard error, whatever fails."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stderr
from io import StringIO

import pytest
import structlog

from bot.log import set_up_logs

TOKEN = "xoxb-CANARY-token"
TEXT = "CANARY the customer wrote this"


@pytest.fixture
def stderr() -> Iterator[StringIO]:
    """What is written to standard error once logs are set up at their chattiest."""
    written = StringIO()
    with logs_at("DEBUG", written):
        yield written


@contextmanager
def logs_at(level: str, written: StringIO) -> Iterator[None]:
    root = logging.getLogger()
    handlers, before, raises = root.handlers[:], root.level, logging.raiseExceptions
    with redirect_stderr(written):
        set_up_logs(level)
    try:
        yield
    finally:
        root.handlers, root.level, logging.raiseExceptions = handlers, before, raises
        structlog.reset_defaults()


def lines(stderr: StringIO) -> list[dict[str, object]]:
    """What was logged; every line is JSON and gives nothing away."""
    said = stderr.getvalue()
    assert "CANARY" not in said
    return [json.loads(line) for line in said.splitlines()]


def failed() -> ValueError:
    try:
        raise ValueError(f"{TEXT} and {TOKEN}")
    except ValueError as error:
        return error


def test_an_exception_is_named_and_placed_but_not_quoted(stderr: StringIO) -> None:
    log = structlog.get_logger("test")
    log.error("it failed", exc_info=failed())
    try:
        raise KeyError(TEXT)
    except KeyError:
        log.error("it failed too", exc_info=True)
        log.exception("and again")
    log.warning("a cause", cause=failed(), causes=[failed()])
    found = lines(stderr)
    assert [line["error"] for line in found[:3]] == ["ValueError", "KeyError", "KeyError"]
    assert "test_log.py:" in str(found[0]["where"])
    assert found[3]["cause"] == "ValueError"


@pytest.mark.parametrize("name", ["text", "blocks", "body", "payload", "message", "content", "note", "answer", "view"])
def test_what_people_write_is_left_out(stderr: StringIO, name: str) -> None:
    structlog.get_logger().debug("came in", **{name: TEXT})
    structlog.get_logger().debug("came in", facts={name: [TEXT, {name: TEXT}]})
    first, second = lines(stderr)
    assert first[name] == "[text]"
    assert second["facts"] == {name: "[text]"}


@pytest.mark.parametrize(
    "secret",
    [TOKEN, "xoxe.xoxp-1-CANARY", "xoxp-CANARY", "xapp-1-CANARY-x", "XOXB-CANARY", "v0=" + "abcdef0123456789" * 4],
)
def test_tokens_are_left_out_wherever_they_stand(stderr: StringIO, secret: str) -> None:
    log = structlog.get_logger()
    log.info("asked", url=f"https://slack.example/?token={secret}&x=1", headers={"Authorization": f"Bearer {secret}"})
    log.info("asked", keys=[secret], pair=(secret,), names={secret: 1}, one={secret})
    log.info(f"with {secret}")
    logging.getLogger("aiohttp").warning("asked with %s", secret)
    logging.getLogger("aiohttp").warning(f"asked with {secret}")
    said = stderr.getvalue()
    assert secret not in said
    assert said.count("[secret]") >= 6
    assert [json.loads(line) for line in said.splitlines()]


class Odd:
    def __repr__(self) -> str:
        return TEXT

    __str__ = __repr__


def test_values_of_any_kind_are_harmless(stderr: StringIO) -> None:
    structlog.get_logger().info("odd", thing=Odd(), raw=TEXT.encode(), count=3, share=0.5, ok=True, none=None)
    (line,) = lines(stderr)
    assert (line["thing"], line["raw"]) == ("Odd", "bytes")
    assert (line["count"], line["share"], line["ok"], line["none"]) == (3, 0.5, True, None)


def test_libraries_say_what_but_quote_nothing(stderr: StringIO) -> None:
    library = logging.getLogger("slack_bolt")
    library.error(f"Failed to run listener function (error: {TEXT})")
    library.warning(f'Unhandled request {{"text": "{TEXT}"}}')
    library.error("Failed to run %s", TEXT)
    library.error(f"It failed\nfuture: <Task {TEXT}>", exc_info=failed())
    library.debug(TEXT)
    logging.getLogger("slack_sdk.web.async_client").debug("Sending a request with %s", TOKEN)
    found = lines(stderr)
    assert [line["event"] for line in found] == [
        "Failed to run listener function",
        "Unhandled request",
        "Failed to run %s",
        "It failed",
    ]
    assert found[3]["error"] == "ValueError"
    assert {line["logger"] for line in found} == {"slack_bolt"}


async def test_a_task_that_nobody_waited_for_quotes_nothing(stderr: StringIO) -> None:
    async def fail() -> None:
        raise ValueError(TEXT)

    task = asyncio.create_task(fail())
    await asyncio.wait([task])
    del task
    gc.collect()
    (line,) = lines(stderr)
    assert line["event"] == "Task exception was never retrieved"
    assert line["error"] == "ValueError"


def test_a_level_keeps_quiet_what_is_below_it(stderr: StringIO) -> None:
    with logs_at("WARNING", stderr):
        structlog.get_logger().info("not now")
        structlog.get_logger().warning("this")
    assert [line["event"] for line in lines(stderr)] == ["this"]


def test_a_line_that_cannot_be_written_quotes_nothing(stderr: StringIO) -> None:
    """Python's own complaint about a broken log line would repeat what the line was about."""
    logging.getLogger("aiohttp").error("%d", Odd())
    logging.getLogger("aiohttp").error(Odd())
    assert len(lines(stderr)) == 2
