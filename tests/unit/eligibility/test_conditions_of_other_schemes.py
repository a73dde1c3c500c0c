"""What only other schemes ask for: certificates held for years, students, titles, present work, module assessment."""

from datetime import date

from eligibility.domain import parsing
from eligibility.domain.admission import Outcome, read_level
from tests.support.examination import shipped

COLLEGE = {"degree": "junior_college", "field": "other", "awarded": "2020-07-01"}


def work(start, end=None, occupation="same"):
    return {"start": start, "end": end, "occupation": occupation}


def certificate(level, issued):
    return {"scheme": "csm-national", "level": level, "issued": issued, "revoked": None}


def of_scheme(code, level, on, **evidence):
    reading = read_level(shipped(code), level, parsing.evidence(evidence), date.fromisoformat(on))
    return {each.condition.id: each for each in reading.conditions}


def test_held_for_two_years_is_elapsed_time():
    held = [certificate(3, "2024-02-29")]

    assert not of_scheme("csm-standard", 2, "2026-02-27", certificates=held)["5"].met
    assert of_scheme("csm-standard", 2, "2026-02-28", certificates=held)["5"].met
    waiting = of_scheme("csm-standard", 2, "2025-01-01", certificates=held)["5"]
    assert waiting.missing[0].code == "certificate_held_short"
    assert waiting.earliest == date(2026, 2, 28)


def test_a_student_counts_from_the_first_to_the_last_day():
    mba = [{"programme": "MBA", "field": "related", "since": "2025-09-01", "until": "2027-06-30"}]

    for on, counts in (("2025-08-31", False), ("2025-09-01", True), ("2027-06-30", True), ("2027-07-01", False)):
        assert of_scheme("csm-standard", 3, on, enrolled=mba)["5"].met is counts


def test_a_title_a_present_job_and_any_certificate_open_level_one_of_the_standard():
    evidence = {
        "titles": [{"grade": "senior", "awarded": "2019-01-01"}],
        "employment": [work("2020-01-01", "2025-12-31", "related")],
        "certificates": [certificate(3, "2021-01-01")],
    }

    assert of_scheme("csm-standard", 1, "2025-12-31", **evidence)["3"].met
    left = of_scheme("csm-standard", 1, "2026-01-01", **evidence)["3"]
    assert [refusal.code for refusal in left.missing] == ["working_now_missing"]
    assert [r.code for r in of_scheme("csm-standard", 1, "2026-01-01")["3"].missing] == [
        "title_missing", "working_now_missing", "certificate_missing_any",
    ]  # fmt: skip


def test_a_students_certificate_is_asked_for_beside_the_degree():
    papers = {
        "education": [COLLEGE],
        "student_certificates": [{"awarded": "2019-07-01"}],
    }

    assert of_scheme("csm-standard", 3, "2021-01-01", **papers)["3"].met
    lacking = of_scheme("csm-standard", 3, "2021-01-01", education=papers["education"])["3"]
    assert [refusal.code for refusal in lacking.missing] == ["student_certificate_missing"]


def test_after_a_degree_in_any_field_related_work_counts_for_the_professional():
    evidence = {
        "employment": [work("2019-01-01", occupation="related")],
        "education": [{"degree": "bachelor", "field": "other", "awarded": "2020-01-01"}],
    }

    assert not of_scheme("crm-professional", 2, "2022-12-31", **evidence)["2"].met
    assert of_scheme("crm-professional", 2, "2023-01-01", **evidence)["2"].met


def test_the_outcome_is_full_before_modules_before_none():
    school = [COLLEGE]
    jobs = [work("2020-01-01")]

    def read(on, **evidence):
        return read_level(shipped("csm-standard"), 3, parsing.evidence(evidence), date.fromisoformat(on))

    assert read("2020-06-30").outcome is Outcome.NONE
    modules = read("2021-01-01", education=school, employment=jobs)
    assert (modules.outcome, modules.met, modules.earliest) == (Outcome.MODULES, ("1",), date(2022, 1, 1))
    full = read("2022-01-01", education=school, employment=jobs)
    assert (full.outcome, full.met, full.earliest) == (Outcome.FULL, ("1", "2"), None)
