"""A script can be put before the markers again; earlier marks stay and count no more.

Revision ID: 0034
Revises: 0033
"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

SCRIPT, CLAIM = "grading_script", "grading_claim"
ONCE, ONCE_A_TURN = "uq_grading_claim_attempt_id_examiner_id", "uq_grading_claim_attempt_id_examiner_id_turn"


def upgrade():
    """So far every mark counts."""
    with op.batch_alter_table(SCRIPT) as table:
        table.add_column(sa.Column("first_turn", sa.Integer(), nullable=False, server_default="1"))
    with op.batch_alter_table(SCRIPT) as table:
        table.alter_column("first_turn", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table(CLAIM) as table:
        table.drop_constraint(ONCE, type_="unique")
        table.create_unique_constraint(ONCE_A_TURN, ["attempt_id", "examiner_id", "turn"])


def downgrade():
    """Nobody marks twice."""
    with op.batch_alter_table(CLAIM) as table:
        table.drop_constraint(ONCE_A_TURN, type_="unique")
        table.create_unique_constraint(ONCE, ["attempt_id", "examiner_id"])
    with op.batch_alter_table(SCRIPT) as table:
        table.drop_column("first_turn")
