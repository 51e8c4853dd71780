"""`python -m bot inbox` and `outbox`: list, read and resume what needs a person."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Annotated, Any

import sqlalchemy as sa
import typer
from rich.console import Console
from rich.table import Table

from bot.clock import Clock
from bot.config import SettingsError, database_url
from bot.storage import inbox_rows, outbox_rows
from bot.storage.database import Database, Priority

inbox_cli = typer.Typer(help="Events from Slack that could not be handled.", invoke_without_command=True)
outbox_cli = typer.Typer(help="What Slack would not do.", invoke_without_command=True)
out = Console()
EnvFile = Annotated[Path, typer.Option("--env", help="File with settings.")]
Ids = Annotated[list[str], typer.Argument(help="Ids from the list, or all.")]
ENV = Path(".env")
MOST = 100


def _with_database(env: Path, work: Callable[[Database], Awaitable[Any]]) -> Any:
    try:
        url = database_url(env)
    except SettingsError as error:
        out.print(str(error), markup=False)
        raise typer.Exit(2) from None

    async def go() -> Any:
        database = Database(url)
        try:
            return await work(database)
        except (sa.exc.OperationalError, sa.exc.ProgrammingError):
            out.print("The database can't be read. Is it up to date? python -m bot db upgrade")
            raise typer.Exit(1) from None
        finally:
            await database.close()

    return asyncio.run(go())


def _table(counts: dict[str, int], empty: str, rows: Sequence[tuple[str, ...]], *columns: str) -> None:
    out.print(", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "empty")
    if not rows:
        out.print(empty)
        return
    table = Table(*columns)
    for row in rows:
        table.add_row(*row)
    out.print(table)


def _say(count: int, ids: list[str], done: str) -> None:
    if count == 0 and ids != ["all"]:
        out.print("Nothing that needs a person has such an id.")
        raise typer.Exit(1)
    out.print(f"{count} {done}")


@inbox_cli.callback()
def inbox(context: typer.Context, env: EnvFile = ENV) -> None:
    """List events that could not be handled."""
    if context.invoked_subcommand:
        return

    async def look(database: Database) -> None:
        async with database.read() as connection:
            counts = await inbox_rows.count_by_state(connection)
            dead = await inbox_rows.listed(connection, ("dead",), MOST)
        rows = [(row.id, row.event_type, f"{row.received_at:%Y-%m-%d %H:%M}", row.error or "") for row in dead]
        _table(counts, "Nothing needs a person.", rows, "id", "event", "received (UTC)", "why")

    _with_database(env, look)


@inbox_cli.command("show")
def inbox_show(row_id: str, env: EnvFile = ENV) -> None:
    """Print one event, its text included: mind who looks over your shoulder."""

    async def look(database: Database) -> None:
        async with database.read() as connection:
            row = await inbox_rows.by_id(connection, row_id)
        if row is None:
            out.print("There is no event with that id.")
            raise typer.Exit(1)
        out.print_json(
            json.dumps({"error": row.error, "attempts": row.attempts, "body": json.loads(row.body or "null")})
        )

    _with_database(env, look)


@inbox_cli.command("resume")
def inbox_resume(ids: Ids, env: EnvFile = ENV) -> None:
    """Try events again."""

    async def go(database: Database) -> int:
        async with database.write(Priority.INTERACTION) as connection:
            return await inbox_rows.resume(connection, None if ids == ["all"] else ids, Clock().real_now())

    _say(_with_database(env, go), ids, "will be tried again.")


@outbox_cli.callback()
def outbox(context: typer.Context, env: EnvFile = ENV) -> None:
    """List what Slack would not do, and why."""
    if context.invoked_subcommand:
        return

    async def look(database: Database) -> None:
        async with database.read() as connection:
            counts = await outbox_rows.count_by_state(connection)
            parked = await outbox_rows.listed(connection, ("parked",), MOST)
            is_shut_out = await outbox_rows.is_shut_out(connection)
        if is_shut_out:
            out.print("Slack does not let Warmline in, so everything waits. Install it again; the log says more.")
        rows = [(row.id, row.kind, row.error or "", row.sentence or "") for row in parked]
        _table(counts, "Nothing needs a person.", rows, "id", "what", "code", "why, and what to do")

    _with_database(env, look)


@outbox_cli.command("show")
def outbox_show(row_id: str, env: EnvFile = ENV) -> None:
    """Print one of them whole."""

    async def look(database: Database) -> None:
        async with database.read() as connection:
            row = await outbox_rows.by_id(connection, row_id)
        if row is None:
            out.print("There is nothing with that id.")
            raise typer.Exit(1)
        facts = {"what": row.kind, "state": row.state, "attempts": row.attempts, "code": row.error, "why": row.sentence}
        out.print_json(json.dumps(facts | {"payload": json.loads(row.payload)}))

    _with_database(env, look)


@outbox_cli.command("resume")
def outbox_resume(ids: Ids, env: EnvFile = ENV) -> None:
    """Try again, once what stood in the way is settled."""

    async def go(database: Database) -> int:
        async with database.write(Priority.INTERACTION) as connection:
            return await outbox_rows.resume(connection, None if ids == ["all"] else ids, Clock().real_now())

    _say(_with_database(env, go), ids, "will be tried again.")


@outbox_cli.command("drop")
def outbox_drop(ids: Ids, env: EnvFile = ENV) -> None:
    """Give up on these for good."""

    async def go(database: Database) -> int:
        async with database.write(Priority.INTERACTION) as connection:
            return await outbox_rows.drop(connection, ids, Clock().real_now())

    _say(_with_database(env, go), ids, "dropped.")
