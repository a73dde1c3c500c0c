"""A receipt: what it vouches for, and that whatever is changed shows."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exam.domain.attempt import AttemptState
from exam.domain.receipt import Part, read_claim, receipt_of
from exam.domain.work import HandedFile, Work
from tests.support.pools import a_bank, a_paper

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def work(**changed):
    facts = {
        "attempt_id": uuid4(),
        "number": "ABCDEFGHJK",
        "candidate_id": uuid4(),
        "sitting_id": uuid4(),
        "scheme_version_id": uuid4(),
        "scheme_code": "csm-national",
        "level": 3,
        "component": "theory",
        "kind": "theory",
        "layout": a_paper("one", a_bank()),
        "answers": {"1": {"chosen": ["A"], "flagged": False}, "2": {"chosen": [], "flagged": True}},
        "state": AttemptState.HANDED_IN,
        "started_at": NINE,
        "ended_at": NINE + timedelta(minutes=80),
        "is_final": True,
        "files": (),
    }
    return Work(**{**facts, **changed})


def test_a_receipt_counts_the_answers_and_has_a_code_to_read_out():
    done = work()
    receipt = receipt_of(done)

    assert (receipt.answered, receipt.questions, receipt.number) == (1, 60, "ABCDEFGHJK")
    assert receipt.short.replace(" ", "").lower() == receipt.digest[:16]
    assert done.is_closed
    assert done.file is None


def a_file(sha256="ab" * 32):
    return HandedFile(
        id=uuid4(), name="plan.pdf", media_type="application/pdf", size=9, sha256=sha256, key="k", uploaded_at=NINE
    )


@pytest.mark.parametrize(
    ("part", "changed"),
    [
        (Part.ANSWERS, {"answers": {"1": {"chosen": ["B"], "flagged": False}}}),
        (Part.ENDED, {"ended_at": NINE + timedelta(minutes=81)}),
        (Part.STARTED, {"started_at": NINE - timedelta(microseconds=1)}),
        (Part.FORM, {"layout": a_paper("two", a_bank())}),
        (Part.FILES, {"files": (a_file(), a_file("cd" * 32))}),
    ],
)
def test_whatever_is_changed_the_receipts_code_is_another_and_one_sees_where(part, changed):
    done = work(files=(a_file(),))
    given, now = receipt_of(done), receipt_of(replace(done, **changed))

    assert now.differs_from(given) == (part,)
    assert now.digest != given.digest
    assert given.differs_from(receipt_of(replace(done, attempt_id=uuid4()))) == ()


def test_the_order_in_which_answers_are_read_makes_no_other_receipt():
    done = work()
    turned = dict(reversed(done.answers.items()))

    assert receipt_of(replace(done, answers=turned)).digest == receipt_of(done).digest


@given(st.text(max_size=200))
def test_only_the_whole_of_a_receipt_is_read_as_one(text):
    given = receipt_of(work(ended_at=None))

    assert read_claim(given.stated).digest == given.digest
    assert read_claim(text) is None
    assert read_claim(given.stated.replace("answers=", "replies=")) is None


@pytest.mark.parametrize(
    ("written", "bears"),
    [
        (lambda receipt: receipt.short, True),
        (lambda receipt: receipt.digest.upper(), True),
        (lambda receipt: receipt.digest[:15], False),
        (lambda receipt: receipt.digest[1:], False),
        (lambda receipt: receipt.digest + "0", False),
        (lambda _: "", False),
    ],
)
def test_a_code_is_known_however_it_is_written_but_not_by_half(written, bears):
    receipt = receipt_of(work())

    assert receipt.bears(written(receipt)) is bears
