"""How far a member of a cohort has come, from the invitation to the certificate."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from kernel.verdict import Refusal
from kernel.words import Words


class Stage(StrEnum):
    """The stages of the path, in the order in which they are reached."""

    INVITED = "invited"
    REGISTERED = "registered"
    APPLIED = "applied"
    APPROVED = "approved"
    ENTERED = "entered"
    SAT = "sat"
    PASSED = "passed"
    CERTIFIED = "certified"


ORDER = tuple(Stage)


@dataclass(frozen=True, slots=True, kw_only=True)
class PathFacts:
    """What is known of one person on the way to one level; results only once they are released.

    `to_pass` are the components of the level. Of them, `entered` are those with a seat not yet taken, `sat` those with
    work handed in, `awaiting` those whose latest result is not out. `free_until` tells until when a failed one may be
    taken once more free of charge. `modules_only` where they were admitted to module assessment, from which no
    certificate follows.
    """

    has_joined: bool
    to_pass: Mapping[str, Words]
    has_training: bool = False
    has_applied: bool = False
    was_refused: bool = False
    is_approved: bool = False
    entered: frozenset[str] = frozenset()
    sat: frozenset[str] = frozenset()
    awaiting: frozenset[str] = frozenset()
    failed: frozenset[str] = frozenset()
    passed: frozenset[str] = frozenset()
    free_until: Mapping[str, date] = field(default_factory=dict)
    is_certified: bool = False
    modules_only: bool = False


def stage_of(path: PathFacts) -> Stage:
    """The furthest stage reached; who has not agreed to be seen by the centre stays `invited`."""
    if not path.has_joined:
        return Stage.INVITED
    reached = (
        (Stage.CERTIFIED, path.is_certified),
        (Stage.PASSED, bool(path.to_pass) and path.passed >= frozenset(path.to_pass)),
        (Stage.SAT, bool(path.sat)),
        (Stage.ENTERED, bool(path.entered)),
        (Stage.APPROVED, path.is_approved),
        (Stage.APPLIED, path.has_applied and not path.was_refused),
    )
    return next((stage for stage, is_reached in reached if is_reached), Stage.REGISTERED)


def due(path: PathFacts) -> tuple[Refusal, ...]:
    """What is to be done next for this person, in words for the centre; nothing for the certified."""
    match stage_of(path):
        case Stage.INVITED:
            return (Refusal("due_accept"),)
        case Stage.REGISTERED:
            again = Refusal("due_apply_again") if path.was_refused else Refusal("due_apply")
            return (again,) if path.has_training else (Refusal("due_training"), again)
        case Stage.APPLIED:
            return (Refusal("due_decision"),)
        case Stage.CERTIFIED:
            return ()
        case Stage.PASSED:
            return (Refusal("due_full_admission") if path.modules_only else Refusal("due_certificate"),)
        case Stage.APPROVED | Stage.ENTERED | Stage.SAT:
            return tuple(_due_components(path))


def _due_components(path: PathFacts) -> Iterable[Refusal]:
    for code, title in path.to_pass.items():
        if code in path.passed:
            continue
        if code in path.entered:
            yield Refusal("due_sit", component=title)
        elif code in path.awaiting:
            yield Refusal("due_result", component=title)
        elif code in path.failed and code in path.free_until:
            yield Refusal("due_free_resit", component=title, until=path.free_until[code])
        elif code in path.failed:
            yield Refusal("due_resit", component=title)
        else:
            yield Refusal("due_enter", component=title)


def funnel(stages: Iterable[Stage]) -> dict[Stage, int]:
    """How many have reached each stage or gone beyond it."""
    reached = [ORDER.index(stage) for stage in stages]
    return {stage: sum(index >= ORDER.index(stage) for index in reached) for stage in ORDER}
