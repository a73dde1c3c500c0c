"""What is decided by which version: the one in force on the day, in the scheme's own time zone, for ever."""

from datetime import UTC, date, datetime

import pytest

import schemes.queries
from eligibility.queries import applications as filed
from eligibility.services import applications
from kernel import clock
from schemes.services import loading
from storage.transaction import transaction

COURSE = next(path for path in loading.shipped_files() if path.stem == "crm-course")
OPEN_TO_ALL = "        requires: none\n"
MBA_ONLY = "        requires:\n          - {kind: enrolled, programme: mba}\n"


def of_day(year, month, day, hour, minute=0):
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


@pytest.fixture
def in_force(app, tmp_path):
    """Put the course in force as it is, and from a day on for MBA students only."""

    def put(since, zone="Asia/Shanghai", zone_after=None):
        first = COURSE.read_text(encoding="utf-8").replace("zone: Asia/Shanghai", f"zone: {zone}")
        second = first.replace('version: "1.0"', 'version: "2.0"').replace(
            "effective_from: 2006-01-01", f"effective_from: {since}"
        )
        second = second.replace(OPEN_TO_ALL, MBA_ONLY).replace(f"zone: {zone}", f"zone: {zone_after or zone}")
        for name, text in (("first.yaml", first), ("second.yaml", second)):
            (tmp_path / name).write_text(text, encoding="utf-8")
            with app.app_context(), transaction():
                loading.load(tmp_path / name, now=clock.now())

    return put


def version_at(app, moment):
    with app.app_context():
        return schemes.queries.in_force("crm-course", moment).version


@pytest.mark.parametrize(
    ("zone", "last_moment", "first_moment"),
    [
        ("Asia/Shanghai", of_day(2026, 3, 2, 15, 59), of_day(2026, 3, 2, 16)),
        ("America/St_Johns", of_day(2026, 3, 3, 3, 29), of_day(2026, 3, 3, 3, 30)),
        ("Pacific/Kiritimati", of_day(2026, 3, 2, 9, 59), of_day(2026, 3, 2, 10)),
    ],
)
def test_r10_a_version_begins_at_midnight_of_its_own_zone(app, in_force, zone, last_moment, first_moment):
    in_force("2026-03-03", zone)

    assert version_at(app, last_moment) == "1.0"
    assert version_at(app, first_moment) == "2.0"
    with app.app_context():
        assert applications.scheme_now("crm-course", last_moment).version == "1.0"
        assert applications.scheme_now("crm-course", first_moment).version == "2.0"


def test_a_version_that_changes_the_zone_begins_by_the_new_one(app, in_force):
    in_force("2026-03-03", "Asia/Shanghai", zone_after="America/New_York")

    assert version_at(app, of_day(2026, 3, 2, 20)) == "1.0"
    assert version_at(app, of_day(2026, 3, 3, 4, 59)) == "1.0"
    assert version_at(app, of_day(2026, 3, 3, 5)) == "2.0"


def test_before_the_first_day_the_first_version_speaks(app, in_force):
    in_force("2026-03-03")

    assert version_at(app, of_day(1999, 1, 1, 0)) == "1.0"


def test_an_application_of_today_stays_with_todays_version_for_ever(app, in_force, the_clock, candidate):
    in_force("2026-03-03")
    actor = candidate.actor
    with app.app_context(), transaction():
        application_id = applications.apply(actor, "crm-course", 3, now=the_clock.now)

    the_clock.moves_on(days=400)

    with app.app_context():
        kept = filed.application(application_id)
        assert schemes.queries.version(kept.scheme_version_id).version == "1.0"
        assert filed.reading_of(kept).met == ("1",)
        assert schemes.queries.in_force("crm-course", clock.now()).version == "2.0"


def test_an_application_of_tomorrow_is_read_by_tomorrows_version(app, in_force, the_clock, candidate):
    from kernel.errors import Refused

    in_force("2026-03-03")
    the_clock.moves_to(of_day(2026, 3, 2, 16))
    actor = candidate.actor

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        applications.apply(actor, "crm-course", 3, now=clock.now())

    assert refused.value.refusals[0].code == "no_condition_met"


def test_the_history_says_from_when_to_when_each_version_spoke(app, in_force):
    in_force("2026-03-03")
    with app.app_context():
        newer, older = schemes.queries.history("crm-course", of_day(2026, 3, 2, 1))
        later = schemes.queries.history("crm-course", of_day(2026, 4, 1, 0))

    assert (newer.scheme.version, newer.until, newer.stands) == ("2.0", None, True)
    assert (older.scheme.version, older.until, older.stands) == ("1.0", date(2026, 3, 3), True)
    assert [record.stands for record in later] == [True, False]
