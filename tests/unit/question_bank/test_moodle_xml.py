"""Moodle's questions, in files as its teachers export them."""

from base64 import b64encode
from decimal import Decimal
from fractions import Fraction

import pytest
from PIL import Image

from kernel.words import Words
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.numeric import Tolerance
from question_bank.domain.pictures import pictures_of
from question_bank.domain.question import Matching, Numeric, Ordering, ShortText
from question_bank.services.formats.choice import Format, entries
from tests.support.pictures import png

FUNCTIONS = {"overview": Words("客户服务概述", "Overview"), "product": Words("产品", "Product")}
TARGET = Target(scheme="csm-national", level=3, functions=FUNCTIONS)
PNG = png(Image.new("RGB", (8, 8), "red"))
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<quiz>\n'
CATEGORY = """\
<!-- question: 0  -->
  <question type="category">
    <category>
      <text>$course$/top/2026 春/产品</text>
    </category>
    <info format="moodle_auto_format"><text></text></info>
    <idnumber></idnumber>
  </question>
"""
QUESTION = """\
<!-- question: 17  -->
  <question type="{type}">
    <name><text>第一题</text></name>
    <questiontext format="html">
      <text><![CDATA[{stem}]]></text>
{files}    </questiontext>
    <generalfeedback format="html">
      <text><![CDATA[<p>因为<b>同事</b>也接受服务。</p>]]></text>
    </generalfeedback>
    <defaultgrade>1.0000000</defaultgrade>
    <penalty>0.3333333</penalty>
    <hidden>0</hidden>
    <idnumber>{number}</idnumber>
{inside}
{tags}  </question>
"""
STEM = '<p dir="ltr" style="text-align: left;">下列<em>哪一项</em>属于内部客户？<br></p>'


def answer(text, fraction=0, more="", written="html"):
    return (
        f'    <answer fraction="{fraction}" format="{written}">\n      <text><![CDATA[{text}]]></text>\n{more}'
        '      <feedback format="html"><text></text></feedback>\n    </answer>'
    )


def question(kind, *inside, stem=STEM, number="", files="", tags=()):
    tagged = "".join(f"<tag><text>{tag}</text></tag>" for tag in tags)
    return QUESTION.format(
        type=kind, stem=stem, number=number, files=files, inside="\n".join(inside),
        tags=f"    <tags>{tagged}</tags>\n" if tags else "",
    )  # fmt: skip


def taken(*written, encoding="utf-8", head=HEAD, target=TARGET):
    data = (head + "".join(written) + "</quiz>\n").encode(encoding)
    return list(take("bank.xml", entries(data, Format.MOODLE_XML), target))


def only(*written, **more):
    (one,) = taken(*written, **more)
    assert isinstance(one, Accepted), one
    return one


OPTIONS = (answer("<p>仓储部的同事</p>", 100), answer("<p>外地的经销商</p>"), answer("<p>门店的消费者</p>"))
SINGLE = ("<single>true</single>", "<shuffleanswers>true</shuffleanswers>")


def test_a_question_of_a_teacher_comes_in_as_markdown_with_its_function_level_and_number():
    one = only(CATEGORY, question("multichoice", *SINGLE, *OPTIONS, number="SVC-7", tags=["掌握", "difficulty:0.4"]))

    assert one.item.id == "SVC-7"
    assert (one.item.function, one.item.cognitive, one.item.difficulty) == ("product", Cognitive.MASTER, 0.4)
    assert one.item.content.stem == Words("下列*哪一项*属于内部客户？", "")
    assert one.item.content.options[0] == Words("仓储部的同事", "")
    assert one.item.content.correct == 0
    assert one.item.rationale == Words("因为**同事**也接受服务。", "")
    assert one.where == "bank.xml:12"


@pytest.mark.parametrize("encoding", ["UTF-8", "GB18030", "UTF-16"])
def test_the_declared_encoding_is_the_one(encoding):
    head = HEAD.replace("UTF-8", encoding)
    one = only(question("multichoice", *SINGLE, *OPTIONS), encoding=encoding, head=head)

    assert one.item.content.options[1].zh == "外地的经销商"


