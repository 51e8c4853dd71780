"""The command line: what an operator types, and what is answered."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from bot import operator_commands
from bot.cli import cli
from bot.ids import new_id
from bot.intents import Post
from bot.slack.manifest import manifest
from bot.storage import inbox_rows, outbox_rows
from bot.storage.database import Database, Priority
from bot.storage.spine_tables import outbox
from tests.rows import add_workspace

REPO = Path(__file__).resolve().parents[2]
AT = datetime(2026, 3, 3, 9, 30, tzinfo=UTC)


class Operator:
    """Somebody at a terminal, with a database."""

    def __init__(self, url: str, folder: Path) -> None:
        self.url = url
        self.env = folder / ".env"
        self.env.write_text(f"WARMLINE_DATABASE_URL={url}\n")

    def types(self, *words: str) -> tuple[int, str]:
        """Run a command; its exit code and all it says."""
        result = CliRunner().invoke(cli, [*words, "--env", str(self.env)], env={"COLUMNS": "200"})
        return result.exit_code, result.output

    def has(self, work: Callable[[Any], Awaitable[Any]]) -> Any:
        """Do something with the database."""

        async def go() -> Any:
            database = Database(self.url)
            try:
                async with database.write(Priority.TICK) as connection:
                    return await work(connection)
            finally:
                await database.close()

        return asyncio.run(go())


@pytest.fixture
def operator(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Operator:
    monkeypatch.setattr(operator_commands.out, "_width", 200)
    return Operator(sqlite_url, tmp_path)


def test_the_manifest_is_printed_as_json() -> None:
    result = CliRunner().invoke(cli, ["manifest"])
    assert json.loads(result.output) == manifest()
    result = CliRunner().invoke(cli, ["manifest", "--public-url", "https://w.example"])
    assert json.loads(result.output) == manifest("https://w.example")


def test_nothing_typed_lists_the_commands() -> None:
    result = CliRunner().invoke(cli, [])
    for name in ("run", "demo", "sandbox", "doctor", "manifest", "inbox", "outbox", "db"):
        assert name in result.output


def test_all_is_quiet(operator: Operator) -> None:
    assert operator.types("inbox") == (0, "empty\nNothing needs a person.\n")
    assert operator.types("outbox") == (0, "empty\nNothing needs a person.\n")


def dead_event(operator: Operator) -> str:
    row_id = new_id()

    async def store(connection: Any) -> None:
        row = dict(id=row_id, key="A1:T1:Ev1", team_id="T1", event_type="message", lane="T1:C1", state="dead")
        row |= dict(body='{"event":{"text":"[bold]Hello"}}', attempts=8, next_at=AT, received_at=AT, error="KeyError")
        await inbox_rows.store(connection, [row])

    operator.has(store)
    return row_id


def test_an_event_that_could_not_be_handled(operator: Operator) -> None:
    row_id = dead_event(operator)
    code, said = operator.types("inbox")
    assert code == 0
    assert "1 dead" in said
    assert row_id in said
    assert "KeyError" in said
    assert "2026-03-03 09:30" in said
    code, said = operator.types("inbox", "show", row_id)
    assert json.loads(said) == {"error": "KeyError", "attempts": 8, "body": {"event": {"text": "[bold]Hello"}}}
    assert operator.types("inbox", "resume", row_id) == (0, "1 will be tried again.\n")
    assert "1 pending" in operator.types("inbox")[1]
    assert operator.types("inbox", "resume", "all") == (0, "0 will be tried again.\n")


def test_what_slack_would_not_do(operator: Operator) -> None:
    async def park(connection: Any) -> list[str]:
        await add_workspace(connection)
        for key in ("one", "two", "three"):
            await outbox_rows.enqueue(connection, "w1", key, Post("C0GONE", key=key, text="Hello"), AT)
        sentence = "The channel [C0GONE] is archived. Unarchive it."
        await connection.execute(sa.update(outbox).values(state="parked", error="is_archived", sentence=sentence))
        return list(await connection.scalars(sa.select(outbox.c.id).order_by(outbox.c.id)))

    ids = operator.has(park)
    code, said = operator.types("outbox")
    assert code == 0
    assert "3 parked" in said
    assert all(row_id in said for row_id in ids)
    assert said.count("The channel [C0GONE] is archived. Unarchive it.") == 3, "nothing in brackets gets lost"
    shown = json.loads(operator.types("outbox", "show", ids[0])[1])
    assert (shown["what"], shown["code"], shown["payload"]["text"]) == ("Post", "is_archived", "Hello")
    assert operator.types("outbox", "resume", ids[0]) == (0, "1 will be tried again.\n")
    assert operator.types("outbox", "drop", ids[1]) == (0, "1 dropped.\n")
    code, said = operator.types("outbox")
    assert "1 dropped, 1 parked, 1 pending" in said
    assert operator.types("outbox", "resume", "all") == (0, "1 will be tried again.\n")
    assert operator.types("outbox", "drop", ids[1]) == (1, "Nothing that needs a person has such an id.\n")


@pytest.mark.parametrize("what", ["inbox", "outbox"])
def test_an_id_that_does_not_exist(operator: Operator, what: str) -> None:
    code, said = operator.types(what, "show", "0190")
    assert code == 1
    assert said.startswith("There is no")
    assert operator.types(what, "resume", "0190") == (1, "Nothing that needs a person has such an id.\n")


def test_a_database_without_tables_says_what_to_type(tmp_path: Path) -> None:
    operator = Operator(f"sqlite+aiosqlite:///{tmp_path / 'new.db'}", tmp_path)
    code, said = operator.types("outbox")
    assert code == 1
    assert "python -m bot db upgrade" in said
    assert operator.types("db", "upgrade") == (0, "The database is up to date.\n")
    assert operator.types("outbox")[0] == 0


def test_a_setting_that_cannot_be_used(tmp_path: Path) -> None:
    operator = Operator("mysql://x", tmp_path)
    for words in (("inbox",), ("db", "upgrade"), ("doctor",)):
        code, said = operator.types(*words)
        assert code == 2
        assert "WARMLINE_DATABASE_URL" in said


def run(*words: str, folder: Path, **env: str) -> subprocess.CompletedProcess[str]:
    """As a program of its own, with only these settings."""
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("WARMLINE_", "SLACK_"))}
    clean |= {"PYTHONPATH": str(REPO), "COLUMNS": "300"} | {f"WARMLINE_{name}": value for name, value in env.items()}
    return subprocess.run(
        [sys.executable, "-m", "bot", *words], cwd=folder, env=clean, capture_output=True, text=True, timeout=60
    )


CANARIES = {"BOT_TOKEN": "xoxb-CANARY", "APP_TOKEN": "xapp-CANARY", "API_URL": "http://127.0.0.1:9/"}


def test_run_without_settings_says_what_is_missing(tmp_path: Path) -> None:
    done = run("run", folder=tmp_path, CHANEL_NAME="x")
    assert done.returncode == 2
    assert "WARMLINE_BOT_TOKEN: paste" in done.stderr
    assert "WARMLINE_APP_TOKEN: socket needs" in done.stderr
    assert "WARMLINE_CHANEL_NAME is no setting of Warmline" in done.stderr
    assert "Traceback" not in done.stderr


def test_run_without_slack_gives_up_in_a_sentence(tmp_path: Path) -> None:
    done = run("run", folder=tmp_path, **CANARIES, PORT="0", LOG_LEVEL="DEBUG")
    assert done.returncode == 1
    assert "Slack can't be reached yet" in done.stderr
    assert "Traceback" not in done.stderr
    assert "CANARY" not in done.stdout + done.stderr


def test_run_without_a_database_gives_up_in_a_sentence(tmp_path: Path) -> None:
    done = run("run", folder=tmp_path, **CANARIES, DATABASE_URL=f"sqlite+aiosqlite:///{tmp_path}/no/x.db")
    assert done.returncode == 1
    assert done.stderr.startswith(f"The database's folder {tmp_path}/no is not there")
    assert len(done.stderr.splitlines()) == 1


def test_doctor_ends_with_one_when_something_is_to_mend(tmp_path: Path) -> None:
    done = run("doctor", folder=tmp_path, **CANARIES)
    assert done.returncode == 1
    assert "mend token" in done.stdout
    assert "mend database" in done.stdout
    assert "CANARY" not in done.stdout + done.stderr
