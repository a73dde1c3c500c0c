"""The life of a question after its approval: put on papers, looked at again; what is said beside it."""

import pytest

from accounts.models import AuditEntry
from kernel import clock
from kernel.actor import PLATFORM
from messages.services import notices_of
from question_bank import queries
from question_bank.domain.lifecycle import State
from question_bank.models import Enmity, Step
from question_bank.services import looking_again, reviewing
from storage.database import db
from storage.transaction import transaction
from tests.support.questions import QUESTION

SCHEME = ("csm-national", 3)
OTHER = QUESTION | {"id": "T-002"}


def decides(person, version, move, reason=""):
    return person.post(f"/question-versions/{version.id}/moves", {"move": move, "reason": reason})


def state_of(app, version):
    with app.app_context():
        return queries.version(version.id).state


@pytest.fixture
def approved(imports):
    return imports(PLATFORM, QUESTION, approve=True)["T-001"]


@pytest.fixture
def two(imports):
    return imports(PLATFORM, QUESTION, OTHER, approve=True)


def use(app, *versions):
    with app.app_context(), transaction():
        reviewing.take_into_use([version.id for version in versions], now=clock.now())


def test_the_first_paper_takes_a_question_into_use_and_the_second_changes_nothing(bank, approved):
    use(bank, approved)
    use(bank, approved)

    assert state_of(bank, approved) is State.IN_USE
    with bank.app_context():
        assert [item.version_id for item in queries.pool(*SCHEME)] == [approved.id]
        moves = [step.move for step in db.session.query(Step).order_by(Step.number)]
        assert moves == ["submit", "approve", "take_into_use"]


def test_a_draft_or_a_retired_version_is_not_taken_into_use(bank, registrar, draft):
    use(bank, draft)

    assert state_of(bank, draft) is State.DRAFT


def test_a_version_in_use_makes_way_for_a_newer_one_that_is_approved(bank, imports, approved):
    use(bank, approved)
    newer = imports(PLATFORM, QUESTION | {"answer": "B"}, approve=True)["T-001"]

    assert (state_of(bank, approved), state_of(bank, newer)) == (State.RETIRED, State.APPROVED)


def test_half_a_year_later_registrars_are_told_once_and_one_of_them_confirms(bank, the_clock, approved, registrar):
    def remind():
        with bank.app_context(), transaction():
            return looking_again.remind(now=clock.now())

    the_clock.moves_on(days=183)
    assert remind() == 0
    the_clock.moves_on(days=2)
    registrar.signs_in()
    assert (remind(), remind()) == (1, 0)
    with bank.app_context():
        (notice,) = notices_of(registrar.id)
        assert "T-001" in notice.body_zh
        assert queries.waiting_count(clock.now()) == 1
    assert "到期复核" in registrar.get(f"/questions/{approved.question_id}").text

    assert decides(registrar, approved, "confirm").status_code == 302

    page = registrar.get(f"/questions/{approved.question_id}").text
    assert "到期复核" not in page
    assert "2027年3月" in page
    with bank.app_context():
        assert queries.waiting_count(clock.now()) == 0


@pytest.mark.parametrize("move", ["take_into_use", "replace"])
def test_nobody_asks_for_what_follows_from_something_else(bank, approved, registrar, move):
    assert decides(registrar, approved, move).status_code == 422
    assert state_of(bank, approved) is State.APPROVED


def test_authors_submit_their_own_drafts_and_decide_nothing(bank, imports, author, registrar):
    mine = imports(author.actor, QUESTION)["T-001"]
    theirs = imports(registrar.actor, OTHER)["T-002"]

    assert decides(author, theirs, "submit").status_code == 403
    assert decides(author, mine, "submit").status_code == 302
    assert decides(author, mine, "approve").status_code == 403
    assert decides(author, mine, "retire", "because").status_code == 403
    assert decides(registrar, mine, "approve").status_code == 302
    assert decides(author, mine, "retire", "because").status_code == 403
    assert (state_of(bank, mine), state_of(bank, theirs)) == (State.APPROVED, State.DRAFT)


def test_authors_see_the_bank_and_no_sittings(bank, author, draft):
    assert "T-001" in author.get("/questions").text
    assert "T-001" in author.get(f"/questions/{draft.question_id}").text
    assert author.get("/sittings").status_code in {403, 404}
    assert author.get("/questions/export/yaml").status_code == 404


