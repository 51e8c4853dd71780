"""What Warmline keeps about a workspace's customers. With the tables of the spine, these are all.

`*_at` are instants in UTC and business time, `*_on` are local dates.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa
from sqlalchemy import Column, Index, Named, Table, TypedColumns, UniqueConstraint

from bot.domain.accounts import DealKind, DealState, Outcome, Phase
from bot.domain.cards import CardKind
from bot.domain.checkins import CheckInState
from bot.domain.handoff import HandoffState, Side
from bot.domain.nudges import NudgeState, Rung, Subject
from bot.domain.people import Role
from bot.domain.questions import QuestionState
from bot.storage.layout_tables import shapes as shapes
from bot.storage.spine_tables import OfWorkspace, belongs_to, of_workspace
from bot.storage.spine_tables import metadata as metadata  # complete once this module is imported
from bot.storage.types import Amount, UtcDateTime, Word


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
    outcome: Named[Outcome | None] = Column(Word(Outcome), nullable=True)
    closed_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    was_phase: Named[Phase | None] = Column(Word(Phase), nullable=True)
    merged_into: Named[str | None]


accounts = Table(
    "account",
    metadata,
    AccountColumns,
    of_workspace(),
    UniqueConstraint("workspace_id", "name_key"),
    UniqueConstraint("workspace_id", "channel_name"),
    UniqueConstraint("workspace_id", "channel_id"),
)


class AccountNameColumns(TypedColumns):
    """Further names that mean an account: the one before a renaming, or what a person said means the same."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    name_key: Named[str] = Column(sa.String, primary_key=True)
    account_id: Named[str]
    said_by: Named[str]
    said_at: Named[datetime] = Column(UtcDateTime)


account_names = Table("account_name", metadata, AccountNameColumns, belongs_to("account", "account_id"))


class CustomerChannelColumns(TypedColumns):
    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    account_id: Named[str]
    linked_by: Named[str]
    linked_at: Named[datetime] = Column(UtcDateTime)


customer_channels = Table("customer_channel", metadata, CustomerChannelColumns, belongs_to("account", "account_id"))


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
    kind: Named[DealKind] = Column(Word(DealKind))
    closed_on: Named[date | None]
    gone_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    reversed_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    reversed_by: Named[str | None]
    same_as: Named[str | None]
    maybe_account_id: Named[str | None]
    shape: Named[str | None]


deals = Table(
    "deal",
    metadata,
    DealColumns,
    of_workspace(),
    belongs_to("account", "account_id"),
    UniqueConstraint("workspace_id", "channel_id", "message_ts", "position"),
    Index("ix_deal_account", "workspace_id", "account_id"),
    Index("ix_deal_same_as", "workspace_id", "same_as"),
    Index("ix_deal_state", "workspace_id", "state", "read_at"),
)


