"""What the bank refuses, and what it says about it."""

import pytest

from question_bank.domain.case_study import CaseStudy
from question_bank.domain.key import ChoiceKey
from question_bank.domain.question import Presented, Question, key, presented
from question_bank.domain.reading import read, write


def words(zh="客户满意度", en="Customer satisfaction"):
    return {"zh": zh, "en": en}


def single(**changes):
    return {
        "id": "L3-OVE-001",
        "function": "overview",
        "kind": "single_choice",
        "cognitive": "know",
        "difficulty": 0.7,
        "stem": words("下列哪一项属于内部客户？", "Which of these is an internal customer?"),
        "options": [words("同事", "A colleague"), words("经销商", "A dealer"), words("消费者", "A consumer")],
        "answer": "A",
        "rationale": words(),
    } | changes


def case(**changes):
    levels = [{"marks": 25, **words()}, {"marks": "12.5", **words()}, {"marks": 0, **words()}]
    criteria = [{"id": f"c{n}", "title": words(), "marks": 25, "levels": levels} for n in range(4)]
    return {
        "id": "L3-CASE-001",
        "title": words(),
        "background": words(),
        "tasks": [words()],
        "rubric": criteria,
    } | changes


def reasons(record):
    answer = read(record)
    assert isinstance(answer, tuple), "the record was taken"
    return {(problem.field, problem.refusal.code) for problem in answer}


def test_a_good_question_is_taken_and_written_back_as_it_was():
    question = read(single())

    assert isinstance(question, Question)
    assert write(question) == single()


