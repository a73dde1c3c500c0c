"""The log of a sitting: written at the desk or by the platform, corrected by a later entry, taken along as a file."""

import csv
import io
import re

import pytest

from storage.transaction import transaction
from tests.support.exam_room import plan_sitting
from tests.support.formulas import FORMULAS, cells_of


@pytest.fixture
def sitting(exam_room, candidate, the_clock):
    return f"/sittings/{exam_room.holds(candidate)}"


@pytest.fixture
def writes(sitting, invigilator):
    def write(text="考生电脑死机", **fields):
        wish = {"kind": "technical", "entry": "", "text": text, "happened_at": "", "follows": ""} | fields
        return invigilator.post(f"{sitting}/incidents", wish)

    return write


def log_of(app, exam_room):
    from exam.queries.incidents import incidents_of

    with app.app_context():
        return incidents_of(exam_room.sitting_id)


def test_an_entry_has_its_times_its_kind_and_who_wrote_it(
    app, exam_room, sitting, candidate, invigilator, writes, the_clock
):
    assert writes(entry=str(exam_room.entries[candidate.id]), happened_at="2026-03-02T11:30").status_code == 302

    [written] = log_of(app, exam_room)
    assert (written.entry_id, written.reporter_id) == (exam_room.entries[candidate.id], invigilator.id)
    assert (written.happened_at.isoformat(), written.recorded_at) == ("2026-03-02T03:30:00+00:00", the_clock.now)
    page = invigilator.get(f"{sitting}/incidents").text
    assert "2026年3月2日 11:30 (UTC+08:00)" in page
    assert "技术故障" in page
    assert candidate.name in page


def test_a_correction_is_another_entry_and_the_first_one_stays(app, exam_room, sitting, invigilator, writes):
    writes("三号座位")
    [first] = log_of(app, exam_room)

    assert writes("应为四号座位", follows=str(first.number)).status_code == 302

    assert [(one.text, one.follows) for one in log_of(app, exam_room)] == [
        ("三号座位", None), ("应为四号座位", first.number),
    ]  # fmt: skip
    assert f"更正或补充第{first.number}号" in invigilator.get(f"{sitting}/incidents").text


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        pytest.param({"text": " "}, 422, id="no words"),
        pytest.param({"text": "长" * 1001}, 422, id="too many words"),
        pytest.param({"kind": "murder"}, 422, id="another kind"),
        pytest.param({"entry": "x" * 36}, 422, id="somebody else"),
        pytest.param({"follows": "999"}, 409, id="an entry that is not there"),
        pytest.param({"happened_at": "2026-03-02T23:00"}, 409, id="what is to come"),
        pytest.param({"number": "1"}, 400, id="a number of one's own"),
    ],
)
def test_what_makes_no_sense_is_not_written(app, exam_room, writes, fields, status):
    assert writes(**fields).status_code == status
    assert log_of(app, exam_room) == []


def test_an_entry_of_another_sitting_cannot_be_corrected_here(app, exam_room, writes, the_clock):
    from exam.domain.incident import IncidentKind
    from exam.services.incidents import report
    from kernel.actor import PLATFORM

    with app.app_context(), transaction():
        other = plan_sitting(the_clock.now)
        number = report(other, IncidentKind.TECHNICAL, "断网", actor=PLATFORM, now=the_clock.now)

    assert writes(follows=str(number)).status_code == 409
    assert log_of(app, exam_room) == []


def test_a22_a_candidate_neither_reads_nor_writes_the_log(sitting, candidate, writes):
    writes()
    for address in ("incidents", "incidents.csv", "incidents.xlsx"):
        assert candidate.get(f"{sitting}/{address}").status_code == 404
    assert candidate.post(f"{sitting}/incidents", {"kind": "note", "text": "…"}).status_code == 404


@pytest.mark.parametrize("formula", FORMULAS)
def test_a33_a_formula_in_the_log_leaves_as_text(app, exam_room, sitting, invigilator, formula, the_clock):
    from exam.domain.incident import IncidentKind
    from exam.services.incident_table import RECKONED
    from exam.services.incidents import report
    from kernel.actor import PLATFORM

    with app.app_context(), transaction():
        report(exam_room.sitting_id, IncidentKind.OTHER, formula, actor=PLATFORM, now=the_clock.now)

    _, cells = cells_of(invigilator.get(f"{sitting}/incidents.xlsx").data)
    assert cells[6] == formula.strip()
    plain = invigilator.get(f"{sitting}/incidents.csv").data.decode("utf-8-sig")
    _, row = csv.reader(io.StringIO(plain, newline=""))
    assert row[6] == f"'{formula.strip()}"
    assert not [cell for cell in row if cell.startswith(RECKONED)]
    assert re.search(r"UTC\+08:00", row[1])
