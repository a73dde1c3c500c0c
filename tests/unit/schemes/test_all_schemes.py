"""The five schemes say what the field's published texts say, and mark what those do not."""

import json

import pytest

from schemes.domain import conditions, parsing
from schemes.domain.component import ComponentKind
from schemes.domain.node import Node
from schemes.domain.scheme import Admission, Papers
from schemes.services import loading, reading
from tests.support.other_schemes import GUANGDONG, PROFESSIONAL, STANDARD

CODES = ("crm-course", "crm-professional", "csm-guangdong", "csm-national", "csm-standard")
CSM = ("csm-guangdong", "csm-national", "csm-standard")


@pytest.fixture(scope="module")
def schemes():
    return {code: loading.shipped(code) for code in CODES}


def test_these_five_come_with_the_platform():
    assert tuple(path.stem for path in loading.shipped_files()) == CODES


@pytest.mark.parametrize("code", CODES)
def test_a_scheme_has_the_code_of_its_file_and_both_languages_throughout(schemes, code):
    scheme = schemes[code]
    texts = [
        words
        for level in scheme.levels.values()
        for words in (
            level.title,
            *(each.text for each in level.conditions),
            *(each.title for each in level.components.values()),
            *(each.contents for each in level.components.values() if each.contents),
            *(criterion for each in level.components.values() for criterion in each.criteria),
            *(each.title for each in level.functions),
            *(each.contents for each in level.functions if each.contents),
            *(goal for each in level.functions for goal in each.goals.values()),
        )
    ] + [scheme.title, *(each.note for each in scheme.assumptions), *([scheme.about] if scheme.about else [])]

    assert scheme.code == code
    assert all(words.zh and words.en for words in texts)
    assert [words.en for words in texts if any("一" <= letter <= "鿿" for letter in words.en)] == []
    assert [words.zh for words in texts if not any("一" <= letter <= "鿿" for letter in words.zh)] == []


@pytest.mark.parametrize("code", CODES)
def test_a_stored_scheme_reads_the_same_as_its_file(schemes, code):
    path = next(path for path in loading.shipped_files() if path.stem == code)

    assert parsing.scheme(Node(json.loads(reading.plain(reading.text_of(path), path.name)))) == schemes[code]


@pytest.mark.parametrize(
    ("code", "published"),
    [("csm-guangdong", GUANGDONG), ("csm-standard", STANDARD), ("crm-professional", PROFESSIONAL)],
)
def test_every_condition_asks_for_what_the_published_text_asks_for(schemes, code, published):
    for number, wishes in published.items():
        level = schemes[code].level(number)
        asked = [tuple(conditions.requirement(Node(wish)) for wish in condition) for condition in wishes]
        assert [each.requires for each in level.conditions] == asked
        assert [each.id for each in level.conditions] == [str(place) for place in range(1, len(asked) + 1)]


def test_one_condition_of_all_admits_to_modules_only(schemes):
    modules = [
        (code, number, condition.id)
        for code, scheme in schemes.items()
        for number, level in scheme.levels.items()
        for condition in level.conditions
        if condition.admission is Admission.MODULES
    ]

    assert modules == [("csm-standard", 3, "1")]


def test_the_schemes_of_one_occupation_share_syllabus_components_and_certificates(schemes):
    national = schemes["csm-national"]
    for code in CSM:
        assert schemes[code].standard_hours == {3: 180, 2: 150, 1: 120}
        for number, level in schemes[code].levels.items():
            assert level.functions == national.level(number).functions
            assert level.blueprint == national.level(number).blueprint
            assert level.components == national.level(number).components
            for component in level.components.values():
                assert (component.out_of, component.pass_mark, component.valid_years) == (100, 60, 2)
        for other in CODES:
            assert schemes[code].recognises_certificates_of(other) == (other in CSM)


def test_only_the_provincial_programme_grants_a_free_resit(schemes):
    assert [code for code in CODES if schemes[code].free_resit] == ["csm-guangdong"]
    assert schemes["csm-guangdong"].resit_years == 1
    assert "assumed" in schemes["csm-guangdong"].assumed("free_resit").en


def test_papers_are_asked_for_wherever_evidence_is(schemes):
    assert [code for code in CODES if schemes[code].papers is Papers.NONE] == ["crm-course"]


def test_the_national_scheme_is_listed_first(schemes):
    assert min(schemes.values(), key=lambda each: each.listed).code == "csm-national"


def test_the_three_tiers_add_practice_and_then_a_panel(schemes):
    tiers = schemes["crm-professional"].levels

    kinds = {number: [component.kind for component in tiers[number].components.values()] for number in (3, 2, 1)}

    assert kinds == {
        3: ["written"],
        2: ["written", "report", "simulation"],
        1: ["written", "report", "simulation", "oral"],
    }
    assert tiers[1].components["oral"].panel == 3
    assert tiers[2].components["report"].minutes is None
    assert tiers[2].components["report"].days == 30
    assert {len(level.functions) for level in tiers.values()} == {6}
    assert all(level.certificate and level.certificate.credits.required > 0 for level in tiers.values())


def test_the_course_has_eleven_points_with_goals_and_five_tasks(schemes):
    course = schemes["crm-course"].level(3)
    tasks = course.components.values()

    assert len(course.functions) == 11
    assert all(list(point.goals) == ["know", "understand", "master"] for point in course.functions)
    assert {task.kind for task in tasks} == {ComponentKind.GROUP_TASK}
    assert [(task.group.least, task.group.most) for task in tasks] == [(6, 8), (6, 8), (4, 4), (1, 1), (6, 8)]
    assert [task.group.alone for task in tasks] == [False, False, False, True, False]
    assert all(task.shares.teacher + task.shares.students == 100 for task in tasks)
    assert [len(task.criteria) for task in tasks] == [3, 3, 3, 3, 4]
    assert course.certificate is None


ASSUMED = {
    "crm-course": ["", "papers", "levels.3.conditions.1", "levels.3.components.credit_rating",
                   "levels.3.components.credit_rating.shares", "levels.3.weights"],
    "crm-professional": ["", "papers", *(f"levels.{level}.conditions.{place}" for level in (3, 2, 1) for place in (1, 2)),
                         "levels.1.components.oral", "levels.2.components.report", "levels.2.components.simulation",
                         "levels.3.components.written", "levels.3.weights", "levels.3.certificate",
                         "levels.3.certificate.credits"],
    **{
        code: ["standard_hours", "levels.3.components.theory", "levels.3.components.case_study",
               "levels.3.components.case_study.marking", "levels.3.blueprint", "levels.2.weights", "levels.1.weights",
               "levels.1.certificate", "levels.1.certificate.credits"]
        for code in CSM
    },
}  # fmt: skip


@pytest.mark.parametrize("code", CODES)
def test_what_no_source_publishes_is_marked(schemes, code):
    places = {each.place for each in schemes[code].assumptions}

    assert [place for place in ASSUMED[code] if place not in places] == []
