"""Bringing a file in parts: what breaks on the way, what waits for it, and what is refused."""

import random

import pytest
from PIL import Image

from tests.support.exam_room import claims, entry, hands_in, saves, state_of
from tests.support.pictures import a_pdf, png
from tests.support.uploads import PART, announces, finishes, gives_up, sends, sends_all, uploads

PDF = a_pdf()
LARGE = png(Image.frombytes("RGB", (330, 330), random.Random(7).randbytes(330 * 330 * 3)))
"""A picture of nothing in particular, sent in two parts."""


@pytest.fixture
def attempt(exam_room, candidate):
    exam_room.holds(candidate, component="case_study")
    return exam_room.starts(candidate)


def everything_on(data_dir):
    return b"".join(path.read_bytes() for path in (data_dir / "files").rglob("*") if path.is_file())


def stored_files(data_dir):
    return {path.name for path in (data_dir / "files").rglob("*") if path.is_file()}


@pytest.fixture
def on_its_way(candidate, attempt):
    """An upload with one part there and one still to come; its address."""
    address = announces(candidate, attempt, LARGE, "plan.png").json["url"]
    assert sends(candidate, address, 0, LARGE[:PART]).json == {"received": PART}
    return address


def test_a46_one_byte_too_many_is_refused_before_anything_is_sent_and_in_a_part_too(candidate, attempt, on_its_way):
    too_large = announces(candidate, attempt, PDF, size=10 * 1024 * 1024 + 1)
    assert (too_large.status_code, too_large.json["code"]) == (409, "file_too_large")
    assert "10 MB" in too_large.json["message"]

    assert sends(candidate, on_its_way, PART, b"x" * (PART + 1)).status_code == 413
    assert sends(candidate, on_its_way, PART, b"").status_code == 400
    assert sends(candidate, on_its_way, PART, LARGE[PART:], content_type="text/html").status_code == 400
    beyond = sends(candidate, on_its_way, PART, LARGE[PART:] + b"more")
    assert beyond.json == {"received": PART}


def test_a46_a_part_without_a_length_is_not_waited_for(candidate, on_its_way):
    unending = {"CONTENT_LENGTH": "", "HTTP_TRANSFER_ENCODING": "chunked"}

    assert sends(candidate, on_its_way, PART, b"", environ_overrides=unending).status_code == 400


def test_a_part_sent_twice_or_out_of_turn_changes_nothing(candidate, attempt, on_its_way):
    assert sends(candidate, on_its_way, 0, LARGE[:PART]).json == {"received": PART}
    assert sends(candidate, on_its_way, PART + 1, LARGE[PART + 1 :]).json == {"received": PART}
    assert sends(candidate, on_its_way, PART, LARGE[PART:]).json == {"received": len(LARGE)}

    finished = finishes(candidate, on_its_way)
    assert (finished.json["file"]["name"], finished.json["uploads"]) == ("plan.png", [])
    assert finishes(candidate, on_its_way).json == finished.json
    assert candidate.get(finished.json["file"]["url"]).data == LARGE


def test_the_same_file_goes_on_where_it_was_also_after_a_reload(candidate, attempt, on_its_way):
    [waiting] = state_of(candidate, attempt)["uploads"]
    again = announces(candidate, attempt, LARGE, "plan.png").json

    assert again == waiting
    assert (again["received"], again["url"], again["name"]) == (PART, on_its_way, "plan.png")
    sends_all(candidate, again["url"], LARGE, again["received"])
    assert finishes(candidate, again["url"]).status_code == 200
    once_more = announces(candidate, attempt, LARGE, "plan.png").json
    assert (once_more["url"], once_more["received"]) == (on_its_way, len(LARGE))


def test_what_arrived_otherwise_than_announced_is_not_kept(candidate, attempt, on_its_way):
    assert finishes(candidate, on_its_way).json["code"] == "upload_incomplete"
    sends(candidate, on_its_way, PART, bytes(len(LARGE) - PART))

    refused = finishes(candidate, on_its_way)

    assert (refused.status_code, refused.json["code"]) == (409, "file_damaged")
    assert (state_of(candidate, attempt)["file"], state_of(candidate, attempt)["uploads"]) == (None, [])
    assert finishes(candidate, on_its_way).json["code"] == "upload_over"
    assert sends(candidate, on_its_way, PART, LARGE[PART:]).json["code"] == "upload_over"


