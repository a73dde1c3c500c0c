"""The registrars' pages: write, see the mistake, submit, approve by a second person, read the history, compare."""

import re
from html import unescape
from io import BytesIO
from uuid import UUID

import pytest

from kernel import clock
from kernel.actor import Role
from schemes import queries
from schemes.domain.draft import DraftMove
from tests.integration.schemes.conftest import CODE
from tests.support.people import Somebody

HOURS = ("  3: 180", "  3: 200")


def text_of(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.text)).split())


@pytest.fixture
def draft(the_clock, desk, author):
    return desk.begins(author)


def saves(who, desk, draft, source=None, reason="学时调整", **more):
    text, edition, _ = desk.look(draft)
    data = {"source": text if source is None else source, "reason": reason, "edition": str(edition)} | more
    return who.post(f"/scheme-drafts/{draft}/text", data=data, content_type="multipart/form-data")


def moves(who, desk, draft, move, remark="", edition=None):
    data = {"move": move, "remark": remark, "edition": edition or str(desk.look(draft)[1])}
    return who.post(f"/scheme-drafts/{draft}/moves", data=data)


def test_a_new_version_from_the_first_word_to_the_comparison(app, the_clock, desk, author, approver):
    begun = author.post(f"/scheme-desk/{CODE}/drafts")
    draft = UUID(begun.location.rsplit("/", 1)[1])
    text = desk.look(draft)[0].replace("\n", "\r\n").replace(*HOURS)

    assert saves(author, desk, draft, text).status_code == 302
    page = text_of(author.get(f"/scheme-drafts/{draft}?lang=en"))
    assert "Ready to be submitted" in page
    assert "Standard hours of training · Level 3 Changed 180 200" in page
    assert moves(author, desk, draft, "submit").status_code == 302

    refused = moves(author, desk, draft, "approve")
    assert refused.status_code == 409
    assert "a second person has to approve it" in text_of(refused)
    assert "/scheme-drafts/" in approver.get("/scheme-desk").text
    assert moves(approver, desk, draft, "approve", "核对无误").location.endswith(f"/scheme-desk/{CODE}")

    told = text_of(approver.get(f"/scheme-desk/{CODE}?lang=en"))
    for words in ("Version 1.2", "To come", "卢起草", "何批准", "学时调整", "核对无误", "Approved and published"):
        assert words in told
    compared = text_of(author.get(f"/scheme-desk/{CODE}/comparison?lang=en"))
    assert "3 differences" in compared
    assert "In version 1.1 In version 1.2" in compared
    upcoming = text_of(author.get(f"/schemes/{CODE}?lang=en"))
    assert "Version 1.2 takes over on" in upcoming
    assert "at least 180 hours" in upcoming
    assert "at least 200 hours" in text_of(author.get(f"/schemes/{CODE}/versions/1.2?lang=en"))


@pytest.mark.parametrize(("language", "words"), [("zh", "合格分高于满分"), ("en", "The pass mark is higher")])
def test_a_mistake_is_shown_with_its_line_and_nothing_is_lost(app, desk, author, draft, language, words):
    wrong = desk.look(draft)[0].replace("pass_mark: 60", "pass_mark: 160", 1)
    line = next(number for number, text in enumerate(wrong.splitlines(), start=1) if "pass_mark: 160" in text)

    assert saves(author, desk, draft, wrong).status_code == 302
    page = author.get(f"/scheme-drafts/{draft}?lang={language}")

    assert f'data-line="{line}"' in page.text
    assert words in page.text
    assert "pass_mark: 160" in page.text
    assert moves(author, desk, draft, "submit").status_code == 422
    assert "pass_mark: 160" in desk.look(draft)[0]


def test_what_cannot_be_kept_stays_in_the_form(desk, author, draft):
    _, edition, _ = desk.look(draft)
    saves(author, desk, draft, "scheme: first")

    late = author.post(
        f"/scheme-drafts/{draft}/text", data={"source": "scheme: second", "reason": "Mine.", "edition": str(edition)}
    )
    binary = saves(author, desk, draft, "typed", file=(BytesIO(b"\xff\xfe\x00"), "scheme.yaml"))

    assert late.status_code == 409
    assert "scheme: second" in late.text
    assert "Mine." in late.text
    assert binary.status_code == 422
    assert "typed" in binary.text
    assert desk.look(draft)[0] == "scheme: first"


def test_a_file_takes_the_place_of_the_text(desk, author, draft):
    text = desk.look(draft)[0].replace(*HOURS)

    saves(author, desk, draft, "typed", file=(BytesIO(b"\xef\xbb\xbf" + text.encode()), "scheme.yaml"))

    assert desk.look(draft)[0] == text


