"""Large files of questions: what taking one would do, and how far a job is with it.

Revision ID: 0026
Revises: 0025
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

IMPORT = "question_bank_import"


def upgrade():
    with op.batch_alter_table(IMPORT) as table:
        table.add_column(sa.Column("outlook", sa.JSON(none_as_null=True), nullable=True))
        table.add_column(sa.Column("done", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("total", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("asked_at", storage.types.UTCDateTime(timezone=True), nullable=True))
    op.execute(f"UPDATE {IMPORT} SET asked_at = taken_at")


def downgrade():
    with op.batch_alter_table(IMPORT) as table:
        for name in ("asked_at", "total", "done", "outlook"):
            table.drop_column(name)
