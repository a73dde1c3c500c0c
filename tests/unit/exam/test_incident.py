"""The log of a sitting: what follows what, and who stands on top of the desk."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from exam.domain.incident import FRESH_FOR, Incident, IncidentKind, followed_by, unsettled

NOW = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
WANG, LI = UUID(int=1), UUID(int=2)


def entry(number, entry_id=WANG, kind=IncidentKind.TECHNICAL, *, follows=None, ago=timedelta()):
    return Incident(
        number=number, sitting_id=UUID(int=9), entry_id=entry_id, kind=kind, text="…", follows=follows,
        happened_at=NOW - ago, recorded_at=NOW - ago, reporter_id=None,
    )  # fmt: skip


def test_every_entry_knows_those_that_correct_or_answer_it():
    assert followed_by([entry(1), entry(2), entry(3, follows=1), entry(4, follows=1)]) == {1: (3, 4)}


@pytest.mark.parametrize(
    ("log", "numbers"),
    [
        pytest.param([entry(1), entry(2, LI)], {WANG: 1, LI: 2}, id="each of them"),
        pytest.param([entry(2), entry(1)], {WANG: 2}, id="the newest of one"),
        pytest.param([entry(1), entry(2, follows=1)], {}, id="answered"),
        pytest.param([entry(1), entry(2), entry(3, follows=2)], {WANG: 1}, id="one is answered, one is not"),
        pytest.param([entry(1, kind=IncidentKind.NOTE)], {}, id="a note"),
        pytest.param([entry(1, None)], {}, id="nobody in particular"),
        pytest.param([entry(1, ago=FRESH_FOR)], {}, id="long ago"),
        pytest.param([entry(1, ago=FRESH_FOR - timedelta(seconds=1))], {WANG: 1}, id="not yet long ago"),
    ],
)
def test_somebody_stands_on_top_for_what_is_fresh_and_unanswered(log, numbers):
    assert {who: one.number for who, one in unsettled(log, NOW).items()} == numbers
