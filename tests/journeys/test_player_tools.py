"""A candidate's own tools on a paper, by keyboard, and the practice paper that anybody can try."""

from playwright.sync_api import Page, expect

from tests.journeys.conftest import LAPTOP, PHONE
from tests.support.at_the_paper import SAVED, serious_findings, sits_down

KEPT = "indexedDB.databases().then((all) => all.map((each) => each.name))"
THEMES = ("dark", "black", "cream", "standard")


def chooses(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def fills_the_screen(page: Page) -> None:
    """And comes back by the same button, or by a key while they write."""
    fill, leave = (page.get_by_role("button", name=name, exact=True) for name in ("Full screen", "Leave full screen"))
    fill.press("Enter")
    leave.press("Enter")
    expect(fill).to_be_focused()
    fill.press("Enter")
    expect(leave).to_be_focused()
    page.locator("#option-B").focus()
    page.evaluate("document.exitFullscreen()")
    expect(fill).to_be_visible()
    expect(page.locator("#option-B")).to_be_focused()


def test_tools_work_by_keyboard_survive_a_reload_and_go_with_the_hand_in(platform, somebody):
    from exam.queries.attempts import attempt_row
    from exam.queries.cases import case_of

    paper = sits_down(platform, somebody, viewport=LAPTOP)
    page = paper.opens()
    page.locator("#option-A").focus()
    chooses(page, "Tab", "Enter")
    expect(page.get_by_role("button", name="Strike out A")).to_have_attribute("aria-pressed", "true")
    expect(page.locator("#option-A")).not_to_be_checked()
    page.get_by_role("button", name="Highlight", exact=True).focus()
    chooses(page, "Enter")
    page.locator(".stem .sentence").first.focus()
    chooses(page, "Enter")
    assert serious_findings(page) == []
    page.get_by_role("button", name="Put the pen away").press("Enter")
    expect(page.locator(".stem mark")).to_have_count(1)
    page.get_by_role("button", name="This question in Chinese").press("Enter")
    expect(page.locator("fieldset.options")).to_have_attribute("lang", "zh-CN")
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="This question in English").press("Enter")

    page.get_by_role("button", name="Tools").press("Enter")
    expect(page.locator("#tools-title")).to_be_focused()
    expect(page.locator("#sum")).to_have_count(0)
    page.get_by_label("My notes").fill("先做第三题")
    page.locator("[name=theme][value=dark]").check()
    assert serious_findings(page) == []
    chooses(page, "Escape")
    expect(page.get_by_role("button", name="Tools")).to_be_focused()
    fills_the_screen(page)
    page.evaluate("document.dispatchEvent(new ClipboardEvent('copy'))")
    page.evaluate("window.dispatchEvent(new Event('blur'))")
    page.wait_for_function("""async () => {
      const database = await new Promise((done) => { const asked = indexedDB.open("papers"); asked.onsuccess = () => done(asked.result); });
      const all = database.transaction("kept").objectStore("kept").getAllKeys();
      const keys = await new Promise((done) => { all.onsuccess = () => done(all.result); });
      database.close();
      return keys.some((key) => key.startsWith("made:"));
    }""")

    page.reload()  # What waits to be told is told before the page goes.
    expect(page.locator("#save")).to_have_text(SAVED)
    expect(page.locator(".option.is-struck")).to_have_count(1)
    expect(page.locator(".stem mark")).to_have_count(1)
    expect(page.locator("body")).to_have_attribute("data-theme", "dark")
    page.locator("#tools-open").click()
    expect(page.get_by_label("My notes")).to_have_value("先做第三题")
    page.locator("[name=theme][value=standard]").check()
    chooses(page, "Escape")

    page.locator(".bar-check").click()
    page.locator("[data-hand-in]").click()
    page.locator("[data-confirm]").click()
    expect(page).to_have_url(f"{platform.url}/attempts/{paper.attempt_id}/receipt")
    page.wait_for_function(f"async () => (await {KEPT}).length === 0")
    with platform.doing():
        assert {"copied", "address", "browser"} <= {fact.seen for fact in case_of(attempt_row(paper.attempt_id)).facts}


def test_anybody_tries_the_practice_paper_and_nothing_goes_to_the_server(platform, browser):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method != "GET" else None)
    page.goto(f"{platform.url}/?lang=en")
    page.get_by_role("link", name="Try the practice paper").click()
    expect(page.get_by_role("heading", name="Question 1 of 7")).to_be_visible()
    for key in ("b", "n", "a", "b", "d", "n", "a", "n"):
        chooses(page, key)
    for place, letter in enumerate("BAC"):
        page.locator(f"#match-{place}").select_option(letter)
    chooses(page, "Escape")
    page.evaluate("location.hash = '#q6'")
    page.locator("#tools-open").click()
    page.get_by_label("What to work out").fill("２１０ ÷ (200+50) × 100")
    chooses(page, "Enter")
    expect(page.locator("#sum-result")).to_have_text("= 84")
    for theme in THEMES:
        page.locator(f"[name=theme][value={theme}]").check()
        assert serious_findings(page) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    chooses(page, "Escape")
    page.locator("#line").fill("８４")
    page.evaluate("location.hash = '#q7'")
    page.locator("#line").fill("faq ")
    page.evaluate("location.hash = '#review'")
    page.locator("[data-hand-in]").click()
    page.locator("[data-confirm]").click()

    expect(page.get_by_role("heading", name="6 of 7 right")).to_be_focused()
    expect(page.get_by_text("Not answered; right is: B A D C")).to_be_visible()
    assert serious_findings(page) == []
    assert (sent, page.evaluate(KEPT)) == ([], [])
    context.close()
