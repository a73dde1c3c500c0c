"""The page of the whole path: every level of a scheme, what comes next, and all dates."""

from datetime import timedelta

import pytest

from kernel import clock
from storage.transaction import transaction
from tests.support.exam_room import admit


@pytest.fixture
def schemes(app, the_clock):
    from schemes.services import loading

    with app.app_context(), transaction():
        for path in loading.shipped_files():
            loading.load(path, now=clock.now())


def keeps(app, person, kind, **data):
    from eligibility.services.evidence import record_evidence

    with app.app_context(), transaction():
        record_evidence(person.id, kind, data, now=clock.now())


def test_somebody_new_sees_every_level_and_is_told_how_to_begin(schemes, candidate):
    page = candidate.get("/path?lang=en").text

    for level in ("Level 3", "Level 2", "Level 1"):
        assert f">{level}</h2>" in page
    assert page.count("Show what you have done so far") == 3
    assert "No dates yet." in page


def test_each_level_says_from_when_one_may_apply(app, schemes, candidate):
    keeps(app, candidate, "employment", start="2021-05-10", end=None, occupation="same")

    page = candidate.get("/path?lang=en").text

    assert "With what you have entered you may apply from 10 May 2027." in page
    assert "Level 3: you may apply from 10 May 2027 with what you have entered" in page
    assert "Level 2: you may apply from 10 May 2034 with what you have entered" in page
    assert "Level 1: you may apply from 10 May 2040 with what you have entered" in page


def test_any_scheme_can_be_looked_at(app, schemes, candidate):
    keeps(app, candidate, "education", degree="bachelor", field="related", awarded="2020-07-01")

    assert "You meet condition 3." in candidate.get("/path?scheme=csm-national&lang=en").text
    other = candidate.get("/path?scheme=csm-standard&lang=en").text
    assert "Module assessment only" in other
    assert candidate.get("/path?scheme=nowhere&lang=en").status_code == 200


def test_an_admission_stands_among_the_dates(app, schemes, candidate, the_clock):
    with app.app_context(), transaction():
        admit(candidate.id, clock.now())

    page = candidate.get("/path?lang=zh").text

    assert "三级：2026年3月2日提交申请" in page
    assert "三级：2026年3月2日获准报考" in page


def test_a_score_says_until_when_it_counts_and_later_that_it_is_over(app, schemes, candidate, the_clock):
    from grading.domain.score import Result
    from home.domain.timeline import Event
    from home.queries.candidate import known_of, outlook
    from home.queries.path import _lines
    from schemes.queries import current

    with app.app_context():
        scheme = current("csm-national", clock.now().date())
        day = clock.now().date()
        component = scheme.level(3).components["theory"]
        from dataclasses import replace

        of = replace(
            outlook(known_of(candidate.id, clock.now()), scheme, 3, clock.now()),
            results=(Result.of(component, component.pass_mark, day),),
        )
        (now,) = _lines(of, day, clock.now())
        (later,) = _lines(of, now.until + timedelta(days=1), clock.now())
        (on_the_last_day,) = _lines(of, now.until, clock.now())

    assert now.event is on_the_last_day.event is Event.SCORE
    assert later.event is Event.SCORE_OVER
    assert of.valid_until("theory") == now.until
    assert of.valid_until("case_study") is None


def test_before_any_scheme_is_in_force_the_page_says_so(candidate):
    assert "No scheme is in force yet" in candidate.get("/path?lang=en").text


@pytest.mark.parametrize("role", ["examiner", "registrar", "centre_manager", "administrator"])
def test_the_path_is_a_candidates_own(role, request):
    assert request.getfixturevalue(role).get("/path").status_code == 403
