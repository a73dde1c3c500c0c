"""The Chinese catalogue: one file for each package in translations/zh, compiled into one."""

import os
from pathlib import Path

import click
from babel.messages import Catalog
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from web.settings import ROOT

FOLDER = ROOT / "translations" / "zh"
COMPILED = FOLDER / "LC_MESSAGES" / "messages.mo"
KEYWORDS = {"_": None, "_l": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2), "_n": (1, 2)}
PACKAGES = (
    "web", "accounts", "messages", "jobs", "documents", "schemes", "eligibility", "question_bank", "exam", "grading",
    "certificates", "centres", "home",
)  # fmt: skip
SHARED = ("components", "errors")
"""Folders of templates whose texts belong to `web`, like those of the layout and of app.py."""


def sources(package: str) -> list[Path]:
    """The files whose texts belong to a package's catalogue."""
    found = [*(ROOT / package).rglob("*.py"), *(ROOT / "templates" / package).rglob("*.html")]
    if package == "web":
        found += [ROOT / "app.py", *(ROOT / "templates").glob("*.html")]
        for folder in SHARED:
            found += (ROOT / "templates" / folder).rglob("*.html")
    return sorted(found)


def texts_of(package: str) -> Catalog:
    """Every text that the package shows, without translations."""
    catalog = Catalog(locale="zh", project=package, fuzzy=False)
    for path in sources(package):
        method = "python" if path.suffix == ".py" else "jinja2.ext:babel_extract"
        options = {"trimmed": "true"} if path.suffix == ".html" else {}
        for _line, message, comments, context in extract_from_file(method, path, keywords=KEYWORDS, options=options):
            catalog.add(
                message, locations=[(path.relative_to(ROOT).as_posix(), 0)], auto_comments=comments, context=context
            )
    return catalog


def catalogue(package: str) -> Catalog:
    """The package's catalogue as it stands on disk; empty where there is none."""
    path = FOLDER / f"{package}.po"
    if not path.exists():
        return Catalog(locale="zh", fuzzy=False)
    with path.open("rb") as handle:
        return read_po(handle, locale="zh")


def compile_catalogues() -> int:
    """Put all catalogues into the one file that Flask-Babel reads; returns how many texts it holds."""
    whole = Catalog(locale="zh", fuzzy=False)
    for path in sorted(FOLDER.glob("*.po")):
        for message in catalogue(path.stem):
            if message.id and message.string and not message.fuzzy:
                whole.add(message.id, message.string, context=message.context)
    COMPILED.parent.mkdir(parents=True, exist_ok=True)
    partial = COMPILED.with_suffix(f".{os.getpid()}")
    with partial.open("wb") as handle:
        write_mo(handle, whole)
    partial.rename(COMPILED)
    return len(whole)


@click.group()
def translations() -> None:
    """The texts of the pages in Chinese."""


@translations.command("update")
@click.argument("package", type=click.Choice(PACKAGES))
def update(package: str) -> None:
    """Bring a package's catalogue up to date with its sources; new texts wait for their Chinese."""
    known, fresh = catalogue(package), texts_of(package)
    fresh.creation_date = known.creation_date  # else every two branches that add texts contradict each other here
    known.update(fresh, no_fuzzy_matching=True)
    known.obsolete.clear()
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / f"{package}.po").open("wb") as handle:
        write_po(
            handle, known, width=110, sort_output=True, omit_header=False, include_lineno=False, ignore_obsolete=True
        )
    waiting = [message.id for message in known if message.id and not message.string]
    click.echo(f"{package}: {len(known)} texts, {len(waiting)} without Chinese.")


@translations.command("compile")
def compile_all() -> None:
    """Compile all catalogues."""
    click.echo(f"{compile_catalogues()} texts compiled.")
