"""Moodle XML and QTI by command: what goes out comes in again unchanged, with its pictures."""

import json
from base64 import b64encode
from io import BytesIO
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from PIL import Image

from kernel import clock
from kernel.actor import PLATFORM
from question_bank import queries
from question_bank.domain.bank import Wanted
from question_bank.domain.lifecycle import State
from question_bank.domain.pictures import pictures_of
from question_bank.models import Picture
from question_bank.services import picturing
from question_bank.services.picturing import STEP, keep_picture, written_anew
from storage.database import db
from storage.transaction import transaction
from tests.support.hostile_files import BOMB
from tests.support.kinds import BANK, furnish_with_kinds
from tests.support.pictures import png
from tests.support.questions import QUESTION

PNG = png(Image.new("RGB", (30, 20), "red"))


@pytest.fixture
def bank(app):
    """A bank with a question of every kind, one of them with a picture."""
    with app.app_context(), transaction():
        number = keep_picture(written_anew(PNG), name="chart", actor=PLATFORM, now=clock.now())
        line = f"![销量图](picture:{number})"
        shown = {**QUESTION, "id": "K-PIC", "stem": {"zh": f"如图：{line}", "en": f"See {line}"}}
        furnish_with_kinds(clock.now(), *BANK, shown)
    return app


@pytest.fixture
def command(bank):
    def run(*arguments):
        return bank.test_cli_runner().invoke(args=["bank", *map(str, arguments)])

    return run


@pytest.mark.parametrize(
    ("name", "more"),
    [("bank.xml", ()), ("bank.zip", ()), ("bank.zip", ("--qti", "2.1")), ("bank.zip", ("--qti", "2.2"))],
    ids=["Moodle XML", "QTI 3.0", "QTI 2.1", "QTI 2.2"],
)
def test_what_goes_out_comes_in_again_unchanged(command, tmp_path, name, more):
    file = tmp_path / name
    out = json.loads(command("export", file, *more).stdout)
    back = json.loads(command("import", file).stdout)

    assert (out["exported"], out["left_out"]) == (len(BANK) + 1, [])
    assert (back["imported"], back["unchanged"], back["skipped"]) == (0, len(BANK) + 1, [])


def moodle(*pictures, name="chart.png"):
    """A file with a question for each of these pictures."""
    questions = (
        f"""<question type="multichoice"><questiontext format="html"><text><![CDATA[<p>图{n}里是谁？</p>
        <p><img src="@@PLUGINFILE@@/{name}" alt="图"></p>]]></text>
        <file name="{name}" path="/" encoding="base64">{b64encode(content).decode()}</file></questiontext>
        <single>true</single><answer fraction="100"><text>甲</text></answer><answer fraction="0"><text>乙</text></answer>
        <answer fraction="0"><text>丙</text></answer></question>"""
        for n, content in enumerate(pictures)
    )
    return f"<quiz>{''.join(questions)}</quiz>"


def test_a_picture_is_kept_written_anew_and_the_file_again_changes_nothing(command, bank, tmp_path):
    file = tmp_path / "teacher.xml"
    file.write_text(moodle(PNG))
    first, again = (json.loads(command("import", file).stdout) for _ in range(2))

    assert (first["imported"], first["drafts"], first["skipped"]) == (1, 1, [])
    assert (again["imported"], again["unchanged"]) == (0, 1)
    with bank.app_context():
        drafts = db.session.scalars(queries.latest_versions(Wanted(states=frozenset({State.DRAFT}))))
        (shown,) = pictures_of(next(drafts).as_question)
        content = queries.picture_content(shown)
        assert len(content) % STEP == 0
        assert Image.open(BytesIO(content)).size == (30, 20)
        assert db.session.query(Picture).count() == 2


def stored_files(app):
    return {path for path in Path(app.config["DATA_DIR"]).rglob("*") if path.is_file() and len(path.name) == 40}


def test_pictures_are_made_before_anything_is_written_so_that_answers_do_not_wait(bank, author, monkeypatch):
    content = moodle(PNG, png(Image.new("RGB", (9, 9), "blue"))).encode()
    fields = {"level": "csm-national/3", "function": "", "cognitive": "know", "difficulty": "0.7", "reason": "导入"}
    page = author.post("/question-imports", fields | {"file": (BytesIO(content), "teacher.xml")}).location
    busy, anew = [], picturing.written_anew
    monkeypatch.setattr(
        picturing, "written_anew", lambda content: (busy.append(db.session().in_transaction()), anew(content))[1]
    )
    author.post(page + "/taking")

    assert busy == [False] * 4, "two looked at, two stored"
    with bank.app_context():
        assert db.session.query(Picture).count() == 3


def test_pictures_that_no_question_took_leave_no_files(bank):
    brought = [(uuid4(), PNG), (uuid4(), b"no picture")]
    before = stored_files(bank)
    with bank.app_context(), picturing.stored(brought, picturing.look_at(brought)) as keys:
        assert list(keys) == [brought[0][0]]
        assert len(stored_files(bank)) == len(before) + 1

    assert stored_files(bank) == before


def test_a_picture_that_unpacks_to_gigabytes_is_left_out_with_its_question_alone(command, tmp_path):
    file = tmp_path / "teacher.xml"
    file.write_text(moodle(BOMB, PNG, b"no picture"))
    outcome = json.loads(command("import", file).stdout)

    assert outcome["imported"] == 1
    assert ["points" in each["reason"] or "Only these" in each["reason"] for each in outcome["skipped"]] == [True, True]


def test_many_large_pictures_are_refused_together(command, tmp_path):
    large = [png(Image.new("1", (8_900, 8_900 + n))) for n in range(6)]
    file = tmp_path / "teacher.xml"
    file.write_text(moodle(*large))
    result = command("import", file)

    assert result.exit_code == 1
    assert "million points together" in result.stderr


def test_another_picture_under_a_number_of_ours_does_not_take_its_place(command, bank, tmp_path):
    with bank.app_context():
        ours = db.session.query(Picture.id).scalar()
    file = tmp_path / "teacher.xml"
    file.write_text(moodle(png(Image.new("RGB", (9, 9), "blue")), name=f"{UUID(str(ours))}.png"))
    outcome = json.loads(command("import", file).stdout)

    assert outcome["imported"] == 0
    assert "another picture" in outcome["skipped"][0]["reason"]


def test_a_hostile_package_is_an_error_with_a_message(command, tmp_path):
    from tests.unit.question_bank.test_hostile_packages import HOSTILE

    file = tmp_path / "bank.zip"
    file.write_bytes(HOSTILE["one up"][0]())
    result = command("import", file)

    assert result.exit_code == 1
    assert "bank.zip" in result.stderr
    assert "../x.xml" in result.stderr
