"""The commands answer in JSON, and bad input gets a sentence and status 1."""

import json

import pytest


@pytest.fixture
def types(app):
    runner = app.test_cli_runner()

    def run(*words):
        return runner.invoke(args=["grading", *words])

    return run


@pytest.fixture
def scores(tmp_path):
    def write(content) -> str:
        path = tmp_path / "scores.json"
        path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        return str(path)

    return write


@pytest.mark.parametrize(
    ("marks", "status", "score"),
    [
        pytest.param(["61.5"], "final", "61.50", id="one"),
        pytest.param(["60", "63"], "final", "61.50", id="two that agree"),
        pytest.param(["50", "63"], "another_marker", None, id="two that differ"),
        pytest.param(["50", "63", "61"], "final", "62.00", id="a third"),
    ],
)
def test_marks_are_resolved(types, marks, status, score):
    answer = json.loads(types("resolve", "csm-national", "case_study", *marks).stdout)

    assert (answer["status"], answer["score"]) == (status, score)
    assert answer["reason"]


@pytest.mark.parametrize(
    "words",
    [
        pytest.param(["resolve", "csm-national", "theory"], id="no mark"),
        pytest.param(["resolve", "csm-national", "theory", "60", "61"], id="two for a key"),
        pytest.param(["resolve", "csm-national", "case_study", "-1"], id="a negative mark"),
        pytest.param(["resolve", "csm-national", "case_study", "101"], id="more than there is"),
        pytest.param(["resolve", "csm-national", "oral", "60"], id="no such component"),
        pytest.param(["resolve", "nowhere", "theory", "60"], id="no such scheme"),
        pytest.param(["standing", "csm-national", "9", "nowhere.json"], id="no such level"),
        pytest.param(["standing", "csm-national", "3", "nowhere.json"], id="no such file"),
        pytest.param(["standing", "csm-national", "3", "nowhere.json", "--on", "2026-13-01"], id="no such day"),
    ],
)
def test_bad_input_is_told_in_a_sentence(types, words):
    done = types(*words)

    assert done.exit_code == 1
    assert done.stdout == ""
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("content", ["", "{", "{}", '["60"]', "[" * 100_000, '[{"component": "theory"}]'])
def test_a_file_that_holds_no_scores_is_refused(types, scores, content):
    assert types("standing", "csm-national", "3", scores(content)).exit_code == 1


def test_standing_on_the_last_valid_day_and_the_day_after(types, scores):
    file = scores(
        [
            {"component": "theory", "score": "60.00", "on": "2024-02-29"},
            {"component": "case_study", "score": 75, "on": "2025-06-30"},
        ]
    )

    last = json.loads(types("standing", "csm-national", "3", file, "--on", "2026-02-28").stdout)
    after = json.loads(types("standing", "csm-national", "3", file, "--on", "2026-03-01").stdout)

    assert last["qualified"]
    assert last["components"][0] == {
        "component": "theory",
        "passed": True,
        "valid": True,
        "score": "60.00",
        "valid_until": "2026-02-28",
    }
    assert not after["qualified"]
    assert after["components"][0]["valid"] is False
    assert set(after["sentence"]) == {"zh", "en"}


def test_standing_is_about_today_unless_a_day_is_named(types, scores, the_clock):
    answer = json.loads(types("standing", "csm-national", "3", scores([])).stdout)

    assert answer["on"] == "2026-03-02"
    assert [component["score"] for component in answer["components"]] == [None, None]
