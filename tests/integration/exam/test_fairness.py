"""The fairness report of a sitting: a page, a document, data for programs; made by a job that takes its time in parts."""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.support.exam_room import plan_sitting
from tests.support.paper_checker import EXACT, KINDS, faults_of
from tests.support.ranges import ranged_text


@pytest.fixture
def sitting_id(app, the_clock):
    from exam.services.preparing import prepare_forms
    from storage.transaction import transaction

    with app.app_context(), transaction():
        sitting_id = plan_sitting(the_clock.now)
        prepare_forms(sitting_id, now=the_clock.now, spares=4)
    return sitting_id


def test_the_report_is_a_page_in_both_languages(registrar, sitting_id):
    english = registrar.get(f"/sittings/{sitting_id}/fairness?lang=en").text
    chinese = registrar.get(f"/sittings/{sitting_id}/fairness?lang=zh").text

    assert "Fairness report" in english
    assert "information at the pass mark" in english
    assert "None: every question can be left out of a paper." in english
    assert english.count("<svg xmlns") == 3
    assert "及格线处的测验信息量" in chinese
    assert f"/sittings/{sitting_id}/fairness" in registrar.get(f"/sittings/{sitting_id}").text


def test_the_report_is_data_for_programs(registrar, sitting_id):
    told = registrar.get(f"/sittings/{sitting_id}/fairness.json").json

    assert (told["sitting"], told["forms"], told["least_exposed"], told["exposure"][0]["papers"]) == (
        str(sitting_id),
        4,
        1,
        1,
    )
    assert [paper["number"] for paper in told["papers"]] == [1, 2, 3, 4]
    assert told["overlap"] == [[], [0], [0, 0], [0, 0, 0]]
    for band in told["bands"]:
        assert (
            band["target"] - band["width"] - 0.001
            <= band["least"]
            <= band["most"]
            <= band["target"] + band["width"] + 0.001
        )


def test_the_report_is_a_document_in_both_languages(registrar, sitting_id):
    answer = registrar.get(f"/sittings/{sitting_id}/fairness.pdf")

    text = " ".join(page.extract_text() for page in PdfReader(BytesIO(answer.data)).pages)
    assert answer.mimetype == "application/pdf"
    assert "Fairness report" in text
    assert "公平性报告" in text


@pytest.mark.parametrize("form", ["", ".json", ".pdf"])
def test_before_there_are_papers_and_for_others_there_is_no_report(
    registrar, candidate, app, the_clock, sitting_id, form
):
    from storage.transaction import transaction

    with app.app_context(), transaction():
        empty = plan_sitting(the_clock.now)

    assert registrar.get(f"/sittings/{empty}/fairness{form}").status_code == 404
    assert candidate.get(f"/sittings/{sitting_id}/fairness{form}").status_code in {403, 404}


def test_papers_by_a_scheme_with_ranges_keep_them_and_every_page_tells_them(app, registrar, author, the_clock):
    from exam.queries.attempts import forms_of
    from exam.services.preparing import prepare_forms
    from schemes.services.loading import store
    from storage.transaction import transaction

    today = f"{the_clock.now:%Y-%m-%d}"
    with app.app_context():
        with transaction():
            store(ranged_text("csm-national", version='"9.0"', effective_from=today), "x.yaml", now=the_clock.now)
            sitting_id = plan_sitting(the_clock.now)
            prepare_forms(sitting_id, now=the_clock.now, spares=12)
        with transaction(read_only=True):
            forms = forms_of(sitting_id)
            papers, bank = [form.content for form in forms], forms[0].pool.items

    overview = (("overview", None, None), 12, 12)
    single = dict.fromkeys(("overview", "information"), 1)
    cells = {
        cell: (least - single.get(cell[0], 0), most + single.get(cell[0], 0))
        if cell[1] == "single_choice"
        else (least, most)
        for cell, (least, most) in EXACT.items()
    }
    cells["information", "single_choice", "master"] = (2, 2)
    assert faults_of(papers, bank, cells, [*KINDS, overview, ((None, None, "know"), 18, 22)]) == []
    report = registrar.get(f"/sittings/{sitting_id}/fairness?lang=en").text
    assert "2 – 4" in report
    assert "The blueprint, sum by sum" in report
    assert registrar.get(f"/sittings/{sitting_id}/fairness.pdf").mimetype == "application/pdf"
    assert registrar.get(f"/sittings/{sitting_id}/fairness.json").json["sums"][0]["part"]["kind"] is None
    assert "2–4 / 2–4 / 1–3" in registrar.get("/schemes/csm-national?lang=en").text
    compared = registrar.get("/scheme-desk/csm-national/comparison?before=1.1&after=9.0&lang=en").text
    assert "2-4" in compared
    assert "Sums of several cells" in compared
    assert "/ 8</a>" in author.get("/questions/coverage?lang=en").text


def test_many_papers_are_made_in_parts_so_that_others_can_write_meanwhile(app, the_clock, monkeypatch):
    from exam.queries.attempts import forms_there_are
    from exam.services import preparing
    from storage.transaction import transaction

    monkeypatch.setattr(preparing, "AT_ONCE", 2)
    monkeypatch.setattr(preparing, "FEWEST_SPARES", 5)
    with app.app_context():
        with transaction():
            sitting_id = plan_sitting(the_clock.now)
            preparing.ask_for_forms(sitting_id, now=the_clock.now)
        made = []
        for _ in range(4):
            from jobs.services import run_waiting

            run_waiting(the_clock.now)
            with transaction(read_only=True):
                made.append(forms_there_are(sitting_id))

    assert made == [2, 4, 5, 5]
