"""Layouts of announcements: shapes with their counts, refusals, what was taught; the emoji that asks for an account"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("shape", sa.String(), nullable=True))
    op.add_column("policy", sa.Column("deal_emoji", sa.String(), nullable=True))
    op.create_table(
        "shape",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("app_name", sa.String(), nullable=False),
        sa.Column("won", sa.Integer(), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("set_up", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("last_ts", sa.String(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("refused_by", sa.String(), nullable=True),
        sa.Column("ignored_by", sa.String(), nullable=True),
        sa.Column("ignored_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_shape_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "shape", name=op.f("pk_shape")),
    )
    op.create_table(
        "refusal",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=False),
        sa.Column("shape", sa.String(), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_refusal_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_refusal")),
    )
    op.create_index("ix_refusal_shape", "refusal", ["workspace_id", "channel_id", "shape"], unique=False)
    op.create_table(
        "taught_layout",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("app", sa.String(), nullable=True),
        sa.Column("layout", sa.String(), nullable=False),
        sa.Column("is_win", sa.Boolean(), nullable=False),
        sa.Column("taught_by", sa.String(), nullable=False),
        sa.Column("taught_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_taught_layout_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_taught_layout")),
    )
    op.create_index("ix_taught_layout_channel", "taught_layout", ["workspace_id", "channel_id"], unique=False)
