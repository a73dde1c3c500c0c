"""What stopped a clock, how long a sitting had stood when somebody started, and the sign-in that took a paper first.

Revision ID: 0037
Revises: 0036
"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

EVENT, ATTEMPT, ENTRY = "exam_time_event", "exam_attempt", "exam_entry"


def upgrade():
    """Clocks that stand with their room were stopped with it, as far as is known."""
    with op.batch_alter_table(EVENT) as table:
        table.add_column(sa.Column("stop_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f(f"fk_{EVENT}_stop_id"), "exam_stop", ["stop_id"], ["id"])
    entry = f"SELECT {ENTRY}.stop_id FROM {ENTRY} JOIN {ATTEMPT} ON {ATTEMPT}.entry_id = {ENTRY}.id"
    of_it = f"{entry} WHERE {ATTEMPT}.id = {EVENT}.attempt_id"
    op.execute(f"UPDATE {EVENT} SET stop_id = ({of_it}) WHERE kind = 'paused'")  # noqa: S608 -- nothing from outside
    with op.batch_alter_table(ATTEMPT) as table:
        table.add_column(sa.Column("stood_seconds", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("session_id", sa.Uuid(), nullable=True))
    with op.batch_alter_table(ATTEMPT) as table:
        table.alter_column("stood_seconds", existing_type=sa.Integer(), server_default=None)


def downgrade():
    with op.batch_alter_table(ATTEMPT) as table:
        table.drop_column("session_id")
        table.drop_column("stood_seconds")
    with op.batch_alter_table(EVENT) as table:
        table.drop_constraint(op.f(f"fk_{EVENT}_stop_id"), type_="foreignkey")
        table.drop_column("stop_id")
