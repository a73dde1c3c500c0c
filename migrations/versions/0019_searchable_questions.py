"""What a search looks through stands with the question, options included; an index lists questions by their facets.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

QUESTION, VERSION = "question_bank_question", "question_bank_version"
LISTED = ["number", "question_id", "function", "kind", "cognitive", "state", "review_due_at", "author_id"]
NOT_ASKED = {"rationale", "rubric", "background", "group"}
question = sa.table(
    QUESTION, sa.column("id", sa.Uuid()), sa.column("latest_number", sa.Integer()), sa.column("words", sa.Text())
)
version = sa.table(
    VERSION,
    sa.column("id", sa.Uuid()),
    sa.column("question_id", sa.Uuid()),
    sa.column("number", sa.Integer()),
    sa.column("content", sa.JSON()),
    sa.column("words", sa.Text()),
)


def upgrade():
    """Every text that a candidate reads in the latest version, in small letters."""
    op.add_column(QUESTION, sa.Column("words", sa.Text(), nullable=False, server_default=""))
    here = version.c.number == question.c.latest_number
    query = sa.select(question.c.id, version.c.content).join(version, version.c.question_id == question.c.id)
    _write(question, [(key, _searchable(content)) for key, content in op.get_bind().execute(query.where(here))])
    op.drop_column(VERSION, "words")
    op.drop_index(f"ix_{VERSION}_function_kind_cognitive", VERSION)
    op.create_index(f"ix_{VERSION}_listed", VERSION, LISTED)


def downgrade():
    """Every version has its own words again."""
    op.drop_index(f"ix_{VERSION}_listed", VERSION)
    op.create_index(f"ix_{VERSION}_function_kind_cognitive", VERSION, ["function", "kind", "cognitive"])
    op.add_column(VERSION, sa.Column("words", sa.Text(), nullable=False, server_default=""))
    query = sa.select(version.c.id, version.c.content)
    _write(version, [(key, _searchable(content)) for key, content in op.get_bind().execute(query)])
    op.drop_column(QUESTION, "words")


def _write(table, said):
    query = table.update().where(table.c.id == sa.bindparam("key")).values(words=sa.bindparam("said"))
    if said:
        op.get_bind().execute(query, [{"key": key, "said": words} for key, words in said])


def _searchable(content):
    return "\n".join(_texts([part for name, part in content.items() if name not in NOT_ASKED])).lower()


def _texts(part):
    if isinstance(part, dict) and any(isinstance(part.get(language), str) for language in ("zh", "en")):
        return [part[language] for language in ("zh", "en") if language in part]
    if isinstance(part, dict | list):
        inner = part.values() if isinstance(part, dict) else part
        return [text for each in inner for text in _texts(each)]
    return []
