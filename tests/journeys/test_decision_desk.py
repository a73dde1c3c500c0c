"""At the decision desk: two registrars who do not collide, a question and its answer, a refusal and its appeal."""

import re

import pytest
from playwright.sync_api import Page, expect

from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings
from tests.support.path_to_admission import years_ago
from tests.support.pictures import a_paper, jpeg

FREE_TEXT = "证明上没有单位公章，也没有起止日期。"
ANSWER = "已换成盖有公章的在职证明。"


@pytest.fixture
def applicant(platform, somebody):
    """On a telephone, in English, with an application on three years of work that waits for its decision."""
    from accounts.queries import actor_of
    from eligibility.services import applications, evidence
    from tests.support.papers import hand_in_everything

    person = somebody("苏晓岚", Role.CANDIDATE, lang="en", viewport=PHONE)
    with platform.doing():
        now = clock.now()
        degree = {"degree": "bachelor", "field": "other", "awarded": years_ago(5)}
        evidence.record_evidence(person.id, "education", degree, place="某大学", now=now)
        work = {"start": years_ago(3), "end": None, "occupation": "same"}
        evidence.record_evidence(person.id, "employment", work, place="某商贸公司", now=now)
        hand_in_everything(person.id, now)
        person.application_id = applications.apply(actor_of(person.id), "csm-national", 3, now=now)
    return person


@pytest.fixture
def registrar(somebody):
    return somebody("钱文静", Role.REGISTRAR, lang="en")


@pytest.fixture
def colleague(somebody):
    return somebody("沈亦凡", Role.REGISTRAR, lang="en")


def opens(person, applicant) -> Page:
    """From the queue to the application."""
    page = person.goes_to("/desk/applications")
    page.locator(f"a[href='/desk/applications/{applicant.application_id}']").click()
    return page


def takes(person, applicant) -> Page:
    page = opens(person, applicant)
    page.get_by_role("button", name="Take this application").click()
    expect(page.get_by_role("main")).to_contain_text("On your desk until")
    return page


def decides(page: Page, decision: str, *, ticked: str = "", reason: str = "") -> None:
    page.get_by_label(decision, exact=True).check()
    if ticked:
        page.get_by_label(re.compile(ticked)).check()
    page.get_by_label("Reason", exact=True).fill(reason)
    page.get_by_role("button", name="Decide, back to the queue").click()


def line_of(page: Page, applicant):
    """Its line in the queue."""
    return page.locator("tr").filter(has=page.locator(f"a[href='/desk/applications/{applicant.application_id}']"))


def posts(person, path: str, **form: str):
    """What a page would send, without the page."""
    page = person.goes_to("/")
    token = page.locator("meta[name=csrf-token]").get_attribute("content")
    headers = {"X-CSRFToken": token, "Accept-Language": "en"}
    return page.request.post(f"{person.platform.url}{path}", headers=headers, form=form, max_redirects=0)


def test_what_one_registrar_takes_another_sees_and_cannot_decide_until_it_is_put_back(applicant, registrar, colleague):
    takes(registrar, applicant)

    expect(line_of(colleague.goes_to("/desk/applications"), applicant)).to_contain_text("钱文静")
    seen = opens(colleague, applicant)
    expect(seen.get_by_role("main")).to_contain_text("钱文静 has this application on the desk until")
    expect(seen.get_by_role("button", name=re.compile("^Decide"))).to_have_count(0)
    decision = f"/desk/applications/{applicant.application_id}/decision"
    refused = posts(colleague, decision, decision="approve", reason="材料齐全。")
    assert refused.status == 409
    assert "钱文静 has this application on the desk. Nothing was done" in refused.text()

    registrar.page.get_by_role("button", name="Put it back").click()
    expect(registrar.page.locator("body")).to_contain_text("Put back. Others can take it now.")
    takes(colleague, applicant)
    expect(line_of(registrar.goes_to("/desk/applications"), applicant)).to_contain_text("沈亦凡")