def test_r39_handing_in_waits_for_a_file_on_its_way(candidate, attempt, on_its_way):
    waits = hands_in(candidate, attempt)

    assert (waits.status_code, waits.json["code"]) == (409, "upload_under_way")
    assert "plan.png" in waits.json["message"]
    assert state_of(candidate, attempt)["state"] == "in_progress"
    sends_all(candidate, on_its_way, LARGE, PART)
    sha256 = finishes(candidate, on_its_way).json["file"]["sha256"]
    assert hands_in(candidate, attempt).status_code == 200
    assert sha256 in candidate.get(f"/attempts/{attempt}/receipt").text


def test_r39_a_file_that_was_given_up_holds_nobody_up_and_leaves_nothing(data_dir, candidate, attempt, on_its_way):
    before = stored_files(data_dir)
    assert gives_up(candidate, attempt).json == {"file": None, "uploads": []}
    assert gives_up(candidate, attempt).status_code == 200

    assert len(before - stored_files(data_dir)) == 1
    assert hands_in(candidate, attempt).status_code == 200


def test_r39_at_the_end_of_the_time_what_has_not_arrived_whole_does_not_count(
    app, data_dir, candidate, attempt, on_its_way, the_clock, work_of
):
    from exam.services.sweeping import sweep
    from storage.transaction import transaction

    before = stored_files(data_dir)
    the_clock.moves_on(minutes=120, seconds=30)
    assert hands_in(candidate, attempt).json["code"] == "upload_under_way"
    the_clock.moves_on(seconds=31)
    assert sends(candidate, on_its_way, PART, LARGE[PART:]).json["code"] == "late"
    with app.app_context(), transaction():
        sweep(now=the_clock.now)

    assert len(before - stored_files(data_dir)) == 1
    assert hands_in(candidate, attempt).status_code == 200
    assert work_of(attempt).files == ()


def test_r39_what_else_is_wrong_does_not_touch_a_file_that_was_confirmed(candidate, attempt):
    kept = uploads(candidate, attempt, PDF).json["file"]

    assert saves(candidate, attempt, entry(1, "1", {"text": "?"})).status_code == 400
    assert hands_in(candidate, attempt, entry(1, "1", {"text": "?"})).status_code == 400
    assert uploads(candidate, attempt, b"<script>", "x.pdf").status_code == 409
    assert state_of(candidate, attempt)["file"] == kept


def test_r39_bytes_without_their_row_are_no_file(app, candidate, attempt, on_its_way, monkeypatch):
    """Somebody pulls the plug after the bytes are on the disk and before the row is: the page sends them again."""
    from storage import transaction
    from storage.database import db

    def dies(*_arguments):
        raise SystemExit

    sends(candidate, on_its_way, PART, LARGE[PART:])
    with monkeypatch.context() as plug:
        plug.setattr(transaction.db.session, "commit", dies)
        with pytest.raises(SystemExit):
            finishes(candidate, on_its_way)
    with app.app_context():
        db.session.rollback()

    assert state_of(candidate, attempt)["file"] is None
    assert finishes(candidate, on_its_way).json["file"]["size"] == len(LARGE)


def test_r39_a_file_given_up_while_it_was_looked_at_is_not_confirmed(app, candidate, attempt, on_its_way, the_clock):
    from exam.models.uploads import Upload
    from exam.services import uploading
    from kernel.errors import Refused
    from storage.database import db
    from storage.transaction import transaction

    sends_all(candidate, on_its_way, LARGE, PART)
    with app.app_context(), transaction():
        upload = db.session.scalars(db.select(Upload)).one()
        opened = uploading.look_at(LARGE)
        assert gives_up(candidate, attempt).status_code == 200
        with pytest.raises(Refused, match="upload_over"):
            uploading.keep_file(upload.attempt, opened, name="a.png", of=upload, now=the_clock.now)


