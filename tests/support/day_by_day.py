"""A naive second reading of the conditions of admission: it ticks off a calendar, tries everything with everything
and shares no code with the engine. What the conditions are it takes from the book, not from the scheme files.
"""

import calendar
import functools
import itertools
from datetime import date, timedelta

DEGREES = ["junior_college", "bachelor", "master", "doctorate"]
GRADES = ["junior", "intermediate", "senior"]
CALENDAR_BEGINS, CALENDAR_ENDS = date(1970, 1, 1), date(2075, 12, 31)
ALL_DAYS = (CALENDAR_ENDS - CALENDAR_BEGINS).days + 1


@functools.cache
def plus_years(day, years):
    last = calendar.monthrange(day.year + years, day.month)[1]
    return date(day.year + years, day.month, min(day.day, last))


@functools.cache
def a_day(text):
    return date(*map(int, text.split("-")))


def place(day):
    return (day - CALENDAR_BEGINS).days


def on_calendar(index):
    return CALENDAR_BEGINS + timedelta(days=index)


class Life:
    """One person's working days on a calendar, a tick for every day in one of some occupations."""

    def __init__(self, employment, occupations):
        self.ticks = bytearray(ALL_DAYS)
        for period in employment:
            if period["occupation"] in occupations:
                start = place(a_day(period["start"]))
                end = place(a_day(period["end"])) + 1 if period["end"] else ALL_DAYS
                self.ticks[start:end] = b"\x01" * (end - start)
        self.read = {}

    def stretches(self, on, gap_days):
        """From which day to before which day somebody worked without a break, as it is known in the morning of a day."""
        if on not in self.read:
            # Whoever goes to work that morning has bridged the pause before it, but not yet worked the day.
            morning = place(on)
            days = self.ticks[: morning + 1] + b"\0"
            found = []
            begin = days.find(1)
            while begin >= 0:
                end = days.find(0, begin)
                if found and begin - found[-1][1] <= gap_days:
                    begin = found.pop()[0]
                found.append((begin, end))
                begin = days.find(1, end)
            self.read[on] = [(on_calendar(first), on_calendar(min(last, morning))) for first, last in found]
        return self.read[on]

    def has_years(self, years, since, on, gap_days):
        for start, end in self.stretches(on, gap_days):
            begins = max(start, since)
            if begins < end and plus_years(begins, years) <= end:
                return True
        return False


class Naive:
    """One person before one scheme, as the book has it."""

    def __init__(self, person, book):
        self.person = person
        self.book = book
        self.lives = {}

    def met(self, level, on):
        return [number for number, wish in self.book.levels[level].items() if self.meets(wish, on)]

    def outcome(self, level, on):
        met = [wish for wish in self.book.levels[level].values() if self.meets(wish, on)]
        if any(not wish.modules for wish in met):
            return "full"
        return "modules" if met else "none"

    def meets(self, wish, on):
        """Try every degree with every certificate with every training."""
        today = on.isoformat()
        if wish.window and not wish.window[0] <= today <= wish.window[1]:
            return False
        if wish.title and not any(
            title["awarded"] <= today and GRADES.index(title["grade"]) >= GRADES.index(wish.title)
            for title in self.person["titles"]
        ):
            return False
        if wish.student and not any(paper["awarded"] <= today for paper in self.person["student_certificates"]):
            return False
        if wish.enrolled and not any(self.studies(entry, today) for entry in self.person["enrolled"]):
            return False
        if wish.working and not any(
            job["occupation"] in ("same", "related") and job["start"] <= today <= (job["end"] or today)
            for job in self.person["employment"]
        ):
            return False
        degrees = [each for each in self.person["education"] if self.degree_fits(each, wish, today)]
        certificates = [each for each in self.person["certificates"] if self.certificate_fits(each, wish, on)]
        trainings = [each for each in self.person["training"] if self.training_fits(each, wish, today)]
        return any(
            self.fit_together(wish, degree, certificate, training, on)
            for degree, certificate, training in itertools.product(
                degrees if wish.degree else [None],
                certificates if wish.certificate else [None],
                trainings if wish.training else [None],
            )
        )

    @staticmethod
    def studies(entry, today):
        return (
            entry["programme"].lower() == "mba"
            and entry["field"] in ("same", "related")
            and entry["since"] <= today <= (entry.get("until") or today)
        )

    @staticmethod
    def degree_fits(degree, wish, today):
        if not wish.degree or degree["awarded"] > today or degree["field"] not in wish.fields:
            return False
        if wish.degree == "advanced_skill_school" or degree["degree"] == "advanced_skill_school":
            return wish.degree == degree["degree"]
        return DEGREES.index(degree["degree"]) >= DEGREES.index(wish.degree)

    def certificate_fits(self, certificate, wish, on):
        today = on.isoformat()
        if not wish.certificate or not self.book.own(certificate["scheme"]) or certificate["issued"] > today:
            return False
        if certificate.get("revoked") and certificate["revoked"] <= today:
            return False
        if wish.certificate != "any" and certificate["level"] > wish.certificate:
            return False
        return plus_years(a_day(certificate["issued"]), wish.held) <= on

    def training_fits(self, training, wish, today):
        return (
            training["level"] == wish.training
            and training["hours"] >= self.book.hours[wish.training]
            and training["completed"] <= today
        )

    def fit_together(self, wish, degree, certificate, training, on):
        if wish.training_after_degree and not training["completed"] > degree["awarded"]:
            return False
        if not wish.years:
            return True
        since = {
            "": CALENDAR_BEGINS,
            "degree": degree and degree["awarded"],
            "certificate": certificate and certificate["issued"],
        }
        begins = since[wish.after]
        begins = a_day(begins) if isinstance(begins, str) else begins
        if wish.occupations not in self.lives:
            self.lives[wish.occupations] = Life(self.person["employment"], wish.occupations)
        return self.lives[wish.occupations].has_years(wish.years, begins, on, self.book.gap_days)
