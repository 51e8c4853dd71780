"""Runs migrations on the connection that bot.storage.migrate opened."""

from typing import Any, Literal

import sqlalchemy as sa
from alembic import context

from bot.storage.tables import metadata
from bot.storage.types import Amount, UtcDateTime, Word


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Migrations stand on their own: our types are written as what they are in the database."""
    if kind == "type":
        if isinstance(item, UtcDateTime):
            return "sa.DateTime(timezone=True)"
        if isinstance(item, Amount):
            return "sa.BigInteger()"
        if isinstance(item, Word):
            return "sa.String()"
    return False


connection: sa.Connection = context.config.attributes["connection"]
context.configure(
    connection=connection, target_metadata=metadata, render_as_batch=True, render_item=render_item, compare_type=True
)
# The caller's transaction holds the whole upgrade.
context.run_migrations()
