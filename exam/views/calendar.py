"""The calendar of sittings: what is held when and where, who watches, and what is still lacking."""

from datetime import date, datetime, time, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

import accounts.queries
from exam import permissions
from exam.domain.sitting import SittingState
from exam.queries import bookings
from exam.queries import entries as entered
from exam.views.blueprint import bp
from exam.views.naming import names_of
from kernel import clock
from kernel.dates import local_date
from web.access import requires
from web.times import ZONE

WEEK = timedelta(days=7)
YEARS = range(2000, 2200)


@bp.get("/sittings/calendar")
@requires(permissions.plan_sitting)
def sittings_calendar() -> ResponseReturnValue:
    """The sittings of a month or of a week, day by day."""
    is_week = request.args.get("span") == "week"
    first, last = _span(_asked(), is_week=is_week)
    sittings = bookings.between(_midnight(first), _midnight(last))
    facts = [sitting.facts for sitting in sittings]
    return render_template(
        "exam/calendar.html",
        days=[(day, list(those)) for day, those in groupby(sittings, lambda one: local_date(one.starts_at, ZONE))],
        names=names_of(facts),
        taken=entered.seats_taken(sitting.id for sitting in facts),
        people=accounts.queries.people(person for sitting in sittings for person in sitting.watcher_ids),
        is_week=is_week,
        first=first,
        last=last - timedelta(days=1),
        before=_span(first - timedelta(days=1), is_week=is_week)[0],
        after=last,
        lacking={
            sitting.id
            for sitting in sittings
            if sitting.state is not SittingState.CANCELLED and not (sitting.rooms and sitting.invigilations)
        },
        now=clock.now(),
    )


def _asked() -> date:
    """The day that the address names; today where it names none."""
    try:
        day = date.fromisoformat(request.args.get("day", ""))
    except ValueError:
        return local_date(clock.now(), ZONE)
    return day if day.year in YEARS else local_date(clock.now(), ZONE)


def _span(day: date, *, is_week: bool) -> tuple[date, date]:
    """The week or month in which a day lies, and the first day after it."""
    if is_week:
        monday = day - timedelta(days=day.weekday())
        return monday, monday + WEEK
    first = day.replace(day=1)
    return first, (first + timedelta(days=31)).replace(day=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), ZoneInfo(ZONE))
