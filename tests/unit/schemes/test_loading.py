"""A scheme file is read completely, and a wrong one is refused with the place and the reason."""

import json
from decimal import Decimal
from pathlib import Path

import pytest

from kernel.errors import BadInput, NotFound
from schemes.domain import parsing
from schemes.domain.blueprint import Bands
from schemes.domain.node import Node
from schemes.domain.requirement import REQUIREMENTS, Anchor, Certificate, Degree, DegreeKind, Relation, Within, Work
from schemes.services import reading

FILE = Path("schemes/csm-national.yaml")
SOURCE = FILE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def national():
    return reading.read(SOURCE, FILE.name)


def test_the_national_scheme_has_the_conditions_of_the_field(national):
    assert {number: [c.id for c in level.conditions] for number, level in national.levels.items()} == {
        3: ["1", "2", "3", "4", "5"],
        2: ["1", "2", "3", "4", "5", "6", "7"],
        1: ["1", "2", "3", "4", "5"],
    }
    assert national.standard_hours == {3: 180, 2: 150, 1: 120}
    assert national.gap_days == 30


def test_every_condition_and_component_speaks_both_languages(national):
    texts = [
        words
        for level in national.levels.values()
        for words in (
            level.title,
            *(c.text for c in level.conditions),
            *(c.title for c in level.components.values()),
            *(f.title for f in level.functions),
            *(f.contents for f in level.functions if f.contents),
        )
    ]
    assert all(words.zh and words.en for words in texts)
    assert not any("一" <= letter <= "鿿" for words in texts for letter in words.en)


def test_a_condition_names_what_it_asks_for(national):
    trial = national.level(1).condition("4")

    within, degree, work = trial.requires

    assert isinstance(within, Within)
    assert degree == Degree(degree=DegreeKind.BACHELOR, fields=frozenset({Relation.SAME, Relation.RELATED}))
    assert work == Work(years=13, occupations=frozenset({Relation.SAME, Relation.RELATED}), after=Anchor.DEGREE)


def test_the_level_three_paper_has_sixty_questions_for_a_hundred_marks(national):
    blueprint = national.level(3).blueprint

    assert blueprint.questions == 60
    assert blueprint.total_marks == Decimal(100)
    assert blueprint.bands == Bands(score=Decimal("0.5"), information=Decimal(2), reading=Decimal(5))
    assert [str(blueprint.count(kind=kind)) for kind in ("single_choice", "multiple_choice", "true_false")] == [
        "40",
        "10",
        "10",
    ]
    assert blueprint.count(function="complaints", kind="true_false").most == 0
    assert str(blueprint.count(function="overview", kind="single_choice", cognitive="know")) == "3"
    for function in national.level(3).functions:
        assert abs(blueprint.marks_of(function.code).most - function.weight) <= 1


def test_weights_come_to_a_hundred_also_where_they_are_equal_shares(national):
    for level in national.levels.values():
        weights = [function.weight for function in level.functions]
        assert sum(weights) == 100
        if level.number < 3:
            assert max(weights) - min(weights) <= Decimal("0.01")


def test_what_no_source_publishes_is_marked_as_assumed(national):
    assert national.assumed("levels.2.weights") is not None
    assert national.assumed("levels.3.certificate") is not None
    assert national.assumed("levels.3.certificate.credits") is not None
    assert national.assumed("standard_hours") is not None
    assert national.assumed("levels.1.conditions.4") is not None
    assert national.assumed("levels.1.conditions.1") is None


def test_certificates_of_the_same_occupation_are_recognised(national):
    assert national.recognises_certificates_of("csm-guangdong")
    assert not national.recognises_certificates_of("crm-professional")


def test_what_a_level_does_not_have_is_not_found(national):
    with pytest.raises(NotFound):
        national.level(4)
    with pytest.raises(NotFound):
        national.level(3).condition("9")
    with pytest.raises(NotFound):
        national.level(3).function("magic")
    assert national.level(3).function("overview").weight == 20


def test_a_stored_scheme_reads_the_same_as_its_file(national):
    stored = json.loads(reading.plain(SOURCE, FILE.name))

    assert parsing.scheme(Node(stored)) == national


def line_of(text, nth=1):
    lines = [number for number, line in enumerate(SOURCE.splitlines(), start=1) if text in line]
    return lines[nth - 1]


