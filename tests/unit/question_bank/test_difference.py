"""What changed between two versions, and the cells of the page on which a question is written."""

from hypothesis import given
from hypothesis import strategies as st

from question_bank.domain.difference import Change, Run, changes, runs
from question_bank.domain.editing import cells_from, cells_of, read_cells
from question_bank.domain.reading import read_question
from tests.support.questions import QUESTION

texts = st.text(alphabet="客户投诉 ab1.\n", max_size=30)


@given(texts, texts)
def test_both_texts_can_be_read_out_of_the_woven_one(before, after):
    woven = runs(before, after)

    assert "".join(run.text for run in woven if run.what != "new") == before
    assert "".join(run.text for run in woven if run.what != "gone") == after


def test_chinese_is_compared_sign_by_sign_and_english_word_by_word():
    assert runs("内部客户", "外部客户") == (Run("gone", "内"), Run("new", "外"), Run("same", "部客户"))
    assert runs("an inner customer", "an outer customer")[1:3] == (Run("gone", "inner"), Run("new", "outer"))


def test_texts_too_long_to_compare_are_shown_whole():
    before, after = "的" * 1_500, "的" * 1_499 + "了"

    assert runs(before, after) == (Run("gone", before), Run("new", after))


def test_only_the_fields_that_differ_are_named_each_in_its_language():
    option = [{"zh": "仓储部的同事", "en": "A colleague"}, *QUESTION["options"][1:]]
    found = changes(QUESTION, QUESTION | {"options": option, "answer": "B"})

    assert [(change.field, change.language) for change in found] == [("options.1", "en"), ("answer", "")]
    assert found[1] == Change("answer", "", (Run("gone", "A"), Run("new", "B")))
    assert changes(QUESTION, QUESTION) == ()


def variants():
    yield QUESTION
    yield QUESTION | {"kind": "multiple_choice", "answer": ["A", "C"]}
    yield {name: part for name, part in QUESTION.items() if name != "options"} | {"kind": "true_false", "answer": False}
    yield QUESTION | {"kind": "ordering", "answer": ["C", "A", "B"]}


def test_what_a_page_is_filled_with_is_read_as_the_same_question():
    for record in variants():
        question = read_question(record)
        cells = cells_of(question)
        sent = {name: text.split(", ") if name == "answer" else [text] for name, text in cells.items()}

        assert read_cells(cells_from(sent, question.kind)) == question
