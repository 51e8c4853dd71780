"""Up to where watched channels were read, which messages were handled there, and what was found after a gap"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "reading",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("read_ts", sa.String(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_reading_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", name=op.f("pk_reading")),
    )
    op.create_table(
        "heard",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_heard_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "message_ts", name=op.f("pk_heard")),
    )
    op.create_index("ix_heard_at", "heard", ["at"], unique=False)
    op.create_table(
        "gap",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("was_away", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_gap_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_gap")),
    )
    op.create_table(
        "found",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("edited_ts", sa.String(), nullable=False),
        sa.Column("gap_id", sa.String(), nullable=False),
        sa.Column("inbox_key", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "gap_id"], ["gap.workspace_id", "gap.id"], name=op.f("fk_found_workspace_id_gap_id")
        ),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "message_ts", "edited_ts", name=op.f("pk_found")),
    )
