"""Questions of other systems: what is assumed of those that do not say how deep they ask and how hard they are.

Revision ID: 0023
Revises: 0022
"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

IMPORT = "question_bank_import"


def upgrade():
    with op.batch_alter_table(IMPORT) as table:
        table.add_column(sa.Column("cognitive", sa.String(20), nullable=False, server_default="understand"))
        table.add_column(sa.Column("difficulty", sa.Float(), nullable=False, server_default="0.6"))


def downgrade():
    with op.batch_alter_table(IMPORT) as table:
        table.drop_column("difficulty")
        table.drop_column("cognitive")
