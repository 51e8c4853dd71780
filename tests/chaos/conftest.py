"""Fixtures for what is killed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import Databases


@pytest.fixture
def postgres_url(databases: Databases) -> Iterator[str]:
    """URL of an empty, migrated PostgreSQL database."""
    with databases.postgres() as url:
        yield url
