"""Schemes are put in force from their files, keep their versions, and can be read by anybody."""

import json
from datetime import date
from html import unescape
from pathlib import Path

import pytest

from kernel import clock
from kernel.errors import NotFound, Refused
from schemes import queries
from schemes.services import loading
from storage.transaction import transaction

FILE = Path("schemes/csm-national.yaml")


def newer(tmp_path, version, since, hours=200):
    text = FILE.read_text(encoding="utf-8")
    text = text.replace('version: "1.1"', f'version: "{version}"').replace("2006-01-01\nzone", f"{since}\nzone")
    path = tmp_path / f"csm-national-{version}.yaml"
    path.write_text(text.replace("  3: 180", f"  3: {hours}"), encoding="utf-8")
    return path


def test_a_loaded_scheme_is_read_back_whole(app, national):
    with app.app_context():
        scheme = queries.version(national)

        assert scheme.version_id == national
        assert scheme.level(3).blueprint.questions == 60
        assert queries.level("csm-national", 2, date(2026, 1, 1)).condition("7").requires
        assert [each.code for each in queries.all_current(date(2026, 1, 1))] == ["csm-national"]


def test_loading_the_same_file_again_changes_nothing(app, national):
    with app.app_context(), transaction():
        assert loading.load(FILE, now=clock.now()) == national


def test_another_content_under_a_known_version_is_refused(app, national, tmp_path):
    changed = newer(tmp_path, "1.1", "2006-01-01", hours=190)

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        loading.load(changed, now=clock.now())

    assert refused.value.refusals[0].code == "scheme_version_taken"


def test_each_day_has_the_version_that_was_in_force(app, national, tmp_path):
    with app.app_context():
        with transaction():
            loading.load(newer(tmp_path, "2.0", "2027-01-01"), now=clock.now())

        assert queries.current("csm-national", date(2026, 12, 31)).standard_hours[3] == 180
        assert queries.current("csm-national", date(2027, 1, 1)).standard_hours[3] == 200
        assert queries.current("csm-national", date(1999, 1, 1)).version == "1.1"
        assert [each.version for each in queries.versions("csm-national")] == ["2.0", "1.1"]


def test_a_scheme_nobody_loaded_is_not_found(app, national):
    with app.app_context():
        with pytest.raises(NotFound):
            queries.current("csm-atlantis", date(2026, 1, 1))
        with pytest.raises(NotFound):
            loading.shipped("csm-atlantis")


def test_the_command_loads_what_comes_with_the_platform(app):
    answer = app.test_cli_runner().invoke(args=["schemes", "load"])

    assert answer.exit_code == 0, answer.output
    loaded = json.loads(answer.stdout)["loaded"]
    assert [each["scheme"] for each in loaded] == [path.stem for path in loading.shipped_files()]


def test_the_command_refuses_a_wrong_file_with_its_line(app, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(FILE.read_text(encoding="utf-8").replace("gap_days: 30", "gap_days: many"), encoding="utf-8")

    answer = app.test_cli_runner().invoke(args=["schemes", "load", str(wrong)])

    assert answer.exit_code == 1
    assert "wrong.yaml:8" in answer.stderr
    assert not answer.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_anybody_can_read_a_scheme(visitor, national, language):
    listed = visitor.get(f"/schemes?lang={language}")
    page = visitor.get(f"/schemes/csm-national?lang={language}")

    assert listed.status_code == page.status_code == 200
    for words in {
        "zh": ("客户服务管理师", "三级", "双向细目表"),
        "en": ("Customer Service Manager", "Level 3", "Blueprint"),
    }[language]:
        assert words in page.text
    assert page.text.count({"zh": "假定", "en": "assumed"}[language]) > 5


def test_later_versions_are_listed_on_the_page(app, visitor, national, tmp_path):
    with app.app_context(), transaction():
        loading.load(newer(tmp_path, "2.0", "2027-01-01"), now=clock.now())

    page = visitor.get("/schemes/csm-national?lang=en")

    assert "Version 2.0" in page.text


def test_without_schemes_the_page_says_so(visitor):
    assert "No scheme is in force yet" in visitor.get("/schemes?lang=en").text


def test_a_scheme_that_does_not_exist_is_not_found(visitor, national):
    assert visitor.get("/schemes/csm-atlantis").status_code == 404


EVERY_LEVEL = [
    (scheme.code, number)
    for path in loading.shipped_files()
    for scheme in [loading.shipped(path.stem)]
    for number in scheme.levels
]


@pytest.fixture
def all_schemes(app):
    with app.app_context(), transaction():
        return [queries.version(loading.load(path, now=clock.now())) for path in loading.shipped_files()]


def test_schemes_are_listed_in_the_order_they_ask_for(app, all_schemes):
    with app.app_context():
        listed = queries.all_current(date(2026, 1, 1))

        assert [each.listed for each in listed] == [1, 2, 3, 4, 5]
        assert queries.first_listed(date(2026, 1, 1)) == listed[0]


def test_where_no_scheme_is_loaded_none_is_first(app):
    with app.app_context(), pytest.raises(NotFound):
        queries.first_listed(date(2026, 1, 1))


@pytest.mark.parametrize(("code", "level"), EVERY_LEVEL)
def test_admission_to_every_level_of_every_scheme_can_be_read(app, tmp_path, code, level):
    file = tmp_path / "nothing.json"
    file.write_text("{}", encoding="utf-8")

    answer = app.test_cli_runner().invoke(args=["eligibility", "check", code, str(level), str(file)])

    assert answer.exit_code == 0, answer.output
    read = json.loads(answer.stdout)
    conditions = loading.shipped(code).level(level).conditions
    assert [each["id"] for each in read["conditions"]] == [each.id for each in conditions]
    nothing_asked = [each.id for each in conditions if not each.requires]
    assert read["met"] == nothing_asked
    assert read["outcome"] == ("full" if nothing_asked else "none")


@pytest.mark.parametrize(("code", "level"), EVERY_LEVEL)
def test_the_standing_at_every_level_of_every_scheme_can_be_read(app, tmp_path, code, level):
    components = loading.shipped(code).level(level).components
    file = tmp_path / "scores.json"
    passed = [{"component": each, "score": "60.00", "on": "2026-01-05"} for each in components]
    file.write_text(json.dumps(passed), encoding="utf-8")

    whole = app.test_cli_runner().invoke(
        args=["grading", "standing", code, str(level), str(file), "--on", "2026-06-01"]
    )
    file.write_text(json.dumps(passed[1:]), encoding="utf-8")
    part = app.test_cli_runner().invoke(args=["grading", "standing", code, str(level), str(file), "--on", "2026-06-01"])

    assert json.loads(whole.stdout)["qualified"] is True
    assert [each["component"] for each in json.loads(whole.stdout)["components"]] == [*components]
    assert json.loads(part.stdout)["qualified"] is False


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_of_every_scheme_says_all_that_it_assumes(visitor, all_schemes, language):
    for scheme in all_schemes:
        page = visitor.get(f"/schemes/{scheme.code}?lang={language}")
        text = unescape(page.text)

        assert page.status_code == 200
        assert [a.place for a in scheme.assumptions if a.note.in_language(language) not in text] == []
        for level in scheme.levels.values():
            said = [each.title for each in (*level.components.values(), *level.functions)]
            said += [each.text for each in level.conditions]
            assert [words for words in said if words.in_language(language) not in text] == []
