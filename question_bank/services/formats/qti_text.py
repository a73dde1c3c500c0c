"""Texts of QTI: both languages side by side in the HTML of an item, read as our Markdown and written from it."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from html import escape
from uuid import UUID

from lxml import etree

from documents.markdown import rendered, rendered_inline
from kernel.verdict import Refusal
from kernel.words import Words
from question_bank.domain.bilingual import block
from question_bank.domain.pictures import PREFIX, pictures_in
from question_bank.services.formats.foreign import NotTaken, bounded
from question_bank.services.formats.markup import plain_markdown
from question_bank.services.formats.qti_names import LANG
from question_bank.services.formats.xml_door import Element

EXACT = "data-markdown"
"""Where the Markdown of a text stands that its HTML does not tell in full; it counts while both still agree."""
UNSEEN = (
    "feedbackInline",
    "feedbackBlock",
    "rubricBlock",
    "templateInline",
    "templateBlock",
    "stylesheet",
    "catalogInfo",
)
MEDIA = ("math", "audio", "video", "object", "include", "printedVariable", "hottext", "gap")
WRAPPING = frozenset({"div", "contentBody"})
LANGUAGES = ("zh", "en")
IMAGES = "../images"


def settle_pictures(element: Element, find: Callable[[str], UUID | None]) -> None:
    """Name the pictures of the package as ours; what else cannot be shown or printed is a reason against the item."""
    for shown in list(element.iter("object")):
        if (shown.get("type") or "").startswith("image/"):
            shown.tag = "img"
            shown.attrib.update({"src": shown.get("data") or "", "alt": " ".join(shown.itertext()).strip()})
            shown.text = None
    for media in element.iter(*MEDIA):
        raise NotTaken(Refusal("question_media", name=str(media.tag)))
    for picture in element.iter("img"):
        found = find(picture.get("src") or "")
        if found is not None:
            picture.set("src", f"{PREFIX}{found}")


def seen(element: Element) -> Element:
    """A copy of what candidates see before they answer."""
    copy = deepcopy(element)
    copy.tail = None
    for hidden in list(copy.iter(*UNSEEN)):
        take_out(hidden)
    return copy


def take_out(element: Element, text: str = "") -> None:
    """Take an element out of its tree, or put a text in its place; what stands behind it stays."""
    around, before = element.getparent(), element.getprevious()
    if around is None:
        return
    text += element.tail or ""
    if before is not None:
        before.tail = (before.tail or "") + text
    else:
        around.text = (around.text or "") + text
    around.remove(element)


def spoken(element: Element) -> str:
    """A text as Markdown; where parts of it are said to be in one language, as both languages in one text."""
    tongues = {tongue for each in element.iter() if each is not element and (tongue := _tongue(each))}
    texts = {tongue: _markdown(_without(element, tongue, tongues)) for tongue in LANGUAGES if tongue in tongues}
    if len(tongues) == 1 and "".join(_without(element, "", tongues).itertext()).strip():
        return _markdown(element)
    return "".join(block(tongue, text) for tongue, text in texts.items()) if texts else _markdown(element)


def put_words(parent: Element, words: Words, *, inline: bool = False, exact: bool) -> frozenset[UUID]:
    """Write a text in its languages; gives the pictures that it shows."""
    shown: frozenset[UUID] = frozenset()
    for tongue, text in zip(LANGUAGES, (words.zh, words.en), strict=True):
        if text:
            html = rendered_inline(text) if inline else rendered(text)
            part = etree.fromstring(f"<div>{html}</div>")
            for cell in part.iter("td", "th"):
                cell.attrib.clear()
            for picture in part.iter("img"):
                picture.set("src", f"{IMAGES}/{(picture.get('src') or '').removeprefix(PREFIX)}.png")
            part.set(LANG, tongue)
            if exact and plain_markdown(html) != text:
                part.set(EXACT, text)
            parent.append(part)
            shown |= pictures_in(text)
    return shown


def _tongue(element: Element) -> str:
    said = (element.get(LANG) or element.get("lang") or "").lower()
    return next((tongue for tongue in LANGUAGES if said.split("-")[0] == tongue), "")


def _without(element: Element, kept: str, tongues: set[str]) -> Element:
    copy = deepcopy(element)
    for each in [each for each in copy.iter() if each is not copy and _tongue(each) in tongues - {kept}]:
        take_out(each)
    return copy


def _markdown(element: Element) -> str:
    inside = _innermost(element)
    html = bounded("".join(_inner(inside)))
    text, said = plain_markdown(html), inside.get(EXACT)
    if said and text in {plain_markdown(rendered(said)), plain_markdown(rendered_inline(said))}:
        return str(said)
    return text


def _innermost(element: Element) -> Element:
    """The element that holds all there is."""
    filled = [each for each in element if _is_filled(each)]
    bare = not (element.text or "").strip() and not any((each.tail or "").strip() for each in element)
    return _innermost(filled[0]) if bare and len(filled) == 1 and filled[0].tag in WRAPPING else element


def _is_filled(element: Element) -> bool:
    shown = any(each.tag == "img" or EXACT in each.attrib for each in element.iter())
    return shown or bool("".join(element.itertext()).strip())


def _inner(element: Element) -> Iterator[str]:
    yield escape(element.text or "", quote=False)
    for each in element:
        yield etree.tostring(each, encoding="unicode", method="html")
