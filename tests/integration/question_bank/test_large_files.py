"""Large files: looked at and taken by jobs, in parts, with pages that tell how far this is."""

from io import BytesIO

import pytest
from sqlalchemy import event

from accounts.models import AuditEntry
from question_bank import queries
from question_bank.domain.bank import Wanted
from question_bank.domain.lifecycle import State
from question_bank.services import receiving
from storage.database import db
from tests.support.many_questions import gift_of

COUNT = 620


def send(person, content, name="many.gift"):
    fields = {"level": "csm-national/3", "function": "", "cognitive": "know", "difficulty": "0.7", "reason": "导入"}
    return person.post("/question-imports", fields | {"file": (BytesIO(content), name)}).location


def states(app):
    with app.app_context():
        return [row.state for row in db.session.scalars(queries.latest_versions(Wanted()))]


def test_a_large_file_is_looked_at_and_taken_by_jobs_while_its_page_tells_how_far(bank, author, run_jobs):
    page = send(author, gift_of(COUNT) + "\n谁？{}\n".encode())
    assert "data-progress" in author.get(page).text
    assert author.get(page + "/progress").json == {"made": 0, "wanted": 0, "under_way": True}
    assert states(bank) == []

    assert run_jobs() == 1
    seen = author.get(page).text
    assert "data-progress" not in seen
    assert "论述题" in seen
    assert f"{COUNT} 道" in seen

    assert author.post(page + "/taking").location == page
    author.post(page + "/taking")
    assert "data-progress" in author.get(page).text
    assert run_jobs() == 1
    assert author.get(page + "/progress").json == {"made": receiving.AT_ONCE, "wanted": COUNT, "under_way": True}
    assert len(states(bank)) == receiving.AT_ONCE
    assert run_jobs() == 1
    assert author.get(page + "/progress").json == {"made": COUNT, "wanted": COUNT, "under_way": False}
    assert states(bank) == [State.DRAFT] * COUNT
    assert run_jobs() == 0


def test_another_process_goes_on_where_the_first_one_stopped(bank, author, run_jobs):
    page = send(author, gift_of(COUNT))
    run_jobs()
    author.post(page + "/taking")
    run_jobs()
    receiving._judged.clear()
    run_jobs()

    assert len(states(bank)) == COUNT
    with bank.app_context():
        entries = db.session.query(AuditEntry).filter_by(action="import_questions").all()
        assert [len(entry.detail["questions"]) for entry in entries] == [receiving.AT_ONCE, COUNT - receiving.AT_ONCE]
        assert all(str(author.id) in entry.actor for entry in entries)


def test_a_large_file_that_nobody_can_read_says_so_on_its_page(bank, author, run_jobs):
    page = send(author, b"\xff\xff" * 220_000)
    run_jobs()

    assert "无法识别文件的编码" in author.get(page).text
    assert author.get(page + "/progress").json["under_way"] is False


@pytest.mark.parametrize("content", [gift_of(COUNT), b"\xff\xff" * 220_000], ids=["not looked at", "unreadable"])
def test_nothing_is_taken_of_a_file_that_was_not_looked_at_or_cannot_be_read(bank, author, run_jobs, content):
    page = send(author, content)
    if content != gift_of(COUNT):
        run_jobs()

    assert author.post(page + "/taking").status_code == 409
    run_jobs()
    assert states(bank) == []


def test_a_file_is_judged_before_anything_is_written(bank, author, monkeypatch):
    page = send(author, gift_of(3))
    seen, judge = [], receiving.judge

    def judged(*given, **more):
        seen.append(db.session().in_transaction())
        return judge(*given, **more)

    monkeypatch.setattr(receiving, "judge", judged)
    author.post(page + "/taking")
    author.post(page + "/taking")

    assert seen == [False]
    assert len(states(bank)) == 3


@pytest.mark.parametrize("who", ["registrar", "candidate"])
def test_only_who_sent_a_file_sees_how_far_it_is(request, bank, author, who):
    page = send(author, gift_of(3))

    assert request.getfixturevalue(who).get(page + "/progress").status_code == 404


def test_more_questions_need_hardly_more_statements(bank, tmp_path):
    counts = []
    for count in (20, 200):
        file = tmp_path / f"{count}.gift"
        file.write_bytes(gift_of(count).replace(b"[id:M-", f"[id:N{count}-".encode()))
        with bank.app_context():
            engine = db.engine
        said = []
        event.listen(engine, "before_cursor_execute", note := lambda *call, said=said: said.append(call[2]))
        outcome = bank.test_cli_runner().invoke(args=["bank", "import", str(file)])
        event.remove(engine, "before_cursor_execute", note)
        assert f'"imported": {count}' in outcome.stdout
        counts.append(len(said))

    assert counts[0] <= counts[1] <= counts[0] + 10, counts
