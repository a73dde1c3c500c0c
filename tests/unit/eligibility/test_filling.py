"""What a level asks about, which condition is nearest, and which pieces of evidence it stands on."""

from datetime import date

import pytest

from eligibility.domain import parsing
from eligibility.domain.admission import read_level
from eligibility.domain.choice import choosable, kinds_asked, nearest, used_items
from eligibility.domain.evidence import EvidenceKind
from eligibility.domain.filling import Filling, TaskState
from eligibility.domain.portfolio import KeptItem, Source, as_evidence
from schemes.services.loading import shipped

ON = date(2026, 3, 2)
K = EvidenceKind


@pytest.fixture(scope="module")
def scheme():
    return shipped("csm-national")


def kept(kind, **data):
    return KeptItem(kind=kind, item=parsing.item(kind, data), place="", source=Source.CANDIDATE)


DEGREE = kept(K.EDUCATION, degree="bachelor", field="same", awarded="2020-07-01")
OTHER = kept(K.EDUCATION, degree="bachelor", field="other", awarded="2020-07-01")
WORK = kept(K.EMPLOYMENT, start="2019-05-10", end=None, occupation="same")


def filling(scheme, *items, **more):
    reading = read_level(scheme, 3, as_evidence(items), ON)
    return Filling(scheme=scheme, level=scheme.level(3), reading=reading, items=items, **more)


def test_a_level_asks_only_about_what_some_condition_needs(scheme):
    assert kinds_asked(scheme.level(3)) == (K.EDUCATION, K.EMPLOYMENT, K.TRAINING)
    assert kinds_asked(scheme.level(1)) == (K.EDUCATION, K.EMPLOYMENT, K.CERTIFICATES, K.TRAINING)


def test_the_nearest_condition_is_the_one_that_time_brings_first(scheme):
    recent = kept(K.EMPLOYMENT, start="2025-05-10", end=None, occupation="same")

    assert nearest(filling(scheme, recent, OTHER).reading).condition.id == "4"
    assert nearest(filling(scheme, recent).reading).condition.id == "1"


def test_without_dates_in_sight_the_nearest_lacks_least(scheme):
    assert len(nearest(filling(scheme, OTHER).reading).missing) == 1


def test_a_condition_stands_on_the_pieces_it_uses_and_no_others(scheme):
    of = filling(scheme, DEGREE, WORK)

    first, third = choosable(of.reading)
    assert used_items(first, of.items) == (WORK,)
    assert used_items(third, of.items) == (DEGREE,)


def test_where_one_condition_holds_there_is_nothing_to_choose(scheme):
    assert filling(scheme, DEGREE).chosen.condition.id == "3"
    assert filling(scheme, DEGREE).condition_task is TaskState.DONE


def test_where_several_hold_the_candidate_chooses(scheme):
    open_choice = filling(scheme, DEGREE, WORK)
    assert open_choice.chosen is None
    assert open_choice.condition_task is TaskState.OPEN
    assert not open_choice.is_complete

    assert filling(scheme, DEGREE, WORK, wished="1").chosen.condition.id == "1"


def test_a_choice_that_no_longer_holds_is_no_choice(scheme):
    assert filling(scheme, DEGREE, WORK, wished="2").chosen is None
    assert filling(scheme, OTHER, wished="3").condition_task is TaskState.LOCKED


def test_tasks_say_what_is_begun_done_and_needed(scheme):
    of = filling(scheme, OTHER, begun=frozenset({K.TRAINING}), without_more=frozenset({K.EMPLOYMENT}))

    assert of.evidence_tasks == {
        K.EDUCATION: TaskState.DONE, K.EMPLOYMENT: TaskState.DONE, K.TRAINING: TaskState.BEGUN,
    }  # fmt: skip
    assert filling(scheme).evidence_tasks[K.TRAINING] is TaskState.OPEN
    assert filling(scheme, DEGREE).evidence_tasks[K.TRAINING] is TaskState.OPTIONAL
