"""Packages of QTI 2.1, 2.2 and 3.0: the list of what is inside, each item with its pictures and its shared text."""

import posixpath
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import unquote
from uuid import UUID

from lxml import etree

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.domain.intake import Entry
from question_bank.domain.pictures import picture_id
from question_bank.domain.tags import group_in, without_tolerance
from question_bank.services.formats import archive, foreign, xml_door
from question_bank.services.formats.foreign import FAULTS, Found, NotTaken, why
from question_bank.services.formats.qti_item import question
from question_bank.services.formats.qti_names import as_second
from question_bank.services.formats.qti_text import seen, settle_pictures, spoken, take_out
from question_bank.services.formats.xml_door import Element

MANIFEST = "imsmanifest.xml"
ITEM = "assessmentItem"
Shared = tuple[str, Mapping[UUID, bytes]]
"""A text with its pictures."""
ITEMS, FIRST_VERSION = "imsqti_item", "imsqti_xmlv1"
SHARED = "qti-shared-stimulus"
"""The class of a shared text within an item, as there are no files of such in 2.x."""
FOREIGN = ("http:", "https:", "data:", "//", "ftp:", "file:", "javascript:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """Where an item stands in the package, and with which words it is filed."""

    path: str
    tags: tuple[str, ...] = ()


@dataclass(slots=True, kw_only=True)
class _Package:
    """The files of a package by their paths; a single item is a package without other files."""

    files: Mapping[str, bytes]
    on_text: Counter[str] = field(default_factory=Counter)
    shared: dict[str, Shared | Exception] = field(default_factory=dict)
    numbers: dict[str, UUID] = field(default_factory=dict)

    def found(self, item: Item, root: Element | None = None) -> Found:
        """The question of an item, or why it is not taken."""
        place = Found(line=0, part=item.path, tags=item.tags)
        try:
            root = as_second(xml_door.parse(self._file(item.path)) if root is None else root)
            place = replace(place, line=root.sourceline or 1)
            return self._question(root, place)
        except BadInput as bad:
            return replace(place, line=int(bad.where or 1), fault=bad.refusal)
        except FAULTS as fault:
            return replace(place, fault=why(fault))

    def _question(self, root: Element, place: Found) -> Found:
        if root.tag != ITEM:
            raise NotTaken(Refusal("question_qti_no_item", name=str(root.tag)[:40]))
        pictures: dict[UUID, bytes] = {}
        self._settle(root, place.part, pictures)
        own = next((tag.partition(":")[2] for tag in place.tags if tag.startswith("id:")), "")
        group = self._group(root, place, pictures)
        return question(
            root, replace(place, number=own or root.get("identifier") or "", group=group, pictures=pictures)
        )

    def _group(self, root: Element, place: Found, pictures: dict[UUID, bytes]) -> tuple[str, int, str] | None:
        """The text on which several items ask: a file of its own, or marked as such within the item."""
        named = group_in(place.tags)
        refs = root.findall("assessmentStimulusRef")
        within = [each for each in root.iter("div") if SHARED in (each.get("class") or "").split()]
        if len(refs) > 1:
            raise NotTaken(Refusal("question_qti_several_texts"))
        if refs:
            text, shown = self._shared(_beside(place.part, refs[0].get("href") or ""))
            pictures.update(shown)
        elif within and named:
            text = spoken(seen(within[0]))
            take_out(within[0])
        else:
            return None
        self.on_text[text] += 1
        return (*named, text) if named else (foreign.made(text), self.on_text[text], text)

    def _shared(self, path: str) -> Shared:
        """A text with its pictures, read once however many items name it."""
        if path not in self.shared:
            try:
                self.shared[path] = self._stimulus(path)
            except (BadInput, *FAULTS) as fault:
                self.shared[path] = fault
        found = self.shared[path]
        if isinstance(found, Exception):
            raise found
        return found

    def _stimulus(self, path: str) -> Shared:
        stimulus, pictures = as_second(xml_door.parse(self._file(path))), dict[UUID, bytes]()
        self._settle(stimulus, path, pictures)
        body = stimulus.find("stimulusBody")
        return spoken(seen(body)) if body is not None else "", pictures

    def _settle(self, root: Element, path: str, pictures: dict[UUID, bytes]) -> None:
        def find(source: str) -> UUID | None:
            if source.lower().startswith(FOREIGN):
                return None
            name = _beside(path, source)
            content = self.files.get(name)
            if content is None:
                raise NotTaken(Refusal("question_picture_missing", name=source[:80]))
            if name not in self.numbers:
                self.numbers[name] = picture_id(posixpath.basename(name), content)
            pictures[self.numbers[name]] = content
            return self.numbers[name]

        settle_pictures(root, find)

    def _file(self, path: str) -> bytes:
        if path not in self.files:
            raise NotTaken(Refusal("question_package_lacks", name=path[:80]))
        return self.files[path]


def entries(data: bytes) -> list[Entry]:
    """The questions of a package; raises BadInput where nothing in it can be read."""
    package = _Package(files=archive.unpack(data))
    items = list(_items(package.files))
    if len({item.path for item in items}) < len(items):
        raise BadInput(Refusal("question_package_names_twice"))
    return foreign.entries(package.found(item) for item in items)


def single(root: Element) -> list[Entry]:
    """The question of an item by itself; raises BadInput where it is none."""
    if as_second(root).tag != ITEM:
        raise BadInput(Refusal("question_xml_unknown", name=str(root.tag)[:40]))
    return foreign.entries([_Package(files={}).found(Item(path=""), root)])


def _items(files: Mapping[str, bytes]) -> Iterator[Item]:
    """What the manifest lists as items; it may lie in a folder with all the rest."""
    manifests = sorted(
        (path for path in files if posixpath.basename(path) == MANIFEST), key=lambda path: path.count("/")
    )
    if not manifests:
        raise BadInput(Refusal("question_package_without_list", name=MANIFEST))
    try:
        manifest = as_second(xml_door.parse(files[manifests[0]]))
    except BadInput as bad:
        raise BadInput(bad.refusal, f"{manifests[0]}:{bad.where}".rstrip(":")) from None
    resources = [(each, (each.get("type") or "").lower()) for each in manifest.iter("resource")]
    items = [each for each, kind in resources if kind.startswith(ITEMS)]
    if not items:
        first = any(kind.startswith(FIRST_VERSION) for _, kind in resources)
        raise BadInput(Refusal("question_qti_first_version" if first else "question_file_without_questions"))
    for resource in items:
        tags = (" ".join("".join(each.itertext()).split()) for each in resource.iter("keyword"))
        yield Item(path=_beside(manifests[0], _based(resource)), tags=tuple(without_tolerance(tags)))


def _based(resource: Element) -> str:
    """The address of a resource under the bases around it."""
    href = resource.get("href") or ""
    base = "{http://www.w3.org/XML/1998/namespace}base"
    for around in resource.iterancestors(etree.Element):
        href = f"{around.get(base) or ''}{href}"
    return href


def _beside(path: str, address: str) -> str:
    """The path of what a file names by an address relative to itself; nothing leads out of the package."""
    plain = unquote(address.partition("#")[0].partition("?")[0])
    return posixpath.normpath(posixpath.join("/", posixpath.dirname(path), plain)).lstrip("/")
