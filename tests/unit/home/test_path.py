"""The first page names one next step, and the most urgent one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from home.domain.path import ApplicationStanding, ComponentStanding, NextStep, Path, StepState
from kernel.words import Words

A, C, N = ApplicationStanding, ComponentStanding, NextStep
TITLES = {"theory": Words("理论知识", "Theory"), "case_study": Words("案例分析", "Case study")}


MODULES = {"meets_a_condition": False, "meets_for_modules": True}
ONLY = MODULES | {"modules_only": True}


def path(application=A.APPROVED, theory=C.OPEN, case_study=C.OPEN, **more):
    facts = {"has_evidence": True, "meets_a_condition": True} | more
    return Path(
        application=application, components={"theory": theory, "case_study": case_study}, titles=TITLES, **facts
    )


@pytest.mark.parametrize(
    ("of", "step"),
    [
        pytest.param(path(A.NONE, has_evidence=False, meets_a_condition=False), N.SHOW_EVIDENCE, id="just registered"),
        pytest.param(path(A.NONE, meets_a_condition=False), N.COMPLETE_EVIDENCE, id="no condition met"),
        pytest.param(path(A.NONE), N.APPLY, id="a condition met"),
        pytest.param(path(A.NONE, **MODULES), N.APPLY_FOR_MODULES, id="a condition of modules met"),
        pytest.param(path(theory=C.FAILED, case_study=C.PASSED, **ONLY), N.RESIT, id="modules, one failed"),
        pytest.param(path(theory=C.PASSED, case_study=C.PASSED, **ONLY), N.SEEK_FULL_ADMISSION, id="modules passed"),
        pytest.param(
            path(theory=C.PASSED, case_study=C.PASSED, modules_only=True), N.APPLY_FOR_MORE, id="modules, may have more"
        ),
        pytest.param(path(A.REFUSED), N.APPLY, id="refused, may apply again"),
        pytest.param(path(A.REFUSED, meets_a_condition=False), N.COMPLETE_EVIDENCE, id="refused, something missing"),
        pytest.param(path(A.WAITING), N.WAIT_FOR_DECISION, id="applied"),
        pytest.param(path(), N.ENTER_EXAM, id="approved"),
        pytest.param(path(theory=C.ENTERED), N.ENTER_EXAM, id="one of two entered"),
        pytest.param(path(theory=C.ENTERED, case_study=C.ENTERED), N.WAIT_FOR_EXAM, id="both entered"),
        pytest.param(path(theory=C.ENTERED, door_is_open=True), N.GO_TO_EXAM, id="the door is open"),
        pytest.param(path(theory=C.SITTING_NOW, door_is_open=True), N.CONTINUE_EXAM, id="the clock runs"),
        pytest.param(path(theory=C.FAILED, case_study=C.PASSED), N.RESIT, id="one failed"),
        pytest.param(path(theory=C.AWAITING, case_study=C.PASSED), N.WAIT_FOR_RESULT, id="being marked"),
        pytest.param(path(theory=C.PASSED, case_study=C.PASSED), N.WAIT_FOR_CERTIFICATE, id="passed"),
        pytest.param(path(theory=C.PASSED, case_study=C.PASSED, is_certified=True), N.KEEP_CERTIFICATE, id="certified"),
    ],
)
def test_there_is_one_next_step(of, step):
    assert of.next is step


paths = st.builds(
    path,
    st.sampled_from(A), st.sampled_from(C), st.sampled_from(C),
    has_evidence=st.booleans(), meets_a_condition=st.booleans(), door_is_open=st.booleans(), is_certified=st.booleans(),
)  # fmt: skip


@given(paths)
def test_every_path_has_a_next_step(of):
    assert of.next in NextStep


@given(paths)
def test_an_examination_that_runs_comes_before_everything_else(of):
    running = replace(of, components={"theory": C.SITTING_NOW, "case_study": C.OPEN})

    assert running.next is NextStep.CONTINUE_EXAM


@given(paths)
def test_no_step_is_done_before_the_admission_unless_it_was_passed(of):
    if of.application_step is not StepState.DONE:
        assert of.certificate_step is not StepState.NOW
        for code, standing in of.components.items():
            assert of.component_step(code) is (StepState.DONE if standing in {C.PASSED, C.EXEMPT} else StepState.LATER)


def test_the_steps_of_a_certified_path_are_all_done():
    of = path(theory=C.PASSED, case_study=C.PASSED, is_certified=True)

    states = {of.evidence_step, of.application_step, of.certificate_step, *map(of.component_step, TITLES)}
    assert states == {StepState.DONE}


def test_no_certificate_is_due_from_modules_alone():
    assert path(theory=C.PASSED, case_study=C.PASSED, **ONLY).certificate_step is StepState.LATER
    assert path(theory=C.PASSED, case_study=C.PASSED).certificate_step is StepState.NOW
