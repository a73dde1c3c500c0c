"""drafts of applications

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

KINDS = ("employment", "education", "enrolled", "certificates", "training", "titles", "student_certificates")


def upgrade():
    op.create_table(
        "eligibility_application_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("scheme_code", sa.String(length=60), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("condition_id", sa.String(length=20), nullable=False),
        sa.Column("updated_at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["accounts_person.id"], name=op.f("fk_eligibility_application_draft_candidate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_application_draft")),
        sa.UniqueConstraint(
            "candidate_id",
            "scheme_code",
            "level",
            name=op.f("uq_eligibility_application_draft_candidate_id_scheme_code_level"),
        ),
    )
    op.create_table(
        "eligibility_evidence_draft",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("candidate_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Enum(*KINDS, name="evidencekind", native_enum=False, length=40), nullable=False),
        sa.Column("answers", sa.JSON(), nullable=False),
        sa.Column("nothing_to_add", sa.Boolean(), nullable=False),
        sa.Column("updated_at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["candidate_id"], ["accounts_person.id"], name=op.f("fk_eligibility_evidence_draft_candidate_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_evidence_draft")),
        sa.UniqueConstraint("candidate_id", "kind", name=op.f("uq_eligibility_evidence_draft_candidate_id_kind")),
    )
    with op.batch_alter_table("eligibility_application", schema=None) as batch_op:
        batch_op.add_column(sa.Column("condition_id", sa.String(length=20), nullable=True))
        batch_op.add_column(sa.Column("papers", sa.JSON(), server_default="[]", nullable=False))
        batch_op.add_column(sa.Column("identity", sa.JSON(none_as_null=True), nullable=True))


def downgrade():
    with op.batch_alter_table("eligibility_application", schema=None) as batch_op:
        batch_op.drop_column("identity")
        batch_op.drop_column("papers")
        batch_op.drop_column("condition_id")
    op.drop_table("eligibility_evidence_draft")
    op.drop_table("eligibility_application_draft")
