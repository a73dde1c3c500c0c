"""Questions come in by command and by page, the good ones once, the bad ones never."""

import json
from io import BytesIO

import pytest

from accounts.models import AuditEntry
from question_bank import queries
from question_bank.domain.bank import Wanted
from question_bank.domain.kind import Kind
from question_bank.domain.lifecycle import State
from question_bank.models import Version
from storage.database import db
from tests.support.kinds import FIRST_ON_TEXT, SECOND_ON_TEXT
from tests.support.questions import CONTENT, QUESTION, yaml_of

SCHEME = ("csm-national", 3)


@pytest.fixture
def command(bank):
    def run(*arguments):
        return bank.test_cli_runner().invoke(args=["bank", *map(str, arguments)])

    return run


@pytest.fixture
def write(tmp_path):
    def to(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    return to


def test_the_content_of_the_platform_comes_in_by_the_command_and_twice_gives_nothing_twice(command, bank):
    first, again = (json.loads(command("import", CONTENT.parents[1]).stdout) for _ in range(2))

    assert first["imported"] >= 122
    assert (again["imported"], again["unchanged"]) == (0, first["imported"])
    assert first["skipped"] == []
    with bank.app_context():
        levels = [("csm-national", level) for level in (3, 2, 1)]
        assert sum(len(queries.pool(*one)) + len(queries.case_pool(*one)) for one in levels) == first["imported"]
        assert all(queries.pool(*one) and queries.case_pool(*one) for one in levels)
        pool, cases = queries.pool(*SCHEME), queries.case_pool(*SCHEME)
        assert {item.kind for item in pool} == {Kind.SINGLE_CHOICE, Kind.MULTIPLE_CHOICE, Kind.TRUE_FALSE}
        shown, keys = (read(item.version_id for item in pool) for read in (queries.presented, queries.keys))
        assert all(0 < len(keys[version].correct) < len(shown[version].options) for version in shown)
        case = queries.case_study(cases[0].version_id)
        assert sum(criterion.marks for criterion in case.rubric) == 100


def test_a_dry_run_says_the_same_and_changes_nothing(command, bank, write):
    file = write("one.yaml", yaml_of(QUESTION))
    planned = json.loads(command("import", file, "--dry-run").stdout)

    assert planned["imported"] == 1
    with bank.app_context():
        assert queries.pool(*SCHEME) == ()


def test_a_file_goes_to_the_level_it_names(command, bank, write):
    write("two.yaml", yaml_of(QUESTION | {"id": "T-002", "function": "value"}, level=2))
    folder = write("three.yaml", yaml_of(QUESTION)).parent
    write("nine.yaml", yaml_of(QUESTION | {"id": "T-009"}, level=9))
    outcome = json.loads(command("import", folder).stdout)

    assert outcome["imported"] == 2
    assert ["level csm-national 9" in each["reason"] for each in outcome["skipped"]] == [True]
    with bank.app_context():
        assert [len(queries.pool("csm-national", level)) for level in (3, 2)] == [1, 1]


def test_one_bad_question_never_stops_the_rest(command, write):
    file = write("mixed.yaml", yaml_of(QUESTION, QUESTION | {"id": "BAD-1", "answer": "Z"}, QUESTION | {"id": "OK-2"}))
    outcome = json.loads(command("import", file).stdout)

    assert outcome["imported"] == 2
    (skipped,) = outcome["skipped"]
    assert skipped["id"] == "BAD-1"
    assert skipped["where"].startswith("mixed.yaml:")
    assert "Z" in skipped["reason"]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        pytest.param("broken.yaml", "questions: [", id="broken"),
        pytest.param("latin.yaml", "stem: caf\xe9".encode("latin-1"), id="another encoding"),
        pytest.param("what.docx", b"PK", id="another kind of file"),
        pytest.param("bomb.xlsx", b"PK\x03\x04", id="half a zip"),
    ],
)
def test_a_file_that_cannot_be_read_is_an_error_with_a_message(command, write, name, content):
    result = command("import", write(name, content))

    assert result.exit_code == 1
    assert name in result.stderr
    assert result.stdout == ""


def test_questions_of_another_level_or_function_are_left_out(command, write):
    strange = yaml_of(QUESTION | {"function": "astrology"}, QUESTION | {"id": "OK-2"})
    outcome = json.loads(command("import", write("a.yaml", strange)).stdout)
    other = json.loads(command("import", write("b.yaml", yaml_of(QUESTION, level=2))).stdout)

    assert (outcome["imported"], len(outcome["skipped"])) == (1, 1)
    assert (other["imported"], len(other["skipped"])) == (0, 1)


def test_a_changed_question_becomes_a_new_version_and_the_old_one_stays_readable(command, bank, write):
    command("import", write("a.yaml", yaml_of(QUESTION)))
    with bank.app_context():
        (before,) = queries.pool(*SCHEME)
    outcome = json.loads(command("import", write("a.yaml", yaml_of(QUESTION | {"answer": "B"}))).stdout)

    assert (outcome["imported"], outcome["changed"]) == (1, 1)
    with bank.app_context():
        (after,) = queries.pool(*SCHEME)
        assert after.question_id == before.question_id
        assert queries.keys([before.version_id])[before.version_id].correct == {0}
        assert queries.keys([after.version_id])[after.version_id].correct == {1}
        assert db.session.get(Version, before.version_id).state is State.RETIRED
        reasons = [step.move for step in queries.version(before.version_id).steps]
        assert [str(move) for move in reasons] == ["submit", "approve", "replace"]


