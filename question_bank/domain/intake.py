"""What comes out of a file: entries with their place, and those that cannot be taken, with the reason."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.acceptance import Problem
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.kind import Cognitive
from question_bank.domain.question import Group, Question
from question_bank.domain.reading import Item, read
from question_bank.domain.record import Record


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One question as it stands in a file, with the line of each field; `fault` says why it cannot be read at all.

    `part` names the file in a package. A `foreign` one comes from another system and may lack what such do not know;
    its `category` may be called like a function.
    """

    line: int
    record: Mapping[str, object]
    lines: Mapping[str, int] = field(default_factory=dict)
    scheme: str | None = None
    level: int | None = None
    fault: Refusal | None = None
    part: str = ""
    pictures: Mapping[UUID, bytes] = field(default_factory=dict)
    foreign: bool = False
    category: str = ""

    @property
    def id(self) -> str:
        """The author's number, where there is one."""
        return str(self.record.get("id", ""))

    def line_of(self, name: str) -> int:
        """The line of a field, or of the nearest thing around it."""
        while name:
            if name in self.lines:
                return self.lines[name]
            name = name.rpartition(".")[0]
        return self.line


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """One reason why an entry was not taken, and where to look."""

    file: str
    line: int
    id: str
    field: str
    refusal: Refusal

    @property
    def where(self) -> str:
        """File, line and field, as in "communication.yaml:34 (options.2.en)"."""
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place} ({self.field})" if self.field else place


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """An item that can be taken, where it stands, and which questions it names as its enemies.

    What the file does not name of it was `assumed` for it.
    """

    file: str
    line: int
    scheme: str
    level: int
    item: Item
    enemies: tuple[str, ...] = ()
    assumed: frozenset[str] = frozenset()
    pictures: Mapping[UUID, bytes] = field(default_factory=dict)

    @property
    def where(self) -> str:
        """File and line."""
        return f"{self.file}:{self.line}"

    def refused(self, field: str, refusal: Refusal) -> Skipped:
        """The same place with a reason against it."""
        return Skipped(file=self.file, line=self.line, id=self.item.id, field=field, refusal=refusal)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where questions go that do not say so themselves, and what is assumed of those from other systems.

    `functions` are those of the level with their titles, empty if it has none.
    """

    scheme: str
    level: int
    function: str = ""
    functions: Mapping[str, Words] = field(default_factory=dict)
    cognitive: Cognitive = Cognitive.UNDERSTAND
    difficulty: float = 0.6

    def function_called(self, name: str) -> str:
        """The function of this code or title; empty where there is none."""
        said = name.strip().casefold()
        return next(
            (
                code
                for code, title in self.functions.items()
                if said in (code.casefold(), title.zh.casefold(), title.en.casefold())
            ),
            "",
        )

    def assumes(self, entry: Entry) -> Record:
        """What an entry of another system does not say of itself."""
        function = self.function_called(entry.category) or self.function
        assumed: Record = {"cognitive": self.cognitive.value, "difficulty": self.difficulty, "function": function}
        return {name: value for name, value in assumed.items() if value and not entry.record.get(name)}


def take(file: str, entries: Sequence[Entry], target: Target) -> Iterator[Accepted | Skipped]:
    """Judge each entry by itself: one bad question never stops the rest."""
    numbers = Counter(entry.id for entry in entries if entry.id)
    groups: dict[str, list[Group]] = {}
    for entry in entries:
        assumed = target.assumes(entry) if entry.foreign else {}
        taken = _among_others(_judge(entry, assumed, target, repeated=numbers[entry.id] > 1), groups)
        if isinstance(taken, tuple):
            for problem in taken:
                yield Skipped(
                    file=f"{file}/{entry.part}" if entry.part else file,
                    line=entry.line_of(problem.field),
                    id=entry.id,
                    field=problem.field,
                    refusal=problem.refusal,
                )
        else:
            yield Accepted(
                file=f"{file}/{entry.part}" if entry.part else file,
                line=entry.line,
                scheme=entry.scheme or target.scheme,
                level=entry.level or target.level,
                item=taken,
                enemies=_enemies(entry),
                pictures=entry.pictures,
                assumed=frozenset(assumed),
            )


def _judge(entry: Entry, assumed: Record, target: Target, *, repeated: bool) -> Item | tuple[Problem, ...]:
    if entry.fault is not None:
        return (Problem("", entry.fault),)
    record = {name: value for name, value in entry.record.items() if name != "enemies"} | assumed
    if target.function and not record.get("function") and "rubric" not in record:
        record["function"] = target.function
    named = entry.record.get("enemies", [])
    if not isinstance(named, list) or not all(isinstance(each, str) for each in named):
        return (Problem("enemies", Refusal("question_not_a_list", field="enemies")),)
    item = read(record, gaps=entry.foreign)
    if repeated:
        twice = Problem("id", Refusal("question_repeated_in_file", id=entry.id))
        return (twice, *(item if isinstance(item, tuple) else ()))
    if isinstance(item, Question) and item.function and target.functions and item.function not in target.functions:
        known = ", ".join(target.functions)
        return (Problem("function", Refusal("question_unknown_function", function=item.function, known=known)),)
    return item


def _among_others(taken: Item | tuple[Problem, ...], groups: dict[str, list[Group]]) -> Item | tuple[Problem, ...]:
    """Questions of one group have one text, and each a place of its own."""
    if not isinstance(taken, Question) or taken.group is None:
        return taken
    others = groups.setdefault(taken.group.id, [])
    if not all(taken.group.agrees_with(other) for other in others):
        return (Problem("group", Refusal("question_group_differs", group=taken.group.id)),)
    others.append(taken.group)
    return taken


def _enemies(entry: Entry) -> tuple[str, ...]:
    """The numbers of the questions that no paper may have beside this one."""
    named = entry.record.get("enemies", [])
    return tuple(map(str, named)) if isinstance(named, list) else ()


def function_of(item: Item) -> str:
    """The part of the syllabus; a case study covers all of it."""
    return "" if isinstance(item, CaseStudy) else item.function


def moved_by(entry: Entry, lines: int) -> Entry:
    """The same entry, further down in the file."""
    return replace(entry, line=entry.line + lines, lines={name: line + lines for name, line in entry.lines.items()})
