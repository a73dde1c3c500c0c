"""Seats and waiting lists of sittings, and when entries are taken and given up.

Revision ID: 0009
Revises: 0008
"""

import sqlalchemy as sa
import storage.types
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

STATES = sa.Enum("waiting", "seated", "withdrawn", name="entrystate", native_enum=False, length=40)
MOMENT = storage.types.UTCDateTime(timezone=True)
LIVE, SEATED = sa.text("state IN ('waiting', 'seated')"), sa.text("state = 'seated'")
IN_LINE = """
    SELECT count(*) FROM exam_entry AS other WHERE other.sitting_id = exam_entry.sitting_id
    AND (other.entered_at < exam_entry.entered_at OR (other.entered_at = exam_entry.entered_at AND other.id <= exam_entry.id))
"""


def upgrade():
    with op.batch_alter_table("exam_entry") as entry:
        entry.add_column(sa.Column("state", STATES, nullable=True))
        entry.add_column(sa.Column("turn", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("seat", sa.Integer(), nullable=True))
        entry.add_column(sa.Column("ended_at", MOMENT, nullable=True))
        entry.add_column(sa.Column("calendar_id", sa.Uuid(), nullable=True))
        entry.add_column(sa.Column("revision", sa.Integer(), nullable=True))
    op.execute(f"UPDATE exam_entry SET state = 'seated', turn = ({IN_LINE}), calendar_id = id, revision = 0")
    op.execute("UPDATE exam_entry SET seat = turn")
    with op.batch_alter_table("exam_entry") as entry:
        entry.alter_column("state", existing_type=STATES, nullable=False)
        entry.alter_column("turn", existing_type=sa.Integer(), nullable=False)
        entry.alter_column("calendar_id", existing_type=sa.Uuid(), nullable=False)
        entry.alter_column("revision", existing_type=sa.Integer(), nullable=False)
        entry.drop_constraint(entry.f("uq_exam_entry_sitting_id_candidate_id"), type_="unique")
        entry.create_unique_constraint(entry.f("uq_exam_entry_sitting_id_turn"), ["sitting_id", "turn"])
        entry.create_check_constraint(entry.f("ck_exam_entry_seated_has_seat"), "state != 'seated' OR seat IS NOT NULL")
        entry.create_index(
            "uq_exam_entry_live", ["sitting_id", "candidate_id"], unique=True, sqlite_where=LIVE, postgresql_where=LIVE
        )
        entry.create_index(
            "uq_exam_entry_seat", ["sitting_id", "seat"], unique=True, sqlite_where=SEATED, postgresql_where=SEATED
        )
    with op.batch_alter_table("exam_sitting") as sitting:
        sitting.add_column(sa.Column("address", sa.String(length=300), nullable=True))
        sitting.add_column(sa.Column("entries_open_at", MOMENT, nullable=True))
        sitting.add_column(sa.Column("entries_close_at", MOMENT, nullable=True))
        sitting.add_column(sa.Column("withdraw_until", MOMENT, nullable=True))
        sitting.add_column(sa.Column("revision", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE exam_sitting SET address = '', entries_close_at = door_opens_at, withdraw_until = door_opens_at, "
        "revision = CASE WHEN state = 'planned' THEN 0 WHEN state = 'open' THEN 1 ELSE 2 END"
    )
    with op.batch_alter_table("exam_sitting") as sitting:
        sitting.alter_column("address", existing_type=sa.String(length=300), nullable=False)
        sitting.alter_column("entries_close_at", existing_type=MOMENT, nullable=False)
        sitting.alter_column("withdraw_until", existing_type=MOMENT, nullable=False)
        sitting.alter_column("revision", existing_type=sa.Integer(), nullable=False)


def downgrade():
    with op.batch_alter_table("exam_sitting") as sitting:
        for name in ("revision", "withdraw_until", "entries_close_at", "entries_open_at", "address"):
            sitting.drop_column(name)
    op.execute("DELETE FROM exam_entry WHERE state != 'seated'")
    with op.batch_alter_table("exam_entry") as entry:
        entry.drop_index("uq_exam_entry_seat")
        entry.drop_index("uq_exam_entry_live")
        entry.drop_constraint(entry.f("ck_exam_entry_seated_has_seat"), type_="check")
        entry.drop_constraint(entry.f("uq_exam_entry_sitting_id_turn"), type_="unique")
        entry.create_unique_constraint(entry.f("uq_exam_entry_sitting_id_candidate_id"), ["sitting_id", "candidate_id"])
        for name in ("revision", "calendar_id", "ended_at", "seat", "turn", "state"):
            entry.drop_column(name)
