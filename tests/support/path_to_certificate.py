"""What happens after the examinations: marking without names, release, the certificate in other people's hands."""

import re
import subprocess
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.support.path_through_exams import looks_again
from tests.support.path_to_admission import today

MOST_BEFORE = 5
"""How many scripts of other people may lie before the awaited one."""


def run(*command: object) -> str:
    """What a program of somebody else says; it must succeed."""
    done = subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    return done.stdout


class Blind:
    """An examiner's pages, held against what must not stand on them."""

    def __init__(self, examiner, *secrets: str) -> None:
        self.page, self.secrets = examiner.page, secrets

    def look(self) -> None:
        """Read the whole page, its source included."""
        source = self.page.content()
        found = [secret for secret in self.secrets if secret in source]
        assert not found, f"{found} on {self.page.url}"

    def reads(self, content: bytes) -> None:
        """The same for a file."""
        found = [secret for secret in self.secrets if secret.encode() in content]
        assert not found, f"{found} in the file"


def takes(examiner, number: str) -> Page:
    """Take scripts until the one with this number lies open; those before it are put aside on the desk."""
    page = examiner.page
    for _ in range(MOST_BEFORE):
        examiner.goes_to("/marking")
        page.get_by_role("button", name="Take the next script").first.click()
        page.wait_for_url(re.compile("/marking/scripts/"))
        if number in page.locator("h1").inner_text():
            return page
    raise AssertionError(f"script {number} did not come")


def marks(page: Page, comment: str) -> None:
    """The best level of each criterion; the platform asks for the one that was left out; then sign off."""
    criteria = page.locator("[data-criterion]").all()
    for criterion in criteria[1:]:
        criterion.locator("input[type=radio]").nth(best(criterion)).check()
    page.get_by_role("button", name="Sign off").click()
    expect(page.locator("[data-save-state]")).to_contain_text("Choose a level for")
    criteria[0].locator("input[type=radio]").nth(best(criteria[0])).check()
    criteria[0].locator("textarea").fill(comment)
    expect(page.locator("[data-save-state]")).to_contain_text("Saved at")
    expect(page.locator(".rubric-total")).to_have_text(re.compile(r"^100\.00 / 100\.00$"))
    page.get_by_role("button", name="Sign off").click()
    expect(page.get_by_role("main")).to_contain_text("Signed off")


def best(criterion) -> int:
    """Which level of this criterion earns most."""
    worth = [float(level.get_attribute("data-marks")) for level in criterion.locator("input[type=radio]").all()]
    return worth.index(max(worth))


def releases(registrar, place: str) -> None:
    """Look at the scores by number and let them out."""
    page = registrar.goes_to("/results/sittings")
    page.get_by_role("row").filter(has_text=place).get_by_role("link").click()
    expect(page.get_by_role("main")).to_contain_text("Ready to be released")
    page.get_by_role("button", name="Release the results").click()
    expect(page.get_by_role("main")).to_contain_text("Everybody who took part has been told.")


def fetches_certificate(candidate, folder: Path) -> Path:
    """Wait until the worker has made the certificate, and keep the file."""
    page = candidate.goes_to("/results")
    page.get_by_role("link", name="Look at your certificate").click()
    looks_again(page, page.get_by_role("link", name="Customer Service Manager · Level 3"))
    page.get_by_role("link", name="Customer Service Manager · Level 3").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the PDF").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def examined_by_other_programs(path: Path, name: str) -> str:
    """Signature, structure, text and printed code, as programs of other people read them; the code's address."""
    assert "Signature is Valid." in run("pdfsig", path)
    assert "No syntax or stream encoding errors" in run("qpdf", "--check", path)
    assert name in run("pdftotext", path, "-")
    run("pdftoppm", "-r", "100", "-png", "-singlefile", path, path.with_suffix(""))
    return run("zbarimg", "-q", "--raw", path.with_suffix(".png")).strip()


def stranger_checks(stranger, *, number: str, address: str, path: Path, name: str) -> None:
    """By the number, by the printed code, by the file; and a file with one changed byte is caught."""
    page = stranger.goes_to("/verify")
    page.get_by_label("Certificate number").fill(number.lower().replace("-", " "))
    page.get_by_role("button", name="Look up").click()
    sees_valid(page, name, number)

    page.goto(address)
    sees_valid(page, name, number)
    page.get_by_role("link", name="中文").click()
    expect(page.locator("h1")).to_have_text("有效")
    expect(page.get_by_role("main")).to_contain_text("客户服务管理师 · 三级")
    page.get_by_role("link", name="English").click()

    uploads(stranger, path.name, path.read_bytes())
    sees_valid(page, name, number)
    expect(page.get_by_role("main")).to_contain_text("is unchanged, and stands in the register")

    changed = bytearray(path.read_bytes())
    changed[len(changed) // 3] ^= 1
    uploads(stranger, path.name, bytes(changed))
    expect(page.locator("h1")).to_have_text("Not authentic")


def uploads(stranger, name: str, content: bytes) -> None:
    page = stranger.goes_to("/verify")
    page.locator("#document").set_input_files({"name": name, "mimeType": "application/pdf", "buffer": content})
    page.get_by_role("button", name="Examine the file").click()


def sees_valid(page: Page, name: str, number: str) -> None:
    expect(page.locator("h1")).to_have_text("Valid")
    for said in (name, number, "Customer Service Manager · Level 3"):
        expect(page.get_by_role("main")).to_contain_text(said)


def files_activity(candidate, description: str, credit: int) -> None:
    """Continuing education, as the holder describes it."""
    page = candidate.goes_to("/certificates")
    page.get_by_role("link", name="Customer Service Manager · Level 3").click()
    expect(page.locator(".credit-figure")).to_have_text("0 of 30 credits")
    page.get_by_role("link", name="File an activity").click()
    page.get_by_label("Date").fill(today().isoformat())
    page.get_by_label("Hours").fill("6.5")
    page.get_by_label("Credits").fill(str(credit))
    page.get_by_label("What you did").fill(description)
    page.get_by_role("button", name="File it").click()
    expect(page.get_by_role("row").filter(has_text=description)).to_contain_text("Waiting")
    expect(page.locator(".credit-figure")).to_have_text("0 of 30 credits")


def approves_activity(registrar, description: str) -> None:
    """The registrar reads it and enters the credits."""
    page = registrar.goes_to("/")
    page.get_by_role("link", name="Activities to approve").click()
    page.get_by_role("link", name=description).click()
    page.get_by_role("button", name="Approve the credits").click()
    expect(page.get_by_role("main")).to_contain_text("Approved")
