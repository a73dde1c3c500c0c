"""Random people as evidence files describe them, with dates chosen to sit on the edges that rules have."""

from datetime import date, timedelta

from tests.support.day_by_day import plus_years

RELATIONS = ["same", "related", "other"]
SCHOOLING = ["advanced_skill_school", "junior_college", "bachelor", "master", "doctorate"]
GRADES = ["junior", "intermediate", "senior"]
SCHEMES = [
    "csm-national",
    "csm-national",
    "csm-guangdong",
    "csm-standard",
    "crm-professional",
    "crm-professional",
    "crm-course",
]
LEAP_DAYS = [date(2000, 2, 29), date(2004, 2, 29), date(2008, 2, 29), date(2012, 2, 29)]
TRIAL_ENDS = [date(2005, 12, 31), date(2006, 1, 1), date(2011, 12, 31), date(2012, 1, 1)]
FIRST, LAST = date(1994, 1, 1), date(2020, 12, 31)
EARLIEST_READING, LATEST_READING = date(1994, 1, 1), date(2045, 12, 31)
YEARS_ASKED = [0, 1, 2, 3, 4, 5, 6, 10, 13, 19]
A_DAY = timedelta(days=1)


def day(random, first=FIRST, last=LAST):
    """Any day, leap days and the ends of the trial period more often than others."""
    if random.random() < 0.2:
        return random.choice(LEAP_DAYS + TRIAL_ENDS)
    return first + timedelta(days=random.randrange((last - first).days))


def nudged(random, when):
    return when + random.choice([-1, 0, 0, 0, 1]) * A_DAY


def employment(random):
    """A career: mostly one job after another, some for exactly so many years, with pauses around thirty days and overlaps."""
    periods = []
    start = day(random, FIRST, date(2012, 1, 1))
    occupation = random.choices(RELATIONS, [6, 2, 1])[0]
    for _ in range(random.choice([0, 1, 1, 1, 2, 2, 3, 4])):
        end = nudged(random, plus_years(start, random.choice([*YEARS_ASKED, 1, 2, 3])) - A_DAY)
        end = max(start, end + timedelta(days=random.choice([0, 0, 0, 40, 200])))
        running = random.random() < 0.35
        periods.append({"start": str(start), "end": None if running else str(end), "occupation": occupation})
        if not running and random.random() < 0.15:
            # A few days' work in the middle of a pause that would be too long without it.
            bridge = end + timedelta(days=random.choice([5, 20, 31, 32]))
            periods.append({"start": str(bridge), "end": str(bridge + 5 * A_DAY), "occupation": occupation})
        start = max(FIRST, end + timedelta(days=random.choice([-300, 0, 1, 1, 30, 31, 31, 32, 33, 45, 400])))
        if random.random() < 0.3:
            occupation = random.choices(RELATIONS, [6, 2, 1])[0]
    random.shuffle(periods)
    return periods


def some(random, make, most=2, around=()):
    return [make(random, around) for _ in range(random.randrange(most + 1))]


def on_or_near(random, around):
    """A day of its own, or one on or beside a day that is there already."""
    if around and random.random() < 0.3:
        return nudged(random, random.choice(around))
    return day(random)


def education(random, around=()):
    awarded = on_or_near(random, around)
    return {"degree": random.choice(SCHOOLING), "field": random.choice(RELATIONS), "awarded": str(awarded)}


def certificate(random, around=()):
    issued = on_or_near(random, around)
    after = random.choice([timedelta(0), A_DAY, 400 * A_DAY, 1500 * A_DAY, plus_years(issued, 4) - issued])
    revoked = str(issued + after) if random.random() < 0.25 else None
    return {
        "scheme": random.choice(SCHEMES),
        "level": random.choice([1, 2, 2, 3, 3, 3]),
        "issued": str(issued),
        "revoked": revoked,
    }


def training(random, around=()):
    hours = random.choice([60, 119, 119.5, 120, 149, 150, 179, 180, 180, 200])
    return {"level": random.choice([1, 2, 3]), "hours": hours, "completed": str(on_or_near(random, around))}


def enrolment(random, around=()):
    since = on_or_near(random, around)
    entry = {"programme": random.choice(["mba", "MBA", "emba"]), "field": random.choice(RELATIONS), "since": str(since)}
    if random.random() < 0.5:
        entry["until"] = str(since + timedelta(days=random.choice([0, 1, 500])))
    return entry


def title(random, around=()):
    return {"grade": random.choice(GRADES), "awarded": str(on_or_near(random, around))}


def student_certificate(random, around=()):
    return {"awarded": str(on_or_near(random, around))}


def person(random):
    """One random person's evidence."""
    jobs = employment(random)
    around = [date.fromisoformat(job["start"]) for job in jobs]
    schooling = some(random, education, around=around)
    around += [date.fromisoformat(each["awarded"]) for each in schooling]
    return {
        "employment": jobs,
        "education": schooling,
        "enrolled": some(random, enrolment, 1),
        "certificates": some(random, certificate, around=around),
        "training": some(random, training, around=around),
        "titles": some(random, title, 1),
        "student_certificates": some(random, student_certificate, 1),
    }


def turning_points(person):
    """Every day that stands in somebody's papers."""
    return [
        date.fromisoformat(value)
        for entries in person.values()
        for entry in entries
        for name, value in entry.items()
        if value and name in {"start", "end", "awarded", "since", "until", "issued", "revoked", "completed"}
    ]


def reading_day(random, person):
    """The day of applying: often on, before or after a day that matters to this person, or so many years from it."""
    points = turning_points(person)
    if not points or random.random() < 0.25:
        return day(random)
    chosen = nudged(random, plus_years(random.choice(points), random.choice(YEARS_ASKED)))
    return min(max(chosen, EARLIEST_READING), LATEST_READING)
