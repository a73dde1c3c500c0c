"""Admission to module assessment only: applied for with open eyes, approved as that, and good for a module's sitting."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect

from kernel import clock
from kernel.actor import PLATFORM, Role
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings
from tests.support.exam_room import content, plan_sitting
from tests.support.path_to_admission import years_ago

CODE = "csm-standard"
NOTHING_FOLLOWS = "No certificate follows from them alone"


@pytest.fixture
def sitting_id(platform):
    """A sitting of the case study of the occupational standard, which borrows the cases of the national scheme."""
    from question_bank.domain.intake import Target
    from question_bank.services.importing import import_questions, plan

    cases = dict(content())["case-studies.yaml"].replace(b"scheme: csm-national", f"scheme: {CODE}".encode())
    with platform.doing():
        intended = plan("cases.yaml", cases, Target(scheme=CODE, level=3))
        assert intended.skipped == ()
        import_questions(
            intended.planned, source="cases.yaml", reason="测试", actor=PLATFORM, approve=True, now=clock.now()
        )
        return plan_sitting(
            clock.now(), "case_study", scheme_code=CODE, starts_in=timedelta(days=3), place="机房 模块考核"
        )


@pytest.fixture
def candidate(platform, somebody):
    """Somebody with a degree and nothing else, and the papers for it."""
    from eligibility.services import evidence
    from tests.support.papers import hand_in_everything

    person = somebody("方致远", Role.CANDIDATE, lang="en", viewport=PHONE)
    with platform.doing():
        degree = {"degree": "bachelor", "field": "other", "awarded": years_ago(2)}
        evidence.record_evidence(person.id, "education", degree, place="某大学", now=clock.now())
        hand_in_everything(person.id, clock.now(), scheme_code=CODE)
    return person


def test_who_is_admitted_to_modules_knows_it_all_the_way_and_enters_one(somebody, candidate, sitting_id):
    main = candidate.page.get_by_role("main")
    candidate.goes_to(f"/admission?scheme={CODE}").get_by_role("link", name="Apply for module assessment").click()
    expect(main).to_contain_text("This is an application for module assessment, not for the full qualification")
    expect(main).to_contain_text("For the full qualification this condition is nearest")
    assert serious_findings(candidate.page) == []
    candidate.page.get_by_role("link", name="Check your answers and apply").click()
    expect(main).to_contain_text(NOTHING_FOLLOWS)
    candidate.page.get_by_role("button", name="Confirm and apply for module assessment").click()
    expect(main).to_contain_text("Waiting for decision")
    mine = candidate.page.url

    registrar = somebody("钱文静", Role.REGISTRAR, lang="en")
    page = registrar.goes_to("/desk/applications")
    line = page.locator("tr").filter(has_text="方致远")
    expect(line).to_contain_text("Module assessment only")
    line.get_by_role("link").click()
    page.get_by_role("button", name="Take this application").click()
    expect(page.get_by_role("main")).to_contain_text("This is an application for module assessment only")
    assert serious_findings(page) == []
    page.get_by_label("Approve").check()
    page.get_by_label("Reason", exact=True).fill("学历已核实。")
    page.get_by_role("button", name="Decide, back to the queue").click()
    expect(page.locator("body")).to_contain_text("Decided. The candidate has been told.")

    candidate.page.goto(mine)
    expect(main).to_contain_text("Approved for module assessment")
    expect(main).to_contain_text(NOTHING_FOLLOWS)
    candidate.goes_to("/notices")
    expect(main).to_contain_text("no certificate follows from them alone")
    card = candidate.goes_to("/exams").locator("section.exam-card", has=candidate.page.get_by_text("机房 模块考核"))
    card.get_by_role("button", name="Enter").click()
    expect(main).to_contain_text("Your seat is reserved")
    candidate.goes_to(f"/path?scheme={CODE}")
    expect(main).to_contain_text("No certificate follows from modules alone")
