"""Fixtures for the whole suite. Whatever takes `database_url` runs twice: on SQLite and on PostgreSQL."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests.databases import Databases
from tests.world import World, world_on

settings.register_profile("suite", deadline=None)  # time never decides a test
settings.load_profile("suite")


@pytest.fixture(autouse=True)
def _no_settings_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """A developer's own tokens must not leak into a test."""
    for name in list(os.environ):
        if name.startswith(("WARMLINE_", "SLACK_")) and not name.startswith("WARMLINE_TEST_"):
            monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def databases(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    found = Databases(tmp_path_factory.mktemp("databases"))
    yield found
    found.close()


@pytest.fixture(params=["sqlite", "postgres"])
def database_url(request: pytest.FixtureRequest, databases: Databases) -> Iterator[str]:
    """URL of an empty, migrated database, on each of the two."""
    if request.param == "sqlite":
        yield databases.sqlite()
    else:
        with databases.postgres() as url:
            yield url


@pytest.fixture
def sqlite_url(databases: Databases) -> str:
    """URL of an empty, migrated SQLite file, for what does not depend on the database."""
    return databases.sqlite()


@pytest.fixture
async def world(database_url: str) -> AsyncIterator[World]:
    """The sandbox and the real app against it, on each database, beginning on a Monday at 8:00 UTC."""
    async with world_on(database_url) as world:
        yield world


@pytest.fixture
def shared() -> Path:
    """The folder with reference material beside the repository; tests that need it are skipped where it is missing."""
    folder = Path(__file__).resolve().parent.parent.parent / "shared"
    if not folder.is_dir():
        pytest.skip("the reference folder `shared` does not lie beside this repository")
    return folder