def test_a_comment_stands_beside_the_version_it_is_about(bank, author, registrar, draft):
    answer = author.post(f"/question-versions/{draft.id}/comments", {"text": "选项 B\n不够明确"})
    empty = author.post(f"/question-versions/{draft.id}/comments", {"text": " "})

    assert answer.location.endswith("#comments")
    assert empty.status_code == 422
    page = registrar.get(f"/questions/{draft.question_id}").text
    assert "选项 B\n不够明确" in page
    assert "方命题" in page


def sets_apart(person, version, number, reason="泄露答案"):
    return person.post(f"/questions/{version.question_id}/enemies", {"enemy": number, "enemy_reason": reason})


def enemies_in_pool(app):
    with app.app_context():
        return {item.question_id: item.enemies for item in queries.pool(*SCHEME)}


def test_enemies_are_kept_apart_from_both_sides_until_somebody_lets_them_together(bank, author, registrar, two):
    one, other = two["T-001"], two["T-002"]
    assert sets_apart(author, one, "T-002").status_code == 302
    assert enemies_in_pool(bank) == {one.question_id: {other.question_id}, other.question_id: {one.question_id}}
    assert "泄露答案" in registrar.get(f"/questions/{other.question_id}").text
    told = "Kept apart from T-002"
    for page in ("/questions", f"/questions/{one.question_id}/draft"):
        assert told in author.get(f"{page}?lang=en").text

    removal = f"/questions/{other.question_id}/enemies/{one.question_id}/removal"
    registrar.post(removal, {"peace_reason": ""})
    assert enemies_in_pool(bank)[one.question_id]
    assert registrar.post(removal, {"peace_reason": "已改写"}).status_code == 302

    assert enemies_in_pool(bank) == {one.question_id: frozenset(), other.question_id: frozenset()}
    assert author.get(f"/questions/{one.question_id}").status_code == 200
    assert told not in author.get("/questions?lang=en").text
    with bank.app_context():
        assert db.session.query(Enmity).count() == 2
        actions = [entry.action for entry in db.session.query(AuditEntry).order_by(AuditEntry.number)]
        assert actions[-2:] == ["set_questions_apart", "let_questions_together"]


@pytest.mark.parametrize(
    ("number", "reason", "said"),
    [
        pytest.param("T-009", "泄露答案", "没有另一道编号为 T-009 的试题", id="no such question"),
        pytest.param("T-001", "泄露答案", "没有另一道编号为 T-001 的试题", id="the question itself"),
        pytest.param("T-002", "", "泄露", id="no reason"),
    ],
)
def test_enemies_need_another_question_and_a_reason(bank, author, two, number, reason, said):
    refused = sets_apart(author, two["T-001"], number, reason)

    assert refused.status_code == 422
    assert f'value="{number}"' in refused.text
    assert not any(enemies_in_pool(bank).values())


def test_the_same_enmity_is_entered_once(bank, author, two):
    sets_apart(author, two["T-001"], "T-002")
    again = sets_apart(author, two["T-002"], "T-001")

    assert again.status_code == 422
    assert "已与 T-001 互斥" in again.text


def test_a_file_names_enemies_and_the_export_names_them_again(bank, imports, registrar):
    imports(PLATFORM, QUESTION, OTHER | {"enemies": ["T-001"]}, approve=True)
    imports(PLATFORM, QUESTION, OTHER | {"enemies": ["T-001"]}, approve=True)

    assert all(enemies_in_pool(bank).values())
    with bank.app_context():
        assert db.session.query(Enmity).count() == 1
    assert "T-002" in registrar.get("/questions/export/yaml").text.partition("enemies")[2].partition("id:")[0]


@pytest.mark.parametrize(
    "address", ["/questions/{}/enemies", "/questions/{}/enemies/{}/removal", "/question-versions/{}/comments"]
)
@pytest.mark.parametrize("who", ["candidate", "examiner", "invigilator", "centre_manager", "administrator"])
def test_to_everybody_else_there_is_no_question_to_speak_of(request, draft, who, address):
    person = request.getfixturevalue(who)
    theirs = draft.id if "versions" in address else draft.question_id
    fields = {"enemy": "T-001", "enemy_reason": "x"} if address.endswith("enemies") else {}

    assert person.post(address.format(theirs, theirs), fields).status_code == 404
