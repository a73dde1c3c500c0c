"""Schemes are put in force from their files, keep their versions, and can be read by anybody."""

from datetime import date
from pathlib import Path

import pytest

from kernel import clock
from kernel.errors import NotFound, Refused
from schemes import queries
from schemes.services import loading
from storage.transaction import transaction

FILE = Path("schemes/csm-national.yaml")


@pytest.fixture
def national(app):
    with app.app_context(), transaction():
        return loading.load(FILE, now=clock.now())


def newer(tmp_path, version, since, hours=200):
    text = FILE.read_text(encoding="utf-8")
    text = text.replace('version: "1.0"', f'version: "{version}"').replace("2006-01-01\nzone", f"{since}\nzone")
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
    changed = newer(tmp_path, "1.0", "2006-01-01", hours=190)

    with app.app_context(), pytest.raises(Refused) as refused, transaction():
        loading.load(changed, now=clock.now())

    assert refused.value.refusals[0].code == "scheme_version_taken"


def test_each_day_has_the_version_that_was_in_force(app, national, tmp_path):
    with app.app_context():
        with transaction():
            loading.load(newer(tmp_path, "2.0", "2027-01-01"), now=clock.now())

        assert queries.current("csm-national", date(2026, 12, 31)).standard_hours[3] == 180
        assert queries.current("csm-national", date(2027, 1, 1)).standard_hours[3] == 200
        assert queries.current("csm-national", date(1999, 1, 1)).version == "1.0"
        assert [each.version for each in queries.versions("csm-national")] == ["2.0", "1.0"]


def test_a_scheme_nobody_loaded_is_not_found(app, national):
    with app.app_context():
        with pytest.raises(NotFound):
            queries.current("csm-atlantis", date(2026, 1, 1))
        with pytest.raises(NotFound):
            loading.shipped("csm-atlantis")


def test_the_command_loads_what_comes_with_the_platform(app):
    answer = app.test_cli_runner().invoke(args=["schemes", "load"])

    assert answer.exit_code == 0, answer.output
    assert "csm-national" in answer.output


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
