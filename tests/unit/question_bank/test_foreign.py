"""Questions of other systems: languages told apart, gaps named, numbers made, HTML as Markdown."""

from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kernel.words import Words
from question_bank.domain.bilingual import apart, together
from question_bank.domain.gaps import agrees, gaps
from question_bank.domain.intake import Accepted, Target, take
from question_bank.domain.kind import Cognitive
from question_bank.domain.question import Question
from question_bank.domain.reading import read_question, write
from question_bank.domain.tags import from_tags, tags_of
from question_bank.services.formats import aiken_file
from question_bank.services.formats.choice import Format, entries
from question_bank.services.formats.foreign import Found, Html
from question_bank.services.formats.foreign import entries as foreign_entries
from question_bank.services.formats.markup import escaped, plain_markdown
from tests.support.kinds import MATCHING, NUMERIC
from tests.support.questions import QUESTION
from web.markdown import html

FUNCTIONS = {"overview": Words("客户服务概述", "Overview"), "product": Words("产品", "Product")}
TARGET = Target(scheme="csm-national", level=3, functions=FUNCTIONS)
texts = st.one_of(
    st.text(st.characters(categories=("L", "N", "P", "Zs"), exclude_characters="{}"), min_size=1, max_size=30),
    st.sampled_from(["KPI", "客户 KPI", "25%", "What does 客户 mean?", "Customer Relationship Management System now"]),
).map(str.strip)


@pytest.mark.parametrize(
    ("text", "zh", "en"),
    [
        pytest.param("谁是客户？", "谁是客户？", "", id="Chinese"),
        pytest.param("Who is a customer?", "", "Who is a customer?", id="English"),
        pytest.param("What does 客户 mean?", "", "What does 客户 mean?", id="English with a Chinese word"),
        pytest.param("KPI 是什么？", "KPI 是什么？", "", id="Chinese with an English word"),
        pytest.param("25 %", "25 %", "25 %", id="a number"),
        pytest.param("{mlang zh_cn}客户{mlang}{mlang en}customer{mlang}", "客户", "customer", id="multilang2"),
        pytest.param("7 {mlang other}days{mlang}{mlang zh}天{mlang}", "7 天", "7 days", id="something in between"),
        pytest.param(
            '<span lang="zh" class="multilang">客户</span><span class="multilang" lang="en">customer</span>',
            "客户",
            "customer",
            id="multilang",
        ),
    ],
)
def test_languages_are_told_apart(text, zh, en):
    assert apart(text) == Words(zh, en)


def test_a_term_in_a_chinese_question_stands_in_both_languages():
    assert apart("KPI", chinese=True) == Words("KPI", "KPI")
    assert apart("KPI") == Words("", "KPI")


@given(texts, texts, st.booleans())
def test_both_languages_in_one_text_come_apart_again(zh, en, chinese):
    words = Words(zh, en)

    assert apart(together(words, chinese=chinese), chinese=chinese) == words


def test_gaps_are_just_what_a_strict_reader_misses():
    record = {
        **NUMERIC,
        "function": "",
        "stem": {"zh": "多长？", "en": ""},
        "units": [{"zh": "", "en": "minutes"}],
        "rationale": {"zh": "", "en": ""},
    }
    question = read_question(record, gaps=True)

    assert gaps(question) == ("function", "stem.en", "rationale.zh", "rationale.en", "units.1.zh")
    assert {problem.field for problem in read_question(write(question))} == {
        "function", "stem.en", "rationale.zh", "rationale.en", "units.1.zh",
    }  # fmt: skip
    assert gaps(read_question(NUMERIC)) == ()


def test_a_draft_without_any_stem_is_none():
    assert {each.field for each in read_question({**QUESTION, "stem": {"zh": "", "en": ""}}, gaps=True)} == {
        "stem.zh", "stem.en",
    }  # fmt: skip


