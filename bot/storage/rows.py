"""Rows to values and back: a column is a field of the same name."""

from __future__ import annotations

from dataclasses import asdict, fields
from typing import Any, ClassVar, Protocol, TypeVar

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncConnection


class _Value(Protocol):
    __dataclass_fields__: ClassVar[dict[str, Any]]


V = TypeVar("V", bound=_Value)


async def one(connection: AsyncConnection, kind: type[V], query: sa.Select[Any]) -> V | None:
    """The first row as a value, or None."""
    row = (await connection.execute(query.limit(1))).mappings().first()
    return None if row is None else kind(**{field.name: row[field.name] for field in fields(kind)})


async def many(connection: AsyncConnection, kind: type[V], query: sa.Select[Any]) -> list[V]:
    """All rows as values."""
    rows = (await connection.execute(query)).mappings().all()
    return [kind(**{field.name: row[field.name] for field in fields(kind)}) for row in rows]


async def add(connection: AsyncConnection, table: sa.Table, value: _Value) -> None:
    """Insert a value."""
    await connection.execute(sa.insert(table).values(**asdict(value)))


async def add_if_new(connection: AsyncConnection, table: sa.Table, values: dict[str, Any]) -> bool:
    """Insert unless a unique key is taken; says whether it was inserted."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    result = await connection.execute(insert(table).values(**values).on_conflict_do_nothing())
    return result.rowcount == 1


async def put(connection: AsyncConnection, table: sa.Table, values: dict[str, Any]) -> None:
    """Insert, or replace the row with the same primary key."""
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    keys = [column.name for column in table.primary_key]
    rest = {name: value for name, value in values.items() if name not in keys}
    await connection.execute(insert(table).values(**values).on_conflict_do_update(index_elements=keys, set_=rest))


async def put_all(connection: AsyncConnection, table: sa.Table, values: list[dict[str, Any]]) -> None:
    """The same for many rows with the same columns."""
    if not values:
        return
    insert = (postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert)(table)
    keys = [column.name for column in table.primary_key]
    rest = {name: insert.excluded[name] for name in values[0] if name not in keys}
    await connection.execute(insert.on_conflict_do_update(index_elements=keys, set_=rest), values)
