"""Writing questions on a page: drafts with who and why, nothing lost by a mistake, two writers at once."""

import pytest

from accounts.models import AuditEntry
from kernel.actor import PLATFORM
from question_bank import queries
from question_bank.domain.editing import cells_of
from question_bank.domain.lifecycle import State
from question_bank.domain.reading import read_question
from storage.database import db
from tests.support.questions import QUESTION

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
