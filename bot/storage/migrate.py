"""Brings a database up to date, one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine
from sqlalchemy.pool import NullPool

MIGRATIONS = Path(__file__).parent / "migrations"
LOCK = 7_231_904_112  # any number, the same in every replica


class NoDatabase(Exception):
    """The database can't be opened; the text says what to look at."""


class Broken(Exception):
    """A migration left rows that point nowhere."""


def alembic_config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


async def upgrade(url: sa.URL, revision: str = "head") -> None:
    """Apply every migration that is missing; nothing is kept of one that fails.

    Raises NoDatabase when there is none to apply them to.
    """
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    if url.get_backend_name() == "sqlite":
        _prepare_sqlite(engine.sync_engine)
    try:
        connection = await _open(engine)
        try:
            async with connection.begin():
                if not await connection.run_sync(_is_behind, revision):
                    return
                if connection.dialect.name == "postgresql":
                    await connection.execute(sa.select(sa.func.pg_advisory_xact_lock(LOCK)))
                await connection.run_sync(_run, revision)
        finally:
            await connection.close()
    finally:
        await engine.dispose()


def _file_of(url: sa.URL) -> Path | None:
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None


async def _open(engine: AsyncEngine) -> AsyncConnection:
    if (file := _file_of(engine.url)) and not file.parent.is_dir():
        raise NoDatabase(f"The database's folder {file.parent} is not there; make it, or mend WARMLINE_DATABASE_URL.")
    try:
        return await engine.connect()
    except Exception as error:  # each driver has its own
        raise NoDatabase(
            f"The database can't be opened ({type(error).__name__}); look at WARMLINE_DATABASE_URL."
        ) from error


async def is_current(url: sa.URL) -> bool:
    """Has every migration been applied? Changes nothing. Raises NoDatabase when it can't be opened."""
    if (file := _file_of(url)) and file.parent.is_dir() and not file.exists():
        return False  # looking into it would make it
    engine = create_async_engine(url, poolclass=NullPool, hide_parameters=True)
    try:
        connection = await _open(engine)
        try:
            return not await connection.run_sync(_is_behind, "head")
        finally:
            await connection.close()
    finally:
        await engine.dispose()


def _is_behind(connection: sa.Connection, revision: str) -> bool:
    script = ScriptDirectory.from_config(alembic_config())
    wanted = script.get_current_head() if revision == "head" else revision
    return MigrationContext.configure(connection).get_current_revision() != wanted


def _run(connection: sa.Connection, revision: str) -> None:
    config = alembic_config()
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, revision)
    except CommandError as error:
        raise NoDatabase("The database was made by a newer version of Warmline; run that one.") from error
    if connection.dialect.name == "sqlite":
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        if broken:
            raise Broken(f"{len(broken)} rows point nowhere after the migration, beginning in {broken[0][0]}")


def _prepare_sqlite(engine: sa.Engine) -> None:
    """With foreign keys on, altering a parent table copies and drops it, and its children's rows go without a word;
    the switch only works outside a transaction."""

    @sa.event.listens_for(engine, "connect")
    def _connected(connection: Any, _: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        cursor.execute("PRAGMA foreign_keys=OFF")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.close()

    @sa.event.listens_for(engine, "begin")
    def _begins(connection: sa.Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
