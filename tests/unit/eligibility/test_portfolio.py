"""Evidence as it is kept, and the few states of an application."""

from datetime import date

import pytest

from eligibility.domain import parsing
from eligibility.domain.application import APPLICATION, ApplicationMove, ApplicationState
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.portfolio import READING_ORDER, Source, as_evidence, in_order, kept
from eligibility.permissions import decide_applications, see_application
from kernel.errors import BadInput, IllegalMove

WRITTEN = {
    "employment": {"start": "2020-01-01", "end": None, "occupation": "same"},
    "education": {"degree": "master", "field": "other", "awarded": "2019-07-01"},
    "enrolled": {"programme": "mba", "field": "same", "since": "2025-09-01"},
    "certificates": {"scheme": "csm-national", "level": 3, "issued": "2021-01-01"},
    "training": {"level": 3, "hours": 180.5, "completed": "2022-01-01"},
    "titles": {"grade": "junior", "awarded": "2023-01-01"},
    "student_certificates": {"awarded": "2014-01-01"},
}


def test_every_kind_is_kept_and_read_back():
    items = [kept({"kind": kind, "data": data, "source": "candidate"}) for kind, data in WRITTEN.items()]

    assert as_evidence(items) == parsing.evidence({kind: [data] for kind, data in WRITTEN.items()})
    assert {each.source for each in items} == {Source.CANDIDATE}


def test_people_read_school_first_then_work_each_from_its_beginning():
    items = [kept({"kind": kind, "data": data, "source": "candidate"}) for kind, data in reversed(WRITTEN.items())]
    later = kept(
        {"kind": "employment", "data": {**WRITTEN["employment"], "start": "2021-01-01"}, "source": "candidate"}
    )

    ordered = in_order([later, *items])

    assert [each.kind for each in ordered][:3] == [
        EvidenceKind.EDUCATION,
        EvidenceKind.EMPLOYMENT,
        EvidenceKind.EMPLOYMENT,
    ]
    assert [each.begins for each in ordered][1:3] == [date(2020, 1, 1), date(2021, 1, 1)]
    assert set(READING_ORDER) == set(EvidenceKind)


OPEN_TO = {
    ApplicationState.SUBMITTED: {"approve", "refuse", "ask", "withdraw"},
    ApplicationState.ASKED: {"answer", "approve", "refuse", "withdraw"},
    ApplicationState.REFUSED: {"appeal"},
    ApplicationState.APPEALED: {"grant", "uphold", "withdraw"},
}


@pytest.mark.parametrize("state", ApplicationState)
def test_an_application_moves_only_as_its_state_allows_and_one_appeal_is_all_there_is(state):
    allowed = {move.value for move in ApplicationMove if APPLICATION.allows(state, move)}

    assert allowed == OPEN_TO.get(state, set())
    for move in set(ApplicationMove) - {ApplicationMove(each) for each in allowed}:
        with pytest.raises(IllegalMove):
            APPLICATION.after(state, move)


@pytest.mark.parametrize(
    ("written", "code", "where"),
    [
        (None, "evidence_not_mapping", ""),
        ({"medals": []}, "evidence_unknown_field", "medals"),
        ({"titles": {}}, "evidence_not_list", "titles"),
        ({"titles": [None]}, "evidence_not_mapping", "titles[0]"),
        ({"titles": [{"grade": "junior"}]}, "evidence_missing_field", "titles[0].awarded"),
        ({"titles": [{"grade": "junior", "awarded": 2020}]}, "evidence_bad_date", "titles[0].awarded"),
        ({"titles": [{"grade": "junior", "awarded": "2023-02-30"}]}, "evidence_bad_date", "titles[0].awarded"),
        ({"titles": [{"grade": "noble", "awarded": "2023-02-01"}]}, "evidence_unknown_word", "titles[0].grade"),
        ({"titles": [{"grade": ["junior"], "awarded": "2023-02-01"}]}, "evidence_unknown_word", "titles[0].grade"),
        (
            {"training": [{"level": True, "hours": 1, "completed": "2020-01-01"}]},
            "evidence_bad_level",
            "training[0].level",
        ),
        (
            {"training": [{"level": 3, "hours": float("inf"), "completed": "2020-01-01"}]},
            "evidence_bad_hours",
            "training[0].hours",
        ),
        (
            {"training": [{"level": 3, "hours": True, "completed": "2020-01-01"}]},
            "evidence_bad_hours",
            "training[0].hours",
        ),
        (
            {"certificates": [{"scheme": 1, "level": 3, "issued": "2020-01-01"}]},
            "evidence_not_text",
            "certificates[0].scheme",
        ),
        (
            {"enrolled": [{"programme": "mba", "field": "same", "since": "2020-01-01", "until": "2019-01-01"}]},
            "evidence_end_before_start",
            "enrolled[0].until",
        ),
    ],
)
def test_evidence_that_cannot_be_meant_is_refused_with_its_place(written, code, where):
    with pytest.raises(BadInput) as refused:
        parsing.evidence(written)

    assert (refused.value.refusal.code, refused.value.where) == (code, where)


def test_the_permissions_read_as_sentences():
    assert decide_applications.sentence == "is registrar"
    assert see_application.sentence == "is their own"
