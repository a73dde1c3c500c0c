"""Papers in the browser: a photo lying on its side is turned, a portrait is cropped, and nobody else finds either."""

import re

from playwright.sync_api import expect

from kernel.actor import Role
from tests.journeys.conftest import PHONE
from tests.support.at_the_paper import serious_findings
from tests.support.pictures import Image, a_paper, a_photo, jpeg

NUMBER = "11010519491231002X"
SHADES = """(image) => {
  const canvas = Object.assign(document.createElement("canvas"), { width: 40, height: 40 });
  const context = canvas.getContext("2d");
  context.drawImage(image, 0, 0, 40, 40);
  const shade = (x, y) => context.getImageData(x, y, 1, 1).data[0];
  return { size: [image.naturalWidth, image.naturalHeight], upperLeft: shade(2, 2), upperRight: shade(37, 2) };
}"""


def test_a_sideways_photo_is_turned_a_portrait_cropped_and_a_stranger_finds_nothing(somebody, tmp_path):
    paper, photo = tmp_path / "身份证.jpg", tmp_path / "photo.jpg"
    paper.write_bytes(jpeg(a_paper((900, 1200)).transpose(Image.Transpose.ROTATE_90)))
    photo.write_bytes(jpeg(a_photo((1600, 1200), "blue").transpose(Image.Transpose.ROTATE_90)))
    candidate = somebody("王小明", Role.CANDIDATE, lang="en")

    # The number, with the last character mistyped at first.
    page = candidate.goes_to("/papers")
    page.get_by_role("link", name=re.compile("Fill in.*Number")).click()
    page.get_by_label("Number", exact=True).fill(NUMBER[:-1] + "1")
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("alert")).to_contain_text("The last character does not fit the others")
    page.get_by_label("Number", exact=True).fill(NUMBER.lower())
    page.get_by_role("button", name="Record").click()
    expect(page.get_by_role("main")).to_contain_text("1101**********002X")

    # The paper: chosen before the programme of the page has come, turned before it is sent, upright afterwards.
    def choose_first(programme):
        page.get_by_label("File").set_input_files(paper)
        programme.continue_()

    page.route(re.compile(r"/paper\.\w+\.js$"), choose_first)
    page.get_by_role("link", name=re.compile("Upload.*Identity document")).click(no_wait_after=True)
    expect(page.get_by_alt_text("The photo you chose")).to_be_visible()
    page.get_by_role("button", name="Turn by a quarter").click()
    assert serious_findings(page) == []
    page.get_by_role("button", name="Upload").click()
    shown = page.get_by_alt_text(re.compile("Identity document"))
    expect(shown).to_have_js_property("complete", value=True)
    seen = shown.evaluate(SHADES)
    assert seen["size"] == [900, 1200]
    assert seen["upperLeft"] < 60
    assert seen["upperRight"] > 200
    of_paper = page.url
    page.get_by_role("link", name="Yes, go on").click()

    # The portrait: turned and moved by keyboard alone, then kept.
    page.get_by_role("link", name=re.compile("Upload.*Portrait")).click()
    page.get_by_label("Photo", exact=True).set_input_files(photo)
    frame = page.get_by_role("application", name="Part of the photo")
    frame.focus()
    box = page.locator("[name=box]")
    whole = box.input_value()
    for key in ("r", "+", "+", "ArrowUp", "ArrowDown", "ArrowLeft", "ArrowRight", "-", "-"):
        frame.press(key)
    assert page.locator("[name=turn]").input_value() == "1"
    assert box.input_value() != whole
    expect(page.get_by_text("The chosen part is large enough.")).to_be_visible()
    assert serious_findings(page) == []
    page.get_by_role("button", name="Keep this portrait").click()
    expect(page.get_by_text("Your portrait is kept.")).to_be_visible()
    portrait = page.get_by_alt_text("Your portrait")
    expect(portrait).to_have_js_property("complete", value=True)
    assert portrait.evaluate(SHADES)["size"] == [590, 826]

    # Somebody else, on a telephone.
    stranger = somebody("李丽", Role.CANDIDATE, viewport=PHONE)
    for address in (of_paper, f"{of_paper}/picture", f"{of_paper}/file"):
        answer = stranger.page.goto(address)
        assert answer.status == 404
    assert "1101" not in stranger.goes_to("/papers").content()


def test_with_a_finger_the_photo_follows_and_a_wall_full_of_books_is_refused(somebody, tmp_path):
    photo = tmp_path / "photo.jpg"
    photo.write_bytes(jpeg(a_photo((1600, 1200), "bookshelf")))
    candidate = somebody("张伟", Role.CANDIDATE, lang="zh", viewport=PHONE)

    page = candidate.goes_to("/portrait")
    page.get_by_label("照片", exact=True).set_input_files(photo)
    frame = page.get_by_role("application", name="照片选区")
    frame.scroll_into_view_if_needed()
    before, where = page.locator("[name=box]").input_value(), frame.bounding_box()
    middle = (where["x"] + where["width"] / 2, where["y"] + where["height"] / 2)
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0] + 40, middle[1], steps=4)
    page.mouse.up()
    after = page.locator("[name=box]").input_value()
    assert float(after.split()[0]) < float(before.split()[0]), "the photo went right, so the part went left"
    page.get_by_role("button", name="使用此照片").click()

    expect(page.get_by_role("alert")).to_contain_text("背景不纯净")
