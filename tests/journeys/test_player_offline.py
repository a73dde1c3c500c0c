"""A paper comes back without a network, with everything that was written; afterwards nothing of it is in the browser."""

import json
import re
from datetime import timedelta

import pytest
from playwright.sync_api import expect

from exam.domain.timing import NETWORK_GRACE
from kernel import clock
from kernel.actor import Role
from tests.support.at_the_paper import SAVED, banner, option, save_line, sits_down
from tests.support.exam_room import watch
from tests.support.network import Network

THE_TIME = timedelta(minutes=90)
OFFLINE = "Not saved – working offline"
LEFT = """async () => ({
  databases: (await indexedDB.databases()).map(({ name }) => name),
  caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
  stored: localStorage.length + sessionStorage.length,
})"""
NOTHING = {"databases": [], "caches": [], "workers": 0, "stored": 0}
KEPT = """async () => {
  const request = indexedDB.open("papers");
  await new Promise((resolve) => (request.onsuccess = resolve));
  const all = (name) => new Promise((resolve) => {
    request.result.transaction(name).objectStore(name).getAll().onsuccess = (event) => resolve(event.target.result);
  });
  const text = (row) => JSON.stringify(row) + new TextDecoder().decode(row.sealed);
  const kept = { entries: await all("entries"), kept: await all("kept"), keys: await all("keys") };
  request.result.close();
  return {
    ids: kept.entries.map(({ id }) => id),
    pages: kept.kept.map(({ path }) => path),
    clear: [...kept.entries, ...kept.kept].map(text).join(""),
    extractable: kept.keys.map(({ key }) => key.extractable),
  };
}"""


@pytest.fixture
def paper(platform, somebody):
    return sits_down(platform, somebody)


@pytest.fixture
def network(platform):
    network = Network(platform.port)
    yield network
    network.cut()


def at(network, paper):
    """The same paper by way of this network; cookies know no ports."""
    paper.origin = network.url
    return paper


def is_kept(page):
    """Wait until the browser could bring this page back."""
    page.evaluate("() => navigator.serviceWorker.ready")
    page.wait_for_function(f"async () => (await ({KEPT})()).pages.includes(location.pathname)")


def hands_in(page):
    page.locator(".bar-check").click()
    page.locator("[data-hand-in]").click()
    page.locator("[data-confirm]").click()


