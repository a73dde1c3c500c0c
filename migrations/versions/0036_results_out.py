"""When the results of a sitting came out; and names as the tables have them, where a database was upgraded.

Revision ID: 0036
Revises: 0035
"""

import sqlalchemy as sa
from alembic import op

import storage.types

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

FOREIGN = {
    "exam_sitting_room": {"sitting_id": "exam_sitting", "room_id": "exam_room"},
    "exam_invigilation": {"sitting_id": "exam_sitting", "person_id": "accounts_person", "room_id": "exam_room"},
    "exam_stop": {"sitting_id": "exam_sitting", "room_id": "exam_room", "actor_id": "accounts_person"},
    "exam_entry": {"stop_id": "exam_stop"},
}
ONCE, ONCE_A_FILE = "uq_exam_answer_file_attempt_id", "uq_exam_answer_file_attempt_id_sha256"


def upgrade():
    """Results are out where they were released."""
    with op.batch_alter_table("exam_sitting") as table:
        table.add_column(sa.Column("results_at", storage.types.UTCDateTime(timezone=True), nullable=True))
    released = "SELECT released_at FROM grading_release WHERE grading_release.sitting_id = exam_sitting.id"
    op.execute(f"UPDATE exam_sitting SET results_at = ({released})")  # noqa: S608 -- nothing from outside
    for name, columns in FOREIGN.items():
        with op.batch_alter_table(name) as table:
            for column, other in columns.items():
                table.drop_constraint(f"fk_{name}_{column}_{other}", type_="foreignkey")
                table.create_foreign_key(op.f(f"fk_{name}_{column}"), other, [column], ["id"])
            if name == "exam_entry":
                table.alter_column("is_dealt", existing_type=sa.Boolean(), server_default=None)
    with op.batch_alter_table("exam_form") as table:
        table.alter_column("number", existing_type=sa.Integer(), server_default=None)
    with op.batch_alter_table("question_bank_question") as table:
        table.alter_column("words", existing_type=sa.Text(), server_default=None)
    with op.batch_alter_table("exam_answer_file") as table:
        table.drop_constraint(ONCE, type_="unique")
        table.create_unique_constraint(ONCE_A_FILE, ["attempt_id", "sha256"])


def downgrade():
    """The names as they were."""
    with op.batch_alter_table("exam_answer_file") as table:
        table.drop_constraint(ONCE_A_FILE, type_="unique")
        table.create_unique_constraint(op.f(ONCE), ["attempt_id", "sha256"])
    for name, columns in FOREIGN.items():
        with op.batch_alter_table(name) as table:
            for column, other in columns.items():
                table.drop_constraint(f"fk_{name}_{column}", type_="foreignkey")
                table.create_foreign_key(op.f(f"fk_{name}_{column}_{other}"), other, [column], ["id"])
    with op.batch_alter_table("exam_sitting") as table:
        table.drop_column("results_at")
