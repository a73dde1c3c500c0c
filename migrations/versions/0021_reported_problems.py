"""Problems with questions that candidates and invigilators report, and what came of them.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

REPORT, ANSWER = "question_bank_report", "question_bank_report_answer"
MOMENT = storage.types.UTCDateTime(timezone=True)


def upgrade():
    """Two tables: the report, and the answer that closes it."""
    op.create_table(
        REPORT,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("slot", sa.String(length=20), nullable=False),
        sa.Column(
            "source",
            sa.Enum("candidate", "invigilator", name="source", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["reporter_id"], ["accounts_person.id"], name=f"fk_{REPORT}_reporter_id"),
        sa.ForeignKeyConstraint(["version_id"], ["question_bank_version.id"], name=f"fk_{REPORT}_version_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{REPORT}"),
    )
    op.create_index(f"ix_{REPORT}_version_id", REPORT, ["version_id"])
    op.create_index(f"ix_{REPORT}_attempt_id_slot", REPORT, ["attempt_id", "slot"])
    op.create_table(
        ANSWER,
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_person.id"], name=f"fk_{ANSWER}_actor_id"),
        sa.ForeignKeyConstraint(["report_id"], [f"{REPORT}.id"], name=f"fk_{ANSWER}_report_id"),
        sa.PrimaryKeyConstraint("report_id", name=f"pk_{ANSWER}"),
    )


def downgrade():
    """Reports are forgotten."""
    op.drop_table(ANSWER)
    op.drop_table(REPORT)
