"""What an application is for: the full qualification, or module assessment.

Revision ID: 0016
Revises: 0015
"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

STANDING = sa.text("state IN ('submitted', 'asked', 'appealed', 'approved')")
INDEX, TABLE = "uq_eligibility_application_standing", "eligibility_application"
application = sa.table(TABLE, sa.column("state", sa.String()), sa.column("admission", sa.String()))
admission = sa.Enum("full", "modules", name="admission", native_enum=False, length=40)


def upgrade():
    """Until now every application was for the full qualification. SQLite copies no table that others point at."""
    op.add_column(TABLE, sa.Column("admission", admission, nullable=False, server_default="full"))
    _one_standing("candidate_id", "scheme_code", "level", "admission")


def downgrade():
    """What was for modules only must not become full admission: it is taken back."""
    taken_back = application.update().where(application.c.admission == "modules").values(state="withdrawn")
    op.get_bind().execute(taken_back)
    _one_standing("candidate_id", "scheme_code", "level")
    op.drop_column(TABLE, "admission")


def _one_standing(*columns):
    op.drop_index(INDEX, TABLE)
    op.create_index(INDEX, TABLE, [*columns], unique=True, sqlite_where=STANDING, postgresql_where=STANDING)
