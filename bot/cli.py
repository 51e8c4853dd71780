"""The command line: python -m bot COMMAND."""

from __future__ import annotations

import asyncio
import contextlib
import json
import signal
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated, BinaryIO, NoReturn

import typer
import uvloop
from rich.console import Console

from bot import operator_commands
from bot.app import App, PortTaken
from bot.clock import Clock
from bot.config import Settings, SettingsError, database_url, load_settings, moved_names, unknown_names
from bot.demo.play import demo as run_demo
from bot.demo.play import forget as forget_demo
from bot.doctor import examine
from bot.explain import as_json, show
from bot.explain import explain as explain_lines
from bot.log import set_up_logs
from bot.slack.installs import NotConnected
from bot.slack.manifest import manifest as app_manifest
from bot.socket_client import TokenRefused
from bot.storage.migrate import NoDatabase, upgrade

cli = typer.Typer(no_args_is_help=True, add_completion=False, help="Warmline: what happens after the deal is won.")
cli.add_typer(operator_commands.inbox_cli, name="inbox")
cli.add_typer(operator_commands.outbox_cli, name="outbox")
db = typer.Typer(no_args_is_help=True, help="The database.")
cli.add_typer(db, name="db")

out, err = Console(), Console(stderr=True)
EnvFile = Annotated[Path, typer.Option("--env", help="File with settings.")]
ENV = Path(".env")


def main() -> None:
    cli()


def give_up(sentence: str, code: int = 2) -> NoReturn:
    """End with a sentence instead of a traceback."""
    err.print(sentence, markup=False, highlight=False)
    raise typer.Exit(code)


def settings_from(env: Path) -> Settings:
    if env != ENV and not env.is_file():
        give_up(f"There is no file {env}.")
    for name in unknown_names(env):
        err.print(f"{name} is no setting of Warmline; a typing mistake?", markup=False, highlight=False)
    for name in moved_names(env):
        told = f"{name} is set in Slack now: type /warmline settings there, and take it out of your settings here."
        err.print(told, markup=False, highlight=False, soft_wrap=True)
    try:
        return load_settings(env)
    except SettingsError as error:
        give_up(f"These settings can't be used (.env.example explains each):\n{error}")


@cli.command()
def run(env: EnvFile = ENV) -> None:
    """Connect to Slack and work until stopped."""
    settings = settings_from(env)
    set_up_logs(settings.log_level)
    try:
        uvloop.run(serve(App(settings)))
    except (NotConnected, NoDatabase, PortTaken, TokenRefused) as error:
        give_up(str(error), 1)


async def serve(app: App, when_up: Callable[[], Awaitable[None]] | None = None) -> None:
    """Start, work until SIGINT or SIGTERM, stop cleanly. Raises what a part failed with."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop.set)
    try:
        await app.start()
        if when_up is not None:
            await when_up()
        parts = {asyncio.create_task(app.wait()), asyncio.create_task(stop.wait())}
        done, pending = await asyncio.wait(parts, return_when=asyncio.FIRST_COMPLETED)
        for task in pending:
            task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await task
        for task in done:
            task.result()
    finally:
        await app.stop()


@cli.command()
def doctor(env: EnvFile = ENV) -> None:
    """Check token, scopes, channels, database and clock; says what to do."""
    settings = settings_from(env)

    async def look() -> bool:
        all_well = True
        async for finding in examine(settings, Clock()):
            all_well = all_well and finding.is_well
            out.print("[green]ok  [/]" if finding.is_well else "[red]mend[/]", end=" ")
            out.print(f"{finding.what:9} {finding.says}", markup=False, highlight=False, soft_wrap=True)
        return all_well

    raise typer.Exit(0 if asyncio.run(look()) else 1)


@cli.command()
def manifest(
    public_url: Annotated[str, typer.Option(help="Public https address, for HTTP instead of Socket Mode.")] = "",
) -> None:
    """Print the app manifest, to paste where Slack asks for one."""
    if public_url and not public_url.startswith("https://"):
        give_up("--public-url takes the app's public https:// address.")
    sys.stdout.write(json.dumps(app_manifest(public_url), indent=2) + "\n")


class Readable(StrEnum):
    """What there is a reader for."""

    DEALS = "deals"
    QUESTIONS = "questions"
    CONVERSATIONS = "conversations"


@cli.command()
def explain(
    kind: Annotated[Readable, typer.Argument(help="What to read.")],
    file: Annotated[Path, typer.Argument(help="File with one JSON object a line; - for standard input.")],
    pretty: Annotated[bool, typer.Option("--pretty", help="For people instead of JSON.")] = False,
) -> None:
    """Show what the app reads out of messages, and why: JSON lines in, JSON lines out."""
    if str(file) == "-":
        raise typer.Exit(explain_stream(kind, sys.stdin.buffer, pretty))
    try:
        stream = file.open("rb")
    except OSError as error:
        give_up(f"{file} can't be read: {error.strerror or error}.")
    with stream:
        raise typer.Exit(explain_stream(kind, stream, pretty))


def explain_stream(kind: Readable, lines: BinaryIO, pretty: bool) -> int:
    """Answer line by line; 1 when a line could not be read, else 0."""
    has_bad = False
    for explained in explain_lines(kind.value, lines):
        has_bad = has_bad or explained.is_bad
        if pretty:
            show(out, explained)
        else:
            sys.stdout.buffer.write(as_json(explained))
            sys.stdout.buffer.flush()
    return int(has_bad)


@cli.command()
def demo(
    play: Annotated[
        bool, typer.Option("--play", help="Play the story once and end: 0 if every step was seen.")
    ] = False,
    reset: Annotated[bool, typer.Option("--reset", help="Forget what the demo has stored.")] = False,
    folder: Annotated[Path, typer.Option(help="Where its state lives.")] = Path(".warmline/demo"),
    port: Annotated[int, typer.Option(help="Port of the sandbox.")] = 8790,
) -> None:
    """Try Warmline without Slack: the real app, and a page in your browser in place of Slack."""
    if reset:
        raise typer.Exit(forget_demo(folder.absolute()))
    raise typer.Exit(asyncio.run(run_demo(folder.absolute(), port, stay=not play)))


@cli.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True}, add_help_option=False)
def sandbox(context: typer.Context) -> None:
    """Run the local stand-in for Slack alone; --help lists its options."""
    from bot.sandbox.__main__ import main as run_sandbox

    raise typer.Exit(run_sandbox(context.args))


@db.command("upgrade")
def db_upgrade(env: EnvFile = ENV) -> None:
    """Bring the database up to date."""
    import sqlalchemy as sa

    try:
        asyncio.run(upgrade(sa.make_url(database_url(env))))
    except SettingsError as error:
        give_up(str(error))
    except NoDatabase as error:
        give_up(str(error), 1)
    out.print("The database is up to date.")
