"""Genuine questions of the kinds that are not chosen from options, and a case text with two questions on it."""

import re
from datetime import datetime
from pathlib import Path
from typing import Any

from tests.support.questions import QUESTION, yaml_of

MATCHING: dict[str, Any] = {
    **QUESTION,
    "id": "K-MAT",
    "kind": "matching",
    "cognitive": "understand",
    "stem": {"zh": "请为每种投诉选择首先应采取的处理方式。", "en": "Choose what to do first about each complaint."},
    "prompts": [
        {"zh": "商品漏发", "en": "An article was left out"},
        {"zh": "客服态度生硬", "en": "The agent was brusque"},
        {"zh": "账单重复扣款", "en": "The bill was charged twice"},
    ],
    "options": [
        {"zh": "致歉并由主管回访", "en": "Apologise and have the supervisor call back"},
        {"zh": "核对出库记录后补发", "en": "Check the dispatch record and send it"},
        {"zh": "核对流水后原路退款", "en": "Check the payments and refund the same way"},
        {"zh": "升级为舆情事件", "en": "Escalate it as a public relations matter"},
    ],
    "answer": ["B", "A", "C"],
}
ORDERING: dict[str, Any] = {
    **QUESTION,
    "id": "K-ORD",
    "kind": "ordering",
    "cognitive": "understand",
    "stem": {"zh": "请按先后排列投诉处理的步骤。", "en": "Put the steps of handling a complaint in order."},
    "options": [
        {"zh": "调查原因", "en": "Find the cause"},
        {"zh": "受理登记", "en": "Register the complaint"},
        {"zh": "回访确认", "en": "Call back to confirm"},
        {"zh": "答复方案", "en": "Offer a solution"},
    ],
    "answer": ["B", "A", "D", "C"],
}
NUMERIC: dict[str, Any] = {
    **{name: value for name, value in QUESTION.items() if name != "options"},
    "id": "K-NUM",
    "kind": "numeric",
    "cognitive": "master",
    "stem": {
        "zh": "某班组处理了 40 通来电，通话合计 3 小时 20 分钟。平均通话时长是多少？",
        "en": "A team took 40 calls, 3 hours 20 minutes in all. How long is the average call?",
    },
    "units": [
        {"zh": "分钟", "en": "minutes", "factor": 1},
        {"zh": "秒", "en": "seconds", "factor": "1/60"},
        {"zh": "小时", "en": "hours", "factor": 60},
    ],
    "tolerance": "1%",
    "answer": 5,
}
SHORT_TEXT: dict[str, Any] = {
    **{name: value for name, value in QUESTION.items() if name != "options"},
    "id": "K-TXT",
    "kind": "short_text",
    "cognitive": "know",
    "stem": {
        "zh": "把问题原因按频数从高到低排列的图叫什么图？",
        "en": "What is the chart called that sorts causes by how often they occur?",
    },
    "answer": ["帕累托图", "排列图", "Pareto chart"],
}
TEXT = {
    "zh": "某商场周末接到 120 起咨询，其中 30 起为停车缴费失败。\n\n| 时段 | 起数 |\n| --- | --- |\n| 上午 | 42 |\n| 下午 | 78 |",
    "en": "A mall took 120 queries at the weekend, 30 of them about failed parking payments.\n\n"
    "| Time | Queries |\n| --- | --- |\n| Morning | 42 |\n| Afternoon | 78 |",
}
FIRST_ON_TEXT: dict[str, Any] = {
    **NUMERIC,
    "id": "K-GRP-1",
    "stem": {"zh": "停车缴费失败占全部咨询的百分之几？", "en": "What percentage of the queries was about parking?"},
    "units": [{"zh": "%", "en": "%", "factor": 1}],
    "tolerance": "0.5",
    "answer": 25,
    "group": {"id": "K-GRP", "number": 1, "text": TEXT},
}
SECOND_ON_TEXT: dict[str, Any] = {
    **QUESTION,
    "id": "K-GRP-2",
    "stem": {"zh": "下周应当在哪个时段多排一名咨询员？", "en": "When should another agent be on duty next week?"},
    "options": [
        {"zh": "上午", "en": "In the morning"},
        {"zh": "下午", "en": "In the afternoon"},
        {"zh": "闭店后", "en": "After closing"},
    ],
    "answer": "B",
    "group": {"id": "K-GRP", "number": 2, "text": TEXT},
}
NEW_KINDS = (MATCHING, ORDERING, NUMERIC, SHORT_TEXT)
OF_EVERY_KIND = (*NEW_KINDS, FIRST_ON_TEXT, SECOND_ON_TEXT)
MULTIPLE: dict[str, Any] = {
    **QUESTION,
    "id": "K-MUL",
    "kind": "multiple_choice",
    "cognitive": "understand",
    "stem": {"zh": "下列哪些属于服务的有形要素？", "en": "Which of these are tangible elements of service?"},
    "options": [
        {"zh": "门店环境", "en": "The surroundings of the shop"},
        {"zh": "员工着装", "en": "The clothes of the staff"},
        {"zh": "响应速度", "en": "The speed of response"},
        {"zh": "同理心", "en": "Empathy"},
    ],
    "answer": ["A", "B"],
}
STATEMENT: dict[str, Any] = {
    **{name: value for name, value in QUESTION.items() if name != "options"},
    "id": "K-TRU",
    "kind": "true_false",
    "stem": {"zh": "首问负责制要求首位接待者跟进到底。", "en": "Whoever is asked first follows the matter through."},
    "answer": True,
}
BANK = (*OF_EVERY_KIND, MULTIPLE, STATEMENT)
"""Just what one paper of the scheme below asks."""

