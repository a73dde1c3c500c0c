"""The house as the architecture tests walk through it: packages, modules, templates and what stands in them."""

import ast
import re
from collections.abc import Iterator
from functools import lru_cache
from importlib import import_module
from pathlib import Path

from jinja2 import Environment, nodes

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = ROOT / "templates"
STORY = ("schemes", "eligibility", "question_bank", "exam", "grading", "certificates", "centres", "home", "accounts")
CARRIERS = ("web", "documents", "messages", "jobs", "storage", "kernel")
PACKAGES = (*STORY, *CARRIERS)
OWN = (*PACKAGES, "tests", "tools", "benchmarks")
"""Folders whose Python is written by hand; migrations are generated."""


def modules_in(*folders: str) -> list[Path]:
    """Every Python file of these folders."""
    return sorted(path for folder in folders for path in (ROOT / folder).rglob("*.py"))


def source_modules() -> list[Path]:
    """Every Python file of the platform itself."""
    return [ROOT / "app.py", *modules_in(*PACKAGES)]


def name_of(path: Path) -> str:
    """The dotted name of a module."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def shown(path: Path) -> str:
    """The path as people read it, for the ids of tests."""
    return path.relative_to(ROOT).as_posix()


@lru_cache(maxsize=1000)
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), shown(path))


def strings_in(path: Path) -> Iterator[str]:
    """Every string literal of a module."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def domain_modules() -> list[str]:
    """The names of all modules that must not know Flask or the database."""
    return sorted(
        name_of(path) for path in modules_in(*PACKAGES) if "domain" in path.parts or path.parent == ROOT / "kernel"
    )


def everything_in_domains(kind: type) -> dict[str, object]:
    """All objects of a kind that the domains define, as "package.domain.module.NAME"."""
    found: dict[str, object] = {}
    for name in domain_modules():
        for key, value in vars(import_module(name)).items():
            if isinstance(value, kind) and value not in found.values():
                found[f"{name}.{key}"] = value
    return found


def templates(*patterns: str) -> list[Path]:
    return sorted(path for pattern in patterns or ("*.html",) for path in TEMPLATES.rglob(pattern))


def template_name(path: Path) -> str:
    return path.relative_to(TEMPLATES).as_posix()


def parsed(environment: Environment, path: Path) -> nodes.Template:
    return environment.parse(path.read_text(encoding="utf-8"), template_name(path), str(path))


def _pattern(parts: list[nodes.Expr] | list[ast.expr]) -> str:
    """A regular expression for a name that is put together: what is not written out may be anything."""
    values = [part.value if isinstance(part, nodes.Const | ast.Constant) else None for part in parts]
    return "".join("[a-z_0-9]+" if value is None else re.escape(str(value)) for value in values)


def leads_to(environment: Environment, path: Path) -> set[str]:
    """Patterns of the names of the templates that this one extends, includes or imports."""
    kinds = (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)
    found: set[str] = set()
    for node in parsed(environment, path).find_all(kinds):
        name = node.template
        if isinstance(name, nodes.Concat):
            found.add(_pattern(name.nodes))
        elif isinstance(name, nodes.Const):
            found.add(re.escape(name.value))
        else:
            found |= {re.escape(const.value) for const in name.find_all(nodes.Const)}
    return found


def rendered_by_code() -> set[str]:
    """Patterns of the names of templates that stand in Python, also where they are put together."""
    found: set[str] = set()
    for path in source_modules():
        found |= {re.escape(text) for text in strings_in(path) if re.fullmatch(r"[a-z_]+/[a-z_/0-9]+\.html", text)}
        for node in ast.walk(tree(path)):
            last = node.values[-1] if isinstance(node, ast.JoinedStr) and node.values else None
            if isinstance(last, ast.Constant) and str(last.value).endswith(".html"):
                found.add(_pattern(node.values))
    return found
