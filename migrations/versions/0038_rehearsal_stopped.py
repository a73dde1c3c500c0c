"""When a rehearsal was asked to end before its time.

Revision ID: 0038
Revises: 0037
"""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("exam_rehearsal") as table:
        table.add_column(sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=True))


def downgrade():
    with op.batch_alter_table("exam_rehearsal") as table:
        table.drop_column("stopped_at")