_FUNCTION = """
      - code: overview
        title: {zh: 客户服务概述, en: Overview of customer service}
        contents: {zh: 客户与服务, en: Customers and service}
        weight: 100
"""
_BLUEPRINT = """
      marks: {single_choice: 10, multiple_choice: 12, true_false: 8, matching: 15, ordering: 15, numeric: 15, short_text: 10}
      multiple_choice: partial
      matching: partial
      ordering: partial
      assumed: {zh: 样例, en: An example}
      cells:
        overview:
          single_choice: {know: 1}
          multiple_choice: {understand: 1}
          true_false: {know: 1}
          matching: {understand: 1}
          ordering: {understand: 1}
          numeric: {master: 2}
          short_text: {know: 1}
"""
ROOT = Path(__file__).resolve().parents[2]


def scheme_text() -> str:
    """The national scheme, but with level-3 papers that ask every kind of question."""
    shipped = (ROOT / "schemes" / "csm-national.yaml").read_text(encoding="utf-8")
    with_one_function = re.sub(r"(?s)(\n    functions:)\n.*?(\n    blueprint:)", rf"\1{_FUNCTION}\2", shipped, count=1)
    text = re.sub(r"(?s)(\n    blueprint:)\n.*?(\n    certificate:)", rf"\1{_BLUEPRINT}\2", with_one_function, count=1)
    return re.sub(r"\n\n( +\S)", r"\n\1", text)


def furnish_with_kinds(now: datetime, *questions: dict[str, Any]) -> None:
    """Put that scheme in force and take these questions, or just those one paper asks, into use."""
    from kernel.actor import PLATFORM
    from kernel.words import Words
    from question_bank.domain.intake import Target
    from question_bank.services.importing import import_questions, plan
    from schemes.services.loading import store

    store(scheme_text(), "kinds.yaml", now=now)
    target = Target(
        scheme="csm-national", level=3, functions={"overview": Words("客户服务概述", "Overview of customer service")}
    )
    found = plan("kinds.yaml", yaml_of(*(questions or BANK)).encode(), target)
    assert not found.skipped, found.skipped
    import_questions(found.planned, source="kinds", reason="test", actor=PLATFORM, approve=True, now=now)


def right_answer(slot, key) -> dict[str, Any]:
    """What a page would send for a faultless answer; written without a look at the marking."""
    letters = dict(zip(slot.order, "ABCDEFGH", strict=False))
    match slot.kind:
        case "numeric":
            return {"text": str(key.correct), "unit": "A" if len(key.factors) > 1 else "", "flagged": False}
        case "short_text":
            return {"text": key.accepted[-1].upper(), "unit": "", "flagged": False}
        case "matching":
            return {"chosen": [letters[key.correct[prompt]] for prompt in slot.prompts], "flagged": False}
        case _:
            return {"chosen": [letters[option] for option in key.correct], "flagged": False}


def sits_down_to(app, the_clock, person, *questions: dict[str, Any]):
    """A candidate who has begun a paper of these questions, or of just those above; the attempt and its layout."""
    from exam.queries.attempts import work
    from storage.transaction import transaction
    from tests.support.exam_room import ExamRoom

    with app.app_context(), transaction():
        furnish_with_kinds(the_clock.now, *questions)
    room = ExamRoom(app, the_clock)
    room.holds(person)
    attempt = room.starts(person)
    with app.app_context():
        return attempt, work(attempt, the_clock.now).layout


CANARIES = ("CANARY", "73519", "0.0917", "61.0303", "610303", "0.77123", "金丝雀")
"""What no candidate may meet: rationales, the right number, its tolerance and factors, difficulties, right words."""


def with_canaries() -> tuple[dict[str, Any], ...]:
    """The same questions, but all that tells of their keys is easy to find again."""
    marked = {
        "K-NUM": {"answer": "73519.25", "tolerance": "0.0917", "units": [
            {"zh": "分钟", "en": "minutes", "factor": 1}, {"zh": "批", "en": "batches", "factor": "61.0303"}]},
        "K-TXT": {"answer": ["金丝雀图", "CANARY chart"]},
        "K-GRP-1": {"answer": "73519.25", "tolerance": "0.0917"},
    }  # fmt: skip
    rationale = {"zh": "金丝雀：因为如此。", "en": "CANARY: that is why."}
    return tuple(
        {**record, "difficulty": 0.77123, "rationale": rationale, **marked.get(record["id"], {})} for record in BANK
    )
