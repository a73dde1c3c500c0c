"""Figures of questions: what the answers of each sitting tell of the versions asked in it.

Revision ID: 0022
Revises: 0021
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

ANALYSIS, FIGURES = "question_bank_analysis", "question_bank_figures"


def upgrade():
    op.create_table(
        ANALYSIS,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.Column("at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("sitting_id", name=f"pk_{ANALYSIS}"),
    )
    op.create_table(
        FIGURES,
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.JSON(), nullable=False),
        sa.ForeignKeyConstraint(["sitting_id"], [f"{ANALYSIS}.sitting_id"], name=f"fk_{FIGURES}_sitting_id"),
        sa.ForeignKeyConstraint(["version_id"], ["question_bank_version.id"], name=f"fk_{FIGURES}_version_id"),
        sa.PrimaryKeyConstraint("sitting_id", "version_id", name=f"pk_{FIGURES}"),
    )
    op.create_index(f"ix_{FIGURES}_version_id", FIGURES, ["version_id"])


def downgrade():
    op.drop_table(FIGURES)
    op.drop_table(ANALYSIS)
