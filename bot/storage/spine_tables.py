"""What everything else stands on: workspaces and their rules, the two durable ends, and what Slack said about people
and channels.

`*_at` are instants in UTC. Business time and real time are told apart in the comments.
"""

from __future__ import annotations

from datetime import datetime, time

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKeyConstraint, Index, Named, Table, TypedColumns, UniqueConstraint

from bot.storage.types import Ids, UtcDateTime

metadata = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class OfWorkspace(TypedColumns):
    """What every row of a workspace begins with."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    id: Named[str] = Column(sa.String, primary_key=True)


def belongs_to(parent: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", column], [f"{parent}.workspace_id", f"{parent}.id"])


def of_workspace() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id"], ["workspace.id"])


class WorkspaceColumns(TypedColumns):
    id: Named[str] = Column(sa.String, primary_key=True)
    app_id: Named[str]
    enterprise_id: Named[str]  # "" outside an enterprise organisation
    team_id: Named[str]
    name: Named[str]
    url: Named[str]
    bot_user_id: Named[str]
    bot_id: Named[str]
    owner_turns: Named[int]  # how many accounts the round robin has given out
    added_at: Named[datetime] = Column(UtcDateTime)
    token_mark: Named[str]  # a hash of the token that last got us in


workspaces = Table("workspace", metadata, WorkspaceColumns, UniqueConstraint("app_id", "enterprise_id", "team_id"))


class PolicyColumns(TypedColumns):
    """The rules that a workspace's admins have set."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    deal_channels: Named[tuple[str, ...]] = Column(Ids)
    deal_apps: Named[tuple[str, ...]] = Column(Ids)
    delivery_owners: Named[tuple[str, ...]] = Column(Ids)
    admins: Named[tuple[str, ...]] = Column(Ids)
    channel_name: Named[str]
    channel_private: Named[bool]
    digest_time: Named[time] = Column(sa.Time)
    handoff_days: Named[int]
    checkin_days: Named[int]
    answer_hours: Named[int]
    quiet_start: Named[bool | None]
    quiet_until: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    paused_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    set_up_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    welcomed: Named[tuple[str, ...]] = Column(Ids)
    deal_emoji: Named[str | None]
    changed_by: Named[str | None]
    changed_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


policies = Table("policy", metadata, PolicyColumns, of_workspace())


class AuditColumns(OfWorkspace):
    """Who changed which rule. Rows are added and never changed."""

    at: Named[datetime] = Column(UtcDateTime)
    who: Named[str]
    what: Named[str]
    before: Named[str]  # JSON
    after: Named[str]  # JSON


audit = Table("audit", metadata, AuditColumns, of_workspace(), Index("ix_audit_time", "workspace_id", "at"))


class VolunteerColumns(TypedColumns):
    """Who wants nudges although the quiet start is on."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    person_id: Named[str] = Column(sa.String, primary_key=True)
    since: Named[datetime] = Column(UtcDateTime)


volunteers = Table("volunteer", metadata, VolunteerColumns, of_workspace())


class InboxColumns(TypedColumns):
    """Events that Slack was told we have. All times here are real time."""

    id: Named[str] = Column(sa.String, primary_key=True)
    key: Named[str] = Column(sa.String, unique=True)  # app, team, event id
    team_id: Named[str]
    event_type: Named[str]
    lane: Named[str | None]  # team and channel: one row of a lane is worked on at a time
    body: Named[str | None]  # gone once the row is done
    state: Named[str]
    attempts: Named[int]
    next_at: Named[datetime] = Column(UtcDateTime)
    lease_until: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    error: Named[str | None]
    received_at: Named[datetime] = Column(UtcDateTime)
    done_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


inbox = Table(
    "inbox",
    metadata,
    InboxColumns,
    Index("ix_inbox_due", "state", "next_at"),
    Index("ix_inbox_done", "done_at"),
)
Index(
    "uq_inbox_lane_working",
    inbox.c.lane,
    unique=True,
    sqlite_where=inbox.c.state == sa.literal_column("'working'"),
    postgresql_where=inbox.c.state == sa.literal_column("'working'"),
)


class OutboxColumns(OfWorkspace):
    """What we want Slack to do. Real time, except first_attempt_at, which is compared with Slack's own times."""

    key: Named[str]
    kind: Named[str]
    lane: Named[str]
    payload: Named[str]
    state: Named[str]
    attempts: Named[int]
    next_at: Named[datetime] = Column(UtcDateTime)
    first_attempt_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    sent_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    epoch: Named[int]
    error: Named[str | None]
    sentence: Named[str | None]
    result: Named[str | None]
    created_at: Named[datetime] = Column(UtcDateTime)
    done_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


