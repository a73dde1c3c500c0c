"""Texts as people save them: UTF-8 or UTF-16 with their marks, plain UTF-8, or the Chinese GB18030."""

import codecs
import re

from kernel.errors import BadInput
from kernel.verdict import Refusal

MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
MARK = "\ufeff"
"""Readers of XML skip it, so one too many must not stand before what we look for at the start."""
FEWEST_COMMON = 0.5
"""In a genuine Chinese text at least so many of the signs beyond ASCII are everyday ones."""
_DECLARED = re.compile(r"""(<\?xml\b[^>]*?)\s+encoding\s*=\s*["']([A-Za-z0-9._-]+)["']""")
_DECLARABLE = {
    **dict.fromkeys(("gb2312", "gbk", "gb_2312-80", "cp936", "gb18030"), "gb18030"),
    **dict.fromkeys(("utf-8", "utf8"), "utf-8"),
    **dict.fromkeys(("ascii", "us-ascii"), "ascii"),
    **{each: each for each in ("utf-16", "utf-16le", "utf-16be", "iso-8859-1", "windows-1252", "big5")},
}
"""What a file may say of itself; Python knows others, some of which are no encodings of texts at all."""
DECLARED_WITHIN = 200


def decoded(data: bytes, *, declared: str = "") -> str:
    """The text with plain line breaks; raises BadInput with the line where no encoding fits."""
    mark = next((name for sign, name in MARKS.items() if data.startswith(sign)), "")
    if mark or declared:
        return _strict(data, mark or declared)
    try:
        return _strict(data, "utf-8")
    except BadInput as bad:
        text = _chinese(data)
        if text is None:
            raise bad from None
        return text


def decoded_xml(data: bytes) -> str:
    """The text of an XML file, in the encoding that it declares, without that declaration."""
    head = data[:DECLARED_WITHIN].decode(
        "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "latin-1", "ignore"
    )
    found = _DECLARED.search(head)
    if not found:
        return decoded(data).lstrip(MARK)
    if (said := found[2].lower()) not in _DECLARABLE:
        raise BadInput(Refusal("question_wrong_encoding"), "1")
    text = decoded(data, declared=_DECLARABLE[said]).lstrip(MARK)
    return _DECLARED.sub(r"\1", text[:DECLARED_WITHIN], count=1) + text[DECLARED_WITHIN:]


def _strict(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise BadInput(Refusal("question_wrong_encoding"), str(line)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _chinese(data: bytes) -> str | None:
    """What GB18030 makes of it, unless that is no sense: nearly all bytes are something in it."""
    try:
        text = _strict(data, "gb18030")
    except BadInput:
        return None
    beyond = [sign for sign in text if not sign.isascii()]
    common = sum(len(sign.encode("gb2312", "ignore")) > 0 for sign in beyond)
    return text if common >= FEWEST_COMMON * len(beyond) else None
