"""Nothing that tells a key reaches a candidate, a log or an export, whatever kind of question it is."""

import json
from io import BytesIO
from itertools import count
from uuid import UUID

import pytest
from PIL import Image
from sqlalchemy import text

from kernel.actor import Role
from tests.support.exam_room import claims, entry, hands_in, saves, state_of
from tests.support.kinds import BANK, CANARIES, MULTIPLE, right_answer, sits_down_to, with_canaries
from tests.support.people import Somebody

QUESTION_FIELDS = {"slot", "kind", "section", "group", "partial", "marks", "stem", "prompts", "options"}
OPTION_FIELDS = {"letter", "zh", "en"}


@pytest.fixture
def database_url(databases, empty_database) -> str:
    """Without the shipped bank."""
    return databases.begin_with(empty_database)


@pytest.fixture
def paper(app, the_clock, candidate):
    """A running attempt at a paper of every kind, all of whose keys are canaries; right answers by slot."""
    from question_bank.queries import keys

    attempt, layout = sits_down_to(app, the_clock, candidate, *with_canaries())
    with app.app_context():
        known = keys(layout.question_versions)
    return attempt, layout, {slot.slot: right_answer(slot, known[slot.version_id]) for slot in layout.slots}


def told(response) -> str:
    """Everything that an answer says: body and headers."""
    return response.get_data(as_text=True) + repr(list(response.headers))


def found_in(*texts: str) -> set[str]:
    return {canary for canary in CANARIES if any(canary.lower() in each.lower() for each in texts)}


def blank(value: dict) -> dict:
    """An answer of the same shape that says nothing."""
    return {**value, "chosen": []} if "chosen" in value else {"text": "", "unit": "", "flagged": False}


def test_a01_no_page_and_no_json_of_a_running_attempt_tells_anything_of_a_key(candidate, paper):
    attempt, _, right = paper
    answers = [entry(seq, slot, blank(value)) for seq, (slot, value) in enumerate(right.items(), 1)]

    pages = [candidate.get(f"/attempts/{attempt}?lang={lang}") for lang in ("zh", "en")]
    assert [page.status_code for page in pages] == [200, 200]
    said = [
        *pages,
        saves(candidate, attempt, *answers),
        claims(candidate, attempt),
        candidate.get(f"/api/attempts/{attempt}/state"),
        candidate.get(f"/api/attempts/{attempt}/answers"),
        candidate.get("/exams"),
        candidate.get("/"),
        saves(candidate, attempt, entry(99, "1", {"chosen": ["Z"], "flagged": False})),
        hands_in(candidate, attempt),
        candidate.get(f"/attempts/{attempt}/receipt"),
        candidate.get("/results"),
    ]

    assert found_in(*map(told, said)) == set()
    shown = json.loads(pages[0].text.partition('id="paper">')[2].partition("</script>")[0])
    assert all(set(question) == QUESTION_FIELDS for question in shown["questions"])
    assert all(set(option) == OPTION_FIELDS for question in shown["questions"] for option in question["options"])
    assert len(shown["questions"]) == len(BANK)


def test_a02_a_right_answer_is_saved_like_a_wrong_one_and_saving_cannot_even_read_the_bank(app, candidate, paper):
    from question_bank import models
    from storage.database import db

    attempt, _, right = paper
    state_of(candidate, attempt)
    models.known_items.clear()
    with app.app_context():
        db.session.execute(text("ALTER TABLE question_bank_version RENAME TO out_of_reach"))
        db.session.commit()
    try:
        seqs = count(100)
        for _ in range(3):
            for slot, value in right.items():
                wrong = {**value, "chosen": value["chosen"][::-1]} if "chosen" in value else {**value, "text": "71"}
                answers = [saves(candidate, attempt, entry(next(seqs), slot, each)) for each in (value, wrong)]
                assert [answer.status_code for answer in answers] == [200, 200]
                assert len({len(answer.data) for answer in answers}) == 1
                assert len({tuple(answer.headers) for answer in answers}) == 1
        assert models.known_items == {}
    finally:
        with app.app_context():
            db.session.execute(text("ALTER TABLE out_of_reach RENAME TO question_bank_version"))
            db.session.commit()


