"""workers of jobs

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("jobs_job", schema=None) as batch_op:
        batch_op.add_column(sa.Column("worker", sa.String(length=120), nullable=False, server_default=""))
    with op.batch_alter_table("jobs_job", schema=None) as batch_op:
        batch_op.alter_column("worker", server_default=None)


def downgrade():
    with op.batch_alter_table("jobs_job", schema=None) as batch_op:
        batch_op.drop_column("worker")
