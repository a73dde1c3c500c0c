"""The life of questions: in use, due for review, comments, enemies.

Revision ID: 0017
Revises: 0016
"""

from calendar import monthrange
from datetime import date, datetime

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

VERSION, STEP = "question_bank_version", "question_bank_step"
MOMENT = storage.types.UTCDateTime(timezone=True)
APPROVED, USABLE = sa.text("state = 'approved'"), sa.text("state IN ('approved', 'in_use')")
MONTHS = 6
version = sa.table(
    VERSION, sa.column("id", sa.Uuid()), sa.column("state", sa.String()), sa.column("review_due_at", MOMENT)
)
step = sa.table(
    STEP,
    sa.column("id", sa.Uuid()),
    sa.column("version_id", sa.Uuid()),
    sa.column("move", sa.String()),
    sa.column("at", MOMENT),
)


def upgrade():
    """What is approved is due half a year after its approval; what papers pin is in use once new papers are made."""
    op.add_column(VERSION, sa.Column("review_due_at", MOMENT, nullable=True))
    op.add_column(VERSION, sa.Column("reminded_at", MOMENT, nullable=True))
    op.drop_index("uq_question_bank_version_approved", VERSION)
    _one("uq_question_bank_version_usable", USABLE)
    _set_due()
    op.create_table(
        "question_bank_comment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["accounts_person.id"], name="fk_question_bank_comment_author_id"),
        sa.ForeignKeyConstraint(["version_id"], [f"{VERSION}.id"], name="fk_question_bank_comment_version_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question_bank_comment"),
    )
    op.create_index("ix_question_bank_comment_version_id", "question_bank_comment", ["version_id"])
    op.create_table(
        "question_bank_enmity",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("one_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("holds", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["accounts_person.id"], name="fk_question_bank_enmity_actor_id"),
        sa.ForeignKeyConstraint(["one_id"], ["question_bank_question.id"], name="fk_question_bank_enmity_one_id"),
        sa.ForeignKeyConstraint(["other_id"], ["question_bank_question.id"], name="fk_question_bank_enmity_other_id"),
        sa.PrimaryKeyConstraint("id", name="pk_question_bank_enmity"),
        sa.UniqueConstraint("one_id", "other_id", "number", name="uq_question_bank_enmity_one_id_other_id_number"),
    )
    op.create_index("ix_question_bank_enmity_other_id", "question_bank_enmity", ["other_id"])


def downgrade():
    """What is in use is merely approved again, and its confirmations are forgotten."""
    op.drop_table("question_bank_enmity")
    op.drop_table("question_bank_comment")
    bind = op.get_bind()
    op.drop_index("uq_question_bank_version_usable", VERSION)
    bind.execute(version.update().where(version.c.state == "in_use").values(state="approved"))
    bind.execute(step.delete().where(step.c.move.in_(["take_into_use", "confirm"])))
    _one("uq_question_bank_version_approved", APPROVED)
    op.drop_column(VERSION, "reminded_at")
    op.drop_column(VERSION, "review_due_at")


def _one(name, where):
    op.create_index(name, VERSION, ["question_id"], unique=True, sqlite_where=where, postgresql_where=where)


def _set_due():
    bind = op.get_bind()
    rows = bind.execute(
        sa.select(version.c.id, sa.func.max(step.c.at, type_=MOMENT))
        .join(step, step.c.version_id == version.c.id)
        .where(version.c.state == "approved", step.c.move == "approve")
        .group_by(version.c.id)
    ).all()
    if rows:
        query = version.update().where(version.c.id == sa.bindparam("key")).values(review_due_at=sa.bindparam("due"))
        bind.execute(query, [{"key": key, "due": _later(at)} for key, at in rows])


def _later(at):
    years, month = divmod(at.month - 1 + MONTHS, 12)
    year = at.year + years
    day = date(year, month + 1, min(at.day, monthrange(year, month + 1)[1]))
    return datetime.combine(day, at.timetz())
