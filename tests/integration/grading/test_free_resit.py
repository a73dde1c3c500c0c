"""Who fails under a scheme that grants it takes the component once more free of charge, and only once."""

from datetime import timedelta

import pytest

from messages.services import notices_of
from tests.support.exam_room import ROOT, enter, hands_in, plan_sitting
from tests.support.marking import releases


@pytest.fixture
def granted():
    """What the scheme's file says of free resits."""
    return "true"


@pytest.fixture
def generous(in_room, the_clock, tmp_path, granted):
    """The national scheme in a version that grants free resits."""
    from schemes.services.loading import load

    text = (ROOT / "schemes" / "csm-national.yaml").read_text(encoding="utf-8")
    path = tmp_path / "csm-national.yaml"
    changed = text.replace('version: "1.1"', 'version: "9.9"').replace(
        "effective_from: 2006-01-01", "effective_from: 2020-01-01"
    )
    path.write_text(changed.replace("listed: 1", f"listed: 1\nfree_resit: {granted}"), encoding="utf-8")
    in_room(lambda: load(path, now=the_clock.now))


def fails(exam_room, candidate, registrar):
    exam_room.holds(candidate)
    attempt = exam_room.starts(candidate)
    assert hands_in(candidate, attempt).status_code == 200
    assert releases(registrar, exam_room.sitting_id).status_code == 302
    return attempt


def rights(in_room, candidate, on):
    from exam.queries.resits import rights_of

    return in_room(lambda: [(right.component, right.last_on.isoformat()) for right in rights_of(candidate.id, on)])


def test_a_failure_gives_one_free_resit_which_the_next_entry_uses(
    generous, in_room, exam_room, candidate, registrar, the_clock
):
    from exam.services.resitting import grant

    attempt = fails(exam_room, candidate, registrar)
    today = the_clock.now.date()
    assert rights(in_room, candidate, today) == [("theory", "2027-03-02")]
    assert in_room(lambda: grant(attempt, now=the_clock.now)) is False
    named = "Theory examination (Customer Service Manager, Level 3)"
    assert f"Free resit: {named}" in candidate.get("/exams?lang=en").text
    told = in_room(lambda: notices_of(candidate.id)[0])
    assert "Theory examination of Customer Service Manager, Level 3, has been released" in told.body_en
    assert "客户服务管理师（三级）理论知识考试成绩已公布" in told.body_zh
    assert "free of charge" in told.body_en
    assert "2 March 2027" in candidate.get("/exams?lang=en").text

    again = in_room(lambda: plan_sitting(the_clock.now, starts_in=timedelta(days=20)))
    [entry_id] = in_room(lambda: enter(again, [candidate.id], the_clock.now))
    assert rights(in_room, candidate, today) == []
    assert "free resit" in candidate.get(f"/entries/{entry_id}?lang=en").text
    assert "free resit" in registrar.get(f"/sittings/{again}?lang=en").text

    candidate.post(f"/entries/{entry_id}/withdrawal")
    assert rights(in_room, candidate, today) == [("theory", "2027-03-02")]


def test_a_sitting_after_the_last_day_is_not_free(generous, in_room, exam_room, candidate, registrar, the_clock):
    fails(exam_room, candidate, registrar)

    late = in_room(lambda: plan_sitting(the_clock.now, starts_in=timedelta(days=366)))
    [entry_id] = in_room(lambda: enter(late, [candidate.id], the_clock.now))

    assert "free resit" not in candidate.get(f"/entries/{entry_id}?lang=en").text


def test_without_the_scheme_s_word_a_failure_gives_no_free_resit(in_room, exam_room, candidate, registrar, the_clock):
    fails(exam_room, candidate, registrar)

    assert rights(in_room, candidate, the_clock.now.date()) == []
    assert "Free resit" not in candidate.get("/exams?lang=en").text


@pytest.mark.parametrize("granted", ["{years: 2, assumed: {zh: 假定保留两年, en: Two years are assumed}}"])
def test_for_how_long_the_right_stands_is_data_of_the_scheme_and_the_note_is_shown(
    generous, in_room, exam_room, candidate, registrar, the_clock
):
    fails(exam_room, candidate, registrar)

    assert rights(in_room, candidate, the_clock.now.date()) == [("theory", "2028-03-02")]
    assert "Two years are assumed" in candidate.get("/exams?lang=en").text
    assert "假定保留两年" in candidate.get("/exams?lang=zh").text
    scheme = candidate.get("/schemes/csm-national?lang=en").text
    assert "within 2 years" in scheme
    assert "Two years are assumed" in scheme


@pytest.fixture
def manager(app, the_clock):
    """The manager of the centre that trains the candidate."""
    from kernel.actor import Role
    from tests.support.people import Somebody

    person = Somebody(app, "周慧敏", Role.CENTRE_MANAGER)
    person.centre = person.works_for("朝阳培训中心")
    return person


def trains(in_room, manager, person, now):
    """A cohort of the manager's centre which the person has joined; its id."""
    from datetime import date

    from centres.queries import cohorts as queries
    from centres.services import cohorts, joining, rosters
    from home.services.demonstration.admission import roster
    from kernel.actor import PLATFORM

    cohort_id = in_room(
        lambda: cohorts.create_cohort(
            organisation_id=manager.centre, title="春季班", scheme_code="csm-national", level=3,
            starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), actor=PLATFORM, now=now,
        )
    )  # fmt: skip
    listed = roster([(person.name, "", person.email, "")])
    in_room(lambda: rosters.import_roster(queries.cohort(cohort_id), listed, dry_run=False, actor=PLATFORM, now=now))
    in_room(lambda: joining.join(queries.find_member(cohort_id, person.id), actor=PLATFORM, now=now))
    return cohort_id


def test_the_centre_sees_who_may_come_again_free_of_charge_and_until_when(
    generous, in_room, exam_room, candidate, registrar, manager, the_clock
):
    cohort_id = trains(in_room, manager, candidate, the_clock.now)
    assert "Free training and examination" not in manager.get(f"/cohorts/{cohort_id}?lang=en").text

    fails(exam_room, candidate, registrar)

    page = manager.get(f"/cohorts/{cohort_id}?lang=en").text
    assert "Free training and examination" in page
    assert f"{candidate.name}: Theory examination, until 2 March 2027" in page
    assert "Training and examination of the next intake are free until 2 March 2027" in page
    again = in_room(lambda: plan_sitting(the_clock.now, starts_in=timedelta(days=20)))
    in_room(lambda: enter(again, [candidate.id], the_clock.now))
    assert "Free training and examination" not in manager.get(f"/cohorts/{cohort_id}?lang=en").text, "it is used"
