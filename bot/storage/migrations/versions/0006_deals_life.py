"""What becomes of a deal after it was first read: kinds, further announcements, reversals, merges, cards that ask"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("account", sa.Column("outcome", sa.String(), nullable=True))
    op.add_column("account", sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("account", sa.Column("was_phase", sa.String(), nullable=True))
    op.add_column("account", sa.Column("merged_into", sa.String(), nullable=True))
    with op.batch_alter_table("deal") as batch:
        batch.add_column(sa.Column("kind", sa.String(), nullable=False, server_default="new"))
        batch.add_column(sa.Column("closed_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("gone_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reversed_at", sa.DateTime(timezone=True), nullable=True))
        batch.add_column(sa.Column("reversed_by", sa.String(), nullable=True))
        batch.add_column(sa.Column("same_as", sa.String(), nullable=True))
        batch.add_column(sa.Column("maybe_account_id", sa.String(), nullable=True))
    with op.batch_alter_table("deal") as batch:
        batch.alter_column("kind", existing_type=sa.String(), existing_nullable=False, server_default=None)
    op.create_index("ix_deal_same_as", "deal", ["workspace_id", "same_as"], unique=False)
    op.create_index("ix_deal_state", "deal", ["workspace_id", "state", "read_at"], unique=False)
    op.create_table(
        "account_name",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("name_key", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("said_by", sa.String(), nullable=False),
        sa.Column("said_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workspace_id", "account_id"],
            ["account.workspace_id", "account.id"],
            name=op.f("fk_account_name_workspace_id_account_id"),
        ),
        sa.PrimaryKeyConstraint("workspace_id", "name_key", name=op.f("pk_account_name")),
    )
    op.create_table(
        "announcement_change",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("message_ts", sa.String(), nullable=False),
        sa.Column("changed_ts", sa.String(), nullable=False),
        sa.Column("is_gone", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_announcement_change_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "message_ts", name=op.f("pk_announcement_change")),
    )
    op.create_table(
        "card",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("deal_id", sa.String(), nullable=True),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("detail", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["workspace_id"], ["workspace.id"], name=op.f("fk_card_workspace_id")),
        sa.PrimaryKeyConstraint("workspace_id", "id", name=op.f("pk_card")),
    )
    op.create_index("ix_card_account", "card", ["workspace_id", "account_id"], unique=False)
    op.create_index("ix_card_deal", "card", ["workspace_id", "deal_id"], unique=False)
    # The questions that stand in threads already.
    op.execute(
        "INSERT INTO card (workspace_id, id, kind, deal_id, channel_id, detail, opened_at) "
        "SELECT workspace_id, 'ask:' || id, 'win', id, channel_id, '{}', read_at FROM deal WHERE state = 'asked'"
    )
