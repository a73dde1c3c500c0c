"""Every refusal has its sentence, every error its status, every text its Chinese."""

import ast
import re
from collections import defaultdict
from importlib import import_module

import pytest

from kernel.errors import DomainError
from tests.support.house import ROOT, modules_in, name_of, shown, source_modules, tree
from web.errors import STATUS
from web.translations import PACKAGES, catalogue, texts_of

CHINESE = re.compile(r"[㐀-鿿]")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


def _all_errors(kind=DomainError):
    for below in kind.__subclasses__():
        yield below
        yield from _all_errors(below)


def _wordings():
    for path in modules_in(*PACKAGES):
        if path.stem == "wording" or path.parent.name == "wording":
            sentences = getattr(import_module(name_of(path)), "SENTENCES", None)
            if sentences is not None and shown(path) != "web/wording.py":
                yield shown(path), sentences


def _refusals():
    """Every `Refusal("code", name=…)` of the house: where, code, the names of its parameters (None: not readable)."""
    for path in source_modules():
        for node in ast.walk(tree(path)):
            if not (isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "Refusal" and node.args):
                continue
            names = None if any(word.arg is None for word in node.keywords) else {word.arg for word in node.keywords}
            first = node.args[0]
            for code in (first.body, first.orelse) if isinstance(first, ast.IfExp) else (first,):
                if isinstance(code, ast.Constant):
                    yield f"{shown(path)}:{node.lineno}", code.value, names


def test_every_domain_error_has_a_status(platform):
    assert [kind.__name__ for kind in _all_errors() if kind not in STATUS] == []


def test_every_refusal_has_a_sentence():
    spoken = {code for _, sentences in _wordings() for code in sentences}

    assert sorted({f"{code} ({place})" for place, code, _ in _refusals() if code not in spoken}) == []


def _actions():
    """Every action that the code records in the audit log: where, and a pattern (what is put in later may be anything)."""
    for path in source_modules():
        for node in ast.walk(tree(path)):
            called = ast.unparse(node.func).split(".")[-1] if isinstance(node, ast.Call) else ""
            if called not in {"record", "record_looking", "record_reading", "record_refusal"} or len(node.args) < 3:
                continue
            action = node.args[1]
            if isinstance(action, ast.Constant):
                yield f"{shown(path)}:{node.lineno}", re.escape(action.value)
            elif isinstance(action, ast.JoinedStr):
                parts = (
                    re.escape(part.value) if isinstance(part, ast.Constant) else "[a-z_]+" for part in action.values
                )
                yield f"{shown(path)}:{node.lineno}", "".join(parts)


def test_every_action_in_the_audit_log_has_words(platform):
    from web.wording import known_actions

    nameless = [
        f"{action} ({place})"
        for place, action in _actions()
        if not any(re.fullmatch(action, known) for known in known_actions())
    ]
    assert nameless == [], "give them words in ACTIONS of the package's wording"


def test_every_sentence_is_introduced_to_the_platform(platform):
    from web.wording import known_codes

    assert sorted({code for _, sentences in _wordings() for code in sentences} - known_codes()) == []


def test_no_two_packages_use_one_code_for_different_sentences():
    said = defaultdict(set)
    for _, sentences in _wordings():
        for code, text in sentences.items():
            said[code].add(text._args[0])

    assert {code: texts for code, texts in said.items() if len(texts) > 1} == {}


def test_a_sentence_asks_only_for_what_the_refusal_tells():
    """Else the page that should explain the refusal would crash."""
    wanted = {code: set(PLACEHOLDER.findall(text._args[0])) for _, texts in _wordings() for code, text in texts.items()}

    short = [
        f"{place} {code}: {sorted(wanted[code] - names)}"
        for place, code, names in _refusals()
        if names is not None and code in wanted and wanted[code] - names
    ]
    assert short == []


@pytest.mark.parametrize("package", PACKAGES)
def test_every_text_of_a_package_is_in_its_catalogue_with_chinese(package):
    known = {message.id: message for message in catalogue(package) if message.id}
    wanted = [message for message in texts_of(package) if message.id]

    missing = [message.id for message in wanted if message.id not in known]
    waiting = [text for text, message in known.items() if not _complete(message.string)]
    fuzzy = [text for text, message in known.items() if message.fuzzy]

    assert (missing, waiting, fuzzy) == ([], [], []), f"run: flask translations update {package}"


def _complete(string) -> bool:
    return all(string) if isinstance(string, tuple) else bool(string and string.strip())


def _variants(text):
    return text if isinstance(text, tuple) else (text,)


@pytest.mark.parametrize("package", PACKAGES)
def test_the_chinese_has_the_same_placeholders(package):
    odd = []
    for message in catalogue(package):
        if not message.id:
            continue
        asked = {name for text in _variants(message.id) for name in PLACEHOLDER.findall(text)}
        for chinese in _variants(message.string):
            if not chinese:
                continue
            given = set(PLACEHOLDER.findall(chinese))
            if (
                given - asked
                or (asked - given) - {"num"}
                or chinese.count("%%") != _variants(message.id)[0].count("%%")
            ):
                odd.append((message.id, chinese))

    assert odd == []


@pytest.mark.parametrize("package", PACKAGES)
def test_the_texts_in_the_code_are_english_and_the_translations_chinese(package):
    not_english = [message.id for message in texts_of(package) if CHINESE.search("".join(_variants(message.id)))]
    letters = re.compile(r"[A-Za-z]{4,}")
    not_chinese = [
        message.string
        for message in catalogue(package)
        if message.id and letters.search("".join(_variants(message.id)))
        and not CHINESE.search("".join(_variants(message.string)))
        and "".join(_variants(message.string)) == "".join(_variants(message.id))
        and " " in "".join(_variants(message.id))
    ]  # fmt: skip

    assert (not_english, not_chinese) == ([], [])


def test_every_catalogue_belongs_to_a_package():
    files = {path.stem for path in (ROOT / "translations" / "zh").glob("*.po")}

    assert sorted(files - set(PACKAGES)) == []


def test_one_english_text_has_one_chinese():
    """All catalogues become one, so the later would silently win."""
    said = defaultdict(set)
    for package in PACKAGES:
        for message in catalogue(package):
            if message.id and message.string:
                said[message.context, message.id].add(message.string)

    assert {text: strings for text, strings in said.items() if len(strings) > 1} == {}


RETIRED = {"监考人员": "监考员", "考务人员": "考务管理员", "答案文件": "作答文件"}
"""What a thing was called once, and what it is called."""


@pytest.mark.parametrize("package", PACKAGES)
def test_a_thing_has_one_name_in_chinese(package):
    said = "".join(chinese for message in catalogue(package) for chinese in _variants(message.string))

    assert [name for name in RETIRED if name in said] == []


def test_every_sentence_that_is_flashed_can_be_translated():
    plain = [
        f"{shown(path)}:{node.lineno}"
        for path in source_modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).split(".")[-1] == "flash"
        and node.args and isinstance(node.args[0], ast.Constant | ast.JoinedStr)
    ]  # fmt: skip

    assert plain == []
