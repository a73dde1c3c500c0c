"""At which training centre applicants are trained, noted where applications are decided.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade():
    """Whoever is in a cohort already is noted as of the day of joining."""
    op.create_table(
        "eligibility_trainee",
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_code", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("noted_at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["accounts_person.id"], name=op.f("fk_eligibility_trainee_candidate_id")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["accounts_organisation.id"], name=op.f("fk_eligibility_trainee_organisation_id")
        ),
        sa.PrimaryKeyConstraint(
            "candidate_id", "scheme_code", "level", "organisation_id", name=op.f("pk_eligibility_trainee")
        ),
    )
    with op.batch_alter_table("eligibility_trainee") as batch_op:
        batch_op.create_index(batch_op.f("ix_eligibility_trainee_organisation_id"), ["organisation_id"], unique=False)
    op.execute(
        "INSERT INTO eligibility_trainee (candidate_id, scheme_code, level, organisation_id, noted_at) "
        "SELECT m.person_id, c.scheme_code, c.level, c.organisation_id, MIN(m.joined_at) "
        "FROM centres_member m JOIN centres_cohort c ON c.id = m.cohort_id WHERE m.joined_at IS NOT NULL "
        "GROUP BY m.person_id, c.scheme_code, c.level, c.organisation_id"
    )


def downgrade():
    op.drop_table("eligibility_trainee")
