"""The list of what is in a package of QTI, with the words under which each question is filed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from lxml import etree

from question_bank.services.formats.qti_names import SCHEMA_LOCATION, Version
from question_bank.services.formats.xml_door import Element

LOM = "http://ltsc.ieee.org/xsd/LOM"
LOM_SCHEMA = "http://www.imsglobal.org/xsd/imsmd_loose_v1p3p2.xsd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Resource:
    """One thing in the package, the pictures it shows, and the things that it needs."""

    kind: str
    name: str
    path: str
    pictures: Sequence[str] = ()
    needs: Sequence[str] = ()
    tags: Sequence[str] = ()
    shown: frozenset[UUID] = field(default_factory=frozenset)


def manifest(resources: Sequence[Resource], version: Version) -> bytes:
    """The list as a file."""

    def name(tag: str) -> str:
        return f"{{{version.package}}}{tag}"

    schemas = f"{version.package} {version.package_schema} {LOM} {LOM_SCHEMA}"
    spaces = {None: version.package, "xsi": SCHEMA_LOCATION[1:].partition("}")[0]}
    root = etree.Element(name("manifest"), {"identifier": "questions", SCHEMA_LOCATION: schemas}, nsmap=spaces)
    about = etree.SubElement(root, name("metadata"))
    for tag, value in zip(("schema", "schemaversion"), version.schema, strict=True):
        etree.SubElement(about, name(tag)).text = value
    etree.SubElement(root, name("organizations"))
    listed = etree.SubElement(root, name("resources"))
    for each in resources:
        kind = f"imsqti_{each.kind}_{version.resource}"
        resource = etree.SubElement(listed, name("resource"), identifier=each.name, type=kind, href=each.path)
        if each.tags:
            _filed(etree.SubElement(resource, name("metadata")), each.tags)
        for path in (each.path, *each.pictures):
            etree.SubElement(resource, name("file"), href=path)
        for needed in each.needs:
            etree.SubElement(resource, name("dependency"), identifierref=needed)
    etree.indent(root)
    return bytes(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def _filed(metadata: Element, tags: Sequence[str]) -> None:
    lom = etree.SubElement(metadata, f"{{{LOM}}}lom", nsmap={None: LOM})
    general = etree.SubElement(lom, f"{{{LOM}}}general")
    for tag in tags:
        keyword = etree.SubElement(general, f"{{{LOM}}}keyword")
        etree.SubElement(keyword, f"{{{LOM}}}string", language="en").text = tag
