"""Questions of other systems lack a language, a function, a rationale: drafts until somebody fills them in."""

from io import BytesIO

import pytest

from question_bank import queries
from question_bank.domain.bank import Wanted
from question_bank.domain.editing import cells_of
from question_bank.domain.gaps import gaps
from question_bank.domain.lifecycle import State
from storage.database import db

GIFT = "// [id:G-1]\n谁是内部客户？{=同事#在流程中接受服务。 ~经销商 ~消费者}\n"
FILLED = {
    "function": "overview",
    "stem.en": "Who is an internal customer?",
    "options.1.en": "A colleague",
    "options.2.en": "A dealer",
    "options.3.en": "A consumer",
    "rationale.en": "Colleagues receive service in the process.",
}


def bring(person, content=GIFT, name="q.gift"):
    fields = {"level": "csm-national/3", "function": "", "cognitive": "know", "difficulty": "0.7", "reason": "导入"}
    sent = person.post("/question-imports", fields | {"file": (BytesIO(content.encode()), name)})
    return person.post(sent.location + "/taking"), person.get(sent.location)


def latest(app):
    with app.app_context():
        (version,) = db.session.scalars(queries.latest_versions(Wanted()))
        version.item  # noqa: B018 -- read while there is a session
        return version


@pytest.fixture
def draft(bank, author):
    bring(author)
    return latest(bank)


def cells(version, **changed):
    own = {"based_on": str(version.number), "reason": "补齐", "level": "csm-national/3"}
    return cells_of(version.as_question) | own | changed


def test_a_draft_with_gaps_says_which_and_cannot_be_submitted(bank, author, draft):
    page = author.get(f"/questions/{draft.question_id}")

    for named in ("题干（英文）", "选项A（英文）", "解析（英文）", "职业功能"):
        assert named in page.text
    assert 'value="submit"' not in page.text
    refused = author.post(f"/question-versions/{draft.id}/moves", {"move": "submit", "reason": ""})
    assert refused.status_code == 409
    assert "题干（英文）" in refused.text
    assert latest(bank).state is State.DRAFT


def test_it_is_filled_in_step_by_step_and_then_submitted(bank, author, draft):
    address = f"/questions/{draft.question_id}/versions"
    assert "内容不全" in author.get(f"/questions/{draft.question_id}/draft").text
    half = {name: FILLED[name] for name in ("function", "stem.en")}
    assert author.post(address, cells(draft, **half)).status_code == 302
    assert "stem.en" not in gaps(latest(bank).item)

    refused = author.post(address, cells(latest(bank), submit="yes", difficulty="0.5"))
    assert refused.status_code == 422
    assert 'href="#f-options.1.en"' in refused.text
    assert author.post(address, cells(latest(bank), submit="yes", **FILLED)).status_code == 302
    assert latest(bank).state is State.REVIEW


def test_the_same_file_again_does_not_empty_what_was_filled_in(bank, author, draft):
    author.post(f"/questions/{draft.question_id}/versions", cells(draft, **FILLED, difficulty="0.4"))
    _, preview = bring(author)

    assert "每道试题都已在题库中" in preview.text or "已在题库" in preview.text
    assert (latest(bank).number, latest(bank).as_question.difficulty) == (2, 0.4)


def test_what_was_written_whole_does_not_get_gaps_by_hand(bank, author, draft):
    address = f"/questions/{draft.question_id}/versions"
    author.post(address, cells(draft, **FILLED))
    refused = author.post(address, cells(latest(bank), **{"stem.en": ""}))

    assert refused.status_code == 422
    assert 'href="#f-stem.en"' in refused.text


WHOLE = (
    "// [tag:function:overview]\n{mlang zh}太阳升起。{mlang}{mlang en}The sun rises.{mlang}"
    "{T####{mlang zh}每天如此。{mlang}{mlang en}Every day.{mlang}}\n"
)


def test_of_all_drafts_those_with_gaps_stay(bank, author):
    bring(author, GIFT + "\n" + WHOLE)
    page = author.get(author.post("/question-drafts/submission").location)

    assert "还有 1 道草稿内容不全" in page.text
    with bank.app_context():
        states = {row.state for row in db.session.scalars(queries.latest_versions(Wanted()))}
    assert states == {State.DRAFT, State.REVIEW}
