"""What is kept of the look at a file until its sender decides: plain values, and reasons that can be spoken again."""

from collections.abc import Mapping

from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.case_study import CaseStudy
from question_bank.domain.reading import Item
from question_bank.domain.record import Record, both


def row(item: Item) -> Record:
    """What a list shows of it."""
    if isinstance(item, CaseStudy):
        return {"id": item.id, "text": both(item.title), "kind": item.kind.value, "function": "", "cognitive": ""}
    return {
        "id": item.id,
        "text": both(item.content.stem),
        "kind": item.kind.value,
        "function": item.function,
        "cognitive": item.cognitive.value,
    }


def plain(refusal: Refusal) -> Record:
    """A reason as a record."""
    return {"code": refusal.code, "params": {name: _plain(value) for name, value in refusal.params.items()}}


def spoken_again(record: Mapping[str, object]) -> Refusal:
    """The reason of such a record."""
    params = record["params"]
    named = params if isinstance(params, Mapping) else {}
    return Refusal(str(record["code"]), **{str(name): _meant(value) for name, value in named.items()})


def _plain(value: object) -> object:
    match value:
        case Words():
            return both(value)
        case list() | tuple():
            return [_plain(part) for part in value]
        case int() | float():
            return value
        case _:
            return str(value)


def _meant(value: object) -> object:
    match value:
        case {"zh": str(zh), "en": str(en)}:
            return Words(zh, en)
        case list():
            return [_meant(part) for part in value]
        case _:
            return value
