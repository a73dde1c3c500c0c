"""From a template and its values to a PDF that archives keep (PDF/A-3a) and screen readers read (PDF/UA-1)."""

import threading
import warnings
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cache
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import fromstring, register_namespace, tostring

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from weasyprint import CSS, HTML
from weasyprint.text.ffi import harfbuzz_subset
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import FatalURLFetchingError, URLFetcher, URLFetcherResponse

from documents.fonts import FACES

TEMPLATES = Path(__file__).resolve().parent.parent / "templates"
ADDRESS = "document:"
"""The only kind of address a document may name; what follows it is an exact name, not a path."""

ACCESSIBLE = """
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"
  xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/" xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#"
  xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
  <rdf:Description rdf:about="" pdfuaid:part="1"/>
  <rdf:Description rdf:about="">
    <pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
      <pdfaSchema:schema>PDF/UA identification schema</pdfaSchema:schema>
      <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
      <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
      <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
        <pdfaProperty:name>part</pdfaProperty:name>
        <pdfaProperty:valueType>Integer</pdfaProperty:valueType>
        <pdfaProperty:category>internal</pdfaProperty:category>
        <pdfaProperty:description>The part of PDF/UA to which the file conforms</pdfaProperty:description>
      </rdf:li></rdf:Seq></pdfaSchema:property>
    </rdf:li></rdf:Bag></pdfaExtension:schemas>
  </rdf:Description>
</rdf:RDF>"""
"""What declares PDF/UA-1 and, because PDF/A knows no such word, explains it to PDF/A."""
NAMESPACES = {
    "pdfuaid": "http://www.aiim.org/pdfua/ns/id/",
    "pdfaExtension": "http://www.aiim.org/pdfa/ns/extension/",
    "pdfaSchema": "http://www.aiim.org/pdfa/ns/schema#",
    "pdfaProperty": "http://www.aiim.org/pdfa/ns/property#",
}
TYPES = {".svg": "image/svg+xml", ".png": "image/png", ".jpg": "image/jpeg", ".ttf": "font/ttf"}

_one_at_a_time = threading.Lock()


class ForeignResource(ValueError):
    """A document asked for something that is not its own."""


class OwnResources(URLFetcher):  # type: ignore[misc]  # WeasyPrint carries no types
    """Hands out our fonts and the pictures given with the document, by exact name; anything else ends the rendering."""

    def __init__(self, pictures: Mapping[str, bytes]) -> None:
        super().__init__(allowed_protocols=(), allow_redirects=False)
        self._pictures = pictures
        self.foreign: list[str] = []
        self._fonts = {face.name: face.path for face in FACES}

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        """The bytes behind an address of ours; never the network, never the disk at large."""
        name = url.removeprefix(ADDRESS)
        if url.startswith(ADDRESS) and name in self._pictures:
            body = self._pictures[name]
        elif url.startswith(ADDRESS) and name in self._fonts:
            body = self._fonts[name].read_bytes()
        else:
            self.foreign.append(url)
            raise FatalURLFetchingError(url)
        return URLFetcherResponse(url, body, {"Content-Type": TYPES[Path(name).suffix]})


def fill(template: str, values: Mapping[str, Any]) -> str:
    """The template as HTML; every value is escaped, a missing one is an error."""
    return _templates().get_template(template).render(values)


def typeset(html: str, stylesheet: str, pictures: Mapping[str, bytes] | None = None, *, shared: str = "") -> bytes:
    """Lay the HTML out by `templates/<shared>` and `<stylesheet>`; `pictures` are named in it as `document:<name>`."""
    resources = OwnResources(pictures or {})
    with _one_at_a_time, suppress(FatalURLFetchingError):
        pdf = _pdf(html, [name for name in (shared, stylesheet) if name], resources)
    if resources.foreign:  # a picture that reached further is left out silently by WeasyPrint, so the list is asked
        raise ForeignResource(", ".join(resources.foreign))
    return pdf


def subsets_quickly() -> bool:
    """Whether HarfBuzz's subsetter is installed; without it each document takes many seconds. `flask doctor` asks."""
    return harfbuzz_subset is not None


def _pdf(html: str, stylesheets: Sequence[str], fetcher: OwnResources) -> bytes:
    fonts = _fonts()
    document = HTML(string=html, base_url=ADDRESS, url_fetcher=fetcher).render(
        font_config=fonts,
        stylesheets=[_stylesheet(name) for name in stylesheets],
        pdf_variant="pdf/a-3a",
        pdf_tags=True,
    )
    describe = document.metadata.generate_rdf_metadata
    document.metadata.generate_rdf_metadata = lambda *args: _declare_accessible(describe(*args))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)  # WeasyPrint 70 leaves its colour profile to the collector
        pdf = document.write_pdf(pdf_variant="pdf/a-3a", pdf_tags=True)
    return bytes(pdf)


def _declare_accessible(description: bytes) -> bytes:
    """WeasyPrint declares one standard only; the second goes into the same description, as validators want it."""
    for prefix, name in NAMESPACES.items():
        register_namespace(prefix, name)
    whole = fromstring(description)  # noqa: S314 -- WeasyPrint wrote it a moment ago
    whole.extend(fromstring(ACCESSIBLE))  # noqa: S314 -- written above
    return tostring(whole, encoding="unicode").encode()


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


@cache
def _fonts() -> FontConfiguration:
    """One for the life of the process: each new one would keep its memory for ever."""
    fonts = FontConfiguration()
    faces = "\n".join(
        f"@font-face {{ font-family: '{face.family}'; src: url({ADDRESS}{face.name});"
        f" font-weight: {face.weight}; font-style: {face.slope}; }}"
        for face in FACES
    )
    CSS(string=faces, font_config=fonts, url_fetcher=OwnResources({}), base_url=ADDRESS)
    return fonts


@cache
def _stylesheet(name: str) -> CSS:
    return CSS(
        string=(TEMPLATES / name).read_text(encoding="utf-8"),
        font_config=_fonts(),
        url_fetcher=OwnResources({}),
        base_url=ADDRESS,
    )