class AnnouncementChangeColumns(TypedColumns):
    """Messages of watched channels that were edited or deleted: what comes late must not be taken for the newest."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    channel_id: Named[str] = Column(sa.String, primary_key=True)
    message_ts: Named[str] = Column(sa.String, primary_key=True)
    changed_ts: Named[str]  # of the newest change that was handled
    is_gone: Named[bool]
    at: Named[datetime] = Column(UtcDateTime)  # real time


announcement_changes = Table("announcement_change", metadata, AnnouncementChangeColumns, of_workspace())


class CardColumns(OfWorkspace):
    """What we ask people about deals and accounts; `id` is the key of the message."""

    kind: Named[CardKind] = Column(Word(CardKind))
    deal_id: Named[str | None]
    account_id: Named[str | None]
    channel_id: Named[str]
    detail: Named[str]
    opened_at: Named[datetime] = Column(UtcDateTime)
    settled_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


cards = Table(
    "card",
    metadata,
    CardColumns,
    of_workspace(),
    Index("ix_card_deal", "workspace_id", "deal_id"),
    Index("ix_card_account", "workspace_id", "account_id"),
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
    belongs_to("account", "account_id"),
    Index("ix_role_account", "workspace_id", "account_id"),
    Index("ix_role_person", "workspace_id", "person_id"),
)


Index(
    "uq_role_one_holder",
    roles.c.workspace_id,
    roles.c.account_id,
    roles.c.role,
    unique=True,
    sqlite_where=sa.text("until IS NULL AND role IN ('seller', 'delivery_owner')"),
    postgresql_where=sa.text("until IS NULL AND role IN ('seller', 'delivery_owner')"),
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
    belongs_to("account", "account_id"),
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


briefs = Table("brief", metadata, BriefColumns, belongs_to("handoff", "handoff_id"))


class SignatureColumns(TypedColumns):
    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    handoff_id: Named[str] = Column(sa.String, primary_key=True)
    version: Named[int] = Column(sa.Integer, primary_key=True)
    side: Named[Side] = Column(Word(Side), primary_key=True)
    person_id: Named[str]
    digest: Named[str]
    signed_at: Named[datetime] = Column(UtcDateTime)


signatures = Table("signature", metadata, SignatureColumns, belongs_to("handoff", "handoff_id"))


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
    belongs_to("account", "account_id"),
    Index("ix_checkin_due", "workspace_id", "owner_id", "state", "due_on"),
    Index("ix_checkin_account", "workspace_id", "account_id"),
)


Index(
    "uq_checkin_one_planned",
    checkins.c.workspace_id,
    checkins.c.account_id,
    unique=True,
    sqlite_where=sa.text("state = 'planned'"),
    postgresql_where=sa.text("state = 'planned'"),
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
    belongs_to("account", "account_id"),
    Index("ix_touch_account", "workspace_id", "account_id", "at"),
)


class QuestionColumns(OfWorkspace):
    account_id: Named[str]
    channel_id: Named[str]
    message_ts: Named[str]
    last_ts: Named[str]
    thread_ts: Named[str]
    asked_by: Named[str]
    state: Named[QuestionState] = Column(Word(QuestionState))
    asked_at: Named[datetime] = Column(UtcDateTime)
    target_at: Named[datetime] = Column(UtcDateTime)
    nudge_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    run_over: Named[bool]
    answered_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    answered_by: Named[str | None]
    first_response_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    taken_by: Named[str | None]
    asked_back_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    reopened_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)
    closed_at: Named[datetime | None] = Column(UtcDateTime, nullable=True)


questions = Table(
    "question",
    metadata,
    QuestionColumns,
    belongs_to("account", "account_id"),
    UniqueConstraint("workspace_id", "channel_id", "message_ts"),
    Index("ix_question_due", "workspace_id", "state", "nudge_at"),
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
    of_workspace(),
    UniqueConstraint("workspace_id", "person_id", "subject", "subject_id", "rung", "local_date"),
    Index("ix_nudge_message", "workspace_id", "message_key"),
    Index("ix_nudge_subject", "workspace_id", "subject", "subject_id"),
)


class HomeColumns(TypedColumns):
    """Who opened their Home when, and a hash of what it shows; `sees_all`: more than accounts of their own."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    person_id: Named[str] = Column(sa.String, primary_key=True)
    opened_at: Named[datetime] = Column(UtcDateTime)
    sees_all: Named[bool]
    shown: Named[str | None]  # None when we don't know what Slack shows


homes = Table("home", metadata, HomeColumns, of_workspace(), Index("ix_home_opened", "workspace_id", "opened_at"))


class DigestTimeColumns(TypedColumns):
    """When each person's next digest comes: a stored instant, so that what is due is one index look-up."""

    workspace_id: Named[str] = Column(sa.String, primary_key=True)
    person_id: Named[str] = Column(sa.String, primary_key=True)
    next_at: Named[datetime] = Column(UtcDateTime)


digest_times = Table(
    "digest_time",
    metadata,
    DigestTimeColumns,
    of_workspace(),
    Index("ix_digest_time_due", "workspace_id", "next_at"),
)