MISTAKES = {
    "a number in words": ("years: 6}", "years: six}", "scheme_wrong_type"),
    "years of nothing": ("years: 6}", "years: 0}", "scheme_too_small"),
    "weights beyond a hundred": ("weight: 15", "weight: 25", "scheme_weights"),
    "a misspelt key": ("pass_mark: 60", "pasmark: 60", "scheme_unknown_key"),
    "an unknown anchor": ("after: degree}", "after: degre}", "scheme_not_allowed"),
    "an unknown field": ("fields: [other]", "fields: [others]", "scheme_not_allowed"),
    "an unknown requirement": ("kind: work,", "kind: works,", "scheme_not_allowed"),
    "an anchor that is not there": ("years: 6}", "years: 6, after: degree}", "scheme_anchor_missing"),
    "an empty text": ("zh: 连续从事本职业工作满 6 年。", "zh: ' '", "scheme_empty"),
    "a missing language": ("title: {zh: 三级, en: Level 3}", "title: {zh: 三级}", "scheme_missing_key"),
    "a pass mark out of reach": ("pass_mark: 60", "pass_mark: 160", "scheme_pass_mark"),
    "a negative mark": ('single_choice: "1.5"', 'single_choice: "-1.5"', "scheme_wrong_type"),
    "marks in words": ('single_choice: "1.5"', 'single_choice: "much"', "scheme_wrong_type"),
    "marks that are true": ('single_choice: "1.5"', "single_choice: true", "scheme_wrong_type"),
    "a zone nobody knows": ("zone: Asia/Shanghai", "zone: Asia/Shangri-La", "scheme_not_allowed"),
    "a date that is none": ("effective_from: 2006-01-01", "effective_from: soon", "scheme_wrong_type"),
    "a level beyond the ladder": ("level: 3\n    title", "level: 4\n    title", "scheme_not_allowed"),
    "a condition numbered twice": ('- id: "2"', '- id: "1"', "scheme_twice"),
    "a component twice": ("code: case_study", "code: theory", "scheme_twice"),
    "a function twice": ("code: department", "code: overview", "scheme_twice"),
    "the same level twice": ("level: 2\n    title", "level: 3\n    title", "scheme_twice"),
    "a cell of no function": ("        foundations:\n", "        fundations:\n", "scheme_not_allowed"),
    "a window that ends first": ("until: 2011-12-31", "until: 2001-12-31", "scheme_window_backwards"),
    "a list that is none": ("recognises: [csm-*]", "recognises: csm", "scheme_wrong_type"),
    "broken YAML": ("scheme: csm-national", "scheme: [csm", "scheme_not_yaml"),
    "a key given twice": ("gap_days: 30", "gap_days: 30\ngap_days: 31", "scheme_not_yaml"),
    "two works in one condition": (
        "- {kind: work, years: 6}",
        "- {kind: work, years: 6}\n          - {kind: work, years: 7}",
        "scheme_twice",
    ),
    "nothing required": (
        "requires:\n          - {kind: work, years: 6}",
        "requires: []",
        "scheme_empty",
    ),
    "an unknown kind of component": ("kind: theory", "kind: theories", "scheme_not_allowed"),
    "days for a paper": ("minutes: 90", "days: 90", "scheme_unknown_key"),
    "papers perhaps": ("rule: required", "rule: perhaps", "scheme_not_allowed"),
    "a place in lists that is none": ("listed: 1", "listed: first", "scheme_wrong_type"),
    "a resit that is neither free nor not": ("listed: 1", "listed: 1\nfree_resit: perhaps", "scheme_wrong_type"),
    "a free resit for no years": ("listed: 1", "listed: 1\nfree_resit: {years: 0}", "scheme_too_small"),
    "a free resit without its years": (
        "listed: 1",
        "listed: 1\nfree_resit: {assumed: {zh: x, en: x}}",
        "scheme_missing_key",
    ),
    "a free resit with something else": (
        "listed: 1",
        "listed: 1\nfree_resit: {years: 1, days: 3}",
        "scheme_unknown_key",
    ),
    "a code with a blank": ("scheme: csm-national", "scheme: csm national", "scheme_bad_code"),
    "a band that no paper can keep": ('score: "0.5"', 'score: "0"', "scheme_wrong_type"),
    "a version with a slash": ('version: "1.1"', 'version: "1/1"', "scheme_bad_version"),
    "training without hours": ("  3: 180\n", "", "scheme_hours_missing"),
    "a condition that asks for nothing in particular": (
        "requires:\n          - {kind: work, years: 6}",
        "requires: nothing",
        "scheme_wrong_type",
    ),
    "own weights beside equal ones": (
        "en: The value of service}",
        "en: The value of service}\n        weight: 10",
        "scheme_unknown_key",
    ),
}


