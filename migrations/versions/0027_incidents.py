"""The log of what happens in a sitting.

Revision ID: 0027
Revises: 0026
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

MOMENT = storage.types.UTCDateTime(timezone=True)
KINDS = ("late", "disturbance", "suspected_aid", "technical", "medical", "evacuation", "note", "other")


def upgrade():
    """A table of entries that are only ever added."""
    op.create_table(
        "exam_incident",
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Enum(*KINDS, name="incidentkind", native_enum=False, length=40), nullable=False),
        sa.Column("text", sa.String(length=1000), nullable=False),
        sa.Column("happened_at", MOMENT, nullable=False),
        sa.Column("recorded_at", MOMENT, nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=True),
        sa.Column("follows", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_incident_sitting_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["exam_entry.id"], name=op.f("fk_exam_incident_entry_id")),
        sa.ForeignKeyConstraint(["reporter_id"], ["accounts_person.id"], name=op.f("fk_exam_incident_reporter_id")),
        sa.ForeignKeyConstraint(["follows"], ["exam_incident.number"], name=op.f("fk_exam_incident_follows")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_exam_incident")),
    )
    op.create_index(op.f("ix_exam_incident_sitting_id"), "exam_incident", ["sitting_id"])


def downgrade():
    """What was written down is gone with it."""
    op.drop_table("exam_incident")
