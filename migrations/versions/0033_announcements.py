"""What is announced to a sitting, and who has said to have seen it.

Revision ID: 0033
Revises: 0032
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

ANNOUNCEMENT, SEEN = "exam_announcement", "exam_announcement_seen"
MOMENT = storage.types.UTCDateTime(timezone=True)


def upgrade():
    """Two tables to which is only added."""
    op.create_table(
        ANNOUNCEMENT,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("zh", sa.String(length=500), nullable=False),
        sa.Column("en", sa.String(length=500), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_announcement_sitting_id")),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name=op.f("fk_exam_announcement_room_id")),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_person.id"], name=op.f("fk_exam_announcement_actor_id")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_exam_announcement")),
    )
    op.create_index(op.f("ix_exam_announcement_sitting_id"), ANNOUNCEMENT, ["sitting_id"])
    op.create_table(
        SEEN,
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["exam_announcement.number"], name=op.f("fk_exam_announcement_seen_number")
        ),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=op.f("fk_exam_announcement_seen_attempt_id")),
        sa.PrimaryKeyConstraint("number", "attempt_id", name=op.f("pk_exam_announcement_seen")),
    )


def downgrade():
    """What was announced is gone."""
    for table in (SEEN, ANNOUNCEMENT):
        op.drop_table(table)
