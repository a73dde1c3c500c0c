"""Takes from a PDF what tells of its author."""

from io import BytesIO

from pyhanko.pdf_utils.generic import DictionaryObject, NullObject, StreamObject, pdf_name
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import copy_into_new_writer

PERSONAL_ENTRIES = ("/Metadata", "/PieceInfo")
SIGNED_ANNOTATIONS = frozenset(
    {"/Text", "/FreeText", "/Highlight", "/Underline", "/StrikeOut", "/Squiggly", "/Ink", "/Stamp", "/Line", "/Popup"}
)
"""Remarks in a PDF that carry their author's name as a title."""


def without_author(pdf: bytes) -> bytes:
    """The same pages without properties, metadata and names on remarks; raises ValueError where it can't be read."""
    try:
        writer = copy_into_new_writer(PdfFileReader(BytesIO(pdf), strict=False), {"info": None})
    except PdfError as error:
        raise ValueError(str(error)) from error
    for place, item in list(writer.objects.items()):
        if isinstance(item, StreamObject) and item.get("/Type") == "/Metadata":
            writer.objects[place] = NullObject()
        elif isinstance(item, DictionaryObject):
            for personal in PERSONAL_ENTRIES:
                item.pop(pdf_name(personal), None)
            if item.get("/Subtype") in SIGNED_ANNOTATIONS:
                item.pop(pdf_name("/T"), None)
    out = BytesIO()
    writer.write(out)  # type: ignore[no-untyped-call]
    return out.getvalue()
