"""Exemptions from components, and what the second registrar decided.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

STANDING = sa.text("state IN ('proposed', 'confirmed')")
moment = storage.types.UTCDateTime(timezone=True)


def upgrade():
    op.create_table(
        "eligibility_exemption",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_version_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_code", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("component", sa.String(length=60), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum("proposed", "confirmed", "declined", name="exemptionstate", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("proposed_by", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", moment, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["application_id"], ["eligibility_application.id"], name=op.f("fk_eligibility_exemption_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["accounts_person.id"], name=op.f("fk_eligibility_exemption_candidate_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["accounts_person.id"], name=op.f("fk_eligibility_exemption_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["scheme_version_id"], ["schemes_version.id"], name=op.f("fk_eligibility_exemption_scheme_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_exemption")),
    )
    with op.batch_alter_table("eligibility_exemption") as batch_op:
        batch_op.create_index(batch_op.f("ix_eligibility_exemption_application_id"), ["application_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_eligibility_exemption_candidate_id"), ["candidate_id"], unique=False)
        batch_op.create_index(
            "uq_eligibility_exemption_standing",
            ["application_id", "component"],
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )
    op.create_table(
        "eligibility_exemption_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemption_id", sa.Uuid(), nullable=False),
        sa.Column("confirmed", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_eligibility_exemption_decision_decision_has_reason")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_person.id"], name=op.f("fk_eligibility_exemption_decision_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["exemption_id"], ["eligibility_exemption.id"], name=op.f("fk_eligibility_exemption_decision_exemption_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_exemption_decision")),
        sa.UniqueConstraint("exemption_id", name=op.f("uq_eligibility_exemption_decision_exemption_id")),
    )


def downgrade():
    op.drop_table("eligibility_exemption_decision")
    op.drop_table("eligibility_exemption")
