"""Random people as evidence files describe them, with dates chosen to sit on the edges that rules have."""

from datetime import date, timedelta

RELATIONS = ["same", "related", "other"]
EDGES = [
    date(2004, 2, 29),
    date(2008, 2, 29),
    date(2012, 2, 29),
    date(2005, 12, 31),
    date(2011, 12, 31),
    date(2012, 1, 1),
]
FIRST, LAST = date(1998, 1, 1), date(2020, 12, 31)


def day(random, first=FIRST, last=LAST):
    if random.random() < 0.15:
        return random.choice(EDGES)
    return first + timedelta(days=random.randrange((last - first).days))


def employment(random):
    """A career: mostly one job after another, with gaps around thirty days and some overlaps."""
    periods = []
    start = day(random, FIRST, date(2012, 1, 1))
    for _ in range(random.choice([0, 1, 1, 2, 3, 4])):
        years = random.choice([0, 1, 1, 2, 3, 4, 5, 6, 10])
        end = start + timedelta(days=round(365.25 * years) + random.choice([-1, 0, 0, 1, 40, 200]))
        running = random.random() < 0.3
        occupation = random.choices(RELATIONS, [6, 2, 1])[0]
        end = max(end, start)
        periods.append({"start": str(start), "end": None if running else str(end), "occupation": occupation})
        start = max(FIRST, end + timedelta(days=random.choice([-300, 1, 1, 30, 31, 31, 32, 33, 400])))
    random.shuffle(periods)
    return periods


def some(random, make, most=2):
    return [make(random) for _ in range(random.randrange(most + 1))]


def education(random):
    kinds = ["advanced_skill_school", "junior_college", "bachelor", "master", "doctorate"]
    return {"degree": random.choice(kinds), "field": random.choice(RELATIONS), "awarded": str(day(random))}


def certificate(random):
    issued = day(random)
    revoked = str(issued + timedelta(days=random.randrange(1, 3000))) if random.random() < 0.25 else None
    scheme = random.choice(["csm-national", "csm-national", "csm-guangdong", "crm-professional"])
    return {"scheme": scheme, "level": random.choice([1, 2, 2, 3, 3, 3]), "issued": str(issued), "revoked": revoked}


def training(random):
    hours = random.choice([60, 119, 120, 149, 150, 179, 180, 200])
    return {"level": random.choice([1, 2, 3]), "hours": hours, "completed": str(day(random))}


def enrolment(random):
    since = day(random)
    entry = {"programme": random.choice(["mba", "mba", "emba"]), "field": random.choice(RELATIONS), "since": str(since)}
    if random.random() < 0.5:
        entry["until"] = str(since + timedelta(days=random.randrange(1, 1000)))
    return entry


def title(random):
    return {"grade": random.choice(["junior", "intermediate", "senior"]), "awarded": str(day(random))}


def person(random):
    """One random person's evidence."""
    return {
        "employment": employment(random),
        "education": some(random, education),
        "enrolled": some(random, enrolment, 1),
        "certificates": some(random, certificate),
        "training": some(random, training),
        "titles": some(random, title, 1),
        "student_certificates": some(random, lambda r: {"awarded": str(day(r))}, 1),
    }
