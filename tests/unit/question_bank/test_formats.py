"""Files that people bring: the same questions come back, and a bad one never stops the rest."""

import struct
import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.errors import BadInput
from kernel.words import Words
from question_bank.domain.intake import Accepted, Skipped, Target, take
from question_bank.services.formats import excel_file, yaml_file
from question_bank.services.formats.choice import Format, entries, format_of
from tests.support.made_up import grouped, questions, stems

TARGET = Target(scheme="csm-national", level=3)


def taken(data, chosen, file="file"):
    return list(take(file, entries(data, chosen), TARGET))


@given(st.one_of(questions, st.builds(grouped, questions, stems)))
@settings(max_examples=60, deadline=None)
def test_questions_written_to_yaml_are_read_again_the_same(written):
    data = yaml_file.text_of(written, scheme="csm-national", level=3)

    assert [each.item for each in taken(data, Format.YAML)] == written


@given(st.one_of(questions, st.builds(grouped, questions, stems)))
@settings(max_examples=60, deadline=None)
def test_questions_written_to_excel_are_read_again_the_same(written):
    data = excel_file.workbook_of(written, functions=["overview", "communication"])

    assert [each.item for each in taken(data, Format.XLSX)] == written


GOOD = """\
scheme: csm-national
level: 3
function: overview
questions:
  - id: L3-OVE-001
    kind: true_false
    cognitive: know
    difficulty: 0.7
    stem: {zh: "同事也是客户。", en: "Colleagues are customers too."}
    answer: true
    rationale: {zh: "内部客户。", en: "They are internal customers."}
"""
BROKEN = '  - id: L3-OVE-002\n    stem: {zh: "没有结束\n    answer: [\n'
SECOND = GOOD[GOOD.index("  - id") :].replace("001", "003")


def test_a_question_that_breaks_the_file_is_the_only_one_lost():
    first, broken, last = taken((GOOD + BROKEN + SECOND).encode(), Format.YAML, "overview.yaml")

    assert isinstance(first, Accepted)
    assert (broken.id, broken.refusal.code) == ("L3-OVE-002", "question_yaml_broken")
    assert 12 <= broken.line <= 15
    assert isinstance(last, Accepted)
    assert last.item.function == "overview"
    assert last.where == "overview.yaml:15"


def test_a_problem_is_told_with_file_line_and_field():
    (skipped,) = taken(GOOD.replace("0.7", "7").encode(), Format.YAML, "overview.yaml")

    assert isinstance(skipped, Skipped)
    assert skipped.where == "overview.yaml:8 (difficulty)"


def test_two_questions_with_one_number_are_both_left_out():
    outcome = taken((GOOD + SECOND.replace("003", "001")).encode(), Format.YAML)

    assert [each.refusal.code for each in outcome] == ["question_repeated_in_file"] * 2


def test_a_function_that_the_level_does_not_have_is_refused():
    target = Target(scheme="csm-national", level=3, functions={"product": Words("产品", "Product")})
    (skipped,) = take("f", entries(GOOD.encode(), Format.YAML), target)

    assert skipped.refusal.code == "question_unknown_function"


def test_the_function_may_be_given_for_the_whole_file():
    target = Target(scheme="csm-national", level=3, function="product", functions={"product": Words("产品", "Product")})
    (accepted,) = take("f", entries(GOOD.replace("function: overview\n", "").encode(), Format.YAML), target)

    assert accepted.item.function == "product"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("a: &x [1]\nb: *x\n", "question_yaml_anchor", id="anchors, as in billion laughs"),
        pytest.param("questions: !!python/object:os.system []\n", "question_yaml_tag", id="a tag"),
        pytest.param("[" * 5000, "question_yaml_too_deep", id="a deep well"),
        pytest.param("a: 1\na: 2\n", "question_yaml_twice", id="a field twice"),
        pytest.param("? [a]\n: 1\n", "question_yaml_key", id="a list as a field name"),
        pytest.param("a: 1\n---\nb: 2\n", "question_yaml_several_documents", id="two documents"),
        pytest.param("a: 'open\n", "question_yaml_broken", id="an open quote"),
        pytest.param("a: \x07\n", "question_yaml_broken", id="a bell"),
        pytest.param("just a text", "question_file_without_questions", id="no questions"),
        pytest.param("questions: none", "question_file_without_questions", id="questions are no list"),
        pytest.param("", "question_file_without_questions", id="an empty file"),
    ],
)
def test_a_hostile_or_useless_file_is_refused_with_a_reason(text, code):
    with pytest.raises(BadInput) as refused:
        entries(text.encode(), Format.YAML)

    assert refused.value.refusal.code == code