def test_filling_a_gap_still_says_the_same():
    full = write(read_question(MATCHING))
    half = write(read_question({**MATCHING, "rationale": None, "function": ""}, gaps=True))

    assert agrees(half, full)
    assert not agrees(full, half)
    assert not agrees(half, {**full, "answer": ["A", "B", "C"]})


@given(st.sampled_from(Cognitive), st.integers(1, 99))
def test_tags_are_read_again(cognitive, percent):
    question = replace(read_question(QUESTION), cognitive=cognitive, difficulty=percent / 100)

    assert from_tags(tags_of(question)) == {
        "cognitive": cognitive.value, "difficulty": str(percent / 100), "function": "overview",
    }  # fmt: skip


def test_tags_may_be_chinese_and_others_are_passed_over():
    assert from_tags(["掌握", "第三章", "难度：0.62"]) == {"cognitive": "master", "difficulty": "0.62"}


AIKEN = """\
谁是内部客户？
A. 同事
B) 经销商
Ｃ、消费者
ANSWER: A

Which is a channel?
a) post
b) phone
c) chat
答案：b
"""


def one(*found):
    return list(take("file", foreign_entries(found), TARGET))


def aiken(text):
    return list(take("a.txt", entries(text.encode(), Format.AIKEN), TARGET))


def test_a_file_of_a_teacher_comes_in_with_what_is_assumed_and_gaps():
    chinese, english = aiken(AIKEN)

    assert (chinese.item.content.stem, chinese.item.content.correct) == (Words("谁是内部客户？", ""), 0)
    assert english.item.content.options == (Words("", "post"), Words("", "phone"), Words("", "chat"))
    assert (english.item.cognitive, english.item.difficulty) == (Cognitive.UNDERSTAND, 0.6)
    assert english.assumed == {"cognitive", "difficulty"}
    assert (chinese.line, english.line) == (1, 7)
    assert "function" in gaps(chinese.item)


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        pytest.param(AIKEN.replace("ANSWER: A", ""), "question_no_key", 1, id="no answer"),
        pytest.param(AIKEN.replace("ANSWER: A", "ANSWER: A, C"), "question_several_keys", 1, id="several answers"),
        pytest.param(AIKEN.replace("ANSWER: A", "ANSWER: F"), "question_key_out_of_range", 1, id="a letter too far"),
        pytest.param(AIKEN + "\n谁是客户？\n", "question_no_key", 13, id="only a question at the end"),
    ],
)
def test_what_aiken_says_wrongly_is_told_with_its_line_and_the_rest_comes_in(text, code, line):
    outcome = aiken(text)

    (bad,) = (each for each in outcome if not isinstance(each, Accepted))
    assert (bad.refusal.code, bad.line) == (code, line)
    assert len(outcome) >= 2


FOUND = Found(
    line=1, stem="谁是内部客户？", options=("同事", "经销商", "消费者"), answer="A", number="Q-1", category="题库/产品"
)  # fmt: skip


def test_a_category_called_like_a_function_names_it_and_a_tag_wins():
    by_category, by_tag = one(FOUND, replace(FOUND, number="Q-2", tags=("function:overview", "掌握")))

    assert by_category.item.function == "product"
    assert (by_tag.item.function, by_tag.item.cognitive) == ("overview", Cognitive.MASTER)


def test_a_function_that_a_tag_invents_is_refused():
    (skipped,) = one(replace(FOUND, tags=("function:nonsense",)))

    assert skipped.refusal.code == "question_unknown_function"


@pytest.mark.parametrize("number", ["", "Frage 1", "编号", "x" * 41])
def test_a_number_is_made_of_what_is_asked_where_the_file_has_none(number):
    (first,), (again,) = (one(replace(FOUND, number=number, line=line)) for line in (1, 9))
    (other,) = one(replace(FOUND, number=number, answer="B"))

    assert first.item.id == again.item.id
    assert first.item.id.startswith("X-")
    assert other.item.id != first.item.id