def test_a_good_case_study_is_taken_with_its_half_marks():
    study = read(case())

    assert isinstance(study, CaseStudy)
    assert study.marks == 100
    assert write(study) == case()


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        pytest.param({"answer": None}, "answer", "question_no_key", id="no key"),
        pytest.param({"answer": "D"}, "answer", "question_key_out_of_range", id="key beyond the options"),
        pytest.param({"answer": ["A", "B"]}, "answer", "question_several_keys", id="two keys"),
        pytest.param({"answer": "1"}, "answer", "question_key_not_letters", id="key is a number"),
        pytest.param({"answer": True}, "answer", "question_key_not_letters", id="key is a truth"),
        pytest.param({"options": [words(), words("二", "2")]}, "options", "question_too_few_options", id="two options"),
        pytest.param({"options": []}, "options", "question_too_few_options", id="no options"),
        pytest.param({"options": None}, "options", "question_missing", id="options missing"),
        pytest.param({"options": "A B C"}, "options", "question_not_a_list", id="options as a text"),
        pytest.param(
            {"options": [words(str(n), str(n)) for n in range(9)]}, "options", "question_too_many_options", id="nine"
        ),
        pytest.param(
            {"options": [words("同事", "A"), words("同事。", "B"), words("他", "C")]},
            "options.2.zh",
            "question_duplicate_option",
            id="the same twice",
        ),
        pytest.param(
            {"options": [words("一", "1"), words("二", "2"), words("以上都是", "All of the above")]},
            "options.3.en",
            "question_leans_on_options",
            id="all of the above",
        ),
        pytest.param({"stem": {"zh": "中文"}}, "stem.en", "question_missing_language", id="no English"),
        pytest.param({"stem": {"zh": "", "en": "x"}}, "stem.zh", "question_missing_language", id="no Chinese"),
        pytest.param({"stem": words("only", "only")}, "stem.zh", "question_not_chinese", id="English twice"),
        pytest.param({"stem": words("客户", "客户")}, "stem.en", "question_not_english", id="Chinese twice"),
        pytest.param({"stem": "text"}, "stem", "question_not_bilingual", id="one language"),
        pytest.param(
            {"stem": words("客\u0000户", "x")}, "stem.zh", "question_control_character", id="control character"
        ),
        pytest.param({"stem": words("客\u202e户", "x")}, "stem.zh", "question_control_character", id="backwards text"),
        pytest.param({"stem": words("客" * 20_001, "x")}, "stem.zh", "question_too_long", id="a novel"),
        pytest.param({"stem": {"zh": ["客"], "en": "x"}}, "stem.zh", "question_not_a_text", id="a list as text"),
        pytest.param({"kind": "essay"}, "kind", "question_unknown_choice", id="unknown kind"),
        pytest.param({"kind": "case_study"}, "kind", "question_unknown_choice", id="case without rubric"),
        pytest.param({"cognitive": "guess"}, "cognitive", "question_unknown_choice", id="unknown level"),
        pytest.param({"difficulty": 1.2}, "difficulty", "question_difficulty_out_of_range", id="more than certain"),
        pytest.param({"difficulty": "hard"}, "difficulty", "question_not_a_number", id="difficulty in words"),
        pytest.param({"difficulty": None}, "difficulty", "question_missing", id="no difficulty"),
        pytest.param({"difficulty": "NaN"}, "difficulty", "question_not_a_number", id="not a number"),
        pytest.param({"ratoinale": words()}, "ratoinale", "question_unknown_field", id="misspelt field"),
        pytest.param({"id": "L3 / 1"}, "id", "question_bad_number", id="number with a slash"),
        pytest.param({"id": None}, "id", "question_missing", id="no number"),
        pytest.param({"kind": "multiple_choice", "answer": ["A"]}, "answer", "question_too_few_right", id="one right"),
        pytest.param({"kind": "multiple_choice", "answer": "ABC"}, "answer", "question_all_right", id="all right"),
        pytest.param({"kind": "multiple_choice", "answer": "AA"}, "answer", "question_key_not_letters", id="A twice"),
        pytest.param({"kind": "true_false", "answer": True}, "options", "question_field_not_wanted", id="options"),
        pytest.param(
            {"kind": "true_false", "options": None, "answer": "maybe"}, "answer", "question_key_not_truth", id="maybe"
        ),
        pytest.param({"kind": "true_false", "options": None, "answer": ""}, "answer", "question_no_key", id="no truth"),
    ],
)
def test_a_bad_question_is_refused_with_field_and_reason(changes, field, code):
    assert (field, code) in reasons(single(**changes))


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        pytest.param({"tasks": []}, "tasks", "question_no_tasks", id="no tasks"),
        pytest.param({"rubric": case()["rubric"][:3]}, "rubric", "question_criteria_count", id="three criteria"),
        pytest.param({"rubric": case()["rubric"][:3]}, "rubric", "question_marks_do_not_add_up", id="75 marks"),
        pytest.param({"rubric": ["x"]}, "rubric.1", "question_not_a_record", id="criterion as text"),
        pytest.param(
            {"rubric": [case()["rubric"][0]] * 4}, "rubric.2.id", "question_duplicate_criterion", id="one id twice"
        ),
        pytest.param(
            {"rubric": [case()["rubric"][0] | {"levels": []}]}, "rubric.1.levels", "question_too_few_levels", id="bare"
        ),
        pytest.param(
            {"rubric": [case()["rubric"][0] | {"levels": case()["rubric"][0]["levels"][::-1]}]},
            "rubric.1.levels",
            "question_levels_out_of_order",
            id="worst first",
        ),
    ],
)
def test_a_bad_case_study_is_refused_with_field_and_reason(changes, field, code):
    assert (field, code) in reasons(case(**changes))


def test_a_missing_description_of_a_level_is_told_with_its_place():
    record = case()
    record["rubric"][1]["levels"] = [{"marks": 25, "zh": "好"}, {"marks": 0, **words()}]

    assert ("rubric.2.levels.1.en", "question_missing_language") in reasons(record)


def test_every_reason_is_told_at_once():
    assert {field for field, _ in reasons(single(answer=None, difficulty=None, stem=None))} >= {
        "answer",
        "difficulty",
        "stem",
    }


def test_what_a_candidate_sees_holds_no_key():
    question = read(single(kind="multiple_choice", answer=["A", "C"]))

    assert set(Presented.__dataclass_fields__) == {"kind", "stem", "options", "prompts", "group"}
    assert presented(question).options == question.content.options
    assert key(question) == ChoiceKey(correct=frozenset({0, 2}))


@pytest.mark.parametrize(("said", "position"), [("正确", 0), (True, 0), ("错", 1), ("FALSE", 1)])
def test_a_statement_is_shown_with_two_options_of_which_one_is_right(said, position):
    question = read(single(kind="true_false", options=None, answer=said))

    assert [option.zh for option in presented(question).options] == ["正确", "错误"]
    assert key(question).correct == {position}
    assert write(question)["answer"] is (position == 0)
