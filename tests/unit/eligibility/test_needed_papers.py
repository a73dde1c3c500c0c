"""Which papers a condition asks for: of the person, and of the facts it rests on that nobody else vouches for."""

from datetime import date

import pytest

from eligibility.domain.admission import read_level
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.papers import OF_THE_PERSON, PAPER_OF, Needed, PaperKind, needed
from eligibility.domain.portfolio import as_evidence, kept
from tests.support.examination import shipped

NATIONAL = shipped("csm-national")
PERSON = tuple(Needed(kind) for kind in OF_THE_PERSON)
DEGREE = {"degree": "bachelor", "field": "other", "awarded": "2015-07-01"}
WORK = {"start": "2018-03-01", "end": None, "occupation": "same"}
SHORT = {"start": "2016-01-01", "end": "2016-02-01", "occupation": "same"}
TRAINING = {"level": 3, "hours": 200, "completed": "2020-01-01"}


def item(number, kind, data, source="candidate"):
    return kept(
        {"id": f"00000000-0000-0000-0000-{number:012}", "kind": kind, "data": data, "place": "", "source": source}
    )


def asked(condition, *items):
    reading = read_level(NATIONAL, 3, as_evidence(items), date(2026, 3, 2))
    return needed(next(each for each in reading.conditions if each.condition.id == condition), items)


def test_a_condition_asks_for_portrait_identity_and_the_facts_it_rests_on_only():
    degree, work, short = item(1, "education", DEGREE), item(2, "employment", WORK), item(3, "employment", SHORT)

    assert asked("4", degree, work, short) == (
        *PERSON,
        Needed(PaperKind.DEGREE, degree.id),
        Needed(PaperKind.EMPLOYMENT, work.id),
    )
    assert asked("1", degree, work, short) == (*PERSON, Needed(PaperKind.EMPLOYMENT, work.id))


@pytest.mark.parametrize("source", ["centre", "platform"])
def test_what_a_centre_or_the_platform_recorded_needs_no_paper(source):
    degree, training = item(1, "education", DEGREE), item(2, "training", TRAINING, source)

    assert asked("5", degree, training) == (*PERSON, Needed(PaperKind.DEGREE, degree.id))


def test_a_fact_entered_twice_needs_one_paper_and_none_where_a_centre_recorded_it_too():
    degree, own, same = item(1, "education", DEGREE), item(2, "training", TRAINING), item(3, "training", TRAINING)
    official = item(4, "training", TRAINING, "centre")

    assert asked("5", degree, own, same) == (
        *PERSON,
        Needed(PaperKind.DEGREE, degree.id),
        Needed(PaperKind.TRAINING, own.id),
    )
    assert asked("5", degree, own, official) == (*PERSON, Needed(PaperKind.DEGREE, degree.id))


def test_every_kind_of_evidence_has_its_paper():
    assert set(PAPER_OF) == set(EvidenceKind)
    assert set(PAPER_OF.values()) | set(OF_THE_PERSON) == set(PaperKind)
