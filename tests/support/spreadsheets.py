"""Workbooks opened by a program that people open them with: LibreOffice, which reckons where it sees a formula."""

import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

NAMES = {
    "table": "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    "office": "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    "text": "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
}


@dataclass(frozen=True, slots=True)
class Cell:
    """What the program made of a cell: its kind (`string`, `float` ...), what it shows, and whether it does something."""

    kind: str
    text: str
    is_formula: bool
    is_link: bool


def opened(folder: Path, workbooks: Mapping[str, bytes]) -> dict[str, list[Cell]]:
    """Every cell that holds something, by workbook; all are opened in one run, by a user who never used the program."""
    for name, content in workbooks.items():
        (folder / name).write_bytes(content)
    command = [
        "soffice", f"-env:UserInstallation=file://{folder}/profile", "--headless", "--norestore",
        "--convert-to", "fods", "--outdir", folder, *(folder / name for name in workbooks),
    ]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    return {name: list(_cells((folder / name).with_suffix(".fods"))) for name in workbooks}


def _cells(path: Path) -> Iterator[Cell]:
    for cell in ET.parse(path).iterfind(".//table:table-cell", NAMES):
        kind = cell.get(f"{{{NAMES['office']}}}value-type", "")
        formula = cell.get(f"{{{NAMES['table']}}}formula")
        if kind or formula:
            text = "\n".join("".join(line.itertext()) for line in cell.iterfind("text:p", NAMES))
            yield Cell(kind, text, formula is not None, cell.find(".//text:a", NAMES) is not None)
