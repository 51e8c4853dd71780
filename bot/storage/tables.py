"""Every table. Rows belong to a workspace; where none is known yet (inbox, schedule, lease) the table says so.

`*_at` are instants in UTC, `*_on` are local dates. Business time and real time are told apart in the comments.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import Column, ForeignKeyConstraint, Index, Named, Table, TypedColumns, UniqueConstraint

from bot.domain.accounts import DealState, Phase
from bot.domain.questions import QuestionState
from bot.domain.checkins import CheckInState
from bot.domain.handoff import HandoffState, Side
from bot.domain.nudges import NudgeState, Rung, Subject
from bot.domain.people import Role
from bot.storage.types import Amount, UtcDateTime, Word

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


def _belongs_to(parent: str, column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["workspace_id", column], [f"{parent}.workspace_id", f"{parent}.id"])


def _workspace() -> ForeignKeyConstraint:
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


workspaces = Table("workspace", metadata, WorkspaceColumns, UniqueConstraint("app_id", "enterprise_id", "team_id"))


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
    _workspace(),
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


messages = Table("message", metadata, MessageColumns, _workspace())


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
    read_at: Named[datetime] = Column(UtcDateTime)  # real time


people = Table("person", metadata, PersonColumns, _workspace())


class RoomColumns(TypedColumns):
    """What Slack says about a channel, kept for a while."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    name: Named[str | None]
    is_shared: Named[bool]  # with people outside our organisation
    read_at: Named[datetime] = Column(UtcDateTime)  # real time


rooms = Table("room", metadata, RoomColumns, _workspace())


class AccountColumns(OfWorkspace):
    name: Named[str]
    name_key: Named[str]
    phase: Named[Phase] = Column(Word(Phase))
    value: Named[Decimal | None] = Column(Amount, nullable=True)
    currency: Named[str | None]
    zone: Named[str | None]
    channel_name: Named[str]  # reserved before the channel exists
    channel_id: Named[str | None]
    opened_at: Named[datetime] = Column(UtcDateTime)


accounts = Table(
    "account",
    metadata,
    AccountColumns,
    _workspace(),
    UniqueConstraint("workspace_id", "name_key"),
    UniqueConstraint("workspace_id", "channel_name"),
    UniqueConstraint("workspace_id", "channel_id"),
)


class CustomerChannelColumns(TypedColumns):
    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    account_id: Named[str]
    linked_by: Named[str]
    linked_at: Named[datetime] = Column(UtcDateTime)


customer_channels = Table("customer_channel", metadata, CustomerChannelColumns, _belongs_to("account", "account_id"))


class DealColumns(OfWorkspace):
    account_id: Named[str | None]
    state: Named[DealState] = Column(Word(DealState))
    channel_id: Named[str]
    message_ts: Named[str]
    position: Named[int]
    announced_by: Named[str | None]
    account_name: Named[str | None]
    amount: Named[Decimal | None] = Column(Amount, nullable=True)
    currency: Named[str | None]
    seller_id: Named[str | None]
    seller_name: Named[str | None]
    owner_id: Named[str | None]
    product: Named[str | None]
    crm_url: Named[str | None]
    why: Named[str]
    read_at: Named[datetime] = Column(UtcDateTime)
    decided_by: Named[str | None]


deals = Table(
    "deal",
    metadata,
    DealColumns,
    _workspace(),
    _belongs_to("account", "account_id"),
    UniqueConstraint("workspace_id", "channel_id", "message_ts", "position"),
    Index("ix_deal_account", "workspace_id", "account_id"),
)


class RoleColumns(OfWorkspace):
    account_id: Named[str]
    person_id: Named[str]
    role: Named[Role] = Column(Word(Role))
    since: Named[datetime] = Column(UtcDateTime)
    until: Named[datetime | None] = Column(UtcDateTime, nullable=True)


roles = Table(
    "role",
    metadata,
    RoleColumns,
    _belongs_to("account", "account_id"),
    Index("ix_role_account", "workspace_id", "account_id"),
    Index("ix_role_person", "workspace_id", "person_id"),
)


class HandoffColumns(OfWorkspace):
    account_id: Named[str]
    deal_id: Named[str | None]
    state: Named[HandoffState] = Column(Word(HandoffState))
    seller_id: Named[str | None]
    owner_id: Named[str | None]
    version: Named[int]
    due_at: Named[datetime] = Column(UtcDateTime)
    opened_at: Named[datetime] = Column(UtcDateTime)
    accepted_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    return_reason: Named[str | None]


