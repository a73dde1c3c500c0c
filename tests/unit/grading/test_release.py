"""Results go out to everybody of a sitting at once, when all is marked and nobody is still sitting."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from uuid import uuid4

import pytest

from exam.domain.work import HandedFile
from grading.domain.desk import MOST_OPEN, AttachedFile, ClaimState, Desk, DeskLine, Script
from grading.domain.release import Progress, ScoreLine, may_release
from grading.domain.rubric import Judgement
from kernel.words import Words
from question_bank.domain.case_study import CaseStudy

PASS = ScoreLine(number="AB23", score=Decimal(70), passed=True)
FAIL = ScoreLine(number="CD45", score=Decimal(41), passed=False)
OPEN = ScoreLine(number="EF67", score=None, passed=None)
DONE = Progress(entered=3, sitting_now=0, still_to_come=0, lines=(PASS, FAIL), released_at=None)


def test_a_marked_sitting_can_be_released_and_counts_itself():
    assert may_release(DONE)
    assert (DONE.marked, DONE.unmarked, DONE.passed, DONE.failed, DONE.absent) == (2, 0, 1, 1, 1)
    assert DONE.mean == Decimal("55.5")


@pytest.mark.parametrize(
    ("progress", "codes"),
    [
        pytest.param(replace(DONE, lines=(PASS, OPEN)), ["not_all_marked"], id="one is not marked"),
        pytest.param(replace(DONE, sitting_now=1), ["still_sitting"], id="one is still writing"),
        pytest.param(replace(DONE, still_to_come=1), ["still_sitting"], id="one may still come"),
        pytest.param(replace(DONE, released_at=datetime(2026, 1, 1, tzinfo=UTC)), ["already_released"], id="done"),
        pytest.param(replace(DONE, lines=()), ["nothing_to_release"], id="nobody came"),
        pytest.param(replace(DONE, lines=(OPEN,), sitting_now=2), ["still_sitting", "not_all_marked"], id="both"),
    ],
)
def test_every_reason_against_a_release_is_told(progress, codes):
    assert [refusal.code for refusal in may_release(progress).refusals] == codes


def test_before_the_first_score_there_is_no_mean():
    assert replace(DONE, lines=(OPEN,)).mean is None


def line(state: ClaimState) -> DeskLine:
    return DeskLine(claim_id=uuid4(), number="AB23", state=state, decided=0, criteria=5, marks=None)


def test_a_desk_holds_only_so_many_open_scripts():
    open_ones = tuple(line(ClaimState.OPEN) for _ in range(MOST_OPEN))
    signed = (line(ClaimState.SIGNED),)

    assert not Desk(waiting=3, lines=open_ones + signed).can_take
    assert Desk(waiting=3, lines=open_ones[1:] + signed).can_take
    assert not Desk(waiting=0, lines=()).can_take
    assert Desk(waiting=0, lines=open_ones + signed).signed_lines == signed


def test_a_criterion_nobody_has_looked_at_is_undecided():
    nothing = Words("", "")
    script = Script(
        claim_id=uuid4(),
        number="AB23",
        turn=1,
        state=ClaimState.OPEN,
        version=1,
        saved_at=None,
        case=CaseStudy(id="L3-CASE-001", title=nothing, background=nothing, tasks=(), rubric=()),
        text="",
        file=None,
        judgements=(Judgement(criterion="causes", level=1),),
    )

    assert script.judgement("causes").level == 1
    assert script.judgement("figures") == Judgement(criterion="figures")


def test_a_file_is_called_after_its_script_and_nothing_else():
    handed = HandedFile(
        id=uuid4(),
        name="王小明.pdf",
        media_type="application/pdf",
        size=3,
        sha256="",
        key="k",
        uploaded_at=datetime(2026, 1, 1, tzinfo=UTC),
    )

    attached = AttachedFile.of("AB23", handed)

    assert (attached.name, attached.media_type, attached.size) == ("AB23.pdf", "application/pdf", 3)