def test_a_file_that_is_too_large_is_not_even_read():
    with pytest.raises(BadInput) as refused:
        entries(b" " * (4 * 1024 * 1024 + 1), Format.YAML)

    assert refused.value.refusal.code == "question_file_too_large"


def test_a_file_of_another_kind_is_refused_by_its_name():
    assert format_of("Fragen.XLSX") is Format.XLSX
    with pytest.raises(BadInput):
        format_of("questions.docx")


def archive(**parts):
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name, content)
    return out.getvalue()


def with_lie(data, size):
    """The same archive, with another expanded size in its list."""
    listed = data.index(b"PK\x01\x02")
    return data[: listed + 24] + struct.pack("<I", size) + data[listed + 28 :]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        pytest.param(archive(bomb=b"0" * 30_000_000), "question_archive_too_large", id="thirty megabytes of noughts"),
        pytest.param(archive(**{f"n{n}": b"" for n in range(201)}), "question_archive_too_large", id="many parts"),
        pytest.param(with_lie(archive(bomb=b"0" * 30_000_000), 100), "question_archive_too_large", id="a small lie"),
        pytest.param(with_lie(archive(a=b"0"), 4_000_000_000), "question_archive_too_large", id="a large lie"),
        pytest.param(archive(a=b"nothing"), "question_not_excel", id="a zip that is no workbook"),
        pytest.param(b"PK\x03\x04 no", "question_not_excel", id="the beginning of a zip"),
        pytest.param(GOOD.encode(), "question_not_excel", id="text under a wrong name"),
        pytest.param(b"", "question_not_excel", id="nothing"),
    ],
)
def test_a_hostile_workbook_is_refused_before_it_is_expanded(data, code):
    with pytest.raises(BadInput) as refused:
        entries(data, Format.XLSX)

    assert refused.value.refusal.code == code


def sheet(*rows):
    import xlsxwriter

    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        page = book.add_worksheet()
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return out.getvalue()


def test_a_sheet_typed_by_hand_is_read_with_its_numbers_and_truths():
    data = sheet(
        ["我们的题库"],
        [
            "编号",
            "职业功能",
            "题型",
            "认知层次",
            "难度估计",
            "题干（中文）",
            "题干（英文）",
            "答案",
            "解析（中文）",
            "Rationale (English)",
        ],
        [1001, "overview", "判断", "了解", 0.7, "同事也是客户。", "Colleagues are customers.", True, "是", "Yes"],
        [],
        [1002, "overview", "判断题", "Know", "", "", "Colleagues are customers.", "对", "是", "Yes"],
    )
    first, *problems = taken(data, Format.XLSX, "bank.xlsx")

    assert first.item.id == "1001"
    assert first.item.content.correct is True
    assert {problem.where for problem in problems} == {"bank.xlsx:5 (difficulty)", "bank.xlsx:5 (stem.zh)"}


def test_a_sheet_without_the_headings_says_which_are_needed():
    with pytest.raises(BadInput) as refused:
        entries(sheet(["a", "b"]), Format.XLSX)

    assert refused.value.refusal.code == "question_no_headings"


def test_a_formula_in_a_question_stays_a_text_in_the_workbook():
    question = taken(GOOD.replace("同事也是客户。", "=HYPERLINK(客户)").encode(), Format.YAML)[0].item
    data = excel_file.workbook_of([question])

    with zipfile.ZipFile(BytesIO(data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")
