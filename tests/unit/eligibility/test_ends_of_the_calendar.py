"""The first and the last days there are do not break a reading."""

from datetime import date

import pytest

from eligibility.domain import parsing
from eligibility.domain.admission import Outcome, read_level
from schemes.services import loading
from tests.support.examination import shipped
from tests.support.papers_in_short import (
    certificate,
    degree,
    job,
    student,
    students_paper,
    title,
    together,
    training,
)

CODES = [path.stem for path in loading.shipped_files()]
DAYS = ["0001-01-01", "0004-02-29", "9996-02-29", "9999-12-31"]


def everything(day):
    return together(
        job(day),
        job("0001-01-01", day),
        *(degree(kind, field, day) for kind in ("junior_college", "master") for field in ("same", "other")),
        certificate(3, day),
        certificate(2, day, day),
        *(training(level, 180, day) for level in (1, 2, 3)),
        student("mba", "same", day, day),
        title("senior", day),
        students_paper(day),
    )


@pytest.mark.parametrize("code", CODES)
@pytest.mark.parametrize("on", DAYS)
@pytest.mark.parametrize("day", DAYS)
def test_every_scheme_reads_on_the_last_days_there_are(code, on, day):
    for level in shipped(code).levels:
        for evidence in (everything(day), {}, job(day), degree("bachelor", "other", day)):
            read = read_level(shipped(code), level, parsing.evidence(evidence), date.fromisoformat(on))
            assert read.outcome in set(Outcome)
            assert all(cure.on >= read.on for cure in read.cures)
