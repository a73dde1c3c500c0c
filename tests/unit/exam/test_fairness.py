"""The report on the papers of a sitting, and the receipt of one of them."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

from exam.domain.attempt import AttemptState
from exam.domain.fairness import fairness
from exam.domain.receipt import receipt_of
from exam.domain.work import Work
from tests.support.pools import LEVEL_3, a_bank, a_paper, papers_of

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)
WEIGHTS = {"overview": Decimal(20), "foundations": Decimal(5)}


def report(papers):
    available = Counter((item.function, item.kind, item.cognitive) for item in a_bank())
    return fairness(papers, blueprint=LEVEL_3, weights=WEIGHTS, available=available)


def test_the_report_tells_how_much_papers_share_and_that_none_are_equal():
    told = report(papers_of(10, a_bank()))

    assert (told.forms, told.equal_pairs) == (10, 0)
    assert 0 < told.mean_shared <= told.most_shared < 60
    assert [(row.function, row.least, row.most) for row in told.functions] == [
        ("overview", Decimal("20.0"), Decimal("20.0")),
        ("foundations", Decimal("4.5"), Decimal("4.5")),
    ]
    assert all(cell.available == 2 * cell.needed for cell in told.cells)


def test_equal_papers_are_counted_and_no_papers_are_no_error():
    paper = a_paper("one", a_bank())

    assert report([paper, paper]).equal_pairs == 1
    assert (report([]).forms, report([]).mean_shared, report([]).most_exposed) == (0, 0, 0)


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


def test_whatever_is_changed_the_receipts_code_is_another():
    done = work()
    changed = [
        replace(done, answers={"1": {"chosen": ["B"], "flagged": False}}),
        replace(done, ended_at=NINE + timedelta(minutes=81)),
        replace(done, layout=a_paper("two", a_bank())),
    ]

    assert receipt_of(done).digest not in {receipt_of(one).digest for one in changed}
    assert receipt_of(done) == receipt_of(replace(done, attempt_id=uuid4()))
