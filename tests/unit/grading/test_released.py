"""A released score is broken down in the order people know."""

from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

from grading.domain.released import LevelResults, Part, ReleasedScore, parts
from grading.domain.standing import standing
from kernel.words import Words
from schemes.services.loading import shipped

SCHEME = shipped("csm-national")
LEVEL = SCHEME.level(3)
SOMEBODY = UUID(int=1)


def score(component: str, attempt: int) -> ReleasedScore:
    return ReleasedScore(
        attempt_id=UUID(int=attempt),
        candidate_id=SOMEBODY,
        sitting_id=UUID(int=2),
        scheme_version_id=UUID(int=3),
        scheme_code="csm-national",
        level=3,
        component=component,
        score=Decimal(70),
        on=date(2026, 3, 2),
        released_at=datetime(2026, 3, 3, tzinfo=UTC),
        detail={},
    )


def test_functions_stand_in_the_order_of_the_syllabus():
    detail = {
        "functions": [
            {"function": "complaints", "earned": "9", "out_of": "15"},
            {"function": "overview", "earned": "20", "out_of": "20"},
        ]
    }

    assert [(part.title.en, part.earned, part.percent) for part in parts(LEVEL, detail)] == [
        ("Overview of customer service", Decimal(20), 100),
        ("Problems and complaints", Decimal(9), 60),
    ]


def test_criteria_show_the_mean_of_their_markers():
    detail = {"criteria": [{"title": {"zh": "数据", "en": "Figures"}, "out_of": "20", "marks": ["20", "14", "15"]}]}

    (part,) = parts(LEVEL, detail)

    assert (part.title, part.earned, part.percent) == (Words("数据", "Figures"), Decimal("16.33"), 81)


def test_a_part_worth_nothing_has_no_share():
    assert Part(title=Words("", ""), earned=Decimal(0), out_of=Decimal(0)).percent == 0


def test_a_level_knows_its_rules_and_the_latest_score_of_a_component():
    found = LevelResults(
        scheme_code="csm-national",
        scheme_title=SCHEME.title,
        rules=LEVEL,
        standing=standing(LEVEL, [], date(2026, 3, 2)),
        scores=(score("theory", 9), score("theory", 8)),
    )

    assert found.latest("theory").attempt_id == UUID(int=9)
    assert found.latest("case_study") is None
    assert found.component("theory").pass_mark == 60
    assert found.scores[0].owner_id == SOMEBODY
