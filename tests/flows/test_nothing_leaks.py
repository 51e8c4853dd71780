"""The whole app at its chattiest, with handlers that fail: no customer's word and no token gets into its logs."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import redirect_stderr
from io import StringIO
from typing import Any

import pytest
import structlog

import handlers
from bot.flows import questions
from bot.ids import Command
from bot.log import set_up_logs
from tests.sandbox_harness import APP_TOKEN, TOKEN
from tests.world import CUSTOMER, LENA, OLIVIA, SARA, text_of, world_on

WIN = ":tada: Deal won: *Website redesign for CANARYCORP* — $48,500\nOwner: Sara Lindqvist"


@pytest.fixture
def stderr() -> Iterator[StringIO]:
    root, written = logging.getLogger(), StringIO()
    handlers_, level, raises = root.handlers[:], root.level, logging.raiseExceptions
    with redirect_stderr(written):
        set_up_logs("DEBUG")
    yield written
    root.handlers, root.level, logging.raiseExceptions = handlers_, level, raises
    structlog.reset_defaults()


async def test_no_customers_word_and_no_token_is_logged(
    sqlite_url: str, stderr: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, failures = questions.customer_wrote, []

    async def stumbles_once(*parts: Any) -> bool:
        if not failures:
            failures.append(parts[-1])
            raise ValueError(f"can't handle {parts[-1]} with {TOKEN}")
        return await real(*parts)

    monkeypatch.setattr(questions, "customer_wrote", stumbles_once)
    async with world_on(sqlite_url) as world:
        await world.box.post("/faults", name="error", code="is_archived", method="pins.add", times=1)
        await world.crm_posts(WIN)
        await world.settle()
        channel = await world.channel("acct-canarycorp")
        await world.command(SARA, "/account link #lumen-northwind", channel)
        await world.posts(LENA, CUSTOMER, "Could you tell us when the CANARY import will be ready?")
        await world.settle()
        said = await world.command(SARA, "/account", channel)
        assert "Open questions: 1" in text_of(said["reply"]), "the second try went well"
    assert failures
    logged = stderr.getvalue()
    events = [json.loads(line) for line in logged.splitlines()]
    assert any(event["event"] == "handler failed" and event["error"] == "ValueError" for event in events)
    assert any(event.get("code") == "is_archived" for event in events)
    assert "CANARY" not in logged.upper()
    assert TOKEN not in logged
    assert APP_TOKEN not in logged


async def test_every_word_of_a_command_explains_itself(sqlite_url: str) -> None:
    async with world_on(sqlite_url) as world:
        for command, table in handlers.COMMANDS.items():
            for word, sub in table.items():
                answer = await world.command(OLIVIA, f"{command} {word} help".replace("  ", " "))
                assert sub.help in text_of(answer["reply"]), (command, word)
        answer = await world.command(OLIVIA, f"{Command.ACCOUNT} HELP")
        assert "/account link #channel" in text_of(answer["reply"])
