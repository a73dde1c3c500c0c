"""The file of a case study: whatever breaks on its way, it goes on where it was, and the paper waits for it."""

import random
import re
from hashlib import sha256

from PIL import Image
from playwright.sync_api import expect

from exam.domain.upload import LARGEST_PART
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import SAVED, save_line, serious_findings, sits_down
from tests.support.pictures import png

PLAN = png(Image.frombytes("RGB", (620, 620), random.Random(7).randbytes(620 * 620 * 3)))
LAST_PART = (len(PLAN) - 1) // LARGEST_PART * LARGEST_PART
A_WHILE = 30_000


def words(page):
    return page.locator(".file-words")


def test_r39_a_file_survives_a_lost_network_a_reload_and_a_killed_server_and_the_hand_in_waits(platform, somebody):
    paper = sits_down(platform, somebody, "case_study")
    page = paper.opens()
    offsets, held, is_broken = [], [], True

    def part(route):
        offset = int(route.request.url.rsplit("/", 1)[1])
        offsets.append(offset)
        if offset >= 2 * LARGEST_PART and is_broken:
            return route.abort()
        if offset == 3 * LARGEST_PART and offsets.count(offset) == 1:
            platform.kills_workers()
        if offset == LAST_PART:
            return held.append(route)
        return route.continue_()

    page.route("**/parts/*", part)
    page.locator("#answer").fill("Seven weeks, not four.")
    page.locator("#file").set_input_files({"name": "plan.png", "mimeType": "image/png", "buffer": PLAN})

    expect(words(page)).to_have_text("No connection. The file goes on by itself where it stopped.")
    expect(page.locator(".file-progress progress")).to_have_attribute("aria-label", "plan.png: how much has arrived")
    expect(page.locator(".file-amount")).to_have_text(re.compile(r"plan.png · 512 kB of 1\.\d MB"))
    assert serious_findings(page) == []
    page.set_viewport_size(PHONE)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    expect(save_line(page)).to_have_text(SAVED, timeout=8000)

    page.reload()
    is_broken = False
    expect(words(page)).to_have_text("The file is being sent …", timeout=A_WHILE)
    if not held:
        page.wait_for_event("request", lambda request: request.url.endswith(f"/{LAST_PART}"), timeout=A_WHILE)
    page.route("**/answers", lambda route: route.abort())
    page.locator("#answer").fill("Seven weeks, not five.")
    page.locator("[data-hand-in]").click()
    expect(page.locator("#confirm")).to_contain_text("as soon as that has arrived")
    page.locator("[data-confirm]").click()
    expect(save_line(page)).to_have_text("Handing in …")
    with page.expect_response("**/answers"):
        page.unroute("**/answers")
    assert paper.stored()["text"]["text"] == "Seven weeks, not five."
    assert paper.file() is None
    held.pop().continue_()

    page.wait_for_url(re.compile("/receipt"), timeout=A_WHILE)
    assert paper.file().sha256 == sha256(PLAN).hexdigest()
    assert paper.file().sha256 in page.content()
    assert offsets.count(0) == 1


def test_a_file_left_by_another_device_is_gone_on_with_or_given_up(platform, somebody):
    from exam.queries.attempts import attempt_row
    from exam.queries.uploads import upload_row
    from exam.services import starting, uploading
    from kernel import clock

    paper = sits_down(platform, somebody, "case_study")
    with platform.doing():
        attempt = attempt_row(paper.attempt_id)
        starting.claim(attempt, "other-device-1", now=clock.now())
        fingerprint = sha256(PLAN).hexdigest()
        said = {"name": "plan.png", "size": len(PLAN), "fingerprint": fingerprint}
        upload_id = uploading.begin(attempt, writer="other-device-1", now=clock.now(), **said).id
    with platform.doing():
        uploading.add_part(upload_row(paper.attempt_id, upload_id), 0, PLAN[:LARGEST_PART], now=clock.now())
    page = paper.opens()
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/parts/" in request.url else None)

    expect(words(page)).to_contain_text("“plan.png” has not arrived whole.")
    page.locator("#file").set_input_files({"name": "plan.png", "mimeType": "image/png", "buffer": PLAN})
    expect(words(page)).to_have_text("plan.png is saved.")
    assert [int(url.rsplit("/", 1)[1]) for url in asked] == list(range(LARGEST_PART, len(PLAN), LARGEST_PART))

    page.route("**/parts/*", lambda route: route.abort())
    page.locator("#file").set_input_files({"name": "more.png", "mimeType": "image/png", "buffer": PLAN + b"more"})
    page.get_by_role("button", name="Give this file up").click()
    expect(words(page)).to_have_text("The file was given up.")
    page.locator("[data-hand-in]").click()
    page.locator("[data-confirm]").click()
    page.wait_for_url(re.compile("/receipt"))
    assert paper.file().name == "plan.png"
