"""Somebody asks for accommodations with proof; what is granted stands in the lobby and on the paper, and nowhere why."""

import re
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import expect

from kernel import clock
from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.accommodations import CANARY, picture
from tests.support.at_the_paper import SAVED, save_line
from tests.support.exam_room import admit, enter, plan_sitting


def enters_a_sitting(platform, person):
    """Admitted and entered, in a sitting whose papers are made and whose door is open."""
    from exam.services.preparing import prepare_forms

    then = clock.now() - timedelta(hours=3, minutes=1)
    with platform.doing():
        admit(person.id, then)
        sitting_id = plan_sitting(then)
        [entry_id] = enter(sitting_id, [person.id], then)
    with platform.doing():
        prepare_forms(sitting_id, now=then)
    return sitting_id, entry_id


def asks_with_proof(page, proof: Path):
    page.get_by_role("button", name="Ask for accommodations").click()
    page.get_by_label(re.compile("^Extra time")).check()
    page.get_by_label(re.compile("^Large print")).check()
    page.get_by_label("For good").check()
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Why do you need it?").fill(f"因{CANARY}，看小字吃力")
    page.get_by_role("button", name="Save and go on").click()
    page.get_by_label("Add a paper").set_input_files(proof)
    page.get_by_role("button", name="Add this paper").click()
    page.get_by_role("link", name="Go on", exact=True).click()
    page.get_by_role("button", name="Send the request").click()
    expect(page.get_by_role("main")).to_contain_text("Waiting for decision")


def test_what_is_granted_stands_in_the_lobby_and_on_the_paper(platform, somebody, tmp_path):
    candidate = somebody("王小明", Role.CANDIDATE, lang="en", viewport=PHONE)
    officer = somebody("沈安然", Role.ACCOMMODATIONS_OFFICER, lang="en")
    registrar = somebody("钱文静", Role.REGISTRAR, lang="en")
    sitting_id, entry_id = enters_a_sitting(platform, candidate)
    proof = tmp_path / f"{CANARY}.png"
    proof.write_bytes(picture())

    page = candidate.goes_to("/accommodations?lang=en")
    asks_with_proof(page, proof)

    desk = officer.goes_to("/desk/accommodations?lang=en")
    desk.get_by_role("link", name="王小明").click()
    expect(desk.get_by_role("main")).to_contain_text(CANARY)
    address = desk.url.removeprefix(platform.url)
    desk.get_by_label("Grant", exact=True).check()
    desk.get_by_label("25 %").check()
    expect(desk.get_by_label("Large print")).to_be_checked()
    desk.get_by_label("Reason").fill("证明材料齐全")
    desk.get_by_role("button", name="Decide").click()
    expect(desk.get_by_role("main")).to_contain_text("Decided. The candidate has been told.")

    for path in (address, "/desk/accommodations"):
        assert registrar.page.request.get(f"{platform.url}{path}").status == 404

    lobby = candidate.goes_to(f"/entries/{entry_id}?lang=en")
    expect(lobby.get_by_role("main")).to_contain_text("You have 113 minutes instead of 90.")
    expect(lobby.get_by_role("main")).to_contain_text("Large print: the paper opens in large type.")
    lobby.get_by_label(re.compile("^I am ready")).check()
    lobby.get_by_role("button", name="Start now").click()
    expect(save_line(lobby)).to_have_text(SAVED)
    expect(lobby.locator("body")).to_have_attribute("data-zoom", "1.5")
    expect(lobby.locator("#time")).to_have_text(re.compile(r"1:5[12]:\d\d"))
    attempt = lobby.url.split("/attempts/")[1].split("?")[0]
    state = lobby.request.get(f"{platform.url}/api/attempts/{attempt}/state").json()
    assert 112 * 60_000 < state["remaining_ms"] <= 113 * 60_000
    lobby.wait_for_function("navigator.serviceWorker.controller !== null")  # It looks after the page as it came.
    with lobby.expect_request(lambda request: request.is_navigation_request()) as asked:
        lobby.reload()
    assert (asked.value.method, asked.value.url) == ("GET", f"{platform.url}/attempts/{attempt}")
    expect(save_line(lobby)).to_have_text(SAVED)

    seen = registrar.goes_to(f"/sittings/{sitting_id}/desk?lang=en")
    expect(seen.get_by_role("main")).to_contain_text("23 extra minutes")
    expect(seen.get_by_role("main")).to_contain_text("large print")
    assert CANARY not in seen.content()
