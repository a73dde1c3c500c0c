"""Qualified means: every component passed, and all of them valid on the same day."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grading.domain.score import Result
from grading.domain.standing import standing
from schemes.services.loading import shipped

LEVEL = shipped("csm-national").level(3)
THEORY, CASE = LEVEL.components["theory"], LEVEL.components["case_study"]
TODAY = date(2026, 3, 2)
DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31))
RESULTS = st.lists(
    st.builds(
        Result.of,
        st.sampled_from([THEORY, CASE]),
        st.integers(0, 100).map(Decimal),
        DAYS,
    ),
    max_size=6,
)


def theory(score: str, on: date) -> Result:
    return Result.of(THEORY, Decimal(score), on)


def case(score: str, on: date) -> Result:
    return Result.of(CASE, Decimal(score), on)


@given(RESULTS, DAYS)
def test_module_assessment_alone_never_qualifies(results, on):
    found = standing(LEVEL, results, on, modules_only=True)
    in_full = standing(LEVEL, results, on)

    assert not found.qualified
    assert found.components == in_full.components
    assert found.lacks_admission == in_full.qualified
    assert "o certificate follows from module assessment alone" in found.sentence.en
    assert "仅凭模块考核不颁发证书" in found.sentence.zh


def test_all_components_passed_and_valid_qualify():
    found = standing(LEVEL, [theory("60", date(2024, 3, 2)), case("75.5", date(2025, 6, 1))], TODAY)

    assert found.qualified
    assert [(c.component, c.passed, c.valid, c.score, c.valid_until) for c in found.components] == [
        ("theory", True, True, Decimal(60), date(2026, 3, 2)),
        ("case_study", True, True, Decimal("75.5"), date(2027, 6, 1)),
    ]
    assert found.sentence.en == "Qualified on 2 March 2026: every component is passed and valid."
    assert found.sentence.zh == "截至2026年3月2日，全部科目合格且成绩均在有效期内，符合发证条件。"


@pytest.mark.parametrize(
    ("results", "en", "zh"),
    [
        pytest.param(
            [],
            "Theory examination has no score yet; Case study has no score yet",
            "理论知识考试尚无成绩；案例分析尚无成绩",
            id="nothing sat yet",
        ),
        pytest.param(
            [theory("59.99", TODAY), case("80", TODAY)],
            "Theory examination is not passed",
            "理论知识考试不合格",
            id="a hundredth short",
        ),
        pytest.param(
            [theory("90", date(2024, 3, 1)), case("80", TODAY)],
            "Theory examination was passed, but valid only until 1 March 2026",
            "理论知识考试成绩有效期至2026年3月1日，现已过期",
            id="one day too late",
        ),
        pytest.param(
            [theory("90", TODAY + timedelta(days=1)), case("80", TODAY)],
            "Theory examination has no score yet",
            "理论知识考试尚无成绩",
            id="a score from tomorrow",
        ),
    ],
)
def test_the_sentence_says_what_is_open(results, en, zh):
    found = standing(LEVEL, results, TODAY)

    assert not found.qualified
    assert found.sentence.en == f"Not qualified on 2 March 2026: {en}."
    assert found.sentence.zh == f"截至2026年3月2日，尚不符合发证条件：{zh}。"


def test_a_later_fail_takes_nothing_away_and_the_pass_valid_longest_is_shown():
    results = [theory("95", date(2024, 6, 1)), theory("61", date(2025, 6, 1)), theory("20", date(2026, 1, 1))]

    shown = standing(LEVEL, results, TODAY).components[0]

    assert (shown.score, shown.valid_until) == (Decimal(61), date(2027, 6, 1))


def test_of_several_fails_the_best_is_shown():
    shown = standing(LEVEL, [case("40", date(2025, 1, 1)), case("30", date(2026, 1, 1))], TODAY).components[1]

    assert (shown.passed, shown.valid, shown.score, shown.valid_until) == (False, False, Decimal(40), None)


def test_each_score_is_judged_by_the_rules_of_its_own_version():
    lenient = replace(THEORY, pass_mark=Decimal(50), valid_years=5)

    found = standing(LEVEL, [Result.of(lenient, Decimal(55), date(2022, 1, 1)), case("60", TODAY)], TODAY)

    assert found.qualified


@given(RESULTS, DAYS)
def test_qualified_exactly_when_each_component_has_a_pass_valid_that_day(results, on):
    expected = all(
        any(r.component == code and r.score >= 60 and r.on <= on <= r.valid_until for r in results if r.passed)
        for code in ("theory", "case_study")
    )

    assert standing(LEVEL, results, on).qualified == expected


@given(RESULTS, DAYS)
def test_the_order_of_the_scores_does_not_matter(results, on):
    assert standing(LEVEL, results, on) == standing(LEVEL, list(reversed(results)), on)