def test_the_bytes_are_on_the_disk_before_the_row_that_confirms_them(candidate, attempt, on_its_way, monkeypatch):
    import os

    from storage import transaction

    happened, fsync, commit = [], os.fsync, transaction.db.session.commit
    monkeypatch.setattr(os, "fsync", lambda handle: (fsync(handle), happened.append("disk"))[0])
    monkeypatch.setattr(transaction.db.session, "commit", lambda: (happened.append("row"), commit())[1])

    sends(candidate, on_its_way, PART, LARGE[PART:])
    finishes(candidate, on_its_way)

    parts = " ".join(happened).split("row")
    assert [part.split()[:2] for part in parts[:2]] == [["disk", "disk"]] * 2


def test_files_are_sealed_on_the_disk(data_dir, candidate, attempt, on_its_way):
    sends(candidate, on_its_way, PART, LARGE[PART:])
    on_disk = everything_on(data_dir)
    assert LARGE[100:200] not in on_disk
    assert LARGE[PART : PART + 100] not in on_disk

    url = finishes(candidate, on_its_way).json["file"]["url"]

    on_disk = everything_on(data_dir)
    assert LARGE[100:200] not in on_disk
    assert candidate.get(url).data == LARGE


def test_only_the_page_that_writes_brings_files(candidate, attempt, on_its_way):
    claims(candidate, attempt, "page-two-0002")

    assert announces(candidate, attempt, PDF).json["code"] == "elsewhere"
    sends(candidate, on_its_way, PART, LARGE[PART:])
    assert finishes(candidate, on_its_way).json["code"] == "elsewhere"
    assert finishes(candidate, on_its_way, "page-two-0002").status_code == 200


def test_a48_two_files_at_once_are_both_in_the_history_and_the_later_one_counts(
    candidate, attempt, on_its_way, work_of
):
    other = announces(candidate, attempt, PDF, "plan.pdf").json["url"]
    assert other != on_its_way
    sends_all(candidate, other, PDF)
    sends_all(candidate, on_its_way, LARGE, PART)
    assert finishes(candidate, other).status_code == 200
    assert finishes(candidate, on_its_way).status_code == 200

    assert sorted(file.name for file in work_of(attempt).files) == ["plan.pdf", "plan.png"]


def test_a14_more_than_an_announcement_holds_is_refused(candidate, attempt):
    for smuggled in ({"received": 5}, {"state": "kept"}, {"attempt_id": str(attempt)}):
        assert announces(candidate, attempt, PDF, **smuggled).status_code == 400
    for wrong in ({"size": -1}, {"size": "5"}, {"sha256": "AB" * 32}, {"sha256": ""}, {"name": ""}, {"writer": "x"}):
        assert announces(candidate, attempt, PDF, **wrong).status_code == 400
    address = announces(candidate, attempt, PDF).json["url"]
    for body in ({}, {"writer": "page-one-0001", "score": 100}):
        assert candidate.post(f"{address}/file", json=body).status_code == 400
    assert candidate.post(f"/api/attempts/{attempt}/uploads/end", json={"score": 100}).status_code == 400


def test_a49_one_candidate_cannot_fill_the_store(candidate, attempt, other_candidate):
    for number in range(18):
        assert uploads(candidate, attempt, PDF + b"%%%d" % number).status_code == 200
    for number in range(18, 20):
        assert announces(candidate, attempt, PDF + b"%%%d" % number).status_code == 200

    refused = announces(candidate, attempt, PDF)
    assert refused.json["code"] == "too_many_files"
    assert "20" in refused.json["message"]
    assert len(state_of(candidate, attempt)["uploads"]) == 2
    gives_up(candidate, attempt)
    assert announces(candidate, attempt, PDF).status_code == 200


def test_a49_beginning_again_and_again_comes_to_an_end(candidate, attempt):
    for number in range(100):
        begun = announces(candidate, attempt, b"%d" % number)
        assert begun.status_code == 200, number
        gives_up(candidate, attempt)

    assert announces(candidate, attempt, PDF).json["code"] == "too_many_files"