@pytest.mark.parametrize(("right", "wrong", "code"), MISTAKES.values(), ids=MISTAKES.keys())
def test_a_wrong_file_is_refused_with_its_name_and_line(right, wrong, code):
    assert right in SOURCE

    with pytest.raises(BadInput) as refused:
        reading.read(SOURCE.replace(right, wrong, 1), "wrong.yaml")

    assert refused.value.refusal.code == code
    name, line = refused.value.where.split(":")
    assert name == "wrong.yaml"
    assert 1 <= int(line) <= len(SOURCE.splitlines()) + 2


def test_the_line_is_the_line_of_the_mistake():
    with pytest.raises(BadInput) as refused:
        reading.read(SOURCE.replace("pass_mark: 60", "pasmark: 60", 1), "wrong.yaml")

    assert refused.value.where == f"wrong.yaml:{line_of('pass_mark: 60')}"


def test_marks_that_stray_from_the_weight_are_refused():
    strayed = SOURCE.replace(
        "single_choice: {know: 1, understand: 0, master: 0}", "single_choice: {know: 2, understand: 2, master: 0}"
    )

    with pytest.raises(BadInput) as refused:
        reading.read(strayed, "wrong.yaml")

    assert refused.value.refusal.code == "scheme_marks_off"
    assert refused.value.refusal.params["function"] == "foundations"


def test_a_paper_that_does_not_come_to_the_marks_of_its_component_is_refused():
    short = SOURCE.replace(
        "single_choice: {know: 1, understand: 3, master: 2}", "single_choice: {know: 1, understand: 3, master: 2}"
    ).replace("true_false: {know: 0, understand: 1, master: 0}", "true_false: {know: 0, understand: 0, master: 0}")

    with pytest.raises(BadInput) as refused:
        reading.read(short, "wrong.yaml")

    assert refused.value.refusal.code == "scheme_blueprint_total"


def test_a_file_that_is_not_there_or_not_text_is_refused(tmp_path):
    broken = tmp_path / "broken.yaml"
    broken.write_bytes(b"\xff\xfe\x00")

    for path in (tmp_path / "absent.yaml", broken):
        with pytest.raises(BadInput) as refused:
            reading.text_of(path)
        assert refused.value.refusal.code == "scheme_unreadable"


def test_a_control_character_is_refused_as_no_yaml():
    with pytest.raises(BadInput) as refused:
        reading.read("scheme: \x07", "wrong.yaml")

    assert refused.value.refusal.code == "scheme_not_yaml"


EVERY_KIND = {
    "work": {"kind": "work", "years": 3},
    "working_now": {"kind": "working_now", "occupations": ["same", "related"]},
    "degree": {"kind": "degree", "degree": "bachelor"},
    "certificate": {"kind": "certificate", "level": 3, "held_years": 2},
    "training": {"kind": "training", "level": 3},
    "enrolled": {"kind": "enrolled", "programme": "mba", "fields": ["same"]},
    "title": {"kind": "title", "grade": "junior"},
    "student_certificate": {"kind": "student_certificate"},
    "within": {"kind": "within", "since": "2006-01-01", "until": "2011-12-31"},
}


def test_the_list_of_requirement_kinds_is_closed():
    assert set(EVERY_KIND) == set(REQUIREMENTS)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_of_requirement_can_be_written_in_a_scheme(kind):
    from schemes.domain.conditions import requirement

    read = requirement(Node(EVERY_KIND[kind]))

    assert type(read) is REQUIREMENTS[kind]


def test_a_mistake_in_a_stored_scheme_is_told_by_its_path():
    from schemes.domain.conditions import requirement

    with pytest.raises(BadInput) as refused:
        requirement(Node({"kind": "work", "years": "3"}, path="levels.3.conditions.1"))

    assert refused.value.where == "levels.3.conditions.1.years"


def test_a_certificate_may_be_asked_for_at_any_level():
    from schemes.domain.conditions import requirement

    assert requirement(Node({"kind": "certificate"})) == Certificate(level=None, held_years=0)
