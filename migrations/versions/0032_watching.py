"""What the invigilator's desk lives on: release at the door, and when a page was heard last.

Revision ID: 0032
Revises: 0031
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

SITTING, ENTRY, HEARTBEAT = "exam_sitting", "exam_entry", "exam_heartbeat"
MOMENT = storage.types.UTCDateTime(timezone=True)


def upgrade():
    """In sittings so far everybody started without being released."""
    with op.batch_alter_table(SITTING) as table:
        table.add_column(sa.Column("needs_release", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table(SITTING) as table:
        table.alter_column("needs_release", existing_type=sa.Boolean(), server_default=None)
    op.add_column(ENTRY, sa.Column("released_at", MOMENT, nullable=True))
    op.create_table(
        HEARTBEAT,
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["exam_entry.id"], name=op.f("fk_exam_heartbeat_entry_id")),
        sa.PrimaryKeyConstraint("entry_id", name=op.f("pk_exam_heartbeat")),
    )
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"ALTER TABLE {HEARTBEAT} SET UNLOGGED")


def downgrade():
    """Nobody waits at the door."""
    op.drop_table(HEARTBEAT)
    op.drop_column(ENTRY, "released_at")
    with op.batch_alter_table(SITTING) as table:
        table.drop_column("needs_release")
