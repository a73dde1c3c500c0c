"""Files of case studies come in parts, and are sealed.

Revision ID: 0031
Revises: 0030
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

STATES = ("under_way", "kept", "refused", "given_up")


def upgrade():
    with op.batch_alter_table("exam_file") as table:
        table.add_column(sa.Column("sealed_key", storage.types.Sealed("file of a paper"), nullable=True))
    op.create_table(
        "exam_upload",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("attempt_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("received", sa.Integer(), nullable=False),
        sa.Column("state", sa.Enum(*STATES, name="uploadstate", native_enum=False, length=40), nullable=False),
        sa.Column("begun_at", storage.types.UTCDateTime(timezone=True), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["attempt_id"], ["exam_attempt.id"], name=op.f("fk_exam_upload_attempt_id")),
        sa.ForeignKeyConstraint(["file_id"], ["exam_file.id"], name=op.f("fk_exam_upload_file_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_upload")),
    )
    with op.batch_alter_table("exam_upload") as table:
        table.create_index(op.f("ix_exam_upload_attempt_id"), ["attempt_id"], unique=False)
    op.create_table(
        "exam_upload_part",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("upload_id", sa.Uuid(), nullable=False),
        sa.Column("offset", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("sealed_key", storage.types.Sealed("part of a file"), nullable=False),
        sa.ForeignKeyConstraint(["upload_id"], ["exam_upload.id"], name=op.f("fk_exam_upload_part_upload_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_upload_part")),
        sa.UniqueConstraint("key", name=op.f("uq_exam_upload_part_key")),
        sa.UniqueConstraint("upload_id", "offset", name=op.f("uq_exam_upload_part_upload_id_offset")),
    )


def downgrade():
    op.drop_table("exam_upload_part")
    op.drop_table("exam_upload")
    with op.batch_alter_table("exam_file") as table:
        table.drop_column("sealed_key")
