"""The pages of the question bank: for registrars, in two languages, with a review by somebody else."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from accounts.models import AuditEntry
from kernel.actor import PLATFORM
from question_bank import queries
from question_bank.domain.intake import Target
from question_bank.domain.lifecycle import State
from storage.database import db
from tests.support.formulas import FORMULAS, cells_of
from tests.support.kinds import OF_EVERY_KIND
from tests.support.questions import QUESTION

SCHEME = ("csm-national", 3)
TARGET = Target(scheme="csm-national", level=3)


def decides(person, version, move, reason=""):
    return person.post(f"/question-versions/{version.id}/moves", {"move": move, "reason": reason})


def state_of(app, version):
    with app.app_context():
        return queries.version(version.id).state


def test_a_draft_comes_into_use_after_somebody_else_has_approved_it(bank, registrar, other_registrar, draft):
    assert decides(registrar, draft, "submit").status_code == 302
    assert state_of(bank, draft) is State.REVIEW
    assert decides(other_registrar, draft, "approve").status_code == 302

    with bank.app_context():
        (item,) = queries.pool(*SCHEME)
        assert item.version_id == draft.id
        actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)]
        assert actions[-2:] == ["submit_question", "approve_question"]


def test_authors_cannot_approve_what_they_wrote(bank, registrar, draft):
    decides(registrar, draft, "submit")
    refused = decides(registrar, draft, "approve")

    assert refused.status_code == 409
    assert "须由他人审核" in refused.text
    assert state_of(bank, draft) is State.REVIEW


def test_a_reviewer_sends_a_draft_back_with_a_reason(bank, registrar, other_registrar, draft):
    decides(registrar, draft, "submit")

    assert decides(other_registrar, draft, "send_back").status_code == 409
    assert decides(other_registrar, draft, "send_back", "题干有歧义").status_code == 302
    assert "题干有歧义" in registrar.get(f"/questions/{draft.question_id}").text


@pytest.mark.parametrize("move", ["approve", "send_back", "replace", "no such thing", ""])
def test_a_draft_takes_no_other_move_than_those_of_the_table(bank, other_registrar, draft, move):
    assert decides(other_registrar, draft, move, "because").status_code in {409, 422}
    assert state_of(bank, draft) is State.DRAFT


def test_a_changed_question_leaves_the_approved_version_in_use_until_it_is_approved_itself(
    imports, bank, registrar, other_registrar
):
    from kernel.actor import PLATFORM

    first = imports(PLATFORM, QUESTION, approve=True)["T-001"]
    second = imports(registrar.actor, QUESTION | {"answer": "B"})["T-001"]

    with bank.app_context():
        assert [item.version_id for item in queries.pool(*SCHEME)] == [first.id]
    decides(registrar, second, "submit")
    decides(other_registrar, second, "approve")
    with bank.app_context():
        assert [item.version_id for item in queries.pool(*SCHEME)] == [second.id]
    page = registrar.get(f"/questions/{second.question_id}")
    assert "<del>A</del><ins>B</ins>" in page.text
    old = registrar.get(f"/questions/{second.question_id}?version=1")
    assert "第 1 版，已有更新的版本" in old.text


def test_a_newer_draft_takes_the_place_of_an_older_one(imports, bank, registrar, draft):
    newer = imports(registrar.actor, QUESTION | {"difficulty": 0.5})["T-001"]

    assert state_of(bank, draft) is State.RETIRED
    assert state_of(bank, newer) is State.DRAFT


def test_a_retired_question_leaves_the_pool_but_stays_readable_for_papers_that_pinned_it(imports, bank, registrar):
    from kernel.actor import PLATFORM

    version = imports(PLATFORM, QUESTION, approve=True)["T-001"]
    decides(registrar, version, "retire", "内容过时")

    with bank.app_context():
        assert queries.pool(*SCHEME) == ()
        assert queries.presented([version.id])[version.id].stem.zh == QUESTION["stem"]["zh"]


def test_all_own_drafts_are_submitted_at_once(imports, bank, registrar, other_registrar):
    imports(registrar.actor, QUESTION, QUESTION | {"id": "T-002"})
    foreign = imports(other_registrar.actor, QUESTION | {"id": "T-003"})["T-003"]
    assert "您有 2 份草稿" in registrar.get("/questions").text
    registrar.post("/question-drafts/submission")

    with bank.app_context():
        assert queries.work_of(registrar.id) == {State.REVIEW: 2}
        assert queries.work_of(other_registrar.id) == {State.DRAFT: 1}
    assert state_of(bank, foreign) is State.DRAFT


def test_the_coverage_page_says_how_many_questions_are_missing(bank, registrar):
    assert "还需编写 120 道试题" in registrar.get("/questions/coverage").text


@pytest.mark.parametrize("formula", FORMULAS, ids=ascii)
def test_a33_a_formula_in_a_question_leaves_as_text(imports, bank, registrar, formula):
    question = QUESTION | {
        "stem": {"zh": f"{formula}客户", "en": formula},
        "options": [{"zh": f"{formula}{letter}", "en": f"{formula}{letter}"} for letter in "ABC"],
        "rationale": {"zh": f"{formula}。", "en": formula},
    }
    imports(registrar.actor, question)

    rows = cells_of(registrar.get("/questions/export/xlsx").data)

    assert any(formula.strip() in cell for cell in rows[1])
    assert all(isinstance(cell, str) for row in rows for cell in row)


def test_a_question_with_markup_is_shown_as_text(imports, bank, registrar):
    stem = {"zh": "<script>alert(1)</script>客户", "en": "<img src=x onerror=alert(1)> customer"}
    version = imports(registrar.actor, QUESTION | {"stem": stem})["T-001"]
    page = registrar.get(f"/questions/{version.question_id}").text + registrar.get("/questions").text

    assert "<script>alert" not in page
    assert "<img src=x" not in page


@pytest.mark.parametrize("who", ["candidate", "centre_manager", "examiner", "invigilator", "administrator"])
def test_a07_the_bank_does_not_exist_for_anybody_but_registrars(draft, request, who):
    person = request.getfixturevalue(who)
    addresses = [
        "/questions",
        "/questions/coverage",
        "/questions/export/yaml",
        "/question-imports/new",
        "/question-imports/template",
        f"/questions/{draft.question_id}",
        "/question-pictures",
        "/question-pictures/00000000-0000-4000-8000-000000000000",
    ]
    pages = [person.get(address) for address in addresses]
    pages.append(decides(person, draft, "submit"))
    pages.append(person.post("/question-drafts/submission"))

    assert {page.status_code for page in pages} == {404}
    assert not any("T-001" in page.text or "CANARY" in page.text for page in pages)


def test_what_does_not_exist_looks_the_same_as_what_may_not_be_seen(draft, candidate):
    nobody = candidate.get("/questions/00000000-0000-4000-8000-000000000000")
    hidden = candidate.get(f"/questions/{draft.question_id}")

    assert nobody.status_code == hidden.status_code == 404
    assert abs(len(nobody.text) - len(hidden.text)) < 20


def test_long_lists_need_no_more_queries_than_short_ones(imports, bank, registrar):
    from sqlalchemy import event

    def queries_for_the_list():
        seen = []

        def note(*statement):
            seen.append(statement)

        with bank.app_context():
            engine = db.engine
        event.listen(engine, "before_cursor_execute", note)
        registrar.get("/questions")
        event.remove(engine, "before_cursor_execute", note)
        return len(seen)

    imports(registrar.actor, QUESTION)
    registrar.get("/questions")  # whoever comes first on a connection prepares it
    one = queries_for_the_list()
    imports(registrar.actor, *[QUESTION | {"id": f"T-{n}"} for n in range(2, 10)])

    assert queries_for_the_list() == one


def test_the_page_of_formats_says_what_each_can_hold_and_why_not_all(bank, imports, registrar, author):
    imports(PLATFORM, QUESTION, *OF_EVERY_KIND, approve=True)
    page = registrar.get("/questions/export?q=K-")

    assert "该格式不能存放单位" in page.text
    assert "/questions/export/gift?q=K-" in page.text
    taken = registrar.get("/questions/export/gift?q=K-")
    assert taken.headers["Content-Disposition"].endswith(".gift")
    assert "[id:K-MAT]" in taken.text
    assert "[id:K-NUM]" not in taken.text
    for asked, written in [("?qti=2.1", b"imsqti_v2p1"), ("?qti=2.2", b"imsqti_v2p2"), ("?qti=9", b"imsqtiasi_v3p0")]:
        assert asked[1:] == "qti=9" or f"/questions/export/qti{asked}&amp;q=K-" in page.text
        package = ZipFile(BytesIO(registrar.get(f"/questions/export/qti{asked}").data))
        assert any(written in package.read(name) for name in package.namelist())
    assert registrar.get("/questions/export/docx").status_code == 404
    assert author.get("/questions/export").status_code == 404
