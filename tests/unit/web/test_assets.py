"""Files are found under the name of their content; scripts import each other under those names."""

import json

import pytest

from web import assets


@pytest.fixture
def workshop(tmp_path, monkeypatch):
    """A place with a few sources of its own."""
    sources, dist = tmp_path / "static", tmp_path / "static" / "dist"
    (sources / "js" / "parts").mkdir(parents=True)
    dist.mkdir()
    monkeypatch.setattr(assets, "SOURCES", sources)
    monkeypatch.setattr(assets, "DIST", dist)
    monkeypatch.setattr(assets, "MANIFEST", dist / "manifest.json")
    assets._names.cache_clear()
    yield sources
    assets._names.cache_clear()


def test_a_script_imports_its_parts_by_their_hashed_names(workshop):
    (workshop / "js" / "page.js").write_text('import { tick } from "./parts/clock.js";\ntick();\n')
    (workshop / "js" / "parts" / "clock.js").write_text("export function tick() {}\n")

    files = assets._write_scripts()

    page = (assets.DIST / files["js/page.js"]).read_text()
    assert f'"/static/{files["js/parts/clock.js"]}"' in page
    assert files["js/parts/clock.js"] != "js/parts/clock.js"


def test_a_changed_part_gives_its_readers_a_new_name_too(workshop):
    (workshop / "js" / "page.js").write_text('import "./clock.js";\n')
    (workshop / "js" / "clock.js").write_text("// one\n")
    before = assets._write_scripts()

    (workshop / "js" / "clock.js").write_text("// two\n")

    assert assets._write_scripts()["js/page.js"] != before["js/page.js"]


def test_an_import_of_something_missing_is_told(workshop):
    (workshop / "js" / "page.js").write_text('import "./gone.js";\n')

    with pytest.raises(assets.AssetsNotBuilt, match=r"gone\.js"):
        assets._write_scripts()


def test_pages_name_files_by_their_plain_names(workshop):
    assets.MANIFEST.write_text(json.dumps({"files": {"theme.css": "theme.0123456789ab.css"}}))

    assert assets.asset_url("theme.css") == "/static/theme.0123456789ab.css"


def test_a_label_of_an_icon_is_escaped():
    assert "<script>" not in assets.icon("flag", "<script>")
    assert 'aria-hidden="true"' in assets.icon("flag")
