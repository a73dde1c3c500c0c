"""What sittings ask of their candidates, what was agreed to, what was seen, and what people made of it.

Revision ID: 0028
Revises: 0027
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

ASKED, SIGNED, SEEN, DECIDED = "exam_safeguards", "exam_agreement", "exam_observation", "exam_case_decision"
MOMENT = storage.types.UTCDateTime(timezone=True)
KINDS = (
    "focus_lost", "focus_back", "fullscreen_left", "fullscreen_back", "copied", "pasted", "printed", "address",
    "browser", "no_safe_browser",
)  # fmt: skip
OUTCOMES = ("nothing", "noted", "for_examiners")


def upgrade():
    """Sittings so far ask nothing."""
    op.create_table(
        ASKED,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("agreement_zh", sa.Text(), nullable=True),
        sa.Column("agreement_en", sa.Text(), nullable=True),
        sa.Column("config_keys", sa.JSON(), nullable=False),
        sa.Column("exam_keys", sa.JSON(), nullable=False),
        sa.Column("set_at", MOMENT, nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["set_by_id"], ["accounts_person.id"], name=f"fk_{ASKED}_set_by_id"),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=f"fk_{ASKED}_sitting_id"),
        sa.PrimaryKeyConstraint("sitting_id", "version", name=f"pk_{ASKED}"),
    )
    op.create_table(
        SIGNED,
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("signed_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["entry_id"], ["exam_entry.id"], name=f"fk_{SIGNED}_entry_id"),
        sa.PrimaryKeyConstraint("entry_id", "version", name=f"pk_{SIGNED}"),
    )
    op.create_table(
        SEEN,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("seen", sa.Enum(*KINDS, name="seen", native_enum=False, length=40), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("detail", sa.String(length=300), nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=f"fk_{SEEN}_attempt_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{SEEN}"),
    )
    op.create_index(f"ix_{SEEN}_attempt_id_at", SEEN, ["attempt_id", "at"])
    op.create_table(
        DECIDED,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("outcome", sa.Enum(*OUTCOMES, name="outcome", native_enum=False, length=40), nullable=False),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.Column("flags", sa.JSON(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=f"fk_{DECIDED}_attempt_id"),
        sa.ForeignKeyConstraint(["decided_by_id"], ["accounts_person.id"], name=f"fk_{DECIDED}_decided_by_id"),
        sa.PrimaryKeyConstraint("id", name=f"pk_{DECIDED}"),
    )
    op.create_index(f"ix_{DECIDED}_attempt_id", DECIDED, ["attempt_id"])


def downgrade():
    """All of it is forgotten."""
    for table in (DECIDED, SEEN, SIGNED, ASKED):
        op.drop_table(table)
