"""Decisions on applications become a history of steps; claims, and how long an application waits.

Revision ID: 0007
Revises: 0006
"""

from uuid import uuid4

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

MOVES = ("approve", "refuse", "ask", "answer", "appeal", "grant", "uphold", "withdraw")
UNTIL_NOW = "state IN ('submitted', 'approved')"
FROM_NOW_ON = "state IN ('submitted', 'asked', 'appealed', 'approved')"
STANDING = "uq_eligibility_application_standing"

moment = storage.types.UTCDateTime(timezone=True)
decision = sa.table(
    "eligibility_decision",
    sa.column("id", sa.Uuid()),
    sa.column("application_id", sa.Uuid()),
    sa.column("approved", sa.Boolean()),
    sa.column("reason", sa.Text()),
    sa.column("decided_by", sa.Uuid()),
    sa.column("decided_at", moment),
)
step = sa.table(
    "eligibility_step",
    sa.column("id", sa.Uuid()),
    sa.column("application_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("move", sa.String()),
    sa.column("reason", sa.Text()),
    sa.column("ticked", sa.JSON()),
    sa.column("made_by", sa.Uuid()),
    sa.column("made_at", moment),
)
application = sa.table(
    "eligibility_application",
    sa.column("id", sa.Uuid()),
    sa.column("state", sa.String()),
    sa.column("applied_at", moment),
    sa.column("since", moment),
)


def upgrade():
    """The old decisions are read before their table goes: SQLite copies a table only while nothing points at it."""
    connection = op.get_bind()
    decided = connection.execute(sa.select(decision)).mappings().all()
    op.drop_table("eligibility_decision")
    outcome = sa.Enum("full", "modules", "none", name="outcome", native_enum=False, length=40)
    with op.batch_alter_table("eligibility_application") as batch_op:
        batch_op.drop_index(STANDING)
        batch_op.add_column(sa.Column("outcome", outcome, nullable=False, server_default="full"))
        batch_op.add_column(sa.Column("since", moment, nullable=True))
        batch_op.add_column(sa.Column("claimed_by", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("claimed_at", moment, nullable=True))
        batch_op.create_foreign_key(
            batch_op.f("fk_eligibility_application_claimed_by"), "accounts_person", ["claimed_by"], ["id"]
        )
    connection.execute(application.update().values(since=application.c.applied_at))
    for row in decided:
        connection.execute(
            application.update().where(application.c.id == row["application_id"]).values(since=row["decided_at"])
        )
    with op.batch_alter_table("eligibility_application") as batch_op:
        batch_op.alter_column("outcome", existing_type=outcome, existing_nullable=False, server_default=None)
        batch_op.alter_column("since", existing_type=moment, nullable=False)
        batch_op.create_index("ix_eligibility_application_queue", ["state", "since"], unique=False)
    _standing(FROM_NOW_ON)
    op.create_table(
        "eligibility_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.Enum(*MOVES, name="applicationmove", native_enum=False, length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("ticked", sa.JSON(), nullable=False),
        sa.Column("snapshot", sa.JSON(none_as_null=True), nullable=True),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.CheckConstraint(
            "move NOT IN ('approve', 'appeal', 'grant', 'uphold') OR reason <> ''",
            name=op.f("ck_eligibility_step_step_has_reason"),
        ),
        sa.ForeignKeyConstraint(
            ["application_id"], ["eligibility_application.id"], name=op.f("fk_eligibility_step_application_id")
        ),
        sa.ForeignKeyConstraint(["made_by"], ["accounts_person.id"], name=op.f("fk_eligibility_step_made_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_step")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_eligibility_step_application_id_number")),
    )
    for row in decided:
        move = "approve" if row["approved"] else "refuse"
        words = {"reason": row["reason"], "ticked": [], "made_by": row["decided_by"], "made_at": row["decided_at"]}
        connection.execute(
            step.insert().values(id=row["id"], application_id=row["application_id"], number=1, move=move, **words)
        )


def downgrade():
    """The decision that stands is kept; questions, answers and appeals have no place in the older tables."""
    connection = op.get_bind()
    query = sa.select(step).where(step.c.move.in_(("approve", "refuse", "grant", "uphold"))).order_by(step.c.number)
    decided = {row["application_id"]: row for row in connection.execute(query).mappings()}
    op.drop_table("eligibility_step")
    older = {"asked": "submitted", "appealed": "refused", "upheld": "refused"}
    for state, before in older.items():
        connection.execute(application.update().where(application.c.state == state).values(state=before))
    with op.batch_alter_table("eligibility_application") as batch_op:
        batch_op.drop_index(STANDING)
        batch_op.drop_index("ix_eligibility_application_queue")
        batch_op.drop_constraint(batch_op.f("fk_eligibility_application_claimed_by"), type_="foreignkey")
        for column in ("claimed_at", "claimed_by", "since", "outcome"):
            batch_op.drop_column(column)
    _standing(UNTIL_NOW)
    op.create_table(
        "eligibility_decision",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("application_id", sa.Uuid(), nullable=False),
        sa.Column("approved", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", moment, nullable=False),
        sa.CheckConstraint("reason <> ''", name=op.f("ck_eligibility_decision_decision_has_reason")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["eligibility_application.id"], name=op.f("fk_eligibility_decision_application_id")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["accounts_person.id"], name=op.f("fk_eligibility_decision_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_decision")),
        sa.UniqueConstraint("application_id", name=op.f("uq_eligibility_decision_application_id")),
    )
    for row in decided.values():
        connection.execute(
            decision.insert().values(
                id=uuid4(),
                application_id=row["application_id"],
                approved=row["move"] in {"approve", "grant"},
                reason=row["reason"] or "–",
                decided_by=row["made_by"],
                decided_at=row["made_at"],
            )
        )


def _standing(states):
    op.create_index(
        STANDING,
        "eligibility_application",
        ["candidate_id", "scheme_code", "level"],
        unique=True,
        sqlite_where=sa.text(states),
        postgresql_where=sa.text(states),
    )
