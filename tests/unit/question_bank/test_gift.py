"""Questions in GIFT: what Moodle's own examples say, what is not taken and why, and ours there and back."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings

from kernel.words import Words
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.numeric import Tolerance
from question_bank.domain.reading import read_question, write
from question_bank.services.formats import gift_writing
from question_bank.services.formats.choice import Format, entries, format_of
from tests.support.kinds import MATCHING
from tests.unit.question_bank.test_formats import questions

TARGET = Target(scheme="csm-national", level=3, function="overview")


def gift(text):
    return list(take("q.gift", entries(text.encode(), Format.GIFT), TARGET))


def only(text):
    (found,) = gift(text)
    return found


def content(text):
    found = only(text)
    assert isinstance(found, Accepted), found
    return found.item.content


def answered(text):
    return write(only(text).item)["answer"]


def test_a_single_choice_with_title_weights_and_feedback():
    found = only("""\
// question: 12  name: Grant
// [id:HIS-7] [tag:understand] [tag:difficulty:0.62]
::Grant's tomb::Who is buried in Grant\\'s tomb in New York?{
=Grant#Well done
~No one
~%-50%Napoleon#No
~Churchill####He and his wife.
}
""").item

    assert (found.id, found.cognitive, found.difficulty) == ("HIS-7", Cognitive.UNDERSTAND, 0.62)
    assert [option.en for option in found.content.options] == ["Grant", "No one", "Napoleon", "Churchill"]
    assert (found.content.correct, found.rationale.en) == (0, "He and his wife.")


def test_what_is_said_to_the_right_answer_is_the_rationale_where_there_is_no_other():
    assert only("2+2?{~3 =4#因为二加二 ~5}").item.rationale.zh == "因为二加二"
    assert only("太阳从东边升起。{T#错了#地球自西向东自转}").item.rationale.zh == "地球自西向东自转"


@pytest.mark.parametrize(
    ("text", "kind", "answer"),
    [
        pytest.param("太阳升起。{T}", Kind.TRUE_FALSE, True, id="true"),
        pytest.param("太阳落下。{ FALSE }", Kind.TRUE_FALSE, False, id="false"),
        pytest.param("谁？{~%50%甲 ~%50%乙 ~%-100%丙}", Kind.MULTIPLE_CHOICE, ["A", "B"], id="several with weights"),
        pytest.param("谁？{~%100%甲 ~%-50%乙 ~丙}", Kind.SINGLE_CHOICE, "A", id="one with all the weight"),
        pytest.param("两加两？{=四 =4}", Kind.SHORT_TEXT, ["四", "4"], id="short texts"),
        pytest.param("两加两？{=%100%四}", Kind.SHORT_TEXT, ["四"], id="one short text"),
        pytest.param("请配对。{=甲 -> 一 =乙 -> 二 = -> 三}", Kind.MATCHING, ["A", "B"], id="pairs"),
        pytest.param("几年？{#1822:5}", Kind.NUMERIC, 1822, id="a number"),
        pytest.param("圆周率？{#3.141..3.142}", Kind.NUMERIC, "3.1415", id="a range"),
        pytest.param("几年？{#=1822:0#对 =%0%1800:50}", Kind.NUMERIC, 1822, id="a number with feedback"),
    ],
)
def test_kinds_of_moodle_are_ours(text, kind, answer):
    assert (content(text).kind, answered(text)) == (kind, answer)


def test_a_range_is_a_number_with_tolerance():
    assert content("圆周率？{#3.141..3.142}").tolerance == Tolerance(size=Decimal("0.0005"))


def test_a_missing_word_is_a_blank():
    assert content("Two plus {=two =2} equals four.").stem.en == "Two plus _____ equals four."


def test_escapes_and_line_breaks_are_those_of_moodle():
    found = content("式子 \\{x\\: x\\=1\\} 是\\n什么？ \\(a\\) \\\\{~\\~甲 =乙\\#1 ~丙}")

    assert found.stem.zh == "式子 {x: x=1} 是\n什么？ \\(a\\) \\"
    assert [option.zh for option in found.options] == ["~甲", "乙#1", "丙"]


def test_forms_of_markup_become_ours():
    found = content("[html]<p>谁是<b>客户</b>？</p>{=[plain]2*3*4 ~<i>乙</i> ~[markdown]**丙**}")

    assert found.stem.zh == "谁是**客户**？"
    assert [option.zh for option in found.options] == ["2\\*3\\*4", "*乙*", "**丙**"]


def test_a_category_and_language_marks():
    target = replace(TARGET, function="", functions={"product": Words("产品", "Product")})
    text = "$CATEGORY: $course$/top/产品\n\n{mlang zh}谁？{mlang}\\{mlang en\\}Who?\\{mlang\\}{=KPI ~甲 ~乙}\n"
    (found,) = take("q", entries(text.encode(), Format.GIFT), target)

    assert (found.item.function, found.item.content.stem) == ("product", Words("谁？", "Who?"))
    assert found.item.content.options[0] == Words("KPI", "KPI")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        pytest.param("写一写。{}", "format_essay", id="an essay"),
        pytest.param("请阅读下面的说明。", "format_no_answers", id="a description"),
        pytest.param("谁？{=甲 ~乙", "gift_braces", id="an open brace"),
        pytest.param("谁？{=甲 {~乙}}", "gift_braces", id="braces in braces"),
        pytest.param("谁？=甲 ~乙}", "gift_braces", id="only a closing brace"),
        pytest.param("谁？{=甲 ~%50%乙 ~丙}", "format_part_of_the_marks", id="half right"),
        pytest.param("谁？{=甲 =%50%乙}", "format_part_of_the_marks", id="a text that is half right"),
        pytest.param("谁？{=甲*}", "format_wildcard", id="any text"),
        pytest.param("谁？{=甲 =乙 ~丙}", "question_several_keys", id="two right answers"),
        pytest.param("谁？{~甲 ~乙 ~丙}", "question_no_key", id="no right answer"),
        pytest.param("谁？{甲}", "question_no_key", id="no mark"),
        pytest.param("几？{#甲}", "question_not_a_number", id="no number"),
        pytest.param("几？{#甲..乙}", "question_not_a_number", id="no range"),
        pytest.param("几？{#=1 =2}", "format_part_of_the_marks", id="two numbers"),
        pytest.param("谁？{=%5.5.5%甲}", "question_not_a_number", id="no weight"),
        pytest.param("请配对。{=甲 -> 一 =乙}", "question_no_key", id="half a pair"),
    ],
)
def test_what_is_not_taken_is_told_with_its_line_and_the_rest_comes_in(text, code):
    good = "谁是客户？{=甲 ~乙 ~丙}"
    first, bad, last = gift(f"{good}\n\n// x\n{text}\n\n  \n太阳升起。{{T}}")

    assert isinstance(first, Accepted)
    assert (bad.refusal.code, bad.line) == (code, 4)
    assert isinstance(last, Accepted)


@pytest.mark.parametrize(
    ("name", "text", "chosen"),
    [
        pytest.param("q.txt", "谁？{=甲}", Format.GIFT, id="a plain text is GIFT as Moodle has it"),
        pytest.param("q.txt", "谁？\nA. 甲\nANSWER: A\n", Format.AIKEN, id="unless it has answers as Aiken"),
        pytest.param("q.gift", "谁？{=甲}", Format.GIFT, id="a name of its own"),
    ],
)
def test_what_stands_in_a_plain_text_tells_its_format(name, text, chosen):
    assert format_of(name, text.encode("gb18030")) is chosen


@given(questions)
@settings(max_examples=60, deadline=None)
def test_questions_written_to_gift_are_read_again_the_same(written):
    held = [each for each in written if gift_writing.objection(each) is None]

    assert [each.item for each in gift(gift_writing.text_of(held).decode())] == held


def test_a_matching_keeps_the_order_of_its_options():
    question = read_question(MATCHING)

    assert only(gift_writing.text_of([question]).decode()).item == question
