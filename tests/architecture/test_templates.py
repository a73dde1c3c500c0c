"""Promises about all templates: they parse, use what they import, are used, and obey the content security policy."""

import re

import pytest
from jinja2 import meta, nodes

from tests.support.house import (
    PACKAGES,
    TEMPLATES,
    leads_to,
    parsed,
    rendered_by_code,
    shown,
    source_modules,
    strings_in,
    template_name,
    templates,
)  # fmt: skip

pages = templates()
INLINE = re.compile(
    r"\sstyle=[\"']|<style[\s>]|<script(?![^>]*\ssrc=)(?![^>]*type=\"application/json\")[^>]*>|\son[a-z]+=[\"']|javascript:"
)
ABROAD = re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//")
FORM = re.compile(r"<form\b[^>]*method=[\"']post[\"'][^>]*>(.*?)</form>", re.IGNORECASE | re.DOTALL)
TOKEN = ("csrf(", "csrf_token", "hidden_tag(")


@pytest.fixture(scope="session")
def environment(platform):
    return platform.jinja_env


@pytest.mark.parametrize("path", pages, ids=shown)
def test_a_template_parses_and_knows_every_filter_and_test_it_uses(environment, path):
    source = path.read_text(encoding="utf-8")

    environment.compile(source, template_name(path))
    for node in parsed(environment, path).find_all((nodes.Filter, nodes.Test)):
        known = environment.filters if isinstance(node, nodes.Filter) else environment.tests
        assert node.name in known, f"{node.lineno}: {node.name}"


@pytest.mark.parametrize("path", pages, ids=shown)
def test_a_template_uses_every_macro_it_imports(environment, path):
    whole = parsed(environment, path)
    used = {node.name for node in whole.find_all(nodes.Name) if node.ctx == "load"}
    imported = {
        name[1] if isinstance(name, tuple) else name for node in whole.find_all(nodes.FromImport) for name in node.names
    } | {node.target for node in whole.find_all(nodes.Import)}

    assert sorted(imported - used) == []


@pytest.mark.parametrize("path", pages, ids=shown)
def test_a_template_imports_only_macros_that_exist(environment, path):
    for node in parsed(environment, path).find_all(nodes.FromImport):
        source = TEMPLATES / node.template.value
        macros = {macro.name for macro in parsed(environment, source).find_all(nodes.Macro)}
        wanted = {name[0] if isinstance(name, tuple) else name for name in node.names}
        assert sorted(wanted - macros) == [], node.template.value


def _named(environment) -> set[str]:
    return rendered_by_code().union(*(leads_to(environment, path) for path in pages))


def test_every_template_is_rendered_extended_included_or_imported(environment):
    used = re.compile("|".join(_named(environment)))

    assert [template_name(path) for path in pages if not used.fullmatch(template_name(path))] == []


def test_every_template_that_is_named_exists(environment):
    names = [template_name(path) for path in pages]

    assert sorted(one for one in _named(environment) if not any(re.fullmatch(one, name) for name in names)) == []


def _is_page(environment, path) -> bool:
    """Whether it is shown in a browser; the others become documents on paper."""
    return path.parent.name == "components" or path.name == "layout.html" or bool(leads_to(environment, path))


@pytest.mark.parametrize("path", pages, ids=shown)
def test_a_page_has_no_inline_script_or_style(environment, path):
    source = re.sub(r"\{#.*?#\}", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    if _is_page(environment, path):
        assert [found.group() for found in INLINE.finditer(source)] == []
    assert [found.group() for found in ABROAD.finditer(source)] == [], "nothing is loaded from elsewhere"


@pytest.mark.parametrize("path", pages, ids=shown)
def test_every_form_that_writes_carries_the_token(path):
    for form in FORM.finditer(path.read_text(encoding="utf-8")):
        assert any(token in form[1] for token in TOKEN), form[0][:200]


@pytest.mark.parametrize("path", pages, ids=shown)
def test_a_template_hands_every_address_through_a_view_that_exists(platform, environment, path):
    for call in parsed(environment, path).find_all(nodes.Call):
        if isinstance(call.node, nodes.Name) and call.node.name == "url_for" and isinstance(call.args[0], nodes.Const):
            assert call.args[0].value in platform.view_functions


def test_no_template_escapes_the_escaping(environment):
    """`|safe` would let what people typed become part of the page."""
    found = [
        f"{template_name(path)}:{node.lineno}"
        for path in pages
        for node in parsed(environment, path).find_all(nodes.Filter)
        if node.name == "safe"
    ]

    assert found == []


def test_every_style_and_picture_of_a_document_is_used():
    named = " ".join(text for path in source_modules() for text in strings_in(path))
    named += " ".join(path.read_text(encoding="utf-8") for path in templates("*.html", "*.css", "*.svg"))

    unused = [path for path in templates("*.css", "*.svg") if path.name not in named and path.stem not in named]
    assert [shown(path) for path in unused] == []


def test_the_templates_folder_holds_one_folder_for_each_package():
    folders = {template_name(path).split("/")[0] for path in pages} - {"layout.html"}

    assert sorted(folders - {"components", "errors"} - set(PACKAGES)) == [], "their texts would be in no catalogue"


def test_templates_ask_only_for_known_globals(environment):
    """A name that is neither set, imported nor global would be empty on the page without anybody noticing."""
    odd = {}
    for path in templates("components/*.html", "layout.html"):
        whole = parsed(environment, path)
        set_here = {name.name for one in whole.find_all(nodes.Assign) for name in one.find_all(nodes.Name)}
        unknown = meta.find_undeclared_variables(whole) - set_here
        given = set(environment.globals) | {
            "request", "session", "g", "config", "current_user", "csrf_token", "navigation", "actor", "Role", "form",
            "caller", "get_flashed_messages", "url_for",
        }  # fmt: skip
        if unknown - given:
            odd[template_name(path)] = sorted(unknown - given)

    assert odd == {}
