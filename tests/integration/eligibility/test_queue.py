"""The registrars' queue: what it shows, how it is narrowed, and that ten thousand applications cost what one costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import event, insert

from kernel import clock
from storage.database import db
from storage.transaction import transaction
from tests.support.papers import hand_in_everything

MANY = 10_000


@pytest.fixture
def crowd(app, scheme):
    """`crowd(number)`: so many more people with an application that waits, each a little longer than the one before."""

    def come(number):
        from accounts.models import Person
        from eligibility.models.applications import Application

        now, people = clock.now(), [uuid4() for _ in range(number)]
        person = {"name": "众人", "name_latin": "", "language": "zh", "roles": ["candidate"], "registered_at": now}
        application = {
            "scheme_version_id": scheme,
            "scheme_code": "csm-national",
            "level": 3,
            "state": "submitted",
            "condition_id": "3",
            "snapshot": [],
            "papers": [],
            "outcome": "full",
            "read_on": now.date(),
            "applied_at": now,
            "version": 1,
        }
        with app.app_context(), transaction():
            db.session.execute(
                insert(Person), [{"id": each, "email": f"{each}@x.example", **person} for each in people]
            )
            db.session.execute(
                insert(Application),
                [
                    {"id": uuid4(), "candidate_id": each, "since": now - timedelta(minutes=place), **application}
                    for place, each in enumerate(people)
                ],
            )

    return come


@pytest.fixture
def statements(app):
    """How many statements a call sends to the database."""

    def count(call):
        seen = []

        def note(*statement):
            seen.append(statement)

        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        try:
            answer = call()
        finally:
            event.remove(engine, "before_cursor_execute", note)
        assert answer.status_code == 200
        return len(seen)

    return count


def test_ten_thousand_applications_cost_as_many_statements_as_three(crowd, registrar, statements):
    crowd(3)
    pages = ("/desk/applications", "/desk/applications?scheme=csm-national&level=3&condition=3&days=3&mine=1&plain=1")
    registrar.get(pages[0])  # whoever comes first on a connection prepares it
    few = [statements(lambda page=page: registrar.get(page)) for page in pages]

    crowd(MANY)

    assert [statements(lambda page=page: registrar.get(page)) for page in pages] == few
    assert "(10003)" in registrar.get("/desk/applications").text
    assert registrar.get("/desk/applications?page=201").status_code == 200


def test_the_longest_waiting_stands_first_with_its_age_and_overdue_is_said_in_words(
    app, graduate, applied, other_candidate, keeps, registrar, the_clock
):
    the_clock.moves_on(days=4)
    other_candidate.signs_in()
    keeps(other_candidate, "education", degree="bachelor", field="same", awarded="2020-07-01")
    with app.app_context(), transaction():
        hand_in_everything(other_candidate.id, clock.now())
    other_candidate.post("/schemes/csm-national/levels/3/applications")
    the_clock.moves_on(days=6)
    registrar.signs_in()

    page = registrar.get("/desk/applications?lang=en").text

    assert page.index(graduate.name) < page.index(other_candidate.name)
    assert "10 days" in page
    assert "6 days" in page
    assert page.count("overdue</span>") == 1


@pytest.mark.parametrize(
    ("narrowed", "is_shown"),
    [
        ("scheme=csm-national", True),
        ("scheme=csm-atlantis", False),
        ("level=3", True),
        ("level=1", False),
        ("level=x", True),
        ("condition=3", True),
        ("condition=5", False),
        ("days=3", True),
        ("days=30", False),
        ("days=no", True),
        ("mine=1", False),
        ("plain=1", True),
        ("state=asked", False),
        ("state=nonsense", True),
        ("centre=3f1c0f5e-5d3b-4b0e-9f4e-0d6c9a7b2e11", False),
        ("centre=nonsense", True),
    ],
)
def test_the_queue_is_narrowed_as_the_address_says(graduate, applied, registrar, the_clock, narrowed, is_shown):
    the_clock.moves_on(days=5)
    registrar.signs_in()

    page = registrar.get(f"/desk/applications?lang=en&{narrowed}")

    assert page.status_code == 200
    assert (graduate.name in page.text) is is_shown


def test_mine_are_those_i_hold_at_this_moment(graduate, applied, registrar, the_clock):
    registrar.post(f"/desk/applications/{applied}/claim")
    assert graduate.name in registrar.get("/desk/applications?mine=1").text

    the_clock.moves_on(minutes=30)

    assert graduate.name not in registrar.get("/desk/applications?mine=1").text


def test_who_was_asked_or_appealed_is_no_plain_case(graduate, applied, registrar):
    ask = {"decision": "ask", "reason": "请补充。"}
    registrar.post(f"/desk/applications/{applied}/decision", ask)
    graduate.post(f"/applications/{applied}/answer")

    assert graduate.name in registrar.get("/desk/applications").text
    assert graduate.name not in registrar.get("/desk/applications?plain=1").text


@pytest.mark.parametrize("level", ["9" * 30, "-1", "x", "4"])
def test_a_level_that_there_is_not_narrows_nothing(applied, registrar, level):
    page = registrar.get(f"/desk/applications?level={level}")

    assert page.status_code == 200
    assert f"/desk/applications/{applied}" in page.text


@pytest.fixture
def trained_by(app, the_clock):
    """`trained_by(centre, person)`: a cohort of that centre which the person has joined; returns what leaves it again."""
    from datetime import date

    from accounts.services import registering
    from centres.queries import cohorts as queries
    from centres.services import cohorts, joining, rosters
    from home.services.demonstration.admission import roster
    from kernel.actor import PLATFORM

    known = {}

    def train(centre, person, level=3):
        with app.app_context(), transaction():
            if centre not in known:
                known[centre] = registering.found_organisation(name=centre, kind="training_centre", now=clock.now())
            cohort_id = cohorts.create_cohort(
                organisation_id=known[centre], title="春季班", scheme_code="csm-national", level=level,
                starts_on=date(2026, 1, 1), ends_on=date(2026, 3, 1), actor=PLATFORM, now=clock.now(),
            )  # fmt: skip
            listed = roster([(person.name, "", person.email, "")])
            rosters.import_roster(queries.cohort(cohort_id), listed, dry_run=False, actor=PLATFORM, now=clock.now())
        membership = lambda: queries.find_member(cohort_id, person.id)  # noqa: E731 -- read in each transaction anew
        with app.app_context(), transaction():
            joining.join(membership(), actor=PLATFORM, now=clock.now())

        def leave():
            with app.app_context(), transaction():
                joining.decline(membership(), actor=PLATFORM, now=clock.now())

        return known[centre], leave

    return train


def test_the_queue_shows_the_applicants_of_one_training_centre(
    app, graduate, applied, other_candidate, keeps, registrar, trained_by
):
    centre, leave = trained_by("朝阳培训中心", graduate)
    elsewhere, _leave = trained_by("滨海培训中心", other_candidate)
    keeps(other_candidate, "education", degree="bachelor", field="same", awarded="2020-07-01")
    with app.app_context(), transaction():
        hand_in_everything(other_candidate.id, clock.now())
    other_candidate.post("/schemes/csm-national/levels/3/applications")

    here, there = (registrar.get(f"/desk/applications?lang=en&centre={each}").text for each in (centre, elsewhere))

    assert graduate.name in here
    assert other_candidate.name not in here
    assert f'<option value="{centre}" selected>朝阳培训中心' in here
    assert other_candidate.name in there
    assert graduate.name not in there
    leave()
    assert graduate.name not in registrar.get(f"/desk/applications?centre={centre}").text


def test_only_training_for_the_level_applied_for_counts_and_one_of_two_cohorts_is_enough(
    graduate, applied, registrar, trained_by
):
    centre, _leave = trained_by("朝阳培训中心", graduate, level=2)
    address = f"/desk/applications?centre={centre}"
    assert graduate.name not in registrar.get(address).text

    _centre, leave_first = trained_by("朝阳培训中心", graduate)
    _centre, leave_second = trained_by("朝阳培训中心", graduate)
    leave_first()
    assert graduate.name in registrar.get(address).text
    leave_second()

    assert graduate.name not in registrar.get(address).text
