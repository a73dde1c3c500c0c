"""The one door for XML from outside: no document types, nothing fetched or included, bounded in size and depth."""

import re
from typing import Any

from lxml import etree

from kernel.errors import BadInput
from kernel.verdict import Refusal
from question_bank.services.formats.encoding import decoded_xml

Element = Any
"""An element of lxml, which has no types."""
MOST_TAGS = 1_500_000
"""A tree takes some hundred bytes for each; a bank of 10,000 questions has about a million."""
INCLUDES = "http://www.w3.org/2001/XInclude"
_BEFORE_ROOT = re.compile(r"\s+|<\?.*?\?>|<!--.*?-->", re.DOTALL)


def parse(data: bytes) -> Element:
    """The root of a document; raises BadInput with the line where it is not plain, whole XML."""
    text = decoded_xml(data)
    start = _root_in(text)
    if text.startswith("<!", start):
        raise BadInput(Refusal("question_xml_document_type"), str(text.count("\n", 0, start) + 1))
    if text.count("<") > MOST_TAGS:
        raise BadInput(Refusal("question_xml_too_large"))
    parser = etree.XMLParser(
        encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False,
        remove_comments=True, remove_pis=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(text.encode(), parser)
    except etree.XMLSyntaxError as error:
        raise BadInput(Refusal("question_xml_broken", problem=_first_line(error)), str(error.lineno or 1)) from None
    for include in root.iter(f"{{{INCLUDES}}}*"):
        raise BadInput(Refusal("question_xml_include"), str(include.sourceline))
    return root


def _root_in(text: str) -> int:
    """Where the root begins, or what else stands there that is neither space, comment nor instruction."""
    start = 0
    while found := _BEFORE_ROOT.match(text, start):
        start = found.end()
    return start


def _first_line(error: etree.XMLSyntaxError) -> str:
    return str(error.msg or "").partition(", line ")[0]