def test_the_text_of_a_group_changes_in_all_its_questions_together(command, bank, write):
    new = {"zh": "另一段材料", "en": "Another case"}
    first, second = ({**each, "group": {**each["group"], "text": new}} for each in (FIRST_ON_TEXT, SECOND_ON_TEXT))
    third = {**second, "id": "K-GRP-3", "group": {**second["group"], "number": 3}}

    assert json.loads(command("import", write("a.yaml", yaml_of(FIRST_ON_TEXT, SECOND_ON_TEXT))).stdout)["new"] == 2
    for alone in (first, third, {**third, "group": FIRST_ON_TEXT["group"]}):
        outcome = json.loads(command("import", write("a.yaml", yaml_of(alone))).stdout)
        assert (outcome["imported"], outcome["skipped"][0]["where"].split()[-1]) == (0, "(group)")

    assert json.loads(command("import", write("a.yaml", yaml_of(first, second, third))).stdout)["imported"] == 3


def test_importing_is_in_the_audit_log(command, bank, write):
    command("import", write("a.yaml", yaml_of(QUESTION)))

    with bank.app_context():
        (entry,) = db.session.query(AuditEntry).filter_by(action="import_questions")
        assert entry.detail["questions"] == [QUESTION["id"]]


def upload(person, name, content, **fields):
    data = {
        "file": (BytesIO(content), name),
        "level": "csm-national/3",
        "function": "",
        "cognitive": "know",
        "difficulty": "0.7",
        "reason": "第一批试题",
    } | fields
    return person.post("/question-imports", data)


def test_a_registrar_sees_first_what_would_happen_and_then_takes_the_good_questions_as_drafts(bank, registrar):
    content = yaml_of(QUESTION, QUESTION | {"id": "BAD-1", "answer": "Z"}).encode()
    accepted = upload(registrar, "new.yaml", content)
    preview = registrar.get(accepted.location)

    assert "BAD-1" in preview.text
    assert QUESTION["stem"]["zh"] in preview.text
    with bank.app_context():
        assert queries.bank().total == 0

    taken = registrar.post(accepted.location + "/taking")
    again = registrar.post(accepted.location + "/taking")

    assert (taken.status_code, again.status_code) == (302, 302)
    with bank.app_context():
        (version,) = db.session.scalars(queries.latest_versions(Wanted()))
        assert (version.state, version.author_id, version.reason) == (State.DRAFT, registrar.id, "第一批试题")
        assert queries.pool(*SCHEME) == ()


def test_a_registrar_imports_a_case_study(bank, registrar):
    content = (CONTENT / "case-studies.yaml").read_bytes()
    page = upload(registrar, "case-studies.yaml", content)
    registrar.post(page.location + "/taking")

    with bank.app_context():
        versions = db.session.scalars(queries.latest_versions(Wanted(kind=Kind.CASE_STUDY))).all()
        assert len(versions) == content.count(b"- id: L3-CASE-")
        assert queries.case_pool(*SCHEME) == ()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        pytest.param("a.yaml", b"questions: [", "YAML", id="broken YAML"),
        pytest.param("a.yaml", "問題はどれですか".encode("shift_jis"), "UTF-8", id="another encoding"),
        pytest.param("a.xlsx", b"no workbook", "Excel", id="no workbook"),
        pytest.param("a.exe", b"MZ", ".xlsx", id="another kind of file"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_on_the_page_with_the_reason(bank, registrar, name, content, said):
    page = upload(registrar, name, content)

    assert page.status_code == 422
    assert said in page.text
    assert "第一批试题" in page.text, "what was typed is still there"


def test_an_upload_without_file_or_reason_is_refused(bank, registrar):
    page = registrar.post("/question-imports", {"level": "csm-national/3", "function": ""})

    assert page.status_code == 422
    assert "error-summary" in page.text


AIKEN = "谁是内部客户？\nA. 同事\nB. 经销商\nC. 消费者\nANSWER: A\n"


def test_questions_of_another_system_come_in_as_drafts_until_their_gaps_are_filled(command, bank, write):
    path = write("q.txt", AIKEN.encode("gb18030"))
    outcome, again = (json.loads(command("import", path, "--function", "overview").stdout) for _ in range(2))

    assert (outcome["imported"], outcome["drafts"], outcome["skipped"]) == (1, 1, [])
    assert (again["imported"], again["unchanged"]) == (0, 1)
    with bank.app_context():
        (version,) = db.session.scalars(queries.latest_versions(Wanted()))
        assert (version.state, version.function) == (State.DRAFT, "overview")
        assert queries.pool(*SCHEME) == ()


def test_what_a_format_cannot_hold_is_left_out_and_said(command, write, tmp_path):
    command("import", write("q.yaml", yaml_of(QUESTION, FIRST_ON_TEXT, SECOND_ON_TEXT)))
    outcome = json.loads(command("export", "--format", "aiken", tmp_path / "out.txt").stdout)

    assert outcome["exported"] == 1
    assert [each["questions"] for each in outcome["left_out"]] == [2]
    assert "ANSWER: A" in (tmp_path / "out.txt").read_text(encoding="utf-8")
