"""The conditions of the provincial programme, of the occupational standard and of the three-tier certification, as scheme files write them."""

REL = ["same", "related"]


def work(years, *, related=False, after=None):
    wish = {"kind": "work", "years": years}
    if related:
        wish["occupations"] = REL
    if after:
        wish["after"] = after
    return wish


def degree(name, *fields):
    return {"kind": "degree", "degree": name, **({"fields": list(fields)} if fields else {})}


def certificate(level=None, held=None):
    wish = {"kind": "certificate"}
    if level:
        wish["level"] = level
    if held:
        wish["held_years"] = held
    return wish


def training(level):
    return {"kind": "training", "level": level}


COLLEGE = degree("junior_college")
STUDENT = {"kind": "student_certificate"}
MBA = {"kind": "enrolled", "programme": "mba", "fields": REL}


def title(grade):
    return {"kind": "title", "grade": grade}


GUANGDONG = {
    3: [
        [degree("junior_college", *REL), work(3, related=True, after="degree")],
        [degree("bachelor", *REL), work(1, related=True, after="degree")],
        [degree("bachelor", "other"), work(1), training(3)],
    ],
    2: [
        [certificate(3), work(3, after="certificate"), training(2)],
        [certificate(3), work(4, after="certificate")],
        [degree("bachelor", "same"), work(4), training(2)],
        [degree("bachelor", "other"), work(6), training(2)],
        [degree("master", "same"), work(1)],
        [degree("master", "other"), work(2)],
    ],
    1: [
        [certificate(2), work(4, after="certificate"), training(1)],
        [certificate(2), work(5, after="certificate")],
        [degree("doctorate", "same"), work(3), training(1)],
    ],
}

STANDARD = {
    3: [
        [COLLEGE],
        [COLLEGE, work(2, related=True)],
        [COLLEGE, STUDENT],
        [title("junior")],
        [MBA],
    ],
    2: [
        [COLLEGE, work(3, related=True)],
        [COLLEGE, STUDENT, work(2, related=True)],
        [MBA],
        [title("intermediate")],
        [certificate(3, held=2)],
    ],
    1: [
        [COLLEGE, work(4, related=True)],
        [MBA],
        [title("intermediate"), {"kind": "working_now", "occupations": REL}, certificate()],
        [certificate(2, held=2)],
    ],
}

PROFESSIONAL = {
    3: [[COLLEGE], [work(1, related=True)]],
    2: [
        [certificate(3), work(2, related=True, after="certificate")],
        [degree("bachelor"), work(3, related=True, after="degree")],
    ],
    1: [
        [certificate(2), work(3, related=True, after="certificate")],
        [degree("master"), work(5, related=True, after="degree")],
    ],
}


def conditions(scheme):
    """Numbered conditions of each level; the first one of the standard's level 3 admits to modules only."""
    return {
        level: [
            {
                "id": str(number),
                "text": {"zh": f"条件 {number}", "en": f"Condition {number}"},
                "admission": "modules" if scheme is STANDARD and (level, number) == (3, 1) else "full",
                "requires": wishes,
            }
            for number, wishes in enumerate(found, start=1)
        ]
        for level, found in scheme.items()
    }
