"""Rights to a free resit, and the entries that use them.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "exam_resit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_code", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(length=60), nullable=False),
        sa.Column("granted_at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["candidate_id"], ["accounts_person.id"], name=op.f("fk_exam_resit_candidate_id")),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=op.f("fk_exam_resit_attempt_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_resit")),
        sa.UniqueConstraint("attempt_id", name=op.f("uq_exam_resit_attempt_id")),
    )
    with op.batch_alter_table("exam_resit") as resit:
        resit.create_index(resit.f("ix_exam_resit_candidate_id"), ["candidate_id"], unique=False)
    with op.batch_alter_table("exam_entry") as entry:
        entry.add_column(sa.Column("resit_id", sa.Uuid(), nullable=True))
        entry.create_foreign_key(entry.f("fk_exam_entry_resit_id"), "exam_resit", ["resit_id"], ["id"])


def downgrade():
    with op.batch_alter_table("exam_entry") as entry:
        entry.drop_constraint(entry.f("fk_exam_entry_resit_id"), type_="foreignkey")
        entry.drop_column("resit_id")
    op.drop_table("exam_resit")
