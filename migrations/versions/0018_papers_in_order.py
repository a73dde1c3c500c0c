"""The papers of a sitting are numbered in the order in which they were made.

Revision ID: 0018
Revises: 0017
"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

IN_ORDER = """
UPDATE exam_form SET number = (
    SELECT count(*) FROM exam_form AS earlier WHERE earlier.sitting_id = exam_form.sitting_id
    AND (earlier.prepared_at < exam_form.prepared_at
         OR (earlier.prepared_at = exam_form.prepared_at AND earlier.id <= exam_form.id))
)
"""


def upgrade():
    """SQLite copies no table that others point at, so the default stays in the table."""
    op.add_column("exam_form", sa.Column("number", sa.Integer(), nullable=False, server_default="0"))
    op.execute(IN_ORDER)
    op.create_index("uq_exam_form_number", "exam_form", ["sitting_id", "number"], unique=True)
    op.drop_index("ix_exam_form_sitting_id", "exam_form")


def downgrade():
    op.create_index("ix_exam_form_sitting_id", "exam_form", ["sitting_id"])
    op.drop_index("uq_exam_form_number", "exam_form")
    op.drop_column("exam_form", "number")
