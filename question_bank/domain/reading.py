"""From a record to a question or a case study and back; a record that is not good gives all its problems."""

import re
from collections.abc import Mapping

from question_bank.domain.acceptance import Problem, problems
from question_bank.domain.case_study import CaseStudy, Criterion, Level
from question_bank.domain.content import FIELDS, read_content, write_content
from question_bank.domain.kind import Cognitive
from question_bank.domain.question import Group, Question
from question_bank.domain.record import NOTHING, Reading, Record, both, exactly

Item = Question | CaseStudy
Problems = tuple[Problem, ...]

UNSAID = (None, both(NOTHING))
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def read_question(record: Mapping[str, object], *, gaps: bool = False) -> Question | Problems:
    """The question, or everything that is wrong with the record; `gaps` lets it lack what a draft may lack."""
    reading = Reading(record, gaps=gaps)
    reading.knows_only("id", "function", "cognitive", "difficulty", "rationale", "group", *FIELDS)
    question = Question(
        id=_number(reading),
        function="" if gaps and not record.get("function") else reading.text("function"),
        cognitive=reading.choice("cognitive", Cognitive),
        difficulty=float(reading.number("difficulty")),
        content=read_content(reading),
        rationale=NOTHING if gaps and record.get("rationale") in UNSAID else reading.words("rationale"),
        group=_group(reading),
    )
    return tuple(reading.problems) or problems(question) or question


def read_case_study(record: Mapping[str, object]) -> CaseStudy | Problems:
    """The case study, or everything that is wrong with the record."""
    reading = Reading(record)
    reading.knows_only("id", "title", "background", "tasks", "rubric")
    case = CaseStudy(
        id=_number(reading),
        title=reading.words("title"),
        background=reading.words("background"),
        tasks=reading.several_words("tasks"),
        rubric=tuple(_criterion(part) for part in reading.parts("rubric")),
    )
    return tuple(reading.problems) or problems(case) or case


def read(record: Mapping[str, object], *, gaps: bool = False) -> Item | Problems:
    """A case study is known by its rubric."""
    return read_case_study(record) if "rubric" in record else read_question(record, gaps=gaps)


def write(item: Item) -> Record:
    """The record from which the same item is read again."""
    match item:
        case Question():
            return _write_question(item)
        case CaseStudy():
            return _write_case_study(item)


def _number(reading: Reading) -> str:
    number = reading.text("id")
    if number and not NUMBER.fullmatch(number):
        reading.refuse("id", "question_bad_number", text=number[:40])
    return number


def _group(reading: Reading) -> Group | None:
    if not reading.values.get("group"):
        return None
    inside = reading.part("group")
    inside.knows_only("id", "number", "text")
    return Group(id=_number(inside), number=inside.whole("number"), text=inside.words("text"))


def _criterion(reading: Reading) -> Criterion:
    reading.knows_only("id", "title", "marks", "levels")
    return Criterion(
        id=_number(reading),
        title=reading.words("title"),
        marks=reading.number("marks"),
        levels=tuple(_level(part) for part in reading.parts("levels")),
    )


def _level(reading: Reading) -> Level:
    reading.knows_only("marks", "zh", "en")
    texts = {language: reading.values.get(language) for language in ("zh", "en")}
    return Level(marks=reading.number("marks"), description=reading.inside({"": texts}).words(""))


def _write_question(question: Question) -> Record:
    record: Record = {"id": question.id, "function": question.function, "kind": question.kind.value}
    record |= {"cognitive": question.cognitive.value, "difficulty": question.difficulty}
    record |= write_content(question.content) | {"rationale": both(question.rationale)}
    if question.group is not None:
        group = question.group
        record["group"] = {"id": group.id, "number": group.number, "text": both(group.text)}
    return record


def _write_case_study(case: CaseStudy) -> Record:
    return {
        "id": case.id,
        "title": both(case.title),
        "background": both(case.background),
        "tasks": [both(task) for task in case.tasks],
        "rubric": [
            {
                "id": criterion.id,
                "title": both(criterion.title),
                "marks": exactly(criterion.marks),
                "levels": [{"marks": exactly(level.marks), **both(level.description)} for level in criterion.levels],
            }
            for criterion in case.rubric
        ],
    }
