"""The time of attempts: what happened to it, and since when a clock stands.

Revision ID: 0024
Revises: 0023
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

EVENT, ATTEMPT = "exam_time_event", "exam_attempt"
MOMENT = storage.types.UTCDateTime(timezone=True)
KINDS = ("paused", "resumed", "given")
CAUSES = ("break", "invigilator", "outage")


def upgrade():
    """Attempts so far have no events; their clocks go."""
    op.create_table(
        EVENT,
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="timekind", native_enum=False, length=40), nullable=False),
        sa.Column("cause", sa.Enum(*CAUSES, name="cause", native_enum=False, length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("seconds", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_person.id"], name=f"fk_{EVENT}_actor_id"),
        sa.ForeignKeyConstraint(["attempt_id"], [f"{ATTEMPT}.id"], name=f"fk_{EVENT}_attempt_id"),
        sa.PrimaryKeyConstraint("attempt_id", "number", name=f"pk_{EVENT}"),
    )
    op.add_column(ATTEMPT, sa.Column("paused_at", MOMENT, nullable=True))
    op.add_column(ATTEMPT, sa.Column("resumes_at", MOMENT, nullable=True))


def downgrade():
    """What happened to the time is forgotten; deadlines stay."""
    op.drop_column(ATTEMPT, "resumes_at")
    op.drop_column(ATTEMPT, "paused_at")
    op.drop_table(EVENT)
