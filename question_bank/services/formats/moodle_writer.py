"""Questions as Moodle imports them from XML, and as we read them again: texts in Markdown, pictures inside."""

from base64 import b64encode
from collections.abc import Callable, Iterable
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from lxml import etree

from kernel.words import Words
from question_bank.domain.bilingual import is_chinese, together
from question_bank.domain.numeric import Tolerance, written_out
from question_bank.domain.pictures import SHOWN, pictures_in
from question_bank.domain.question import (
    Group,
    Matching,
    MultipleChoice,
    Numeric,
    Ordering,
    Question,
    ShortText,
    SingleChoice,
    TrueFalse,
    correct,
    letter,
)
from question_bank.domain.record import exactly
from question_bank.domain.tags import tags_of
from question_bank.services.formats.xml_door import Element

ALL, NOTHING = Decimal(100), Decimal(0)
PLACES = Decimal("0.00001")
TYPES = {
    SingleChoice: "multichoice",
    MultipleChoice: "multichoice",
    TrueFalse: "truefalse",
    Matching: "matching",
    Ordering: "ordering",
    Numeric: "numerical",
    ShortText: "shortanswer",
}
Picture = Callable[[UUID], bytes]


def text_of(questions: Iterable[Question], picture: Picture) -> bytes:
    """A file from which the same questions are read again; the text of a group stands before its questions."""
    quiz = etree.Element("quiz")
    function, told = "", set[str]()
    for question in questions:
        if question.function != function:
            function = question.function
            _text(etree.SubElement(_question(quiz, "category"), "category"), f"$course$/top/{function}".rstrip("/"))
        if question.group is not None and question.group.id not in told:
            told.add(question.group.id)
            _description(quiz, question.group, picture)
        _Writer(_question(quiz, TYPES[type(question.content)]), question, picture).write()
    etree.indent(quiz)
    return bytes(etree.tostring(quiz, encoding="UTF-8", xml_declaration=True))


class _Writer:
    """Writes one question."""

    def __init__(self, element: Element, question: Question, picture: Picture) -> None:
        self.element, self.question, self.picture = element, question, picture
        self.chinese = is_chinese(question.content.stem)
        self.tags = list(tags_of(question))

    def write(self) -> None:
        """Everything that is known of the question."""
        _text(self._part("name"), self.question.id)
        self._words(self._part("questiontext"), self.question.content.stem)
        self._words(self._part("generalfeedback"), self.question.rationale)
        self._part("defaultgrade", "1.0000000")
        self._part("penalty", "0.3333333")
        self._part("hidden", "0")
        self._part("idnumber", self.question.id)
        self._content()
        tags = self._part("tags")
        for tag in self.tags:
            _text(etree.SubElement(tags, "tag"), tag)

    def _content(self) -> None:
        match self.question.content:
            case SingleChoice() | MultipleChoice() as choice:
                self._choice(choice)
            case TrueFalse(correct=holds):
                self._answer("true", ALL if holds else NOTHING)
                self._answer("false", NOTHING if holds else ALL)
            case Matching() as matching:
                self._matching(matching)
            case Ordering() as ordering:
                self._ordering(ordering)
            case Numeric() as numeric:
                self._numeric(numeric)
            case ShortText(accepted=accepted):
                self._part("usecase", "0")
                for text in accepted:
                    self._answer(text.replace("*", r"\*"), ALL)

    def _choice(self, choice: SingleChoice | MultipleChoice) -> None:
        right = correct(choice)
        self._part("single", str(isinstance(choice, SingleChoice)).lower())
        self._part("shuffleanswers", "true")
        self._part("answernumbering", "ABCD")
        for place, option in enumerate(choice.options):
            self._option(option, (ALL / len(right)).quantize(PLACES).normalize() if place in right else NOTHING)

    def _matching(self, matching: Matching) -> None:
        self._part("shuffleanswers", "true")
        used = [*dict.fromkeys(matching.correct)]
        astray = [place for place in range(len(matching.options)) if place not in used]
        pairs = [*zip(matching.prompts, matching.correct, strict=True), *((Words("", ""), place) for place in astray)]
        for prompt, place in pairs:
            asked = etree.SubElement(self.element, "subquestion")
            self._words(asked, prompt)
            answer = etree.SubElement(asked, "answer")
            _text(answer, together(matching.options[place], chinese=self.chinese))
        self._as_here([*used, *astray])

    def _ordering(self, ordering: Ordering) -> None:
        for name, value in (("layouttype", "VERTICAL"), ("selecttype", "ALL"), ("selectcount", "0")):
            self._part(name, value)
        self._part("gradingtype", "ABSOLUTE_POSITION")
        for place, option in enumerate(ordering.correct, start=1):
            self._option(ordering.options[option], Decimal(place))
        self._as_here(ordering.correct)

    def _numeric(self, numeric: Numeric) -> None:
        answer = self._answer(str(exactly(numeric.correct)), ALL)
        etree.SubElement(answer, "tolerance").text = f"{_far_off(numeric.tolerance, numeric.correct):f}"
        if numeric.units:
            units = self._part("units")
            for unit in numeric.units:
                element = etree.SubElement(units, "unit")
                etree.SubElement(element, "multiplier").text = written_out(1 / Fraction(unit.factor))
                etree.SubElement(element, "unit_name").text = together(unit.sign, chinese=True)
        self._part("unitgradingtype", "1" if numeric.units else "0")
        self._part("unitpenalty", "0.1000000")
        self._part("showunits", "1" if numeric.units else "3")
        self._part("unitsleft", "0")

    def _as_here(self, places: Iterable[int]) -> None:
        """In which order the options stand here, since Moodle has them in the order of the key."""
        self.tags.append("options:" + "".join(map(letter, places)))

    def _option(self, option: Words, count: Decimal) -> None:
        self._words(self._part("answer", fraction=f"{count:f}"), option)

    def _answer(self, text: str, count: Decimal) -> Element:
        answer = self._part("answer", fraction=f"{count:f}", format="moodle_auto_format")
        _text(answer, text)
        return answer

    def _words(self, element: Element, words: Words) -> None:
        _words(element, words, self.picture, chinese=self.chinese)

    def _part(self, name: str, text: str | None = None, **attributes: str) -> Element:
        part = etree.SubElement(self.element, name, attributes)
        part.text = text
        return part


def _question(quiz: Element, kind: str) -> Element:
    return etree.SubElement(quiz, "question", type=kind)


def _description(quiz: Element, group: Group, picture: Picture) -> None:
    element = _question(quiz, "description")
    _text(etree.SubElement(element, "name"), group.id)
    _words(etree.SubElement(element, "questiontext"), group.text, picture, chinese=True)
    etree.SubElement(element, "idnumber").text = group.id


def _words(element: Element, words: Words, picture: Picture, *, chinese: bool) -> None:
    """A text with the pictures that it shows."""
    text = together(words, chinese=chinese)
    element.set("format", "markdown")
    _text(element, SHOWN.sub(r"@@PLUGINFILE@@/\1.png", text))
    for shown in sorted(pictures_in(text), key=str):
        file = etree.SubElement(element, "file", name=f"{shown}.png", path="/", encoding="base64")
        file.text = b64encode(picture(shown)).decode()


def _text(element: Element, text: str) -> None:
    etree.SubElement(element, "text").text = text


def _far_off(tolerance: Tolerance, right: Decimal) -> Decimal:
    return abs(right) * tolerance.size / 100 if tolerance.percent else tolerance.size
