"""Pictures for questions.

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

from storage.types import UTCDateTime

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "question_bank_picture",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("file_key", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("kept_by", sa.Uuid(), nullable=True),
        sa.Column("kept_at", UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["kept_by"], ["accounts_person.id"], name="fk_question_bank_picture_kept_by"),
        sa.PrimaryKeyConstraint("id", name="pk_question_bank_picture"),
    )


def downgrade():
    op.drop_table("question_bank_picture")
