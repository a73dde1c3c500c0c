"""Questions for tests: one that is good, and files made of such."""

import json
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.compat import StringIO

ROOT = Path(__file__).resolve().parents[2]
CONTENT = ROOT / "question_bank/content/csm-national/level-3"
QUESTION: dict[str, Any] = {
    "id": "T-001",
    "function": "overview",
    "kind": "single_choice",
    "cognitive": "know",
    "difficulty": 0.7,
    "stem": {"zh": "下列哪一项属于内部客户？", "en": "Which of these is an internal customer?"},
    "options": [
        {"zh": "仓储部的同事", "en": "A colleague in the warehouse"},
        {"zh": "外地的经销商", "en": "A dealer in another town"},
        {"zh": "门店的消费者", "en": "A consumer in the shop"},
    ],
    "answer": "A",
    "rationale": {"zh": "同事在流程中接受服务。CANARY-RATIONALE", "en": "Colleagues receive service in the process."},
}


def yaml_of(*questions: dict[str, Any], level: int = 3) -> str:
    """A file of questions."""
    out = StringIO()
    YAML().dump({"scheme": "csm-national", "level": level, "questions": json.loads(json.dumps(questions))}, out)
    return out.getvalue()