def test_a_question_becomes_a_task_and_a_notice_and_its_answer_comes_back_with_a_paper(applicant, registrar, tmp_path):
    paper = tmp_path / "在职证明.jpg"
    paper.write_bytes(jpeg(a_paper((900, 1200))))
    page = takes(registrar, applicant)
    proofs = page.get_by_role("link", name="Proof of employment")
    expect(proofs).to_have_count(1)
    decides(page, "Ask for more", ticked="Condition 4, Work", reason=FREE_TEXT)
    expect(page.locator("body")).to_contain_text("The candidate has been asked.")
    expect(line_of(page, applicant)).to_have_count(0)

    page = applicant.goes_to("/")
    expect(page.get_by_role("main")).to_contain_text("more was asked for")
    page = applicant.goes_to("/notices")
    expect(page.get_by_role("main")).to_contain_text("Your application needs more from you")
    expect(page.get_by_role("main")).to_contain_text(FREE_TEXT)
    page = applicant.goes_to(f"/applications/{applicant.application_id}")
    expect(page.get_by_role("main")).to_contain_text("The registrar needs more from you")
    expect(page.get_by_role("main")).to_contain_text("not proved by the papers")
    assert serious_findings(page) == []
    hands_in_a_better_proof(applicant, paper)
    page = applicant.goes_to(f"/applications/{applicant.application_id}")
    page.get_by_label("What you have added").fill(ANSWER)
    page.get_by_role("button", name="Send in again").click()
    expect(page.locator("body")).to_contain_text("Your application is with the registrar again.")

    expect(line_of(registrar.goes_to("/desk/applications"), applicant)).to_have_count(1)
    page = takes(registrar, applicant)
    expect(page.get_by_role("main")).to_contain_text(ANSWER)
    expect(proofs).to_have_count(2)
    decides(page, "Approve", reason="已核实。")
    page = applicant.goes_to(f"/applications/{applicant.application_id}")
    expect(page.get_by_role("main")).to_contain_text("Approved: you may enter the examinations")


def hands_in_a_better_proof(applicant, paper) -> None:
    page = applicant.goes_to("/papers")
    page.get_by_role("link", name=re.compile("Look at it.*proof of employment", re.IGNORECASE)).click()
    page.get_by_role("link", name="Send a better one").click()
    page.get_by_label("File").set_input_files(paper)
    page.get_by_role("button", name="Upload").click()
    expect(page.get_by_role("main")).to_contain_text("在职证明.jpg")


@pytest.mark.parametrize(
    ("answer", "told", "read"),
    [
        ("Grant the appeal: approve the application", "Your appeal is granted", "Approved: you may enter"),
        ("Let the refusal stand", "the refusal stands", "Refusal stands after appeal"),
    ],
    ids=["the appeal is granted", "the refusal is upheld"],
)
def test_a_refusal_gives_reasons_and_somebody_else_answers_the_appeal(
    applicant, registrar, colleague, answer, told, read
):
    page = takes(registrar, applicant)
    decides(page, "Refuse", ticked="Condition 4, Work", reason=FREE_TEXT)
    page = applicant.goes_to(f"/applications/{applicant.application_id}")
    for said in ("Condition 4, Work", "not proved by the papers", FREE_TEXT):
        expect(page.get_by_role("main")).to_contain_text(said)
    page.get_by_role("link", name="Appeal against the refusal").click()
    page.get_by_label("Why should the refusal be looked at again?").fill("公章在背面。")
    page.get_by_role("button", name="Appeal", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("Your appeal waits for its decision")

    page = opens(registrar, applicant)
    expect(page.get_by_role("main")).to_contain_text("You refused this application. Somebody else reads the appeal.")
    expect(page.get_by_role("button", name="Take this application")).to_have_count(0)
    decision = f"/desk/applications/{applicant.application_id}/decision"
    assert posts(registrar, decision, decision="uphold", reason="维持原决定。").status == 409

    page = takes(colleague, applicant)
    expect(page.get_by_role("main")).to_contain_text("公章在背面。")
    expect(page.get_by_role("main")).to_contain_text(FREE_TEXT)
    decides(page, answer, reason="已查看证明背面。")

    expect(applicant.goes_to("/notices").get_by_role("main")).to_contain_text(told)
    page = applicant.goes_to(f"/applications/{applicant.application_id}")
    expect(page.get_by_role("main")).to_contain_text(read)
    expect(page.get_by_role("main")).to_contain_text("已查看证明背面。")
