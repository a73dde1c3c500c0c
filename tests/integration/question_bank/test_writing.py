"""Writing questions on a page: drafts with who and why, nothing lost by a mistake, two writers at once."""

import pytest

from accounts.models import AuditEntry
from kernel import clock
from kernel.actor import PLATFORM
from question_bank import queries
from question_bank.domain.editing import cells_of
from question_bank.domain.lifecycle import Move, State
from question_bank.domain.reading import read_question
from question_bank.services.reviewing import note
from storage.database import db
from storage.transaction import transaction
from tests.support.kinds import FIRST_ON_TEXT, SECOND_ON_TEXT
from tests.support.questions import QUESTION
from web.markdown import html, inline_html

LEVEL = "csm-national/3"


def cells(**changed):
    filled = cells_of(read_question(QUESTION)) | {"level": LEVEL, "reason": "新编"}
    return filled | {name.replace("__", "."): text for name, text in changed.items()}


@pytest.fixture
def approved(imports):
    return imports(PLATFORM, QUESTION, approve=True)["T-001"]


def latest(app, number="T-001"):
    with app.app_context():
        return queries.latest_by_number("csm-national", [number]).get(number)


def test_an_author_writes_a_question_and_submits_it_at_once(bank, author):
    assert author.get(f"/questions/new?level={LEVEL}&kind=single_choice").status_code == 200
    saved = author.post("/questions", cells() | {"submit": "yes"})

    assert saved.status_code == 302
    version = latest(bank)
    assert (version.state, version.author_id, version.reason) == (State.REVIEW, author.id, "新编")
    with bank.app_context():
        actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)]
        assert actions[-2:] == ["write_question", "submit_question"]


def test_a_change_is_a_new_draft_while_the_approved_version_stays_in_use(bank, author, registrar, approved):
    page = author.get(f"/questions/{approved.question_id}/draft").text
    assert "仓储部的同事" in page
    changed = cells(options__1__zh="采购部的同事", based_on="1", reason="换例子")
    assert author.post(f"/questions/{approved.question_id}/versions", changed).status_code == 302

    version = latest(bank)
    assert (version.number, version.state, version.reason) == (2, State.DRAFT, "换例子")
    with bank.app_context():
        assert [item.version_id for item in queries.pool("csm-national", 3)] == [approved.id]
    shown = registrar.get(f"/questions/{approved.question_id}").text
    assert "<del>仓储</del><ins>采购</ins>" in shown


def test_after_a_mistake_everything_typed_is_still_there_with_all_reasons_at_their_fields(bank, author):
    refused = author.post("/questions", cells(stem__en="", options__2__zh="", difficulty="3", reason=""))

    assert refused.status_code == 422
    assert "外地的经销商" not in refused.text
    for kept in ("A dealer in another town", "仓储部的同事", 'value="3"', 'value="T-001"'):
        assert kept in refused.text
    for place in ("#f-stem.en", "#f-options.2.zh", "#reason"):
        assert f'href="{place}"' in refused.text
    assert latest(bank) is None


def test_of_two_who_write_at_once_the_second_is_told_what_the_first_changed_and_loses_nothing(
    bank, author, registrar, approved
):
    address = f"/questions/{approved.question_id}/versions"
    assert registrar.post(address, cells(difficulty="0.6", based_on="1")).status_code == 302
    late = cells(stem__zh="谁是内部客户？", based_on="1")
    refused = author.post(address, late)

    assert refused.status_code == 422
    assert "已保存第 2 版" in refused.text
    assert "谁是内部客户？" in refused.text
    assert 'id="meanwhile"' in refused.text
    assert 'value="2"' in refused.text
    assert latest(bank).number == 2
    assert author.post(address, late | {"based_on": "2"}).status_code == 302
    assert latest(bank).number == 3


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        pytest.param({}, "与现有版本没有不同", id="nothing changed"),
        pytest.param({"function": "nonsense", "difficulty": "0.6"}, "职业功能", id="a function that is not there"),
        pytest.param(
            {"stem.zh": f"看图![图](picture:{'0' * 8}-0000-4000-8000-{'0' * 12})客户", "difficulty": "0.6"},
            "0000-4000",
            id="a picture that nobody kept",
        ),
        pytest.param({"answer": "", "difficulty": "0.6"}, "没有给出正确答案", id="no key"),
    ],
)
def test_what_is_no_change_or_no_question_is_refused(bank, author, approved, changed, said):
    refused = author.post(f"/questions/{approved.question_id}/versions", cells(**changed, based_on="1"))

    assert refused.status_code == 422
    assert said in refused.text
    assert latest(bank).number == 1


