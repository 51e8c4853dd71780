"""Layouts of announcements: the shapes that were seen and what became of them, and what admins taught."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy import Column, Index, Named, Table, TypedColumns

from bot.storage.spine_tables import OfWorkspace, metadata, of_workspace
from bot.storage.types import UtcDateTime


class ShapeColumns(TypedColumns):
    """How often messages of a shape were taken, asked about, set up by a person, or said to be no win."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    shape: Named[str] = Column(sa.String, primary_key=True)
    app: Named[str]  # "" for people
    app_name: Named[str]
    won: Named[int]
    asked: Named[int]
    set_up: Named[int]
    refused: Named[int]
    last_ts: Named[str]
    last_at: Named[datetime] = Column(UtcDateTime)
    refused_by: Named[str | None]  # the last one
    ignored_by: Named[str | None]
    ignored_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


shapes = Table("shape", metadata, ShapeColumns, of_workspace())


class RefusalColumns(OfWorkspace):
    """Each *Not a win*: who said it, when, about a message of which shape. Rows are added and never changed."""

    channel_id: Named[str]
    message_ts: Named[str]
    app: Named[str]
    shape: Named[str]
    who: Named[str]
    at: Named[datetime] = Column(UtcDateTime)


refusals = Table(
    "refusal",
    metadata,
    RefusalColumns,
    of_workspace(),
    Index("ix_refusal_shape", "workspace_id", "channel_id", "shape"),
)


class TaughtColumns(OfWorkspace):
    """Layouts that admins taught; `app` is None where it does not matter who posts."""

    channel_id: Named[str]
    app: Named[str | None]
    layout: Named[str]  # JSON: labels and the words around values
    is_win: Named[bool]
    taught_by: Named[str]
    taught_at: Named[datetime] = Column(UtcDateTime)


taught_layouts = Table(
    "taught_layout",
    metadata,
    TaughtColumns,
    of_workspace(),
    Index("ix_taught_layout_channel", "workspace_id", "channel_id"),
)