def test_both_languages_of_the_multilang_filters_come_apart():
    stem = '<p><span lang="zh" class="multilang">谁是客户？</span><span lang="en" class="multilang">Who?</span></p>'
    options = [
        answer(f"{{mlang zh}}第{n}人{{mlang}}{{mlang en}}person {n}{{mlang}}", 100 * (n == 2)) for n in (1, 2, 3)
    ]
    content = only(question("multichoice", *SINGLE, *options, stem=stem)).item.content

    assert content.stem == Words("谁是客户？", "Who?")
    assert content.options[2] == Words("第3人", "person 3")
    assert content.correct == 1


def test_several_right_answers_that_count_the_same_are_a_multiple_choice():
    counts = (33.33333, 33.33333, 33.33333, -50)
    options = [answer(f"要素{n}", count) for n, count in enumerate(counts)]

    assert only(question("multichoice", "<single>false</single>", *options)).item.content.correct == {0, 1, 2}


def test_right_and_wrong_to_choose_from_is_a_statement():
    for kind, inside in (
        ("multichoice", (*SINGLE, answer("<p>对</p>"), answer("<p>错</p>", 100))),
        ("truefalse", (answer("true", 0, written="moodle_auto_format"), answer("false", 100))),
    ):
        item = only(question(kind, *inside, stem="同事不是客户。")).item
        assert (item.kind, item.content.correct) == (Kind.TRUE_FALSE, False)


def pair(prompt, option):
    asked = f"<text><![CDATA[{prompt}]]></text>" if prompt else "<text></text>"
    return f'<subquestion format="html">{asked}<answer><text>{option}</text></answer></subquestion>'


def test_a_matching_has_each_option_once_and_those_that_lead_astray():
    pairs = [
        pair("<p>漏发</p>", "补发"),
        pair("<p>少发</p>", "补发"),
        pair("<p>重复扣款</p>", "退款"),
        pair("", "致歉"),
    ]
    content = only(question("matching", *pairs)).item.content

    assert isinstance(content, Matching)
    assert [prompt.zh for prompt in content.prompts] == ["漏发", "少发", "重复扣款"]
    assert [option.zh for option in content.options] == ["补发", "退款", "致歉"]
    assert content.correct == (0, 0, 1)


def test_an_ordering_stands_in_the_right_order():
    steps = [answer(text, f"{n}.0000000") for n, text in enumerate(("受理", "调查", "答复"), start=1)]
    content = only(question("ordering", "<layouttype>VERTICAL</layouttype>", *steps)).item.content

    assert isinstance(content, Ordering)
    assert content.correct == (0, 1, 2)


UNITS = """<units>
  <unit><multiplier>60</multiplier><unit_name>秒</unit_name></unit>
  <unit><multiplier>1</multiplier><unit_name>分钟</unit_name></unit>
  <unit><multiplier>0.0166666666666667</multiplier><unit_name>小时</unit_name></unit>
</units>"""


def test_a_number_has_its_tolerance_and_units_the_first_of_which_is_the_one_of_the_answer():
    right = answer("5", 100, more="      <tolerance>0.05</tolerance>\n", written="moodle_auto_format")
    content = only(question("numerical", right, answer("*", 0), UNITS)).item.content

    assert isinstance(content, Numeric)
    assert (content.correct, content.tolerance) == (Decimal(5), Tolerance(size=Decimal("0.05")))
    assert [(unit.sign.zh, unit.factor) for unit in content.units] == [
        ("分钟", 1), ("秒", Fraction(1, 60)), ("小时", 60),
    ]  # fmt: skip


def test_a_short_answer_is_whatever_counts_in_full():
    content = only(question("shortanswer", answer("帕累托图", 100), answer("排列图", 100), answer("*", 0))).item.content

    assert content == ShortText(stem=content.stem, accepted=("帕累托图", "排列图"))


def picture_in(stem, name="销量 图.png", content=PNG):
    file = f'<file name="{name}" path="/" encoding="base64">{b64encode(content).decode()}</file>\n'
    return question("multichoice", *SINGLE, *OPTIONS, stem=stem, files=file)