handoffs = Table(
    "handoff",
    metadata,
    HandoffColumns,
    _belongs_to("account", "account_id"),
    Index("ix_handoff_account", "workspace_id", "account_id"),
    Index("ix_handoff_due", "workspace_id", "state", "due_at"),
)


class BriefColumns(TypedColumns):
    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    handoff_id: Named[str] = Column(sa.String, primary_key=True)
    version: Named[int] = Column(sa.Integer, primary_key=True)
    why_bought: Named[str]
    promises: Named[str]
    whom_to_call: Named[str]
    kickoff: Named[date]
    notes: Named[str]
    digest: Named[str]
    written_by: Named[str]
    written_at: Named[datetime] = Column(UtcDateTime)


briefs = Table("brief", metadata, BriefColumns, _belongs_to("handoff", "handoff_id"))


class SignatureColumns(TypedColumns):
    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    handoff_id: Named[str] = Column(sa.String, primary_key=True)
    version: Named[int] = Column(sa.Integer, primary_key=True)
    side: Named[Side] = Column(Word(Side), primary_key=True)
    person_id: Named[str]
    digest: Named[str]
    signed_at: Named[datetime] = Column(UtcDateTime)


signatures = Table("signature", metadata, SignatureColumns, _belongs_to("handoff", "handoff_id"))


class CheckInColumns(OfWorkspace):
    account_id: Named[str]
    owner_id: Named[str]
    state: Named[CheckInState] = Column(Word(CheckInState))
    first_due_on: Named[date]
    due_on: Named[date]
    done_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    done_by: Named[str | None]


checkins = Table(
    "checkin",
    metadata,
    CheckInColumns,
    _belongs_to("account", "account_id"),
    Index("ix_checkin_due", "workspace_id", "owner_id", "state", "due_on"),
    Index("ix_checkin_account", "workspace_id", "account_id"),
)


class TouchColumns(OfWorkspace):
    account_id: Named[str]
    person_id: Named[str]
    kind: Named[str]
    evidence: Named[str | None]
    at: Named[datetime] = Column(UtcDateTime)


touches = Table(
    "touch",
    metadata,
    TouchColumns,
    _belongs_to("account", "account_id"),
    Index("ix_touch_account", "workspace_id", "account_id", "at"),
)


class QuestionColumns(OfWorkspace):
    account_id: Named[str]
    channel_id: Named[str]
    message_ts: Named[str]
    last_ts: Named[str]
    asked_by: Named[str]
    state: Named[QuestionState] = Column(Word(QuestionState))
    asked_at: Named[datetime] = Column(UtcDateTime)
    target_at: Named[datetime] = Column(UtcDateTime)
    nudged_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    answered_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    answered_by: Named[str | None]


questions = Table(
    "question",
    metadata,
    QuestionColumns,
    _belongs_to("account", "account_id"),
    UniqueConstraint("workspace_id", "channel_id", "message_ts"),
    Index("ix_question_due", "state", "nudged_at", "target_at"),
    Index("ix_question_account", "workspace_id", "account_id", "state"),
)


class NudgeColumns(OfWorkspace):
    """The ledger of reminders: the unique key is what makes a nudge happen once."""

    person_id: Named[str]
    subject: Named[Subject] = Column(Word(Subject))
    subject_id: Named[str]
    account_id: Named[str]
    rung: Named[Rung] = Column(Word(Rung))
    local_date: Named[date]
    state: Named[NudgeState] = Column(Word(NudgeState))
    message_key: Named[str]
    line: Named[str]
    due_at: Named[datetime] = Column(UtcDateTime)
    snoozed_until: Named[date | None]


nudges = Table(
    "nudge",
    metadata,
    NudgeColumns,
    _workspace(),
    UniqueConstraint("workspace_id", "person_id", "subject", "subject_id", "rung", "local_date"),
    Index("ix_nudge_message", "workspace_id", "message_key"),
    Index("ix_nudge_subject", "workspace_id", "subject", "subject_id"),
)


class DigestTimeColumns(TypedColumns):
    """When each person's next digest comes: a stored instant, so that what is due is one index look-up."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    person_id: Named[str] = Column(sa.String, primary_key=True)
    next_at: Named[datetime] = Column(UtcDateTime, index=True)


digest_times = Table("digest_time", metadata, DigestTimeColumns, _workspace())
