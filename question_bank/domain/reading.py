"""From a record to a question or a case study and back; a record that is not good gives all its problems."""

import re
from collections.abc import Mapping
from decimal import Decimal

from question_bank.domain.acceptance import Problem, problems
from question_bank.domain.case_study import CaseStudy, Criterion, Level
from question_bank.domain.kind import CHOICES, Cognitive, Kind
from question_bank.domain.question import Content, MultipleChoice, Question, SingleChoice, TrueFalse, correct, letter
from question_bank.domain.record import Reading, Record, both

Item = Question | CaseStudy
Problems = tuple[Problem, ...]

TRUE_WORDS = frozenset({"true", "t", "yes", "正确", "对", "是", "√"})
FALSE_WORDS = frozenset({"false", "f", "no", "错误", "错", "否", "×"})
NUMBER = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,39}")


def read_question(record: Mapping[str, object]) -> Question | Problems:
    """The question, or everything that is wrong with the record."""
    reading = Reading(record)
    reading.knows_only("id", "function", "kind", "cognitive", "difficulty", "stem", "options", "answer", "rationale")
    question = Question(
        id=_number(reading),
        function=reading.text("function"),
        cognitive=reading.choice("cognitive", Cognitive),
        difficulty=float(reading.number("difficulty")),
        content=_content(reading),
        rationale=reading.words("rationale"),
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


def read(record: Mapping[str, object]) -> Item | Problems:
    """A case study is known by its rubric."""
    return read_case_study(record) if "rubric" in record else read_question(record)


def write(item: Item) -> Record:
    """The record from which the same item is read again."""
    match item:
        case Question():
            return _write_question(item)
        case CaseStudy():
            return _write_case_study(item)


def answer(content: Content) -> object:
    """The key as authors write it: a letter, several letters, or true and false."""
    if isinstance(content, TrueFalse):
        return content.correct
    letters = [letter(position) for position in sorted(correct(content))]
    return letters[0] if isinstance(content, SingleChoice) else letters


def _number(reading: Reading) -> str:
    number = reading.text("id")
    if number and not NUMBER.fullmatch(number):
        reading.refuse("id", "question_bad_number", text=number[:40])
    return number


def _content(reading: Reading) -> Content:
    kind = reading.choice("kind", Kind)
    if kind not in CHOICES:
        reading.refuse("kind", "question_unknown_choice", text=kind, choices=", ".join(CHOICES))
    stem = reading.words("stem")
    if kind is Kind.TRUE_FALSE:
        if reading.values.get("options"):
            reading.refuse("options", "question_options_not_wanted")
        return TrueFalse(stem=stem, correct=_truth(reading))
    options = reading.several_words("options")
    positions = _positions(reading)
    if kind is Kind.MULTIPLE_CHOICE:
        return MultipleChoice(stem=stem, options=options, correct=positions)
    if len(positions) > 1:
        reading.refuse("answer", "question_several_keys")
    return SingleChoice(stem=stem, options=options, correct=min(positions, default=0))


def _positions(reading: Reading) -> frozenset[int]:
    """Letters, written as a list, "ACD", "A,C,D" or "A、C、D"."""
    given = reading.values.get("answer")
    said = "".join(map(str, given)) if isinstance(given, list | tuple) else str("" if given is None else given)
    letters = re.sub(r"[\s,，、;；/]", "", said).upper()
    if not letters:
        reading.refuse("answer", "question_no_key")
    elif not re.fullmatch(r"[A-Z]+", letters) or len(set(letters)) < len(letters) or isinstance(given, bool):
        reading.refuse("answer", "question_key_not_letters", text=said[:40])
        return frozenset({0})
    return frozenset(ord(sign) - ord("A") for sign in letters)


def _truth(reading: Reading) -> bool:
    given = reading.values.get("answer")
    said = str("" if given is None else given).strip().casefold()
    if not said:
        reading.refuse("answer", "question_no_key")
    elif said not in TRUE_WORDS | FALSE_WORDS:
        reading.refuse("answer", "question_key_not_truth", text=said[:40])
    return said in TRUE_WORDS


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
    inside = Reading({"": texts}, reading.path.removesuffix("."), reading.problems)
    return Level(marks=reading.number("marks"), description=inside.words(""))


def _write_question(question: Question) -> Record:
    record: Record = {
        "id": question.id,
        "function": question.function,
        "kind": question.kind.value,
        "cognitive": question.cognitive.value,
        "difficulty": question.difficulty,
        "stem": both(question.content.stem),
    }
    if not isinstance(question.content, TrueFalse):
        record["options"] = [both(option) for option in question.content.options]
    return record | {"answer": answer(question.content), "rationale": both(question.rationale)}


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
                "marks": _exactly(criterion.marks),
                "levels": [{"marks": _exactly(level.marks), **both(level.description)} for level in criterion.levels],
            }
            for criterion in case.rubric
        ],
    }


def _exactly(marks: Decimal) -> int | str:
    """Marks as people write them, never as a binary fraction."""
    return int(marks) if marks == marks.to_integral_value() else str(marks)
