"""Migrations on both databases: from nothing, on rows that exist, twice at once, and when one fails."""

from __future__ import annotations

import asyncio
import shutil
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from bot.storage import migrate
from bot.storage.database import Database, Priority
from bot.storage.migrate import is_current, upgrade
from bot.storage.tables import metadata
from tests.rows import fill_every_table

REPO = Path(__file__).resolve().parents[2]


@asynccontextmanager
async def connected(url: str) -> AsyncIterator[AsyncConnection]:
    engine = create_async_engine(url, poolclass=NullPool)
    try:
        async with engine.begin() as connection:
            yield connection
    finally:
        await engine.dispose()


@pytest.fixture
async def empty_url(database_url: str, tmp_path: Path) -> str:
    """URL of a database in which there is nothing, on each of the two."""
    if database_url.startswith("sqlite"):
        return f"sqlite+aiosqlite:///{tmp_path / 'empty.db'}"
    async with connected(database_url) as connection:
        await connection.execute(sa.text("DROP SCHEMA public CASCADE"))
        await connection.execute(sa.text("CREATE SCHEMA public"))
    return database_url


async def tables_of(url: str) -> set[str]:
    async with connected(url) as connection:
        return set(await connection.run_sync(lambda sync: sa.inspect(sync).get_table_names()))


async def counts_of(url: str) -> dict[str, int]:
    async with connected(url) as connection:
        return {
            name: await connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for name, table in metadata.tables.items()
        }


async def revision_of(url: str) -> str | None:
    async with connected(url) as connection:
        return await connection.run_sync(lambda sync: MigrationContext.configure(sync).get_current_revision())


async def test_from_nothing_to_the_newest(empty_url: str) -> None:
    assert not await is_current(sa.make_url(empty_url))
    await upgrade(sa.make_url(empty_url))
    assert await is_current(sa.make_url(empty_url))
    assert await tables_of(empty_url) == {*metadata.tables, "alembic_version"}


async def test_once_more_changes_nothing(empty_url: str) -> None:
    await upgrade(sa.make_url(empty_url))
    await fill(empty_url)
    before = await counts_of(empty_url)
    await upgrade(sa.make_url(empty_url))
    assert await counts_of(empty_url) == before


async def test_migrations_make_exactly_the_tables_of_the_code(empty_url: str) -> None:
    await upgrade(sa.make_url(empty_url))

    def differences(connection: sa.Connection) -> list[Any]:
        return list(compare_metadata(MigrationContext.configure(connection, opts={"compare_type": True}), metadata))

    async with connected(empty_url) as connection:
        assert await connection.run_sync(differences) == []


async def fill(url: str) -> None:
    """At least one row in every table."""
    database = Database(url)
    try:
        async with database.write(Priority.TICK) as connection:
            await fill_every_table(connection)
    finally:
        await database.close()
    counts = await counts_of(url)
    assert [name for name, count in counts.items() if not count] == []


def with_next(monkeypatch: pytest.MonkeyPatch, folder: Path, body: str) -> None:
    """Go on from the newest migration with one more."""
    newest = sorted(path.stem[:4] for path in (migrate.MIGRATIONS / "versions").glob("0*.py"))[-1]
    shutil.copytree(migrate.MIGRATIONS, folder / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    text = (
        "import sqlalchemy as sa\nfrom alembic import op\n\n"
        f"revision = '9999'\ndown_revision = '{newest}'\n\n\ndef upgrade():\n"
    )
    text += "".join(f"    {line}\n" for line in body.splitlines())
    (folder / "migrations" / "versions" / "9999_next.py").write_text(text)
    monkeypatch.setattr(migrate, "MIGRATIONS", folder / "migrations")


PARENT = """\
with op.batch_alter_table("account") as batch:
    batch.add_column(sa.Column("note", sa.String(), nullable=True))
    batch.alter_column("name", existing_type=sa.String(), type_=sa.Text(), existing_nullable=False)
with op.batch_alter_table("workspace") as batch:
    batch.alter_column("name", existing_type=sa.String(), type_=sa.Text(), existing_nullable=False)
"""


async def test_altering_a_parent_keeps_every_childs_rows(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database_url)
    before = await counts_of(database_url)
    with_next(monkeypatch, tmp_path, PARENT)
    assert not await is_current(sa.make_url(database_url))
    await upgrade(sa.make_url(database_url))
    assert await revision_of(database_url) == "9999"
    assert await counts_of(database_url) == before
    async with connected(database_url) as connection:
        columns = await connection.run_sync(lambda sync: sa.inspect(sync).get_columns("account"))
        keys = await connection.run_sync(lambda sync: sa.inspect(sync).get_foreign_keys("role"))
        if connection.dialect.name == "sqlite":
            assert list(await connection.execute(sa.text("PRAGMA foreign_key_check"))) == []
    assert "note" in {column["name"] for column in columns}
    assert {key["referred_table"] for key in keys} == {"account"}


async def test_of_a_migration_that_fails_nothing_is_kept(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database_url)
    before, tables, revision = (
        await counts_of(database_url),
        await tables_of(database_url),
        await revision_of(database_url),
    )
    body = 'op.create_table("half", sa.Column("id", sa.String()))\nop.execute("DELETE FROM touch")\n1 / 0'
    with_next(monkeypatch, tmp_path, body)
    with pytest.raises(ZeroDivisionError):
        await upgrade(sa.make_url(database_url))
    assert await tables_of(database_url) == tables
    assert await counts_of(database_url) == before
    assert await revision_of(database_url) == revision


async def test_a_migration_that_leaves_orphans_is_refused(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fill(database_url)
    before = await counts_of(database_url)
    with_next(monkeypatch, tmp_path, 'op.execute("DELETE FROM account")')
    with pytest.raises((migrate.Broken, sa.exc.IntegrityError)):
        await upgrade(sa.make_url(database_url))
    assert await counts_of(database_url) == before


PROGRAM = """
import asyncio, sys
import sqlalchemy as sa
from bot.storage.migrate import upgrade
sys.stdin.readline()
asyncio.run(upgrade(sa.make_url(sys.argv[1])))
"""


async def test_two_processes_at_once(empty_url: str) -> None:
    """As when two replicas start on a new database."""
    programs = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-c", PROGRAM, empty_url, cwd=REPO,
            stdin=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        )
        for _ in range(2)
    ]  # fmt: skip
    said = await asyncio.gather(*(program.communicate(b"go\n") for program in programs))
    assert [(program.returncode, errors) for program, (_, errors) in zip(programs, said, strict=True)] == [(0, b"")] * 2
    assert await is_current(sa.make_url(empty_url))
    assert await tables_of(empty_url) == {*metadata.tables, "alembic_version"}


async def test_writers_keep_foreign_keys(database_url: str) -> None:
    """Only migrations run without them."""
    database = Database(database_url)
    try:
        with pytest.raises(sa.exc.IntegrityError):
            async with database.write(Priority.TICK) as connection:
                await connection.execute(
                    sa.text("INSERT INTO message VALUES ('nobody', 'k', 'C1', '1.0', '2026-03-03 00:00:00+00')")
                )
    finally:
        await database.close()
