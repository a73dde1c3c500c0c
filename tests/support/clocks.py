"""How the clock of an attempt stands, as the platform and its tables tell."""

from tests.support.exam_room import state_of


def minutes_left(person, attempt):
    return state_of(person, attempt)["remaining_ms"] / 60_000


def codes(refused):
    return [refusal.code for refusal in refused.value.refusals]


def row_of(app, attempt):
    from exam.models.attempts import Attempt
    from storage.database import db

    with app.app_context():
        return {c.name: getattr(db.session.get_one(Attempt, attempt), c.name) for c in Attempt.__table__.columns}


def agrees(app, attempt):
    """Whether the columns at which a save looks are what the recorded events come to."""
    from exam.queries.attempts import attempt_row
    from exam.queries.timelines import timeline_of

    with app.app_context():
        row = attempt_row(attempt)
        return row.timing == timeline_of(row).timing
