"""When one may come to a sitting and go, and who was absent.

Revision ID: 0025
Revises: 0024
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

SITTING, ENTRY = "exam_sitting", "exam_entry"
MOMENT = storage.types.UTCDateTime(timezone=True)
POLICY = sa.Enum("start_only", "caps_end", name="window", native_enum=False, length=40)


def upgrade():
    """In sittings so far everybody could go when they liked, had the full time, and was absent after the latest start."""
    with op.batch_alter_table(SITTING) as table:
        table.add_column(sa.Column("absent_at", MOMENT, nullable=True))
        table.add_column(sa.Column("hand_in_from", MOMENT, nullable=True))
        table.add_column(sa.Column("window_policy", POLICY, nullable=True))
    op.execute(
        f"UPDATE {SITTING} SET absent_at = latest_start_at, hand_in_from = starts_at, window_policy = 'start_only'"
    )
    with op.batch_alter_table(SITTING) as table:
        table.alter_column("absent_at", existing_type=MOMENT, nullable=False)
        table.alter_column("hand_in_from", existing_type=MOMENT, nullable=False)
        table.alter_column("window_policy", existing_type=POLICY, nullable=False)
    op.add_column(ENTRY, sa.Column("absent_since", MOMENT, nullable=True))


def downgrade():
    """Sittings let everybody go when they like."""
    op.drop_column(ENTRY, "absent_since")
    with op.batch_alter_table(SITTING) as table:
        table.drop_column("window_policy")
        table.drop_column("hand_in_from")
        table.drop_column("absent_at")
