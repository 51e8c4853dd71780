"""Accounts, their deals, people, handoffs, check-ins, questions, and the ledger of nudges"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("phase", sa.String(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("zone", sa.String(), nullable=True),
        sa.Column("channel_name", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_account_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_account")),
        sa.UniqueConstraint("workspace_id", "channel_id", name=op.f("uq_account_workspace_id_channel_id")),
        sa.UniqueConstraint("workspace_id", "channel_name", name=op.f("uq_account_workspace_id_channel_name")),
        sa.UniqueConstraint("workspace_id", "name_key", name=op.f("uq_account_workspace_id_name_key")),
    )
    op.create_table(
        "digest_time",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_digest_time_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "person_id", name=op.f("pk_digest_time")),
    )
    op.create_index("ix_digest_time_due", "digest_time", ["workspace_id", "next_at"], unique=False)
    op.create_table(
        "nudge",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("subject_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("rung", sa.String(), nullable=False),
        sa.Column("local_date", sa.Date(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("message_key", sa.String(), nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("snoozed_until", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_nudge_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_nudge")),
        sa.UniqueConstraint(
            "workspace_id",
            "person_id",
            "subject",
            "subject_id",
            "rung",
            "local_date",
            name=op.f("uq_nudge_workspace_id_person_id_subject_subject_id_rung_local_date"),
        ),
    )
    op.create_index("ix_nudge_message", "nudge", ["workspace_id", "message_key"], unique=False)
    op.create_index("ix_nudge_subject", "nudge", ["workspace_id", "subject", "subject_id"], unique=False)
    op.create_table(
        "checkin",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("owner_id", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("first_due_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_checkin_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_checkin")),
    )
    op.create_index(
        "uq_checkin_one_planned",
        "checkin",
        ["workspace_id", "account_id"],
        unique=True,
        sqlite_where=sa.text("state = 'planned'"),
        postgresql_where=sa.text("state = 'planned'"),
    )
    op.create_index("ix_checkin_account", "checkin", ["workspace_id", "account_id"], unique=False)
    op.create_index("ix_checkin_due", "checkin", ["workspace_id", "owner_id", "state", "due_on"], unique=False)
    op.create_table(
        "customer_channel",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_customer_channel_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name=op.f("pk_customer_channel")),
    )
    op.create_table(
        "deal",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("announced_by", sa.String(), nullable=True),
        sa.Column("account_name", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=True),
        sa.Column("currency", sa.String(), nullable=True),
        sa.Column("seller_id", sa.String(), nullable=True),
        sa.Column("seller_name", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("product", sa.String(), nullable=True),
        sa.Column("crm_url", sa.String(), nullable=True),
        sa.Column("why", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_deal_workspace_id_account_id"),
        ),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_deal_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_deal")),
        sa.UniqueConstraint(
            "workspace_id",
            "channel_id",
            "message_ts",
            "position",
            name=op.f("uq_deal_workspace_id_channel_id_message_ts_position"),
        ),
    )
    op.create_index("ix_deal_account", "deal", ["workspace_id", "account_id"], unique=False)
    op.create_table(
        "handoff",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("seller_id", sa.String(), nullable=True),
        sa.Column("owner_id", sa.String(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("return_reason", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_handoff_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_handoff")),
    )
    op.create_index("ix_handoff_account", "handoff", ["workspace_id", "account_id"], unique=False)
    op.create_index("ix_handoff_due", "handoff", ["workspace_id", "state", "due_at"], unique=False)
    op.create_table(
        "question",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("last_ts", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("target_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("nudge_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("run_over", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.String(), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_question_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_question")),
        sa.UniqueConstraint(
            "workspace_id", "channel_id", "message_ts", name=op.f("uq_question_workspace_id_channel_id_message_ts")
        ),
    )
    op.create_index("ix_question_account", "question", ["workspace_id", "account_id", "state"], unique=False)
    op.create_index("ix_question_due", "question", ["workspace_id", "state", "nudge_at"], unique=False)
    op.create_table(
        "role",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_role_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_role")),
    )
    op.create_index(
        "uq_role_one_holder",
        "role",
        ["workspace_id", "account_id", "role"],
        unique=True,
        sqlite_where=sa.text("until IS NULL AND role IN ('seller', 'delivery_owner')"),
        postgresql_where=sa.text("until IS NULL AND role IN ('seller', 'delivery_owner')"),
    )
    op.create_index("ix_role_account", "role", ["workspace_id", "account_id"], unique=False)
    op.create_index("ix_role_person", "role", ["workspace_id", "person_id"], unique=False)
    op.create_table(
        "touch",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("evidence", sa.String(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_touch_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_touch")),
    )
    op.create_index("ix_touch_account", "touch", ["workspace_id", "account_id", "at"], unique=False)
    op.create_table(
        "brief",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("handoff_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("why_bought", sa.String(), nullable=False),
        sa.Column("promises", sa.String(), nullable=False),
        sa.Column("whom_to_call", sa.String(), nullable=False),
        sa.Column("kickoff", sa.Date(), nullable=False),
        sa.Column("notes", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("written_by", sa.String(), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "handoff_id"],
            ["handoff.workspace_id", "handoff.id"],
            name=op.f("fk_brief_workspace_id_handoff_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "handoff_id", "version", name=op.f("pk_brief")),
    )
    op.create_table(
        "signature",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("handoff_id", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("person_id", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "handoff_id"],
            ["handoff.workspace_id", "handoff.id"],
            name=op.f("fk_signature_workspace_id_handoff_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "handoff_id", "version", "side", name=op.f("pk_signature")),
    )
