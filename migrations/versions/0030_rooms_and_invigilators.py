"""Rooms, the rooms and invigilators of sittings, and when all clocks of a room stood.

Revision ID: 0030
Revises: 0029
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

MOMENT = storage.types.UTCDateTime(timezone=True)
CAUSE = sa.Enum("break", "invigilator", "outage", name="cause", native_enum=False, length=40)


def upgrade():
    """Who invigilated so far is not known: every invigilator saw every desk, and now sees those they are assigned to."""
    op.create_table(
        "exam_room",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=100), nullable=False),
        sa.Column("address", sa.String(length=300), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.Column("step_free", sa.Boolean(), nullable=False),
        sa.Column("changeover_minutes", sa.Integer(), nullable=False),
        sa.Column("closed_at", MOMENT, nullable=True),
        sa.CheckConstraint("seats > 0", name=op.f("ck_exam_room_seats")),
        sa.CheckConstraint("changeover_minutes >= 0", name=op.f("ck_exam_room_changeover")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_room")),
        sa.UniqueConstraint("name", "address", name=op.f("uq_exam_room_name_address")),
    )
    op.create_table(
        "exam_sitting_room",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=False),
        sa.Column("first_seat", sa.Integer(), nullable=False),
        sa.Column("seats", sa.Integer(), nullable=False),
        sa.CheckConstraint("seats > 0", name=op.f("ck_exam_sitting_room_seats")),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_sitting_room_sitting_id_exam_sitting")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name=op.f("fk_exam_sitting_room_room_id_exam_room")),
        sa.PrimaryKeyConstraint("sitting_id", "room_id", name=op.f("pk_exam_sitting_room")),
    )
    op.create_index(op.f("ix_exam_sitting_room_room_id"), "exam_sitting_room", ["room_id"])
    op.create_table(
        "exam_invigilation",
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_invigilation_sitting_id_exam_sitting")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["accounts_person.id"], name=op.f("fk_exam_invigilation_person_id_accounts_person")
        ),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name=op.f("fk_exam_invigilation_room_id_exam_room")),
        sa.PrimaryKeyConstraint("sitting_id", "person_id", name=op.f("pk_exam_invigilation")),
    )
    op.create_index(op.f("ix_exam_invigilation_person_id"), "exam_invigilation", ["person_id"])
    op.create_table(
        "exam_stop",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sitting_id", sa.Uuid(), nullable=False),
        sa.Column("room_id", sa.Uuid(), nullable=True),
        sa.Column("since", MOMENT, nullable=False),
        sa.Column("until", MOMENT, nullable=True),
        sa.Column("cause", CAUSE, nullable=False),
        sa.Column("reason", sa.String(length=300), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["sitting_id"], ["exam_sitting.id"], name=op.f("fk_exam_stop_sitting_id_exam_sitting")),
        sa.ForeignKeyConstraint(["room_id"], ["exam_room.id"], name=op.f("fk_exam_stop_room_id_exam_room")),
        sa.ForeignKeyConstraint(
            ["actor_id"], ["accounts_person.id"], name=op.f("fk_exam_stop_actor_id_accounts_person")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exam_stop")),
    )
    op.create_index(op.f("ix_exam_stop_sitting_id"), "exam_stop", ["sitting_id"])
    with op.batch_alter_table("exam_entry") as table:
        table.add_column(sa.Column("is_dealt", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(sa.Column("stop_id", sa.Uuid(), nullable=True))
        table.create_foreign_key(op.f("fk_exam_entry_stop_id_exam_stop"), "exam_stop", ["stop_id"], ["id"])


def downgrade():
    with op.batch_alter_table("exam_entry") as table:
        table.drop_constraint(op.f("fk_exam_entry_stop_id_exam_stop"), type_="foreignkey")
        table.drop_column("stop_id")
        table.drop_column("is_dealt")
    for name in ("exam_stop", "exam_invigilation", "exam_sitting_room", "exam_room"):
        op.drop_table(name)
