"""Evidence in few words, for tables of cases."""


def job(start, end=None, occupation="same"):
    return {"employment": [{"start": start, "end": end, "occupation": occupation}]}


def degree(name, field, awarded):
    return {"education": [{"degree": name, "field": field, "awarded": awarded}]}


def certificate(level, issued, revoked=None, scheme="csm-national"):
    return {"certificates": [{"scheme": scheme, "level": level, "issued": issued, "revoked": revoked}]}


def training(level, hours, completed):
    return {"training": [{"level": level, "hours": hours, "completed": completed}]}


def student(programme, field, since, until=None):
    return {"enrolled": [{"programme": programme, "field": field, "since": since, "until": until}]}


def title(grade, awarded):
    return {"titles": [{"grade": grade, "awarded": awarded}]}


def students_paper(awarded):
    return {"student_certificates": [{"awarded": awarded}]}


def together(*shown):
    """All of these as one person's evidence."""
    joined = {}
    for each in shown:
        for name, entries in each.items():
            joined[name] = [*joined.get(name, []), *entries]
    return joined