def test_to_everybody_else_drafts_and_histories_do_not_exist(desk, author, draft, candidate, visitor):
    for path in (f"/scheme-drafts/{draft}", f"/scheme-drafts/{draft}/text"):
        assert candidate.get(path).status_code == 404
        assert visitor.get(path).status_code == 302
    assert candidate.get(f"/scheme-desk/{CODE}").status_code in {403, 404}
    assert candidate.post(f"/scheme-desk/{CODE}/drafts").status_code == 404
    assert moves(candidate, desk, draft, "discard").status_code == 404
    assert author.get("/scheme-desk/csm-atlantis").status_code == 404
    assert author.get(f"/scheme-desk/{CODE}/comparison?before=9.9").status_code == 404


def test_a_move_that_does_not_exist_is_refused(desk, author, draft):
    assert moves(author, desk, draft, "publish").status_code == 422
    assert moves(author, desk, draft, "submit", edition="many").status_code == 422


def test_a_draft_can_be_read_in_both_languages_before_it_is_in_force(desk, author, draft, approver):
    page = approver.get(f"/scheme-drafts/{draft}/text?lang=en")

    text = text_of(page)
    assert "连续从事本职业工作满 6 年。" in text
    assert "6 years of continuous work in this occupation." in text
    assert "The platform checks: 6 continuous years of work · this occupation" in text
    assert "平台核查：连续工作满 6 年 · 本职业" in text
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))


def test_a_draft_with_a_mistake_cannot_be_read_as_a_scheme_yet(desk, author, draft):
    saves(author, desk, draft, "scheme: [")

    assert author.get(f"/scheme-drafts/{draft}/text").status_code == 422


def test_anybody_reads_any_version_in_both_languages(visitor, national):
    page = visitor.get(f"/schemes/{CODE}/versions/1.1/text?lang=en")

    assert page.status_code == 200
    assert "三级" in page.text
    assert visitor.get(f"/schemes/{CODE}/versions/9.9").status_code == 404


def test_a_review_that_is_due_is_on_the_desk_until_somebody_makes_it(app, the_clock, national):
    the_clock.moves_on(days=200)
    author = Somebody(app, "卢起草", Role.REGISTRAR)
    assert "due since" in text_of(author.get("/scheme-desk?lang=en"))

    page = text_of(author.get(f"/scheme-desk/{CODE}?lang=en"))
    assert "Due for review since" in page
    answer = author.post(f"/scheme-versions/{national}/reviews", data={"remark": "通读无误"})

    assert answer.status_code == 302
    assert "due since" not in text_of(author.get("/scheme-desk?lang=en"))
    assert "通读无误" in text_of(author.get(f"/scheme-desk/{CODE}?lang=en"))
    too_long = author.post(f"/scheme-versions/{national}/reviews", data={"remark": "x" * 2001})
    assert too_long.status_code == 422


def test_the_desk_takes_a_constant_number_of_queries(app, the_clock, desk, author, approver):
    from sqlalchemy import event

    from storage.database import db

    def queries_of(path):
        seen = []
        with app.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note := lambda *found: seen.append(found[2]))
        author.get(path)
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    author.get(f"/scheme-desk/{CODE}")
    desk.moves(approver, desk.proposes(author), DraftMove.APPROVE)
    one = queries_of(f"/scheme-desk/{CODE}")
    for hours in ("210", "220"):
        desk.moves(
            approver, desk.proposes(author, lambda text, h=hours: re.sub(r"  3: \d+", f"  3: {h}", text)),
            DraftMove.APPROVE,
        )  # fmt: skip

    assert queries_of(f"/scheme-desk/{CODE}") == one
    with app.app_context():
        assert len(queries.history(CODE, clock.now())) == 4


@pytest.mark.parametrize("language", ["zh", "en"])
def test_every_change_is_told_in_the_readers_language(app, the_clock, desk, author, draft, language):
    text = desk.look(draft)[0]
    text = text.replace("pass_mark: 60", "pass_mark: 65").replace("{kind: work, years: 6}", "{kind: work, years: 7}")
    text = text.replace("rule: required", "rule: none").replace("gap_days: 30", "gap_days: 31\nfree_resit: true")
    text = text.replace("en: Level 3}", "en: Third level}")
    saves(author, desk, draft, text)

    page = text_of(author.get(f"/scheme-drafts/{draft}?lang={language}"))

    said = {
        "zh": ("合格分 修改 60 65", "条件 1 · 核查内容 修改 连续工作满 6 年 · 本职业 连续工作满 7 年 · 本职业",
               "报名材料 · 规则 修改 需要 不需要", "免费补考 新增 – 是"),
        "en": ("Pass mark Changed 60 65", "Condition 1 · What is checked Changed 6 continuous years of work · this",
               "Papers of an application · Rule Changed required not needed", "Free resit Added – yes",
               "Title · English text Changed Level 3 Third level"),
    }[language]  # fmt: skip
    assert [words for words in said if words not in page] == []
