"""Every table that leaves the house, filled with formulas and opened with LibreOffice: each comes back as the text it was."""

from datetime import date
from io import BytesIO
from urllib.parse import urlsplit

import xlsxwriter

from accounts.queries import actor_of
from kernel import clock
from kernel.actor import PLATFORM, Role
from tests.integration.web.test_tables import LEAVING
from tests.support.exam_room import plan_sitting
from tests.support.formulas import FORMULAS
from tests.support.questions import QUESTION, yaml_of
from tests.support.spreadsheets import opened

HEADINGS = ("姓名", "拼音", "电子邮箱", "手机")


def workbook(*rows) -> bytes:
    """A workbook in which formulas are formulas, links links and numbers numbers."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(rows):
            sheet.write_row(number, 0, cells)
    return buffer.getvalue()


def roster(*rows) -> bytes:
    """People as a centre would list them; what looks like a formula is a text."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate((HEADINGS, *rows)):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, cell)
    return buffer.getvalue()


def a_centre_full_of_formulas(platform, manager) -> dict[str, str]:
    """People with such names in a cohort, had nobody looked at them, and a roster of nothing else; where the tables are."""
    from accounts.services import registering
    from centres.queries import cohorts as opened_cohorts
    from centres.services import cohorts, rosters

    with platform.doing():
        now, mark = clock.now(), manager.id.hex
        centre = registering.found_organisation(name="朝阳培训中心", kind="training_centre", now=now)
        registering.affiliate(manager.id, centre, now=now)
        cohort_id = cohorts.create_cohort(
            organisation_id=centre, title=FORMULAS[1], scheme_code="csm-national", level=3,
            starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31), actor=PLATFORM, now=now,
        )  # fmt: skip
        people = [
            ["李丽", "Li Li", f"{mark}{number}@roster.example.org", "+8613800000000"] for number in range(len(FORMULAS))
        ]
        cohort = opened_cohorts.cohort(cohort_id)
        rosters.import_roster(cohort, roster(*people), dry_run=False, actor=PLATFORM, now=now)
        for member, text in zip(opened_cohorts.member_rows(cohort_id), FORMULAS, strict=True):
            member.name = member.name_latin = text
        wrong = roster(*[[text] * len(HEADINGS) for text in FORMULAS])
        roster_id = rosters.upload_roster(cohort, name="名单.xlsx", content=wrong, actor=PLATFORM, now=now)
    return {
        "progress.xlsx": f"/cohorts/{cohort_id}/progress.xlsx",
        "corrections.xlsx": f"/rosters/{roster_id}/corrections.xlsx",
        "roster.xlsx": "/rosters/template.xlsx",
    }


def questions_full_of_formulas(platform) -> dict[str, str]:
    """Drafts with such stems and options; where the tables are."""
    from question_bank.domain.intake import Target
    from question_bank.services.importing import import_questions, plan

    drafts = [
        QUESTION
        | {"id": f"F-{number}", "stem": {"zh": f"{text}客户", "en": text}, "rationale": {"zh": text, "en": text}}
        | {"options": [{"zh": f"{text}{letter}", "en": f"{text}{letter}"} for letter in "ABC"]}
        for number, text in enumerate(FORMULAS)
    ]
    with platform.doing():
        intended = plan("f.yaml", yaml_of(*drafts).encode(), Target(scheme="csm-national", level=3))
        assert intended.skipped == ()
        import_questions(
            intended.planned, source="f.yaml", reason="测试", actor=PLATFORM, approve=False, now=clock.now()
        )
    return {"questions.xlsx": "/questions/export/xlsx?state=draft", "empty.xlsx": "/question-imports/template"}


def a_log_full_of_formulas(platform, reporter) -> dict[str, str]:
    """Entries of such texts; where the tables are."""
    from exam.domain.incident import IncidentKind
    from exam.services.incidents import report

    with platform.doing():
        sitting_id = plan_sitting(clock.now())
        for text in FORMULAS:
            report(sitting_id, IncidentKind.OTHER, text, actor=actor_of(reporter.id), now=clock.now())
    return {f"incidents-{kind}.{kind}": f"/sittings/{sitting_id}/incidents.{kind}" for kind in ("xlsx", "csv")}


def test_a33_libreoffice_finds_texts_where_formulas_were_put_in(platform, somebody, tmp_path):
    manager, registrar = somebody("周机构", Role.CENTRE_MANAGER), somebody("钱考务", Role.REGISTRAR)
    places = {
        manager: a_centre_full_of_formulas(platform, manager),
        registrar: questions_full_of_formulas(platform) | a_log_full_of_formulas(platform, registrar),
    }
    addresses = platform.app.url_map.bind("localhost")
    tried = {addresses.match(urlsplit(path).path)[0] for paths in places.values() for path in paths.values()}
    assert tried == set(LEAVING)
    tables = {
        name: person.page.request.get(f"{platform.url}{path}").body()
        for person, paths in places.items()
        for name, path in paths.items()
    }

    dangerous = workbook(["=1+1", "http://evil.example", -5, "-2+3"])
    found = opened(tmp_path, tables | {"dangerous.xlsx": dangerous})

    formula, link, number, text = found.pop("dangerous.xlsx")
    assert (formula.is_formula, link.is_link, number.kind, number.text, text.kind) == (
        True,
        True,
        "float",
        "-5",
        "string",
    )
    doing = {name: [cell for cell in cells if cell.is_formula or cell.is_link] for name, cells in found.items()}
    assert {name: cells for name, cells in doing.items() if cells} == {}
    assert {cell.kind for name, cells in found.items() for cell in cells if not name.endswith(".csv")} == {"string"}
    for name in ("incidents-xlsx.xlsx", "progress.xlsx", "corrections.xlsx", "questions.xlsx"):
        shown = " ".join(cell.text for cell in found[name])
        assert [each for each in FORMULAS if each.strip() not in shown] == [], name
