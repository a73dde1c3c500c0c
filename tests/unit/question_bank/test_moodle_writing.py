"""Our questions as Moodle XML: read again the same, and what Moodle looks for."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from PIL import Image

from kernel.words import Words
from question_bank.domain.intake import Target, take
from question_bank.domain.numeric import tidied, written_out
from question_bank.domain.question import Group
from question_bank.domain.reading import read
from question_bank.services.formats import moodle_writer
from question_bank.services.formats.choice import Format, entries
from tests.support.kinds import BANK, MATCHING
from tests.support.made_up import grouped, questions, stems
from tests.support.pictures import png

PNG = png(Image.new("RGB", (8, 8), "red"))


def written(items):
    return moodle_writer.text_of(items, lambda _: PNG)


def read_again(data):
    return [
        each.item for each in take("file", entries(data, Format.MOODLE_XML), Target(scheme="csm-national", level=3))
    ]


@given(st.one_of(questions, st.builds(grouped, questions, stems)))
@settings(max_examples=60, deadline=None)
def test_questions_written_for_moodle_are_read_again_the_same(made):
    assert read_again(written(made)) == made


def test_every_kind_is_read_again_the_same_with_its_picture():
    number = UUID("3f2504e0-4f89-41d3-9a0c-0305e82c3301")
    line = f"![图 *1* [万元]](picture:{number})"
    shown = {**MATCHING, "stem": {"zh": f"如图：{line}", "en": f"See {line}"}}
    items = [read(record) for record in (shown, *BANK[1:])]
    data = written(items)

    assert read_again(data) == items
    assert entries(data, Format.MOODLE_XML)[0].pictures == {number: PNG}


def test_moodle_finds_what_it_looks_for():
    root = etree.fromstring(written([read(record) for record in BANK]))
    kinds = [each.get("type") for each in root.iter("question")]

    assert kinds == [
        "category", "matching", "ordering", "numerical", "shortanswer", "description", "numerical", "multichoice",
        "multichoice", "truefalse",
    ]  # fmt: skip
    assert root.findtext("question/category/text") == "$course$/top/overview"
    assert [each.get("fraction") for each in root.iterfind("question[@type='multichoice']/answer")] == [
        "0", "100", "0", "50", "50", "0", "0",
    ]  # fmt: skip
    assert root.xpath("//question[@type='numerical']//multiplier/text()")[:1] == ["1"]


def test_a_question_of_a_group_needs_the_text_in_the_file():
    item = replace(read(MATCHING), group=Group(id="G", number=1, text=Words("一段文字", "A text")))
    root = etree.fromstring(written([item]))
    assert root.findtext("question[@type='description']/idnumber") == "G"


@given(st.fractions(min_value=Fraction(1, 10**6), max_value=10**6, max_denominator=10**6))
def test_a_factor_written_out_is_found_again(factor):
    assert tidied(Decimal(written_out(factor))) == factor


@pytest.mark.parametrize(
    ("number", "fraction"),
    [("0.0166666666666667", Fraction(1, 60)), ("0.25", Fraction(1, 4)), ("1E+2", 100), ("0.3048", Fraction(381, 1250))],
)
def test_a_number_written_by_hand_is_as_it_is(number, fraction):
    assert tidied(Decimal(number)) == fraction