def test_a_number_is_given_once(bank, author, approved):
    refused = author.post("/questions", cells(difficulty="0.5"))

    assert refused.status_code == 422
    assert "已有试题 T-001" in refused.text


def test_the_preview_shows_both_languages_and_neither_key_nor_rationale(bank, author):
    page = author.post("/question-previews", cells(stem__zh="**重点**<script>x</script>"))

    assert "<strong>重点</strong>" in page.text
    assert "A dealer in another town" in page.text
    assert "<script>" not in page.text
    assert "CANARY" not in page.text
    assert latest(bank) is None


@pytest.mark.parametrize(
    "kind", ["single_choice", "multiple_choice", "true_false", "matching", "ordering", "numeric", "short_text"]
)
def test_every_kind_has_its_page(bank, author, kind):
    page = author.get(f"/questions/new?level={LEVEL}&kind={kind}")

    assert page.status_code == 200
    assert "data-editor" in page.text


@pytest.mark.parametrize("who", ["candidate", "centre_manager", "invigilator", "examiner"])
def test_a07_nobody_else_writes_or_previews(request, approved, who):
    person = request.getfixturevalue(who)
    answers = [
        person.get("/questions/new"),
        person.get(f"/questions/{approved.question_id}/draft"),
        person.post("/questions", cells()),
        person.post("/question-previews", cells()),
        person.post(f"/questions/{approved.question_id}/versions", cells(based_on="1")),
    ]

    assert {answer.status_code for answer in answers} == {404}


def on_text(record, **changed):
    return cells_of(read_question(record)) | {"level": LEVEL, "reason": "修订", "based_on": "1"} | changed


@pytest.mark.parametrize(
    "changed", [{"group.text.zh": "另一段材料"}, {"group.number": "2"}], ids=["another text", "another's place"]
)
def test_a_question_keeps_the_text_of_its_group_and_a_place_of_its_own(imports, bank, author, changed):
    first = imports(PLATFORM, FIRST_ON_TEXT, SECOND_ON_TEXT, approve=True)["K-GRP-1"]

    refused = author.post(f"/questions/{first.question_id}/versions?lang=en", on_text(FIRST_ON_TEXT, **changed))

    assert refused.status_code == 422
    assert "Question K-GRP-2 of the group “K-GRP” has another text or the same place." in refused.text
    assert latest(bank, "K-GRP-1").number == 1
    free = on_text(FIRST_ON_TEXT, **{"group.number": "3"})
    assert author.post(f"/questions/{first.question_id}/versions", free).status_code == 302


def test_a_group_comes_into_papers_when_all_its_approved_questions_have_one_text(imports, bank, registrar):
    changed = {"text": {"zh": "修订后的材料", "en": "The text as revised"}}
    both = [record | {"group": record["group"] | changed} for record in (FIRST_ON_TEXT, SECOND_ON_TEXT)]
    imports(PLATFORM, FIRST_ON_TEXT, SECOND_ON_TEXT, approve=True)
    drafts = imports(PLATFORM, *both)

    def approves(number):
        with bank.app_context(), transaction():
            version = queries.version(drafts[number].id)
            for move in (Move.SUBMIT, Move.APPROVE):
                note(version, move, actor=PLATFORM, reason="核对", now=clock.now())
        with bank.app_context():
            return {item.version_id for item in queries.pool("csm-national", 3)}

    assert approves("K-GRP-1") == set()
    findings = registrar.get("/questions/findings?lang=en").text
    assert "The questions of the group “K-GRP” have different texts" in findings
    assert approves("K-GRP-2") == {version.id for version in drafts.values()}
    assert "K-GRP" not in registrar.get("/questions/findings?lang=en").text


def test_the_preview_waits_for_no_writer_and_remembers_nothing(bank, author):
    remembered = html.cache_info().currsize, inline_html.cache_info().currsize

    with bank.app_context():
        engine = db.engine
    with engine.begin():
        assert author.get("/an-address-of-no-page").status_code == 404
        shown = author.post("/question-previews", cells(stem__en="Nobody typed this before"))

    assert "Nobody typed this before" in shown.text
    assert (html.cache_info().currsize, inline_html.cache_info().currsize) == remembered
