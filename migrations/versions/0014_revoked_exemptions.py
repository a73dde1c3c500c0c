"""Moves of exemptions become a history of steps; they can be revoked, and are closed with their application.

Revision ID: 0014
Revises: 0013
"""

from uuid import uuid4

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

MOVES = ("confirm", "decline", "close", "contest", "keep", "revoke")
UNTIL_NOW = "state IN ('proposed', 'confirmed')"
FROM_NOW_ON = "state IN ('proposed', 'confirmed', 'contested')"
STANDING = "uq_eligibility_exemption_standing"

moment = storage.types.UTCDateTime(timezone=True)
decision = sa.table(
    "eligibility_exemption_decision",
    sa.column("id", sa.Uuid()),
    sa.column("exemption_id", sa.Uuid()),
    sa.column("confirmed", sa.Boolean()),
    sa.column("reason", sa.Text()),
    sa.column("decided_by", sa.Uuid()),
    sa.column("decided_at", moment),
)
step = sa.table(
    "eligibility_exemption_step",
    sa.column("id", sa.Uuid()),
    sa.column("exemption_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("move", sa.String()),
    sa.column("reason", sa.Text()),
    sa.column("made_by", sa.Uuid()),
    sa.column("made_at", moment),
)
exemption = sa.table(
    "eligibility_exemption",
    sa.column("id", sa.Uuid()),
    sa.column("application_id", sa.Uuid()),
    sa.column("state", sa.String()),
)
application = sa.table(
    "eligibility_application", sa.column("id", sa.Uuid()), sa.column("state", sa.String()), sa.column("since", moment)
)


def upgrade():
    """The decisions become first steps; what waits on an application that is over is closed as of its end."""
    connection = op.get_bind()
    decided = connection.execute(sa.select(decision)).mappings().all()
    op.drop_table("eligibility_exemption_decision")
    _standing(FROM_NOW_ON)
    op.create_table(
        "eligibility_exemption_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemption_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("move", sa.Enum(*MOVES, name="exemptionmove", native_enum=False, length=40), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.CheckConstraint(
            "move = 'close' OR reason <> ''", name=op.f("ck_eligibility_exemption_step_step_has_reason")
        ),
        sa.ForeignKeyConstraint(
            ["exemption_id"], ["eligibility_exemption.id"], name=op.f("fk_eligibility_exemption_step_exemption_id")
        ),
        sa.ForeignKeyConstraint(
            ["made_by"], ["accounts_person.id"], name=op.f("fk_eligibility_exemption_step_made_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_eligibility_exemption_step")),
        sa.UniqueConstraint("exemption_id", "number", name=op.f("uq_eligibility_exemption_step_exemption_id_number")),
    )
    for row in decided:
        words = {"reason": row["reason"], "made_by": row["decided_by"], "made_at": row["decided_at"]}
        move = "confirm" if row["confirmed"] else "decline"
        connection.execute(
            step.insert().values(id=row["id"], exemption_id=row["exemption_id"], number=1, move=move, **words)
        )
    over = (
        sa.select(exemption.c.id, application.c.since)
        .join(application, application.c.id == exemption.c.application_id)
        .where(exemption.c.state == "proposed", application.c.state.in_(("refused", "upheld", "withdrawn")))
    )
    for exemption_id, since in connection.execute(over).all():
        words = {"reason": "", "made_by": None, "made_at": since}
        connection.execute(step.insert().values(id=uuid4(), exemption_id=exemption_id, number=1, move="close", **words))
        connection.execute(exemption.update().where(exemption.c.id == exemption_id).values(state="closed"))


def downgrade():
    """The second registrar's decision is kept; revocations and closings have no place in the older table."""
    connection = op.get_bind()
    query = sa.select(step).where(step.c.move.in_(("confirm", "decline")))
    decided = connection.execute(query).mappings().all()
    op.drop_table("eligibility_exemption_step")
    for state, before in {"contested": "confirmed", "revoked": "declined", "closed": "declined"}.items():
        connection.execute(exemption.update().where(exemption.c.state == state).values(state=before))
    _standing(UNTIL_NOW)
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
    standing = dict(connection.execute(sa.select(exemption.c.id, exemption.c.state)).all())
    for row in decided:
        words = {"reason": row["reason"], "decided_by": row["made_by"], "decided_at": row["made_at"]}
        confirmed = standing[row["exemption_id"]] == "confirmed"
        connection.execute(
            decision.insert().values(id=row["id"], exemption_id=row["exemption_id"], confirmed=confirmed, **words)
        )


def _standing(condition):
    """There is one standing exemption for a component of an application; which ones stand is told by their state."""
    where = sa.text(condition)
    op.drop_index(STANDING, table_name="eligibility_exemption")
    op.create_index(
        STANDING,
        "eligibility_exemption",
        ["application_id", "component"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
