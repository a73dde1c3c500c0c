"""A member's stage and what is due follow from the facts of the path alone."""

from dataclasses import replace
from datetime import date

import pytest

from centres.domain.stage import PathFacts, Stage, due, funnel, stage_of
from kernel.words import Words

BOTH = {"theory": Words("理论知识", "Theory"), "case_study": Words("案例分析", "Case study")}
JOINED = PathFacts(has_joined=True, to_pass=BOTH, has_training=True)
THEORY, CASE, ALL = frozenset({"theory"}), frozenset({"case_study"}), frozenset(BOTH)


def told(path):
    return [(refusal.code, getattr(refusal.params.get("component"), "en", None)) for refusal in due(path)]


@pytest.mark.parametrize(
    ("path", "stage", "next_steps"),
    [
        pytest.param(replace(JOINED, has_joined=False), Stage.INVITED, [("due_accept", None)], id="invited"),
        pytest.param(replace(JOINED, has_training=False), Stage.REGISTERED, [("due_training", None), ("due_apply", None)], id="untrained"),
        pytest.param(JOINED, Stage.REGISTERED, [("due_apply", None)], id="registered"),
        pytest.param(replace(JOINED, has_applied=True), Stage.APPLIED, [("due_decision", None)], id="applied"),
        pytest.param(replace(JOINED, has_applied=True, was_refused=True), Stage.REGISTERED, [("due_apply_again", None)], id="refused"),
        pytest.param(replace(JOINED, is_approved=True), Stage.APPROVED, [("due_enter", "Theory"), ("due_enter", "Case study")], id="approved"),
        pytest.param(replace(JOINED, is_approved=True, entered=THEORY), Stage.ENTERED, [("due_sit", "Theory"), ("due_enter", "Case study")], id="entered"),
        pytest.param(replace(JOINED, sat=ALL, awaiting=ALL), Stage.SAT, [("due_result", "Theory"), ("due_result", "Case study")], id="sat"),
        pytest.param(replace(JOINED, sat=ALL, passed=CASE, failed=THEORY), Stage.SAT, [("due_resit", "Theory")], id="failed theory"),
        pytest.param(replace(JOINED, sat=ALL, passed=CASE, failed=THEORY, free_until={"theory": date(2027, 3, 2)}), Stage.SAT, [("due_free_resit", "Theory")], id="failed theory, free to repeat"),
        pytest.param(replace(JOINED, sat=ALL, passed=CASE, failed=THEORY, entered=THEORY), Stage.SAT, [("due_sit", "Theory")], id="resit to come"),
        pytest.param(replace(JOINED, sat=ALL, passed=ALL), Stage.PASSED, [("due_certificate", None)], id="passed"),
        pytest.param(
            replace(JOINED, sat=ALL, passed=ALL, modules_only=True), Stage.PASSED, [("due_full_admission", None)],
            id="passed in module assessment",
        ),
        pytest.param(replace(JOINED, sat=ALL, passed=ALL, is_certified=True), Stage.CERTIFIED, [], id="certified"),
    ],
)  # fmt: skip
def test_each_stage_tells_what_is_due(path, stage, next_steps):
    assert stage_of(path) is stage
    assert told(path) == next_steps


def test_whoever_has_not_agreed_to_be_seen_stays_invited_whatever_they_did():
    path = replace(JOINED, has_joined=False, is_approved=True, sat=ALL, passed=ALL, is_certified=True)

    assert stage_of(path) is Stage.INVITED


def test_the_funnel_counts_everybody_at_each_stage_they_have_left_behind():
    counted = funnel([Stage.INVITED, Stage.APPLIED, Stage.CERTIFIED])

    assert counted[Stage.INVITED] == 3
    assert counted[Stage.REGISTERED] == counted[Stage.APPLIED] == 2
    assert counted[Stage.APPROVED] == counted[Stage.CERTIFIED] == 1
