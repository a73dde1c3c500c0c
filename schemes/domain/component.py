"""A separately scored part of the assessment, from a paper at the computer to a task done in a group."""

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from kernel.words import Words
from schemes.domain.marking import Marking


class ComponentKind(StrEnum):
    """The ways in which something is assessed."""

    THEORY = "theory"
    CASE_STUDY = "case_study"
    WRITTEN = "written"
    REPORT = "report"
    SIMULATION = "simulation"
    ORAL = "oral"
    GROUP_TASK = "group_task"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """How many people hand in together; one to one is work done alone."""

    least: int
    most: int

    @property
    def alone(self) -> bool:
        """Whether everybody hands in their own work."""
        return self.most == 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """How much of the mark the teacher gives and how much the fellow students, in percent."""

    teacher: Decimal
    students: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Component:
    """One part with its own marks and pass mark.

    What is taken in one go has `minutes`, what is handed in later has `days`; an oral has a `panel` of so many people;
    a task has its `group`, the marking `shares` and the `criteria` it is marked by. With `calculator` the exam page
    has one.
    """

    code: str
    title: Words
    kind: str
    out_of: Decimal
    pass_mark: Decimal
    valid_years: int
    minutes: int | None = None
    days: int | None = None
    panel: int | None = None
    contents: Words | None = None
    group: Group | None = None
    shares: Shares | None = None
    criteria: tuple[Words, ...] = ()
    marking: Marking = field(default_factory=Marking)
    calculator: bool = False
