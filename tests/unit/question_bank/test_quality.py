"""What a careful editor finds in a bank."""

import pytest

from kernel.words import Words
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.quality import coverage, expected_by_length, findings
from question_bank.domain.question import Question, SingleChoice, TrueFalse
from question_bank.domain.similarity import alike
from schemes.domain.blueprint import Cell

SUBJECTS = "客户投诉回访渠道产品流程数据档案团队质量沟通压力电话邮件门店物流合同价格培训绩效承诺补救反馈满意忠诚流失价值".strip()


def question(number, *, right=None, options=None, stem=None, statement=None):
    subject = SUBJECTS[number % 25 * 2 : number % 25 * 2 + 2] + chr(0x4E00 + number * 37)
    words = Words(
        stem or f"{subject}{number}的做法{subject[::-1]}是什么", stem or f"{number * 7919} {chr(97 + number % 26) * 9}?"
    )
    right = number % 4 if right is None else right
    offered = options or [f"{subject}{number}甲{sign}" for sign in "ABCD"]
    content = (
        SingleChoice(stem=words, options=tuple(Words(text, text) for text in offered), correct=right)
        if statement is None
        else TrueFalse(stem=words, correct=statement)
    )
    return Question(
        id=f"Q{number}", function="overview", cognitive=Cognitive.KNOW, difficulty=0.5, content=content, rationale=words
    )


def codes(questions):
    return {finding.refusal.code for finding in findings(tuple(questions))}


def test_a_balanced_bank_gives_no_findings():
    assert codes([question(number) for number in range(40)]) == set()


def test_an_empty_bank_gives_no_findings():
    assert codes([]) == set()


def test_a_favourite_letter_is_found():
    assert codes([question(number, right=1) for number in range(40)]) == {"question_uneven_keys"}


def test_mostly_true_statements_are_found():
    assert codes([question(number, statement=number % 5 > 0) for number in range(30)]) == {"question_uneven_keys"}


@pytest.mark.parametrize(("text", "code"), [("长" * 20, "question_longest_pays"), ("短", "question_shortest_pays")])
def test_a_key_that_its_length_gives_away_is_found(text, code):
    def telling(number):
        options = [f"选项{number}{sign}{number}" for sign in "ABCD"]
        options[number % 4] = f"{text}{chr(0x4E00 + number)}"[-len(text) :] if len(text) == 1 else text + str(number)
        return question(number, options=options)

    assert code in codes([telling(number) for number in range(40)])


def test_the_longest_of_equals_is_taken_at_random():
    assert expected_by_length([question(0)], "zh") == pytest.approx(0.25)


def test_a_question_asked_twice_in_other_words_is_found():
    one = question(1, stem="客户来电投诉产品质量问题时，客服人员首先应当做的是什么？", statement=True)
    other = question(2, stem="客户来电投诉产品质量问题时，客服人员首先应做的是什么？", statement=True)

    (found,) = findings((one, other))

    assert (found.refusal.code, set(found.ids)) == ("question_nearly_the_same", {"Q1", "Q2"})


def test_texts_without_a_common_run_are_not_alike():
    assert alike({"a": "客户满意度调查", "b": "渠道冲突处理", "c": ""}) == ()


def test_an_absolute_word_only_in_distractors_is_found():
    telling = question(1, right=0, options=["先听客户说完", "任何时候都道歉", "转给主管处理", "记录下来再说"])
    fair = question(2, right=0, options=["所有人都要培训", "任何时候都道歉", "转给主管处理", "记录下来再说"])

    (found,) = (each for each in findings((telling, fair)) if each.refusal.params["language"].en == "Chinese")

    assert found.ids == ("Q1",)


@pytest.mark.parametrize(
    ("stem", "options", "found"),
    [
        (
            "客户当面投诉时应当先做什么",
            ["当面投诉时先听完", "请客户填写一张表", "转给负责的主管", "记录以后再答复"],
            True,
        ),
        (
            "客户当面投诉时应当先做什么",
            ["当面投诉时先听完", "当面投诉时先道歉", "转给负责的主管", "记录以后再答复"],
            False,
        ),
        ("客户投诉时应当先做什么", ["先请客户说完", "请客户填写一张表", "转给负责的主管", "记录以后再答复"], False),
        ("Who bears the return freight?", ["bears the return freight", "the shop does", "nobody", "the carrier"], True),
        ("Who bears the return freight?", ["bearskin there turns", "the shop does", "nobody", "the carrier"], False),
    ],
)
def test_a_key_that_says_the_question_again_is_found(stem, options, found):
    assert ("question_echo" in codes([question(1, right=0, stem=stem, options=options)])) == found


def test_coverage_says_how_many_questions_each_cell_lacks():
    cells = [
        Cell(function="overview", kind="single_choice", cognitive="know", least=3, most=3),
        Cell(function="overview", kind="true_false", cognitive="know", least=1, most=1),
    ]
    single, statement = coverage([question(number) for number in range(4)], cells)

    assert (single.kind, single.have, single.needed, single.lacking, single.depth) == (
        Kind.SINGLE_CHOICE,
        4,
        6,
        2,
        "thin",
    )
    assert (statement.have, statement.lacking, statement.depth) == (0, 2, "none")
