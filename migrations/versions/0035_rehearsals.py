"""A sitting can be a rehearsal of another, with a clock of its own; people in it are simulated.

Revision ID: 0035
Revises: 0034
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

SITTING, PERSON = "exam_sitting", "accounts_person"
REHEARSAL, ANCHOR = "exam_rehearsal", "exam_clock_anchor"
MOMENT = storage.types.UTCDateTime(timezone=True)


def upgrade():
    """Everybody is real, and so is every sitting."""
    with op.batch_alter_table(SITTING) as table:
        table.add_column(sa.Column("rehearsal_of", sa.Uuid(), nullable=True))
        table.create_unique_constraint(op.f("uq_exam_sitting_rehearsal_of"), ["rehearsal_of"])
        table.create_foreign_key(op.f("fk_exam_sitting_rehearsal_of"), SITTING, ["rehearsal_of"], ["id"])
    with op.batch_alter_table(PERSON) as table:
        table.add_column(sa.Column("is_simulated", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table(PERSON) as table:
        table.alter_column("is_simulated", existing_type=sa.Boolean(), server_default=None)
    op.create_table(
        REHEARSAL,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("seed", sa.String(length=64), nullable=False),
        sa.Column("speed", sa.Double(), nullable=True),
        sa.Column("moments", sa.Integer(), nullable=False),
        sa.Column("moments_done", sa.Integer(), nullable=False),
        sa.Column("begun_at", MOMENT, nullable=False),
        sa.Column("heard_at", MOMENT, nullable=False),
        sa.Column("report", sa.JSON(none_as_null=True), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_rehearsal_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", name=op.f("pk_exam_rehearsal")),
    )
    op.create_table(
        ANCHOR,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("shown", MOMENT, nullable=False),
        sa.Column("speed", sa.Double(), nullable=False),
        sa.CheckConstraint("speed >= 1", name=op.f("ck_exam_clock_anchor_speed")),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_clock_anchor_sitting_id")),
        sa.PrimaryKeyConstraint("sitting_id", "number", name=op.f("pk_exam_clock_anchor")),
    )


def downgrade():
    """Rehearsals have to be removed before."""
    for table in (ANCHOR, REHEARSAL):
        op.drop_table(table)
    with op.batch_alter_table(PERSON) as table:
        table.drop_column("is_simulated")
    with op.batch_alter_table(SITTING) as table:
        table.drop_constraint(op.f("fk_exam_sitting_rehearsal_of"), type_="foreignkey")
        table.drop_constraint(op.f("uq_exam_sitting_rehearsal_of"), type_="unique")
        table.drop_column("rehearsal_of")
