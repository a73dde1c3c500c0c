"""A blueprint may state ranges instead of numbers; the length and the marks of a paper stay what they are."""

from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import BadInput
from schemes.domain.blueprint import COGNITIVE_LEVELS, Blueprint, Cell, Part, Range
from schemes.domain.node import Node
from schemes.domain.reach import reach
from schemes.services import loading, reading
from tests.support.ranges import ranged_text

SOURCE = ranged_text()
MARKS = {"single_choice": Decimal("1.5"), "multiple_choice": Decimal(3)}
WHOLE, IN_MARKS = Part(), Part(in_marks=True)


def blueprint_of(text):
    return reading.read(text, "ranges.yaml").level(3).blueprint


def test_ranges_leave_the_length_and_the_marks_as_they_are():
    blueprint = blueprint_of(SOURCE)

    assert (blueprint.questions, blueprint.total_marks) == (60, Decimal(100))
    assert str(blueprint.count("overview", "single_choice", "know")) == "2–4"
    assert str(blueprint.count(function="overview")) == "12"
    assert str(blueprint.count(kind="single_choice")) == "40"
    assert str(blueprint.count(cognitive="know")) == "18–20"
    assert str(blueprint.marks_of("overview")) == "19–21"
    assert str(blueprint.marks_of("department")) == "15.0"


def test_exact_numbers_stay_exact_whatever_is_stated_of_their_sums():
    exact = loading.shipped("csm-guangdong")
    stated = reading.text_of(loading.SHIPPED / "csm-guangdong.yaml").replace(
        "      cells:\n", "      questions: 60\n      sums: {cognitive: {know: 18-20}}\n      cells:\n", 1
    )

    assert blueprint_of(stated) == exact.level(3).blueprint
    with pytest.raises(BadInput):
        blueprint_of(stated.replace("know: 18-20", "know: 40"))


@pytest.mark.parametrize(
    ("before", "after", "line", "code", "params"),
    [
        pytest.param("know: 2-4", "know: 4-2", "know: 4-2", "scheme_span_backwards", {}, id="backwards"),
        pytest.param("know: 2-4", "know: some", "know: some", "scheme_wrong_type", {}, id="no range at all"),
        pytest.param("questions: 60", "questions: 1-60", "questions: 1-60", "scheme_wrong_type", {}, id="no length"),
        pytest.param("      questions: 60\n", "", "    blueprint:", "scheme_missing_key", {"key": "questions"}, id="open"),
        pytest.param("questions: 60", "questions: 70", "questions: 70", "scheme_sum_off",
                     {"stated": "70", "possible": "55–65"}, id="a length that no paper has"),
        pytest.param("know: 18-22", "know: 2-3", "know: 2-3", "scheme_sum_off",
                     {"stated": "2–3", "possible": "16–20"}, id="a sum below its cells"),
        pytest.param("overview: 12}", "overview: 14}", "cells:", "scheme_marks_off",
                     {"function": "overview", "marks": "23.0", "weight": Decimal(20)}, id="marks far from the weight"),
        pytest.param("single_choice: 40}", "single_choice: 39, multiple_choice: 10, true_false: 10}",
                     "multiple_choice: 10, true", "scheme_sum_off", {}, id="kinds that do not come to the length"),
        pytest.param("functions: {overview: 12}", "functions: {elsewhere: 12}", "elsewhere", "scheme_unknown_key", {},
                     id="an unknown function"),
    ],
)  # fmt: skip
def test_what_no_paper_can_keep_is_refused_where_it_stands(before, after, line, code, params):
    assert before in SOURCE
    text = SOURCE.replace(before, after, 1)

    with pytest.raises(BadInput) as refused:
        blueprint_of(text)

    lines = text.splitlines()
    place = next(
        number for number, each in enumerate(lines, start=1) if line in each and number > lines.index("    blueprint:")
    )
    assert (refused.value.refusal.code, {**refused.value.refusal.params, **params}) == (
        code,
        dict(refused.value.refusal.params),
    )
    assert refused.value.where == f"ranges.yaml:{place}"


def test_a_total_that_the_ranges_miss_is_refused():
    text = SOURCE.replace("single_choice: 40}", "single_choice: 40-41}").replace(
        'true_false: "1"}', 'true_false: "0.5"}'
    )

    with pytest.raises(BadInput) as refused:
        blueprint_of(text)

    assert refused.value.refusal.code == "scheme_blueprint_total"


@given(st.integers(0, 9999), st.integers(0, 9999), st.sampled_from(["-", "–", " - "]))
def test_a_range_means_its_two_numbers(one, other, between):
    least, most = sorted((one, other))

    assert Node(f"{least}{between}{most}").span() == (least, most)
    assert Node(least).span() == (least, least)


@st.composite
def small_blueprints(draw):
    places = draw(
        st.lists(
            st.tuples(st.sampled_from("ab"), st.sampled_from(sorted(MARKS)), st.sampled_from(COGNITIVE_LEVELS)),
            min_size=1, max_size=4, unique=True,
        )
    )  # fmt: skip
    spans = [sorted(draw(st.tuples(st.integers(0, 3), st.integers(0, 3)))) for _ in places]
    parts = draw(
        st.lists(st.sampled_from([WHOLE, IN_MARKS, Part(function="a"), Part(kind="single_choice")]), unique=True)
    )
    return Blueprint(
        cells=tuple(
            Cell(function=place[0], kind=place[1], cognitive=place[2], least=least, most=most)
            for place, (least, most) in zip(places, spans, strict=True)
        ),
        marks=MARKS,
        sums={
            part: Range(*map(Decimal, sorted(draw(st.tuples(st.integers(0, 12), st.integers(0, 12))))))
            for part in parts
        },
    )


@given(small_blueprints())
@settings(max_examples=60, deadline=None)
def test_the_reach_of_a_part_is_what_counting_all_papers_finds(blueprint):
    def comes_to(part, counts):
        return sum(
            blueprint.worth(part, cell.place) * count for cell, count in zip(blueprint.cells, counts, strict=True)
        )

    papers = [
        counts
        for counts in product(*(range(cell.least, cell.most + 1) for cell in blueprint.cells))
        if all(stated.least <= comes_to(part, counts) <= stated.most for part, stated in blueprint.sums.items())
    ]

    for part in (WHOLE, IN_MARKS, Part(function="b")):
        found = [comes_to(part, counts) for counts in papers]
        assert reach(blueprint, part) == (Range(min(found), max(found)) if papers else None)