outbox = Table(
    "outbox",
    metadata,
    OutboxColumns,
    of_workspace(),
    UniqueConstraint("workspace_id", "key"),
    Index("ix_outbox_due", "workspace_id", "state", "next_at"),
    Index("ix_outbox_lane", "workspace_id", "lane", "state"),
    Index("ix_outbox_done", "done_at"),
)


class MessageColumns(TypedColumns):
    """Where a message of ours stands in Slack, by our own key."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    key: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str]
    ts: Named[str]
    posted_at: Named[datetime] = Column(UtcDateTime)


messages = Table("message", metadata, MessageColumns, of_workspace())


class OnceColumns(TypedColumns):
    """Clicks, commands and modals that were taken: sockets deliver again what was not acknowledged."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    key: Named[str] = Column(sa.String, primary_key=True)
    at: Named[datetime] = Column(UtcDateTime, index=True)  # real time


once = Table("once", metadata, OnceColumns)


class LeaseColumns(TypedColumns):
    """Who may work on something that only one replica may work on. Real time."""

    name: Named[str] = Column(sa.String, primary_key=True)
    holder: Named[str]
    epoch: Named[int]
    until: Named[datetime] = Column(UtcDateTime)


leases = Table("lease", metadata, LeaseColumns)


class ScheduleColumns(TypedColumns):
    """When each tick is due again. Business time."""

    name: Named[str] = Column(sa.String, primary_key=True)
    next_at: Named[datetime] = Column(UtcDateTime)


schedule = Table("schedule", metadata, ScheduleColumns)


class PersonColumns(TypedColumns):
    """What Slack says about a person, kept for a while."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    user_id: Named[str] = Column(sa.String, primary_key=True)
    team_id: Named[str | None]
    name: Named[str]
    email: Named[str | None]
    zone: Named[str]
    is_bot: Named[bool]
    is_guest: Named[bool]
    is_stranger: Named[bool]
    is_admin: Named[bool]
    is_deleted: Named[bool]
    is_owner: Named[bool] = Column(sa.Boolean, server_default=sa.false())
    read_at: Named[datetime] = Column(UtcDateTime)  # real time


people = Table("person", metadata, PersonColumns, of_workspace())


class RoomColumns(TypedColumns):
    """What Slack says about a channel, kept for a while."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    name: Named[str | None]
    is_member: Named[bool]  # our bot is in it, so its events reach us
    is_shared: Named[bool]  # with people outside our organisation
    read_at: Named[datetime] = Column(UtcDateTime)  # real time


rooms = Table("room", metadata, RoomColumns, of_workspace())


class ReadingColumns(TypedColumns):
    """Up to where a channel that announces wins was read, as Slack itself keeps it."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    read_ts: Named[str]  # nothing older is read again
    read_at: Named[datetime] = Column(UtcDateTime)


readings = Table("reading", metadata, ReadingColumns, of_workspace())


class HeardColumns(TypedColumns):
    """Messages of those channels that were handled: what Slack tells late, or we read again, is recognised."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    message_ts: Named[str] = Column(sa.String, primary_key=True)
    at: Named[datetime] = Column(UtcDateTime, index=True)  # real time


heard = Table("heard", metadata, HeardColumns, of_workspace())


class GapColumns(OfWorkspace):
    """A time from which messages were missing, until the admins were told what was found."""

    since: Named[datetime] = Column(UtcDateTime)
    until: Named[datetime] = Column(UtcDateTime)
    was_away: Named[bool]  # we were away, else Slack did not tell us


gaps = Table("gap", metadata, GapColumns, of_workspace())


class FoundColumns(TypedColumns):
    """What was found missing, or edited (edited_ts, else ""), and is handled by way of the inbox."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    message_ts: Named[str] = Column(sa.String, primary_key=True)
    edited_ts: Named[str] = Column(sa.String, primary_key=True)
    gap_id: Named[str]
    inbox_key: Named[str]


found = Table("found", metadata, FoundColumns, belongs_to("gap", "gap_id"))
