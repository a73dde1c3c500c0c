"""Questions as a package of QTI in the version asked for, from which the same are read again."""

import re
from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from uuid import UUID
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from kernel.words import Words
from question_bank.domain.numeric import Unit, written_out
from question_bank.domain.question import (
    FALSE,
    TRUE,
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
from question_bank.services.formats.qti_manifest import Resource, manifest
from question_bank.services.formats.qti_names import LANG, Version, in_version
from question_bank.services.formats.qti_package import MANIFEST, SHARED
from question_bank.services.formats.qti_text import put_words
from question_bank.services.formats.xml_door import Element

ITEMS, TEXTS, PICTURES = "items", "texts", "images"
RESPONSE, UNIT, SCORE, FEEDBACK, RATIONALE = "RESPONSE", "UNIT", "SCORE", "FEEDBACK", "RATIONALE"
CARDINALITY = {MultipleChoice: "multiple", Matching: "multiple", Ordering: "ordered"}
_NAME = re.compile(r"[A-Za-z_][\w.-]*", re.ASCII)
_ALWAYS = (1980, 1, 1, 0, 0, 0)
"""The same questions make the same file."""


def package_of(questions: Iterable[Question], picture: Callable[[UUID], bytes], version: Version) -> bytes:
    """A package with a file for each question, one for each text of a group, and the pictures."""
    files: dict[str, bytes] = {}
    resources: list[Resource] = []
    texts: dict[str, Resource] = {}
    for number, question in enumerate(questions, start=1):
        shared = _shared(question, texts, files, version)
        root, shown = _item(question, version, shared)
        path = f"{ITEMS}/item-{number:05}.xml"
        files[path] = _file(root, version)
        resources.append(
            Resource(
                kind="item",
                name=f"item-{number}",
                path=path,
                pictures=_paths(shown),
                needs=[shared.name] if shared else [],
                tags=_tags(question),
            )
        )
        for each in shown | (shared.shown if shared else frozenset()):
            files[f"{PICTURES}/{each}.png"] = picture(each)
    files = {MANIFEST: manifest([*resources, *texts.values()], version), **files}
    return _zipped(files)


def _shared(
    question: Question, texts: dict[str, Resource], files: dict[str, bytes], version: Version
) -> Resource | None:
    """The file of the text of a group, which 3.0 has."""
    group = question.group
    if group is None or not version.hyphens:
        return None
    if group.id not in texts:
        name = f"text-{len(texts) + 1}"
        root = etree.Element("assessmentStimulus", identifier=name, title=group.id)
        shown = put_words(etree.SubElement(root, "stimulusBody"), group.text, exact=True)
        path = f"{TEXTS}/{name}.xml"
        files[path] = _file(root, version)
        texts[group.id] = Resource(kind="stimulus", name=name, path=path, pictures=_paths(shown), shown=shown)
    return texts[group.id]


def _item(question: Question, version: Version, shared: Resource | None) -> tuple[Element, frozenset[UUID]]:
    name = question.id if _NAME.fullmatch(question.id) else f"_{question.id}"
    root = etree.Element("assessmentItem", identifier=name, title=question.id, adaptive="false", timeDependent="false")
    root.set(LANG, "zh" if question.content.stem.zh else "en")
    writer = _Writer(root, question, exact=version.hyphens)
    writer.declare()
    if shared is not None:
        etree.SubElement(
            root, "assessmentStimulusRef", identifier=shared.name, href=f"../{shared.path}", title=shared.name
        )
    writer.ask(within=shared is None)
    writer.judge(version)
    writer.explain(version)
    return root, writer.shown


class _Writer:
    """Writes one item, part by part in the order that the schema wants."""

    def __init__(self, root: Element, question: Question, *, exact: bool) -> None:
        self.root, self.question, self.content, self.exact = root, question, question.content, exact
        self.shown: frozenset[UUID] = frozenset()

    def declare(self) -> None:
        """What is right, and what there is to be set."""
        content = self.content
        base = {Matching: "directedPair", Numeric: "float", ShortText: "string"}.get(type(content), "identifier")
        declared = _declared(self.root, RESPONSE, CARDINALITY.get(type(content), "single"), base, self._right())
        if isinstance(content, ShortText):
            _counts(declared, [(text, "1") for text in content.accepted])
        if isinstance(content, Numeric) and content.units:
            unit = _declared(self.root, UNIT, "single", "identifier", [letter(0)])
            _counts(unit, [(letter(place), written_out(each.factor)) for place, each in enumerate(content.units)])
        for name, base, value in ((SCORE, "float", "0"), (FEEDBACK, "identifier", RATIONALE)):
            outcome = etree.SubElement(
                self.root, "outcomeDeclaration", identifier=name, cardinality="single", baseType=base
            )
            etree.SubElement(etree.SubElement(outcome, "defaultValue"), "value").text = value

    def ask(self, *, within: bool) -> None:
        """The body with what is asked, and where to answer."""
        body = etree.SubElement(self.root, "itemBody")
        if self.question.group is not None and within:
            self._put(etree.SubElement(body, "div", {"class": SHARED}), self.question.group.text)
        self._put(etree.SubElement(body, "div"), self.content.stem)
        match self.content:
            case SingleChoice(options=options) | MultipleChoice(options=options):
                most = "1" if isinstance(self.content, SingleChoice) else "0"
                self._options(_interaction(body, "choiceInteraction", shuffle="true", maxChoices=most), options)
            case TrueFalse():
                asked = _interaction(body, "choiceInteraction", shuffle="false", maxChoices="1")
                self._options(asked, (TRUE, FALSE))
            case Ordering(options=options):
                self._options(_interaction(body, "orderInteraction", shuffle="true"), options)
            case Matching() as matching:
                self._sets(body, matching)
            case Numeric(units=units):
                _interaction(etree.SubElement(body, "div"), "textEntryInteraction")
                self._units(body, units)
            case ShortText():
                _interaction(etree.SubElement(body, "div"), "textEntryInteraction", expectedLength="20")

    def judge(self, version: Version) -> None:
        """How an answer is marked."""
        match self.content:
            case ShortText():
                etree.SubElement(self.root, "responseProcessing", template=version.template("map_response"))
            case Numeric() as numeric:
                self._near(numeric)
            case _:
                etree.SubElement(self.root, "responseProcessing", template=version.template("match_correct"))

    def explain(self, version: Version) -> None:
        """The rationale, told to everybody afterwards."""
        told = etree.SubElement(
            self.root, "modalFeedback", outcomeIdentifier=FEEDBACK, identifier=RATIONALE, showHide="show"
        )
        self._put(etree.SubElement(told, "contentBody") if version.hyphens else told, self.question.rationale)

    def _right(self) -> Sequence[str]:
        match self.content:
            case TrueFalse(correct=holds):
                return [letter(0 if holds else 1)]
            case SingleChoice() | MultipleChoice() as choice:
                return [letter(place) for place in sorted(correct(choice))]
            case Matching(correct=places):
                return [f"P{number} {letter(place)}" for number, place in enumerate(places, start=1)]
            case Ordering(correct=places):
                return [letter(place) for place in places]
            case Numeric(correct=number):
                return [str(exactly(number))]
            case ShortText(accepted=accepted):
                return accepted[:1]

    def _options(self, asked: Element, options: Sequence[Words]) -> None:
        for place, option in enumerate(options):
            self._put(etree.SubElement(asked, "simpleChoice", identifier=letter(place)), option, inline=True)

    def _units(self, body: Element, units: Sequence[Unit]) -> None:
        if units:
            asked = etree.SubElement(
                body, "choiceInteraction", responseIdentifier=UNIT, shuffle="false", maxChoices="1"
            )
            self._options(asked, [unit.sign for unit in units])

    def _sets(self, body: Element, matching: Matching) -> None:
        asked = _interaction(body, "matchInteraction", shuffle="true", maxAssociations=str(len(matching.prompts)))
        rows = [(f"P{number}", "1", prompt) for number, prompt in enumerate(matching.prompts, start=1)]
        most = str(len(matching.prompts))
        columns = [(letter(place), most, option) for place, option in enumerate(matching.options)]
        for members in (rows, columns):
            together = etree.SubElement(asked, "simpleMatchSet")
            for name, times, words in members:
                choice = etree.SubElement(together, "simpleAssociableChoice", identifier=name, matchMax=times)
                self._put(choice, words, inline=True)

    def _near(self, numeric: Numeric) -> None:
        """Near enough to the right number, after it was brought to the first unit."""
        processing = etree.SubElement(self.root, "responseProcessing")
        if_near = etree.SubElement(etree.SubElement(processing, "responseCondition"), "responseIf")
        far = f"{numeric.tolerance.size:f}"
        mode = "relative" if numeric.tolerance.percent else "absolute"
        near = etree.SubElement(if_near, "equal", toleranceMode=mode, tolerance=f"{far} {far}")
        given = etree.SubElement(near, "product") if numeric.units else near
        etree.SubElement(given, "variable", identifier=RESPONSE)
        if numeric.units:
            etree.SubElement(given, "mapResponse", identifier=UNIT)
        etree.SubElement(near, "correct", identifier=RESPONSE)
        score = etree.SubElement(if_near, "setOutcomeValue", identifier=SCORE)
        etree.SubElement(score, "baseValue", baseType="float").text = "1"

    def _put(self, parent: Element, words: Words, *, inline: bool = False) -> None:
        self.shown |= put_words(parent, words, inline=inline, exact=self.exact)


def _declared(root: Element, name: str, cardinality: str, base: str, right: Sequence[str]) -> Element:
    declared = etree.SubElement(root, "responseDeclaration", identifier=name, cardinality=cardinality, baseType=base)
    said = etree.SubElement(declared, "correctResponse")
    for value in right:
        etree.SubElement(said, "value").text = value
    return declared


def _counts(declared: Element, counts: Sequence[tuple[str, str]]) -> None:
    mapping = etree.SubElement(declared, "mapping", defaultValue="0")
    for key, value in counts:
        etree.SubElement(mapping, "mapEntry", mapKey=key, mappedValue=value)


def _interaction(parent: Element, kind: str, **attributes: str) -> Element:
    return etree.SubElement(parent, kind, {"responseIdentifier": RESPONSE, **attributes})


def _tags(question: Question) -> list[str]:
    return [*([] if _NAME.fullmatch(question.id) else [f"id:{question.id}"]), *tags_of(question)]


def _paths(shown: Iterable[UUID]) -> list[str]:
    return [f"{PICTURES}/{each}.png" for each in sorted(shown, key=str)]


def _file(root: Element, version: Version) -> bytes:
    return bytes(etree.tostring(in_version(root, version), encoding="UTF-8", xml_declaration=True))


def _zipped(files: dict[str, bytes]) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for path, content in files.items():
            archive.writestr(ZipInfo(path, _ALWAYS), content, ZIP_DEFLATED)
    return out.getvalue()