def test_a_picture_comes_with_its_question_and_under_the_same_number_again():
    written = picture_in(
        '<p>如图</p><img src="@@PLUGINFILE@@/%E9%94%80%E9%87%8F%20%E5%9B%BE.png" alt="销量图" width="9">'
    )
    one, again = only(written), only(written)
    (shown,) = pictures_of(one.item)

    assert one.item.content.stem.zh == f"如图\n\n![销量图](picture:{shown})"
    assert one.pictures == {shown: PNG}
    assert pictures_of(again.item) == {shown}


HOSTILE = (
    '<p onclick="hacked()">谁？</p><script>hacked()</script><iframe src="//elsewhere.example"></iframe>'
    '<style>@import "//elsewhere.example/x.css"</style><img src="https://elsewhere.example/x.png" onerror="hacked()">'
)


def test_what_runs_or_is_fetched_from_elsewhere_is_gone():
    stem = only(question("multichoice", *SINGLE, *OPTIONS, stem=HOSTILE)).item.content.stem.zh

    assert stem.startswith("谁？")
    assert not any(word in stem for word in ("hacked", "elsewhere", "script", "import", "<"))


NOT_TAKEN = [
    pytest.param(question("essay"), "question_kind_not_taken", id="an essay"),
    pytest.param(question("cloze"), "question_kind_not_taken", id="a text with gaps"),
    pytest.param(question("calculated"), "question_kind_not_taken", id="one that changes"),
    pytest.param(question("description"), "question_kind_not_taken", id="a text that asks nothing"),
    pytest.param(question("ddwtos"), "question_kind_not_taken", id="words to be dragged"),
    pytest.param(
        question("multichoice", *SINGLE, *OPTIONS, answer("<p>其他</p>", 50)), "question_partly_right", id="half right"
    ),
    pytest.param(
        question(
            "multichoice", "<single>false</single>", answer("甲", 75), answer("乙", 25), answer("丙"), answer("丁")
        ),
        "question_weights",
        id="weights",
    ),
    pytest.param(question("shortanswer", answer("帕累托*", 100)), "question_wildcard", id="any text"),
    pytest.param(
        question("shortanswer", answer("帕累托图", 100), answer("图", 40)), "question_partly_right", id="half a word"
    ),
    pytest.param(
        question("numerical", answer("5", 100), answer("6", 100)), "question_several_numbers", id="two numbers"
    ),
    pytest.param(question("numerical", answer("five", 100)), "question_not_a_number", id="a word for a number"),
    pytest.param(
        question("multichoice", *SINGLE, answer("甲"), answer("乙"), answer("丙")),
        "question_no_key",
        id="nothing right",
    ),
    pytest.param(
        question("multichoice", *SINGLE, answer("甲", 100), answer("乙")), "question_too_few_options", id="two options"
    ),
    pytest.param(
        question("multichoice", *SINGLE, *OPTIONS, stem='<img src="@@PLUGINFILE@@/x.png" alt="x">'),
        "question_picture_missing",
        id="a picture that is not there",
    ),
    pytest.param(
        picture_in('<p>如图</p><img src="@@PLUGINFILE@@/%E9%94%80%E9%87%8F%20%E5%9B%BE.png">'),
        "question_picture_without_words",
        id="no words",
    ),
    pytest.param(
        picture_in("<p>如图</p>").replace('encoding="base64">i', 'encoding="base64">!'), "file_damaged", id="no base64"
    ),
]


@pytest.mark.parametrize(("written", "code"), NOT_TAKEN)
def test_what_is_not_taken_is_told_with_its_place_and_reason_and_the_rest_is_taken(written, code):
    good = question("multichoice", *SINGLE, *OPTIONS, stem="谁是内部客户？", number="GOOD-1")
    *reasons, last = taken(written, good)

    assert code in {each.refusal.code for each in reasons}
    assert all(each.where.startswith("bank.xml:4") for each in reasons)
    assert last.item.id == "GOOD-1"
