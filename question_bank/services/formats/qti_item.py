"""One item of QTI as a question, whichever version it is in, and why what we do not know is not taken."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from kernel.verdict import Refusal
from question_bank.domain.kind import Kind
from question_bank.domain.numeric import tidied
from question_bank.services.formats.foreign import Found, NotTaken, letters, number_in, truth
from question_bank.services.formats.qti_text import seen, spoken, take_out
from question_bank.services.formats.xml_door import Element

NUMBERS = frozenset({"integer", "float"})
BLANK = "____"
CHOICES = {"choiceInteraction": "simpleChoice", "inlineChoiceInteraction": "inlineChoice"}
INLINE = frozenset({"inlineChoiceInteraction", "textEntryInteraction"})
OF_ITS_OWN = ("customOperator", "patternMatch", "equalRounded", "lt", "lte", "gt", "gte", "durationLT", "durationGTE")
"""Ways of marking that say what is right only to those who carry them out."""
NAMED_WRONG = ("incorrect", "wrong")


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """What an item declares of one answer: what is right, and what each thing counts."""

    cardinality: str = "single"
    base: str = ""
    correct: Sequence[str] = ()
    counts: Mapping[str, Decimal] = field(default_factory=dict)

    def right(self, *, by_counts: bool) -> list[str]:
        """What is right; things that count differently are more than we can say."""
        positive = {key: count for key, count in self.counts.items() if count > 0}
        if by_counts and len(set(positive.values())) > 1:
            raise NotTaken(Refusal("question_weights"))
        return list(positive) if positive and (by_counts or not self.correct) else list(self.correct)


def question(item: Element, place: Found) -> Found:
    """The question of an item; raises NotTaken."""
    if item.get("adaptive") == "true" or next(item.iter("templateDeclaration"), None) is not None:
        raise NotTaken(Refusal("question_qti_changing"))
    body = item.find("itemBody")
    if body is None:
        raise NotTaken(Refusal("question_qti_nothing_asked"))
    asked = [each for each in body.iter() if str(each.tag).endswith("Interaction")]
    rationale = _rationale(item)
    found = replace(place, stem=_stem(body), rationale=rationale)
    responses = {each.get("identifier") or "": _response(each) for each in item.iter("responseDeclaration")}
    match [str(each.tag) for each in asked]:
        case []:
            raise NotTaken(Refusal("question_qti_nothing_asked"))
        case ["choiceInteraction"] | ["inlineChoiceInteraction"]:
            return _choice(item, asked[0], _of(responses, asked[0]), found)
        case ["orderInteraction"]:
            return _order(asked[0], _of(responses, asked[0]), found)
        case ["matchInteraction"] | ["associateInteraction"]:
            return _match(item, asked[0], _of(responses, asked[0]), found)
        case ["textEntryInteraction"]:
            return _entry(item, _of(responses, asked[0]), found)
        case ["textEntryInteraction", "choiceInteraction"] if next(item.iter("product"), None) is not None:
            units = _units(asked[1], _of(responses, asked[1]))
            return replace(_entry(item, _of(responses, asked[0]), found), units=units)
        case [kind]:
            raise NotTaken(Refusal("question_kind_not_taken", kind=kind))
        case kinds:
            raise NotTaken(Refusal("question_qti_several", kinds=", ".join(kinds)))


def _of(responses: Mapping[str, Response], asked: Element) -> Response:
    return responses.get(asked.get("responseIdentifier") or "", Response())


def _response(element: Element) -> Response:
    return Response(
        cardinality=element.get("cardinality") or "single",
        base=element.get("baseType") or "",
        correct=[" ".join((each.text or "").split()) for each in element.iterfind("correctResponse/value")],
        counts={
            each.get("mapKey") or "": number_in(each.get("mappedValue") or "")
            for each in element.iterfind("mapping/mapEntry")
        },
    )


def _choice(item: Element, asked: Element, response: Response, found: Found) -> Found:
    choices = _by_name(asked, CHOICES[str(asked.tag)])
    options = [spoken(seen(each)) for each in choices.values()]
    right = _places(response.right(by_counts=_by_counts(item)), choices)
    single = response.cardinality != "multiple" or asked.get("maxChoices") == "1"
    if not found.rationale and len(right) == 1:
        told = next([*choices.values()][right[0]].iter("feedbackInline"), None)
        found = replace(found, rationale=spoken(told) if told is not None else "")
    if single and (holds := truth(options, right)) is not None:
        return replace(found, kind=Kind.TRUE_FALSE, answer=holds)
    kind = Kind.SINGLE_CHOICE if single else Kind.MULTIPLE_CHOICE
    return replace(found, kind=kind, options=options, answer=letters(right))


def _order(asked: Element, response: Response, found: Found) -> Found:
    choices = _by_name(asked, "simpleChoice")
    right = letters(_places(response.correct, choices))
    return replace(found, kind=Kind.ORDERING, options=[spoken(seen(each)) for each in choices.values()], answer=right)


def _match(item: Element, asked: Element, response: Response, found: Found) -> Found:
    """Each of one side goes with one of the other side; in an association the first of each pair is what is asked."""
    pairs = [(said[0], said[-1]) for each in response.right(by_counts=_by_counts(item)) if (said := each.split())]
    sets = asked.findall("simpleMatchSet")
    if sets:
        prompts, options = (_by_name(each, "simpleAssociableChoice") for each in (sets[0], sets[-1]))
        if not _one_for_each(prompts, pairs):
            prompts, options, pairs = options, prompts, [(second, first) for first, second in pairs]
    else:
        choices, first = _by_name(asked, "simpleAssociableChoice"), {pair[0] for pair in pairs}
        prompts = {name: choices[name] for name in choices if name in first}
        options = {name: choices[name] for name in choices if name not in first}
    if not _one_for_each(prompts, pairs):
        raise NotTaken(Refusal("question_not_one_to_one"))
    goes_with = dict(pairs)
    return replace(
        found,
        kind=Kind.MATCHING,
        prompts=[spoken(seen(each)) for each in prompts.values()],
        options=[spoken(seen(each)) for each in options.values()],
        answer=letters(_places([goes_with[name] for name in prompts], options)),
    )


def _one_for_each(prompts: Mapping[str, Element], pairs: Sequence[tuple[str, str]]) -> bool:
    return sorted(first for first, _ in pairs) == sorted(prompts)


def _entry(item: Element, response: Response, found: Found) -> Found:
    processing = item.find("responseProcessing")
    for own in processing.iter(*OF_ITS_OWN) if processing is not None else ():
        raise NotTaken(Refusal("question_qti_marking", name=str(own.tag)))
    right = response.right(by_counts=response.base not in NUMBERS)
    if response.base not in NUMBERS:
        return replace(found, kind=Kind.SHORT_TEXT, answer=right)
    if len(right) > 1:
        raise NotTaken(Refusal("question_several_numbers"))
    return replace(found, kind=Kind.NUMERIC, answer=right[0] if right else "", tolerance=_tolerance(item))


def _tolerance(item: Element) -> str:
    near = next(item.iter("equal"), None)
    if near is None or (mode := near.get("toleranceMode") or "exact") == "exact":
        return "0"
    far = {*(near.get("tolerance") or "").split()}
    if len(far) != 1:
        raise NotTaken(Refusal("question_qti_marking", name="equal"))
    size = f"{number_in(far.pop()):f}"
    return f"{size}%" if mode == "relative" else size


def _units(asked: Element, response: Response) -> list[tuple[str, str]]:
    """Each unit with its factor, which is what its choice counts when the number is multiplied by it."""
    choices = _by_name(asked, "simpleChoice")
    return [(spoken(each), str(tidied(response.counts.get(name, Decimal(1))))) for name, each in choices.items()]


def _stem(body: Element) -> str:
    """What is asked: the body without the places for answers, and what stands over them."""
    copy = seen(body)
    for asked in [each for each in copy.iter() if str(each.tag).endswith("Interaction")]:
        if asked.tag in INLINE:
            around = asked.getparent()
            alone = (
                around is None
                or not "".join(
                    around.xpath("./text() | ./*[not(self::*[contains(name(), 'Interaction')])]//text()")
                ).strip()
            )
            take_out(asked, "" if alone else BLANK)
        else:
            prompt = asked.find("prompt")
            tail, asked.tag = asked.tail, "div"
            for each in list(asked):
                if each is not prompt:
                    asked.remove(each)
            asked.text, asked.tail = None, tail
            asked.attrib.clear()
            if prompt is not None:
                prompt.tag, prompt.tail = "div", None
    return spoken(copy)


def _rationale(item: Element) -> str:
    """What is told afterwards: the only feedback there is, or else that to the right answer."""
    told = [*item.iter("modalFeedback", "feedbackBlock")]
    if len(told) > 1:
        named = [f"{each.get('identifier')} {each.get('title')}".lower() for each in told]
        told = [
            each
            for each, name in zip(told, named, strict=True)
            if "correct" in name and not any(wrong in name for wrong in NAMED_WRONG)
        ]
    return spoken(told[0]) if len(told) == 1 else ""


def _by_counts(item: Element) -> bool:
    """Whether the item is marked by what each thing counts."""
    processing = item.find("responseProcessing")
    if processing is None:
        return False
    template = processing.get("template") or processing.get("templateLocation") or ""
    return "map_response" in template or next(processing.iter("mapResponse"), None) is not None


def _by_name(element: Element, kind: str) -> dict[str, Element]:
    return {each.get("identifier") or "": each for each in element.iter(kind)}


def _places(names: Sequence[str], choices: Mapping[str, Element]) -> list[int]:
    order = {name: place for place, name in enumerate(choices)}
    for name in names:
        if name not in order:
            raise NotTaken(Refusal("question_qti_unknown_key", name=name[:40]))
    return [order[name] for name in names]
