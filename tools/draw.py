"""Draws the documents that show what the code says: the lifecycles, who hears of what, and what each permission means.

Usage: .venv/bin/python tools/draw.py     (a test fails where docs/ and the code differ)
"""

import re
import sys
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))

from kernel.event import listeners  # noqa: E402 -- the path comes first
from kernel.lifecycle import Lifecycle  # noqa: E402
from kernel.permission import Permission  # noqa: E402

STORY = ("accounts", "schemes", "eligibility", "question_bank", "exam", "grading", "certificates", "centres", "home")
PUBLISHED = re.compile(r"\bpublish\(\s*(?:\w+\.)*([A-Z]\w+)\(")
NOTE = "Written by `tools/draw.py` from the code; do not edit.\n"


def _module(path: Path) -> object:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))


def lifecycles() -> dict[str, list[Lifecycle]]:
    """The lifecycles of each package, each once."""
    found: dict[str, list[Lifecycle]] = {}
    for package in STORY:
        for path in sorted((ROOT / package / "domain").rglob("*.py")):
            for value in vars(_module(path)).values():
                if isinstance(value, Lifecycle) and not any(
                    value is known for all_ in found.values() for known in all_
                ):
                    found.setdefault(package, []).append(value)
    return found


def lifecycle_page() -> str:
    """docs/lifecycles.md."""
    parts = [
        "# Lifecycles\n",
        NOTE,
        "Each state of a thing and each move that leads from it. There are no other moves.\n",
    ]
    for package, tables in lifecycles().items():
        for table in tables:
            title = table.of.split(" ", 1)[-1]
            parts.append(f"## {title[0].upper()}{title[1:]} (`{package}`)\n\n```mermaid\n{table.as_mermaid()}\n```\n")
    return "\n".join(parts)


def events() -> dict[str, list[type]]:
    """What each package announces: the classes that it hands to `publish`."""
    found: dict[str, list[type]] = {}
    for package in (*STORY, "messages", "jobs"):
        sources = "".join(path.read_text(encoding="utf-8") for path in (ROOT / package).rglob("*.py"))
        published = set(PUBLISHED.findall(sources))
        for path in (*sorted((ROOT / package / "domain").rglob("*.py")), *(ROOT / package).glob("events.py")):
            for name, value in vars(_module(path)).items():
                if name in published and value.__module__ == _module(path).__name__:
                    found.setdefault(package, []).append(value)
    return found


def event_page() -> str:
    """docs/events.md; needs app.py to have introduced the listeners."""
    heard = listeners()
    parts = [
        "# Events\n",
        NOTE,
        "What packages announce, and who is introduced to hear of it (`app.introduce_listeners`).\n",
    ]
    parts += ["| package | event | what happened | who hears of it |", "| --- | --- | --- | --- |"]
    for package, kinds in events().items():
        for kind in kinds:
            who = [f"`{listener.__module__}.{listener.__name__}`" for listener in heard.get(kind, ())]
            said = " ".join((kind.__doc__ or "").split())
            parts.append(f"| {package} | `{kind.__name__}` | {said} | {', '.join(who) or 'nobody yet'} |")
    return "\n".join([*parts, ""])


def permission_page() -> str:
    """docs/permissions.md."""
    parts = ["# Permissions\n", NOTE, "Somebody may do a thing if the sentence is true of them.\n"]
    parts += ["| package | permission | holds for whoever |", "| --- | --- | --- |"]
    for package in STORY:
        path = ROOT / package / "permissions.py"
        if path.exists():
            module = _module(path)
            for name, value in sorted(vars(module).items()):
                if isinstance(value, Permission) and not name.startswith(("is_", "has_", "_")):
                    parts.append(f"| {package} | `{name}` | {value.sentence} |")
    return "\n".join([*parts, ""])


PAGES = {"lifecycles.md": lifecycle_page, "events.md": event_page, "permissions.md": permission_page}


def main() -> None:
    """Write all of them."""
    from app import introduce_listeners  # noqa: PLC0415 -- only here the whole platform is needed

    introduce_listeners()
    for name, page in PAGES.items():
        (ROOT / "docs" / name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