def test_r18_a_reload_during_an_outage_brings_the_paper_back_with_what_was_written(paper, network):
    page = at(network, paper).opens()
    option(page, "A").check()
    expect(save_line(page)).to_have_text(SAVED)
    is_kept(page)

    network.cut()
    page.keyboard.press("n")
    option(page, "B").check()
    expect(save_line(page)).to_have_text(OFFLINE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#question-heading")).to_contain_text("Question 2 of 60")
    expect(option(page, "B")).to_be_checked()
    expect(page.locator("#time")).to_have_text(re.compile(r"^1:(29:[0-5]\d|28:5\d)$"))
    page.keyboard.press("n")
    option(page, "C").check()
    expect(banner(page)).to_contain_text("2 answers are kept on this device.")

    page.close()
    page = paper.person.page = paper.person.context.new_page()
    page.goto(f"{paper.url}#q1")
    expect(option(page, "A")).to_be_checked()
    assert {slot: value["chosen"] for slot, value in paper.stored().items()} == {"1": ["A"]}
    kept = page.evaluate(KEPT)
    assert kept["extractable"] == [False]
    assert not re.search(r"chosen|paper-page|Question", kept["clear"])

    network.restore()
    expect(save_line(page)).to_have_text(SAVED, timeout=5000)
    assert {slot: value["chosen"] for slot, value in paper.stored().items()} == {"1": ["A"], "2": ["B"], "3": ["C"]}
    hands_in(page)
    page.wait_for_url(re.compile("/receipt"))
    page.wait_for_function(f"async () => JSON.stringify(await ({LEFT})()) === '{_json(NOTHING)}'")


def test_a09_on_a_shared_computer_nothing_is_left_for_the_next(paper, somebody):
    page = paper.opens()
    paper.person.context.set_offline(True)
    option(page, "B").check()
    expect(save_line(page)).to_have_text(OFFLINE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.close()
    paper.person.context.set_offline(False)

    page = paper.person.page = paper.person.context.new_page()
    paper.person.goes_to("/exams?lang=en")
    page.locator(".user-menu summary").click()
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_function(f"async () => (await ({KEPT})()).pages.length === 0")
    assert len(page.evaluate(KEPT)["ids"]) == 1
    page.wait_for_function("async () => !(await navigator.serviceWorker.getRegistration('/attempts/'))")

    other = somebody("李丽", Role.CANDIDATE, lang="en")
    for cookie in other.context.cookies():
        page.context.add_cookies([cookie])
    page.goto(f"{paper.platform.url}/exams?lang=en")
    page.wait_for_function(f"async () => JSON.stringify(await ({LEFT})()) === '{_json(NOTHING)}'")


def test_r12_two_changes_in_one_millisecond_and_before_the_clock_was_set_back_are_both_kept(paper, network):
    page = at(network, paper).page
    page.add_init_script("Date.now = () => 1000000 - 1000 * performance.now()")
    paper.opens()
    is_kept(page)
    network.cut()
    for letter in "AB":
        page.keyboard.press(letter)
        page.keyboard.press("n")
    expect(banner(page)).to_contain_text("2 answers are kept on this device.")
    page.wait_for_function(f"async () => (await ({KEPT})()).ids.length === 2")
    first, second = page.evaluate(KEPT)["ids"]
    assert first != second
    assert all(re.fullmatch(r"[0-9a-f]{32}", each) for each in (first, second))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.goto(f"{paper.url}#q1")
    expect(option(page, "A")).to_be_checked()
    page.keyboard.press("C")
    expect(option(page, "C")).to_be_checked()
    network.restore()

    expect(save_line(page)).to_have_text(SAVED, timeout=8000)
    assert {slot: value["chosen"] for slot, value in paper.stored().items()} == {"1": ["C"], "2": ["B"]}


@pytest.mark.parametrize("hours", [24, -24])
def test_r15_a_wrong_clock_of_the_device_changes_nothing_also_in_the_midst(paper, hours):
    page = paper.page
    page.add_init_script("const real = Date.now; window.off = 0; Date.now = () => real() + window.off")
    paper.opens()
    is_kept(page)

    with page.expect_response("**/pulse"):
        page.evaluate(f"window.off = {hours} * 3600000")
    option(page, "B").check()
    expect(save_line(page)).to_have_text(SAVED)
    expect(page.locator("#time")).to_have_text(re.compile(r"^1:(29:[0-5]\d|28:5\d)$"))
    assert paper.stored()["1"]["chosen"] == ["B"]


def test_r22_after_ten_minutes_in_the_background_the_time_is_right_to_a_second(paper):
    page = paper.page
    page.clock.install()
    paper.opens()
    paper.person.context.set_offline(True)
    page.clock.pause_at(page.evaluate("Date.now() / 1000 + 1"))
    before = _seconds(page)

    page.clock.fast_forward(600_000)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    page.clock.run_for(300)

    assert abs(before - 600 - _seconds(page)) <= 1


def test_what_a_reloaded_page_brings_within_the_grace_counts(paper, network):
    page = at(network, paper).opens()
    is_kept(page)
    network.cut()
    option(page, "B").check()
    expect(save_line(page)).to_have_text(OFFLINE)
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(option(page, "B")).to_be_checked()
    paper.is_further_on(THE_TIME)
    network.restore()

    page.wait_for_url(re.compile("/receipt"))
    assert paper.stored()["1"]["chosen"] == ["B"]


def test_what_is_stored_is_not_called_left_behind_though_nobody_heard_so(paper):
    page = paper.opens()

    def unheard(route):
        route.fetch()
        route.abort()

    page.route("**/answers", unheard)
    option(page, "B").check()
    expect(save_line(page)).to_have_text(OFFLINE)
    page.on("dialog", lambda dialog: dialog.accept())
    paper.is_further_on(timedelta(days=1))
    page.goto(f"{paper.origin}/attempts/{paper.attempt_id}/receipt?lang=en")

    page.wait_for_function(f"async () => JSON.stringify(await ({LEFT})()) === '{_json(NOTHING)}'")
    expect(page.locator("[data-left-behind]")).to_be_hidden()
    assert paper.stored()["1"]["chosen"] == ["B"]


def test_r37_handing_in_is_never_without_words_and_completes_by_itself(paper, network):
    page = at(network, paper).opens()
    held = []
    page.route("**/hand-in", lambda route: held.append(route))  # noqa: PLW0108 -- Playwright marks the handler, and a built-in takes no marks
    page.route("**/answers", lambda route: route.abort())
    option(page, "A").check()
    expect(banner(page)).to_contain_text("One answer is kept on this device.")
    page.unroute("**/answers")
    with page.expect_request("**/hand-in"):
        hands_in(page)
    expect(save_line(page)).to_have_text("Handing in …")
    network.cut()
    held[0].abort()
    page.unroute("**/hand-in")
    expect(banner(page)).to_contain_text("The paper is not handed in yet.")
    network.restore()

    page.wait_for_url(re.compile("/receipt"))
    assert paper.stored()["1"]["chosen"] == ["A"]


def test_r14_what_could_not_be_sent_in_time_is_handed_in_as_a_file(platform, somebody, network, tmp_path):
    invigilator = somebody("孙监考", Role.INVIGILATOR, lang="en")
    registrar = somebody("钱考务", Role.REGISTRAR, lang="en")
    paper = sits_down(platform, somebody)
    paper.page.clock.install()
    page = at(network, paper).opens()
    network.cut()
    option(page, "B").check()
    expect(save_line(page)).to_have_text(OFFLINE)
    page.clock.fast_forward(THE_TIME // timedelta(milliseconds=1))
    expect(banner(page)).to_contain_text("save an answer file and give it to the invigilator")
    with page.expect_download() as saved:
        page.locator("[data-answer-file]").click()
    file = tmp_path / saved.value.suggested_filename
    saved.value.save_as(file)
    assert b"chosen" not in file.read_bytes()
    paper.is_further_on(THE_TIME + NETWORK_GRACE)
    with platform.doing():
        from exam.queries.attempts import attempt_row

        entry_id = attempt_row(paper.attempt_id).entry_id
        watch(paper.sitting_id, clock.now())
    network.restore()
    expect(banner(page)).to_contain_text("did not reach the server in time", timeout=8000)

    desk = invigilator.goes_to(f"/desk/entries/{entry_id}?lang=en")
    desk.get_by_role("link", name="Answer files").click()
    desk.locator("#file").set_input_files(file)
    desk.get_by_role("button", name="Look at the file").click()
    expect(desk.get_by_role("main")).to_contain_text("Wait for a decision")
    desk.get_by_role("button", name="Hand in the file").click()
    expect(desk.get_by_role("main")).to_contain_text("A registrar decides whether the late answers count.")
    assert paper.stored() == {}

    banner(page).get_by_role("link", name="See the receipt").click()
    page.wait_for_function(f"async () => JSON.stringify(await ({LEFT})()) === '{_json(NOTHING)}'")
    desk = registrar.goes_to(f"/desk/entries/{entry_id}/answer-files?lang=en")
    desk.get_by_label("Reason").fill("The network of the room was down.")
    desk.get_by_role("button", name="Let these answers count").click()
    expect(desk.get_by_role("main")).to_contain_text("The late answers count")
    assert paper.stored()["1"]["chosen"] == ["B"]


def _seconds(page) -> int:
    hours, minutes, seconds = (int(part) for part in page.locator("#time").inner_text().split(":"))
    return hours * 3600 + minutes * 60 + seconds


def _json(value) -> str:
    return json.dumps(value, separators=(",", ":"))
