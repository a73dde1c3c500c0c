"""A manager uploads a roster: looked through first, wrong rows told, good ones imported, nothing twice."""

import json
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from centres.queries import cohorts
from centres.services import rosters
from kernel import clock
from storage.transaction import transaction


def rows_of(content: bytes) -> list[list[object]]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_index(0).to_python()


def members(app, cohort):
    with app.app_context():
        return cohorts.members_of([cohort])


def test_a_roster_of_thirty_is_looked_through_before_anything_is_imported(
    app, centre_manager, the_cohort, excel, upload, thirty
):
    page = centre_manager.get(upload(centre_manager, excel(thirty)).location).text

    assert "导入 26 名学员" in page
    assert page.count('<th scope="row" class="number">') == 4
    for row in (5, 9, 14, 20):
        assert f'<th scope="row" class="number">{row}</th>' in page
    assert members(app, the_cohort) == []


def test_the_good_rows_are_imported_and_the_others_come_back_as_a_workbook(
    app, centre_manager, the_cohort, excel, upload, thirty
):
    address = upload(centre_manager, excel(thirty)).location
    answer = centre_manager.post(f"{address}/import")

    assert len(members(app, the_cohort)) == 26
    assert answer.location == address
    back = rows_of(centre_manager.get(f"{address}/corrections.xlsx").data)
    assert [row[5] for row in back[1:]] == ["5", "9", "14", "20"]
    assert "邮箱" in back[1][4]


def test_the_corrected_rows_can_be_uploaded_as_they_came_back(app, centre_manager, the_cohort, excel, upload, thirty):
    address = upload(centre_manager, excel(thirty)).location
    centre_manager.post(f"{address}/import")
    back = rows_of(centre_manager.get(f"{address}/corrections.xlsx").data)
    for number, row in enumerate(back[1:]):
        row[0], row[1], row[2] = row[0] or "补名", "Bu Ming", f"corrected{number}@roster.example.org"

    again = upload(centre_manager, excel(back[1:], back[0])).location
    centre_manager.post(f"{again}/import")

    assert len(members(app, the_cohort)) == 30


def test_the_same_file_again_imports_nobody(app, centre_manager, the_cohort, excel, upload, thirty):
    for _time in range(2):
        centre_manager.post(upload(centre_manager, excel(thirty)).location + "/import")

    assert len(members(app, the_cohort)) == 26


def test_one_upload_is_imported_once(centre_manager, excel, upload, thirty):
    address = upload(centre_manager, excel(thirty)).location
    centre_manager.post(f"{address}/import")

    assert centre_manager.post(f"{address}/import").status_code == 409


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-8", "gb18030"])
def test_a_csv_file_is_read_in_the_encodings_excel_writes(app, centre_manager, the_cohort, upload, encoding):
    text = "姓名,电子邮箱\r\n王小明,wang@roster.example.org\r\n李丽,li@roster.example.org\r\n"

    centre_manager.post(upload(centre_manager, text.encode(encoding), "名单.csv").location + "/import")

    assert [member.name for member in members(app, the_cohort)] == ["李丽", "王小明"]


def test_a_number_in_an_excel_cell_is_read_as_it_is_shown(app, centre_manager, the_cohort, excel, upload, thirty):
    centre_manager.post(upload(centre_manager, excel(thirty[:1])).location + "/import")

    assert members(app, the_cohort)[0].phone == "13800000000"


def test_somebody_with_an_account_is_linked_and_asked(app, centre_manager, candidate, the_cohort, excel, upload):
    centre_manager.post(
        upload(centre_manager, excel([["王小明", "", candidate.email.upper(), ""]])).location + "/import"
    )

    (member,) = members(app, the_cohort)
    assert (member.person_id, member.joined_at) == (candidate.id, None)
    assert "朝阳培训中心" in candidate.get("/notices").text


def test_the_command_answers_as_the_contract_says_and_a_dry_run_changes_nothing(
    app, the_cohort, excel, thirty, tmp_path
):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(excel(thirty))

    def told(*options):
        result = app.test_cli_runner().invoke(args=["centres", "import-roster", str(the_cohort), str(file), *options])
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)

    dry, real, again = told("--dry-run"), told(), told()

    assert (dry["rows"], dry["imported"], real["imported"], again["imported"]) == (30, 0, 26, 0)
    assert [error["row"] for error in real["errors"]] == [5, 9, 14, 20]
    assert real["errors"][0]["column"] == "电子邮箱 (C)"
    assert real["errors"][0]["message"]


def test_the_command_says_what_is_wrong_with_a_file_and_ends_with_status_1(app, the_cohort, tmp_path):
    file = tmp_path / "roster.xlsx"
    file.write_bytes(b"PK\x03\x04 not a workbook")

    result = app.test_cli_runner().invoke(args=["centres", "import-roster", str(the_cohort), str(file)])

    assert result.exit_code == 1
    assert result.stderr.strip()


def test_the_template_can_be_filled_in_and_uploaded(app, centre_manager, the_cohort, excel, upload):
    rows = rows_of(centre_manager.get("/rosters/template.xlsx").data)
    rows.append(["王小明", "Wang Xiaoming", "wang@roster.example.org", ""])

    centre_manager.post(upload(centre_manager, excel(rows[1:], rows[0])).location + "/import")

    assert [member.name for member in members(app, the_cohort)] == ["王小明"]


def test_importing_is_on_record(app, administrator, centre_manager, excel, upload, thirty):
    centre_manager.post(upload(centre_manager, excel(thirty)).location + "/import")

    assert "centres.import_roster" in administrator.get("/audit").text
    result = app.test_cli_runner().invoke(args=["audit", "verify"])
    assert json.loads(result.stdout)["intact"] is True


def test_a_service_called_by_the_manager_of_another_centre_is_refused(app, registrar, the_cohort, excel, thirty):
    from kernel.errors import NotPermitted

    actor = registrar.actor
    with app.app_context(), transaction(), pytest.raises(NotPermitted):
        rosters.import_roster(cohorts.cohort(the_cohort), excel(thirty), dry_run=False, actor=actor, now=clock.now())