def test_a11_neither_log_nor_audit_log_nor_mail_holds_a_key(
    app, candidate, registrar, administrator, paper, data_dir, caplog, capsys, run_jobs
):
    attempt, _, right = paper
    answers = [entry(seq, slot, value) for seq, (slot, value) in enumerate(right.items(), 1)]

    hands_in(candidate, attempt, *answers)
    registrar.get("/questions")
    registrar.get("/questions/export/yaml")
    run_jobs()

    written = [path.read_text() for folder in ("mail", "witness") for path in (data_dir / folder).rglob("*.log")]
    assert any(administrator.get("/audit").text.count(action) for action in ("导入了试题", "Imported questions"))
    said = [administrator.get("/audit").text, *written, caplog.text, *capsys.readouterr()]
    assert found_in(*said) == set()


# --- pictures ---


def drawing(shade: int, size: int) -> bytes:
    out = BytesIO()
    Image.effect_noise((size, size), shade).save(out, "PNG")
    return out.getvalue()


@pytest.fixture
def illustrated(app, the_clock, candidate, registrar):
    """An attempt at one question whose four options are pictures, put in through the page; their ids,
    and that of a picture which is on no paper.
    """
    from question_bank.models import Picture
    from storage.database import db

    for number, shade in enumerate((20, 90, 40, 60, 30)):
        sent = {
            "picture": (BytesIO(drawing(shade, 40 + 20 * number)), f"right-{number}.png"),
            "name": f"right {number}",
        }
        kept = registrar.post("/question-pictures", sent, content_type="multipart/form-data")
        assert kept.status_code == 302, kept.text
    with app.app_context():
        *ids, unused = [each.id for each in sorted(db.session.query(Picture), key=lambda each: each.name)]
    lines = [{"zh": f"![图]({line})", "en": f"![Chart {number}]({line})"}
             for number, line in enumerate((f"picture:{each}" for each in ids), 1)]  # fmt: skip
    for number, line in enumerate(lines):
        line["zh"] = line["zh"].replace("图", f"图{number}")
    question = {**MULTIPLE, "options": lines}
    others = [record for record in BANK if record is not MULTIPLE]
    attempt, _ = sits_down_to(app, the_clock, candidate, question, *others)
    return attempt, ids, unused


def test_a04_pictures_of_options_differ_in_nothing_but_what_is_on_them(candidate, illustrated):
    attempt, ids, _ = illustrated
    page = candidate.get(f"/attempts/{attempt}?lang=zh").text
    assert all(f"/attempts/{attempt}/pictures/{each}" in page for each in ids)

    answers = [candidate.get(f"/attempts/{attempt}/pictures/{each}") for each in ids]

    assert {answer.status_code for answer in answers} == {200}
    assert {answer.mimetype for answer in answers} == {"image/png"}
    assert len({len(answer.data) for answer in answers}) == 1
    for each, answer in zip(ids, answers, strict=True):
        assert Image.open(BytesIO(answer.data)).size[0] >= 40
        assert not {"ETag", "Last-Modified", "Set-Cookie"} & set(answer.headers.keys())
        assert answer.headers["Content-Disposition"] == f"inline; filename={each}.png"
        assert answer.headers["Cache-Control"] == "private, max-age=14400, immutable"
        assert b"right" not in answer.data
    different = {tuple((name, value.replace(str(each), "")) for name, value in answer.headers)
                 for each, answer in zip(ids, answers, strict=True)}  # fmt: skip
    assert len(different) == 1


def test_a_picture_is_shown_to_who_sits_the_paper_and_to_the_bank_and_to_nobody_else(
    app, candidate, registrar, centre_manager, illustrated
):
    attempt, ids, unused = illustrated
    other = Somebody(app, "别的考生", Role.CANDIDATE)
    on_paper, in_bank = f"/attempts/{attempt}/pictures/{ids[0]}", f"/question-pictures/{ids[0]}"

    assert registrar.get(in_bank).status_code == 200
    for person in (candidate, other, centre_manager):
        assert person.get(in_bank).status_code == 404
    for person in (other, centre_manager, registrar):
        assert person.get(on_paper).status_code == 404
    for absent in (unused, UUID(int=4)):
        assert candidate.get(f"/attempts/{attempt}/pictures/{absent}").status_code == 404
    assert hands_in(candidate, attempt).status_code == 200
    assert candidate.get(on_paper).status_code == 404


def test_a_file_that_is_no_picture_is_refused_with_a_reason(registrar):
    for content in (b"", b"<svg onload=alert(1)>", b"%PDF-1.7"):
        sent = {"picture": (BytesIO(content), "x.png"), "name": "x"}
        answer = registrar.post("/question-pictures", sent, content_type="multipart/form-data")
        assert answer.status_code == 422
        assert "is-invalid" in answer.text or "has-error" in answer.text
