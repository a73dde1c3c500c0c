"""A naive second reading of the conditions of admission: it walks the calendar day by day and shares no code with the engine."""

import calendar
import itertools
from datetime import date, timedelta

DEGREES = ["junior_college", "bachelor", "master", "doctorate"]
GRADES = ["junior", "intermediate", "senior"]
ONE = timedelta(days=1)


def plus_years(day, years):
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


def work_days(person, occupations, on, gap_days):
    """Every day that counts as work before `on`, bridged gaps included, by ticking off a calendar."""
    begun = [p for p in person["employment"] if p["occupation"] in occupations and date.fromisoformat(p["start"]) <= on]
    if not begun:
        return set()
    first = min(date.fromisoformat(p["start"]) for p in begun)
    span = (on - first).days + 1
    ticked = [False] * span
    for period in begun:
        start = date.fromisoformat(period["start"])
        end = date.fromisoformat(period["end"]) if period["end"] else on
        for index in range((start - first).days, min((end - first).days, span - 1) + 1):
            ticked[index] = True
    blanks = 0
    for index in range(span):
        if ticked[index]:
            if 0 < blanks <= gap_days:
                for gap in range(index - blanks, index):
                    ticked[gap] = True
            blanks = 0
        else:
            blanks += 1
    # the day of reading itself is not yet worked, but a start on it has bridged the gap before it
    return {first + timedelta(days=index) for index in range(span - 1) if ticked[index]}


def has_years(days, years, since):
    """Whether some unbroken run of days, none before `since`, is as long as so many calendar years."""
    run_start = previous = None
    for day in sorted(day for day in days if day >= since):
        if previous is None or day - previous != ONE:
            run_start = day
        previous = day
        if plus_years(run_start, years) <= day + ONE:
            return True
    return False


def meets(condition, person, on, scheme):
    """Whether a condition, written as in a scheme file, holds on a day."""
    degree_wish = next((r for r in condition["requires"] if r["kind"] == "degree"), None)
    certificate_wish = next((r for r in condition["requires"] if r["kind"] == "certificate"), None)
    degrees = [d for d in person["education"] if degree_fits(d, degree_wish, on)] if degree_wish else [None]
    certificates = (
        [c for c in person["certificates"] if certificate_fits(c, certificate_wish, on)] if certificate_wish else [None]
    )
    return any(
        all(holds(wish, person, on, scheme, degree, certificate) for wish in condition["requires"])
        for degree, certificate in itertools.product(degrees, certificates)
    )


def degree_fits(degree, wish, on):
    if date.fromisoformat(degree["awarded"]) > on or degree["field"] not in wish.get(
        "fields", ["same", "related", "other"]
    ):
        return False
    if wish["degree"] == "advanced_skill_school" or degree["degree"] == "advanced_skill_school":
        return wish["degree"] == degree["degree"]
    return DEGREES.index(degree["degree"]) >= DEGREES.index(wish["degree"])


def certificate_fits(certificate, wish, on):
    issued = date.fromisoformat(certificate["issued"])
    if issued > on or (certificate["revoked"] and on >= date.fromisoformat(certificate["revoked"])):
        return False
    if not certificate["scheme"].startswith("csm-"):
        return False
    if "level" in wish and certificate["level"] > wish["level"]:
        return False
    return plus_years(issued, wish.get("held_years", 0)) <= on


def holds(wish, person, on, scheme, degree, certificate):  # noqa: PLR0911 -- one answer for each kind of wish
    text = on.isoformat()
    match wish["kind"]:
        case "degree" | "certificate":
            return True
        case "work":
            since = date.min
            if wish.get("after") == "degree":
                since = date.fromisoformat(degree["awarded"])
            elif wish.get("after") == "certificate":
                since = date.fromisoformat(certificate["issued"])
            days = work_days(person, wish.get("occupations", ["same"]), on, scheme["gap_days"])
            return has_years(days, wish["years"], since)
        case "working_now":
            return any(
                p["start"] <= text and (p["end"] is None or p["end"] >= text) and p["occupation"] in wish["occupations"]
                for p in person["employment"]
            )
        case "training":
            floor = degree["awarded"] if wish.get("after") == "degree" else ""
            return any(
                t["level"] == wish["level"]
                and t["hours"] >= scheme["standard_hours"][wish["level"]]
                and floor < t["completed"] <= text
                for t in person["training"]
            )
        case "enrolled":
            return any(
                e["programme"] == wish["programme"]
                and e["field"] in wish["fields"]
                and e["since"] <= text
                and (e.get("until") is None or e["until"] >= text)
                for e in person["enrolled"]
            )
        case "title":
            wanted = GRADES.index(wish["grade"])
            return any(t["awarded"] <= text and GRADES.index(t["grade"]) >= wanted for t in person["titles"])
        case "student_certificate":
            return any(s["awarded"] <= text for s in person["student_certificates"])
        case "within":
            return str(wish["since"]) <= text <= str(wish["until"])
        case unknown:
            raise AssertionError(unknown)