def test_numbers_that_stand_in_the_file_twice_are_none_and_the_same_question_comes_in_once():
    first, other, again = one(FOUND, replace(FOUND, answer="B"), replace(FOUND, line=3))

    assert first.item.id.startswith("X-")
    assert other.item.id.startswith("X-")
    assert (again.refusal.code, again.line) == ("question_repeated_in_file", 3)


def test_html_becomes_markdown_in_each_language():
    stem = Html(
        '<p><span class="multilang" lang="zh"><b>谁</b>？</span><span class="multilang" lang="en">Who?</span></p>'
    )
    (accepted,) = one(replace(FOUND, stem=stem))

    assert accepted.item.content.stem == Words("**谁**？", "Who?")


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        pytest.param("<p>一</p><p>二<br>三</p>", "一\n\n二  \n三", id="paragraphs"),
        pytest.param("<b>a</b> <em>b</em>", "**a** *b*", id="emphasis"),
        pytest.param("<ul><li>x</li><li>y</li></ul>", "- x\n- y", id="a list"),
        pytest.param("<ol><li>x</li><li>y</li></ol>", "1. x\n2. y", id="a numbered list"),
        pytest.param("H<sub>2</sub>O 10<sup>3</sup> e<sup>x</sup>", "H₂O 10³ e^x", id="sub and sup"),
        pytest.param(
            "<table><tr><th>a</th><th>b|c</th></tr><tr><td>1</td><td>2</td></tr></table>",
            "| a | b\\|c |\n| --- | --- |\n| 1 | 2 |",
            id="a table",
        ),
        pytest.param("<p>2 &lt; 3 &amp; 4*5</p>", "2 < 3 & 4\\*5", id="one paragraph"),
        pytest.param('<img src="http://elsewhere/x.png" alt="a chart">', "[图 / picture: a chart]", id="a picture"),
        pytest.param('<a href="javascript:x()" onclick="y()">see</a>', "see", id="a link"),
        pytest.param("<script>alert(1)</script><iframe src=x></iframe><style>p{}</style>ok", "ok", id="what would run"),
    ],
)
def test_a43_html_of_others_becomes_plain_markdown(text, markdown):
    assert plain_markdown(text) == markdown


def test_html_nested_beyond_reason_is_only_its_text():
    assert plain_markdown("<div>" * 3000 + "x" + "</div>" * 3000) == "x"


@given(st.text(st.characters(codec="ascii", exclude_categories=("Cc",)), max_size=40))
@settings(max_examples=150)
def test_escaped_text_is_shown_as_it_is(text):
    plain = " ".join(text.split())
    shown = html(escaped(plain))

    assert shown.count("<") == shown.count("<p>") * 2
    assert unescape(str(shown).strip().removeprefix("<p>").removesuffix("</p>")) == plain


lines = st.text(
    st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters="{}"), min_size=1, max_size=30
).map(str.strip)
singles = st.builds(
    lambda stem, options, place: read_question(
        {
            **QUESTION,
            "stem": {"zh": f"问{stem[0]}", "en": f"Which one is right, given that {stem[1]}"},
            "options": [{"zh": f"甲{n}{zh}", "en": f"Option {n}{en}"} for n, (zh, en) in enumerate(options)],
            "answer": "ABCDE"[place],
        }
    ),
    st.tuples(lines, lines),
    st.lists(st.tuples(lines, lines), min_size=3, max_size=5),
    st.integers(0, 2),
)


@given(st.lists(singles, max_size=3))
@settings(deadline=None)
def test_questions_written_to_aiken_ask_the_same_again(written):
    questions = [each for each in written if isinstance(each, Question)]
    assert all(aiken_file.objection(each) is None for each in questions)
    back = [each.item.content for each in aiken(aiken_file.text_of(questions).decode()) if isinstance(each, Accepted)]

    assert back == list(dict.fromkeys(each.content for each in questions))
