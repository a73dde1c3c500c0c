"""Answer files: what a browser could not send, and what was decided on it.

Revision ID: 0029
Revises: 0028
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

FILE, ANSWER, DECISION = "exam_answer_file", "exam_filed_answer", "exam_file_decision"
MOMENT = storage.types.UTCDateTime(timezone=True)
FATES = ("counts", "late", "overtaken", "known")


def upgrade():
    op.create_table(
        FILE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received_at", MOMENT, nullable=False),
        sa.Column("received_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=f"fk_{FILE}_attempt_id"),
        sa.ForeignKeyConstraint(["received_by"], ["accounts_person.id"], name=f"fk_{FILE}_received_by"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{FILE}"),
        sa.UniqueConstraint("attempt_id", "sha256", name=f"uq_{FILE}_attempt_id"),
    )
    op.create_table(
        ANSWER,
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.String(length=32), nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.Column("value", sa.JSON(), nullable=False),
        sa.Column("fate", sa.Enum(*FATES, name="fate", native_enum=False, length=40), nullable=False),
        sa.ForeignKeyConstraint(["file_id"], [f"{FILE}.id"], name=f"fk_{ANSWER}_file_id"),
        sa.PrimaryKeyConstraint("file_id", "entry_id", name=f"pk_{ANSWER}"),
    )
    op.create_table(
        DECISION,
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["decided_by"], ["accounts_person.id"], name=f"fk_{DECISION}_decided_by"),
        sa.ForeignKeyConstraint(["file_id"], [f"{FILE}.id"], name=f"fk_{DECISION}_file_id"),
        sa.PrimaryKeyConstraint("file_id", name=f"pk_{DECISION}"),
    )


def downgrade():
    """What waited in files is forgotten."""
    for table in (DECISION, ANSWER, FILE):
        op.drop_table(table)
