"""The names of QTI: what 2.x calls choiceInteraction is qti-choice-interaction in 3.0, and so on."""

import re
from dataclasses import dataclass

from lxml import etree

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.services.formats.xml_door import Element

LANG = "{http://www.w3.org/XML/1998/namespace}lang"
SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
HTML = frozenset(
    "p div br hr span strong em b i u s del code pre blockquote ul ol li dl dt dd sub sup img "  # noqa: SIM905
    "table caption thead tbody tfoot tr th td h1 h2 h3 h4 h5 h6".split()
)
_UPPER = re.compile(r"[A-Z]")
_AFTER_HYPHEN = re.compile(r"-([a-z])")
_AS_THEY_ARE = ("data-", "aria-", "{")


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """One version, with what stands in its files."""

    name: str
    items: str
    items_schema: str
    package: str
    package_schema: str
    schema: tuple[str, str]
    resource: str
    templates: str
    hyphens: bool = False

    def template(self, name: str) -> str:
        """The address of a way of marking that every system knows."""
        return f"{self.templates}/{name}{'.xml' if self.hyphens else ''}"


def _second(point: int) -> Version:
    xsd = "http://www.imsglobal.org/xsd"
    return Version(
        name=f"2.{point}",
        items=f"{xsd}/imsqti_v2p{point}",
        items_schema=f"{xsd}/qti/qtiv2p{point}/imsqti_v2p{point}.xsd",
        package=f"{xsd}/imscp_v1p1",
        package_schema=f"{xsd}/qti/qtiv2p{point}/qtiv2p{point}_imscpv1p2_v1p0.xsd",
        schema=(f"QTIv2.{point} Package", "1.0.0"),
        resource=f"xmlv2p{point}",
        templates=f"http://www.imsglobal.org/question/qti_v2p{point}/rptemplates",
    )


_SPEC = "https://purl.imsglobal.org/spec/qti/v3p0"
NEWEST = Version(
    name="3.0",
    items="http://www.imsglobal.org/xsd/imsqtiasi_v3p0",
    items_schema=f"{_SPEC}/schema/xsd/imsqti_asiv3p0_v1p0.xsd",
    package="http://www.imsglobal.org/xsd/qti/qtiv3p0/imscp_v1p1",
    package_schema=f"{_SPEC}/schema/xsd/imsqtiv3p0_imscpv1p2_v1p0.xsd",
    schema=("QTI Package", "3.0.0"),
    resource="xmlv3p0",
    templates=f"{_SPEC}/rptemplates",
    hyphens=True,
)
VERSIONS = {version.name: version for version in (_second(1), _second(2), NEWEST)}


def as_second(root: Element) -> Element:
    """The same tree in the names of 2.x, without namespaces, so that one reader reads all versions.

    Raises BadInput where a name is none without what 3.0 puts before it.
    """
    for element in root.iter(etree.Element):
        name = etree.QName(element).localname
        try:
            element.tag = _camel(name.removeprefix("qti-")) if name.startswith("qti-") else name
        except ValueError:
            raise BadInput(Refusal("question_xml_unknown", name=name[:40]), str(element.sourceline or 1)) from None
        for attribute in [each for each in element.attrib if "-" in each and not each.startswith(_AS_THEY_ARE)]:
            element.set(_camel(attribute), element.attrib.pop(attribute))
    return root


def in_version(root: Element, version: Version) -> Element:
    """A tree in the names of 2.x without namespaces, in those of the version."""
    for element in root.iter(etree.Element):
        name = str(element.tag)
        if version.hyphens and name not in HTML:
            name = f"qti-{_hyphens(name)}"
            for attribute in [each for each in element.attrib if _UPPER.search(each) and each[0] != "{"]:
                element.set(_hyphens(attribute), element.attrib.pop(attribute))
        element.tag = f"{{{version.items}}}{name}"
    root.set(SCHEMA_LOCATION, f"{version.items} {version.items_schema}")
    whole = etree.Element(
        root.tag, root.attrib, nsmap={None: version.items, "xsi": SCHEMA_LOCATION[1:].partition("}")[0]}
    )
    whole.extend(list(root))
    return whole


def _camel(name: str) -> str:
    return _AFTER_HYPHEN.sub(lambda found: found[1].upper(), name)


def _hyphens(name: str) -> str:
    return _UPPER.sub(lambda found: f"-{found[0].lower()}", name)
