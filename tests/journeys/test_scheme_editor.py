"""The editor of schemes in the browser: read, drafted with a reason, mended, refused to its author, put in force by a second."""

import re
from uuid import UUID

from playwright.sync_api import Locator, Page, expect

from accounts import queries as accounts
from kernel.actor import Role
from schemes.services.drafting import next_version
from schemes.services.loading import shipped
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings

CODE = "csm-guangdong"
"""A scheme that no other journey sits examinations of."""
SHIPPED = shipped(CODE).version
NEXT = next_version(SHIPPED)
WRONG, RIGHT = "standard_hours:\n  3: many\n", "standard_hours:\n  3: 200\n"
REASON, REMARK = "The industry association set 200 hours.", "Compared with the notice."


def rewrites(page: Page, old: str, new: str) -> None:
    """Change a few words of the draft and save it."""
    source = page.locator("#source")
    text = source.input_value()
    assert text.count(old) == 1
    source.fill(text.replace(old, new))
    page.get_by_role("button", name="Save and check").click()
    expect(page.get_by_role("status").first).to_contain_text("The draft is saved.")


def forges_the_approval(page: Page) -> None:
    """Send what the page offers its author no button for."""
    page.get_by_role("button", name="Take it back").evaluate("button => button.value = 'approve'")
    with page.expect_response(re.compile("/moves")) as answer:
        page.get_by_role("button", name="Take it back").click()
    assert answer.value.status == 409


def reads_in_both_languages(page: Page) -> None:
    """From the desk of schemes to the whole text, in one language beside the other."""
    page.get_by_role("link", name="Customer Service Manager, Guangdong").click()
    page.get_by_role("link", name="Both languages, to print").click()
    both = page.get_by_role("main")
    expect(both).to_contain_text("Bachelor's degree or higher in another field, 1 year of continuous work")
    expect(both).to_contain_text("具有其他专业大学本科及以上学历证书，连续从事本职业工作满 1 年")


def begins_a_draft(page: Page) -> UUID:
    """A new version, begun from the history of the scheme."""
    page.get_by_role("button", name="Write a new version").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Draft: Customer Service Manager, Guangdong")
    return UUID(page.url.split("?")[0].rsplit("/", 1)[1])


def finds_the_mistake(page: Page) -> None:
    """The wrong text is kept, and its line is shown and led to."""
    expect(page.locator(".mistake-line .is-wrong")).to_contain_text("3: many")
    expect(page.get_by_role("main")).to_contain_text("The text has a mistake, so it cannot be published yet")
    expect(page.get_by_role("button", name="Submit for approval")).to_have_count(0)
    page.reload()
    assert WRONG in page.locator("#source").input_value()
    expect(page.locator("#reason")).to_have_value(REASON)
    page.get_by_role("link", name=re.compile("^Line ")).click()
    expect(page.locator("#source")).to_be_focused()
    chosen = "box => box.value.slice(box.selectionStart, box.selectionEnd).trim()"
    assert page.locator("#source").evaluate(chosen) == "3: many"
    assert serious_findings(page) == []


def hours(page: Page) -> Locator:
    """The line of the comparison that was changed."""
    return page.get_by_role("row").filter(has_text="Standard hours of training")


def reads_who_when_what_why(page: Page) -> None:
    """The history of the scheme with its new version."""
    version = page.get_by_role("region", name=f"Version {NEXT}")
    for words in ("To come", "卢起草", REASON, "Submitted for approval", "何批准", REMARK):
        expect(version).to_contain_text(words)
    steps = version.get_by_role("listitem")
    expect(steps).to_have_count(2)
    expect(steps.last).to_have_text(re.compile(r"\d+ \w+ \d{4}.*Approved and published · 何批准: " + re.escape(REMARK)))
    expect(page.get_by_role("region", name=f"Version {SHIPPED}")).to_contain_text("In force today")


def compares(page: Page) -> None:
    """What the new version changed, in words and in both languages."""
    page.get_by_role("region", name=f"Version {NEXT}").get_by_role("link", name="What it changed").click()
    expect(page.get_by_text("3 differences")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text(f"In version {SHIPPED}")
    expect(hours(page)).to_contain_text("200")
    assert serious_findings(page) == []
    page.goto(page.url + "&lang=zh")
    expect(page.get_by_role("row").filter(has_text="标准学时")).to_contain_text("三级")


def test_a_new_version_goes_from_the_first_word_over_a_mistake_and_a_refusal_into_force(platform, somebody):
    author = somebody("卢起草", Role.REGISTRAR, lang="en")
    approver = somebody("何批准", Role.REGISTRAR, lang="en", viewport=PHONE)

    page = author.goes_to("/scheme-desk?lang=en")
    reads_in_both_languages(page)
    author.goes_to(f"/scheme-desk/{CODE}?lang=en")
    draft_id = begins_a_draft(page)
    page.locator("#reason").fill(REASON)
    rewrites(page, "standard_hours:\n  3: 180\n", WRONG)
    finds_the_mistake(page)
    rewrites(page, WRONG, RIGHT)
    for words in ("Level 3", "180", "200"):
        expect(hours(page)).to_contain_text(words)
    page.get_by_role("button", name="Submit for approval").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for a second person")
    expect(page.get_by_role("button", name="Approve and publish")).to_have_count(0)
    forges_the_approval(page)
    expect(page.get_by_role("alert")).to_contain_text("You wrote this draft, so a second person has to approve it.")
    with platform.doing():
        tried = [entry for entry in accounts.audit_entries() if entry.action == "refuse_own_scheme_draft"]
        assert [entry.actor for entry in tried if str(draft_id) in entry.subject] == [str(author.id)]

    page = approver.goes_to("/notices?lang=en")
    page.get_by_role("button", name="A new version of “Customer Service Manager, Guangdong” waits for approval").click()
    expect(hours(page)).to_contain_text("200")
    page.locator("#remark").fill(REMARK)
    page.get_by_role("button", name="Approve and publish").click()
    expect(page.get_by_role("status").first).to_contain_text("Approved and published")
    reads_who_when_what_why(page)
    compares(page)
