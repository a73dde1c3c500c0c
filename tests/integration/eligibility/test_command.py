"""`flask eligibility check` answers as the contract says, and refuses what cannot be meant."""

import json

import pytest

from schemes.services import loading

EMPTY = {
    "employment": [], "education": [], "enrolled": [], "certificates": [], "training": [], "titles": [],
    "student_certificates": [],
}  # fmt: skip


@pytest.fixture
def check(app, tmp_path):
    """`check(level, evidence, …)` runs the command on a file."""

    def run(level, written, *options, scheme="csm-national", name="evidence.json"):
        path = tmp_path / name
        path.write_text(written if isinstance(written, str) else json.dumps(written), encoding="utf-8")
        return app.test_cli_runner().invoke(args=["eligibility", "check", scheme, str(level), str(path), *options])

    return run


def test_the_answer_has_the_shape_of_the_contract(check):
    evidence = {**EMPTY, "employment": [{"start": "2020-06-15", "end": None, "occupation": "same"}]}

    answer = json.loads(check(3, evidence, "--on", "2026-06-14").stdout)

    assert list(answer) == ["outcome", "met", "conditions", "cures"]
    assert answer["outcome"] == "none"
    assert answer["met"] == []
    assert [condition["id"] for condition in answer["conditions"]] == ["1", "2", "3", "4", "5"]
    first = answer["conditions"][0]
    assert first == {
        "id": "1",
        "met": False,
        "missing": [
            "Needed: 6 years of continuous work in this occupation. The longest stretch so far: 5 years and 11 months."
        ],
        "earliest": "2026-06-15",
        "facts": [],
    }
    assert answer["conditions"][1]["earliest"] is None


def test_on_the_day_itself_the_condition_is_met(check):
    evidence = {**EMPTY, "employment": [{"start": "2020-06-15", "end": None, "occupation": "same"}]}

    answer = json.loads(check(3, evidence, "--on", "2026-06-15").stdout)

    assert answer["outcome"] == "full"
    assert answer["met"] == ["1"]
    fact = {"list": "employment", "index": 0, "item": evidence["employment"][0]}
    assert answer["conditions"][0] == {"id": "1", "met": True, "missing": [], "earliest": None, "facts": [fact]}
    assert answer["cures"] == []


def test_a_refusal_comes_with_the_shortest_cures_which_keep_their_promise(check):
    graduate = {**EMPTY, "education": [{"degree": "bachelor", "field": "other", "awarded": "2018-07-01"}]}

    answer = json.loads(check(3, graduate, "--on", "2026-01-01").stdout)

    assert answer["outcome"] == "none"
    (cure,) = answer["cures"]
    assert cure == {
        "condition": "5",
        "additions": [{"list": "training", "item": {"level": 3, "hours": 180, "completed": "2026-01-01"}}],
        "at_once": True,
        "on": "2026-01-01",
        "text": "With training for level 3 of at least 180 hours with a completion certificate, "
        "you could apply at once.",
    }
    trained = {**graduate, "training": [cure["additions"][0]["item"]]}
    assert json.loads(check(3, trained, "--on", cure["on"]).stdout)["met"] == ["5"]


def test_sentences_come_in_chinese_too(check):
    answer = json.loads(check(3, EMPTY, "--on", "2026-01-01", "--language", "zh").stdout)

    assert answer["conditions"][0]["missing"] == ["须连续从事本职业工作满 6 年；目前最长：无。"]


@pytest.mark.parametrize("code", [path.stem for path in loading.shipped_files()])
def test_every_scheme_and_level_is_answered_in_both_languages(check, code):
    at_work = {**EMPTY, "employment": [{"start": "2024-06-15", "end": None, "occupation": "same"}]}
    for level in loading.shipped(code).levels:
        for language, others in (("zh", "you could"), ("en", "如取得")):
            answer = json.loads(check(level, at_work, "--on", "2025-01-01", "--language", language, scheme=code).stdout)
            assert all(condition["missing"] or condition["met"] for condition in answer["conditions"])
            assert answer["outcome"] == "full" or answer["cures"]
            assert not any(others in cure["text"] for cure in answer["cures"])


def test_a_cure_of_every_scheme_keeps_its_promise(check):
    """What is proposed is added to the file as it stands in the answer; the level is then open on the day promised."""
    kept = 0
    for code in (path.stem for path in loading.shipped_files()):
        for level in loading.shipped(code).levels:
            person = {**EMPTY, "employment": [{"start": "2020-02-29", "end": None, "occupation": "same"}]}
            for cure in json.loads(check(level, person, "--on", "2021-01-01", scheme=code).stdout)["cures"]:
                cured = {name: list(entries) for name, entries in person.items()}
                for addition in cure["additions"]:
                    cured[addition["list"]].append(addition["item"])
                answer = json.loads(check(level, cured, "--on", cure["on"], scheme=code).stdout)
                assert answer["outcome"] == "full"
                assert cure["condition"] in answer["met"]
                kept += 1
    assert kept > 10


def test_a_file_of_lines_gives_one_answer_a_line(check):
    graduate = {"education": [{"degree": "bachelor", "field": "same", "awarded": "2015-07-01"}]}
    lines = "\n".join(json.dumps(person) for person in (EMPTY, graduate, EMPTY)) + "\n"

    answer = check(3, lines, "--on", "2026-01-01", name="people.jsonl")

    outcomes = [json.loads(line)["outcome"] for line in answer.stdout.splitlines()]
    assert outcomes == ["none", "full", "none"]


def test_today_is_the_day_of_reading_unless_another_is_given(check, the_clock):
    evidence = {"employment": [{"start": "2020-03-02", "end": None, "occupation": "same"}]}

    assert json.loads(check(3, evidence).stdout)["met"] == ["1"]


def test_a_loaded_scheme_is_the_one_that_is_read(check, scheme):
    assert json.loads(check(3, EMPTY, "--on", "2026-01-01").stdout)["outcome"] == "none"


BAD = {
    "an end before the start": (
        '{"employment": [{"start": "2020-01-01", "end": "2019-01-01", "occupation": "same"}]}',
        "employment[0].end",
    ),
    "an unknown degree": (
        '{"education": [{"degree": "knighthood", "field": "same", "awarded": "2019-01-01"}]}',
        "education[0].degree",
    ),
    "a day that is none": ('{"titles": [{"grade": "junior", "awarded": "2023-02-29"}]}', "titles[0].awarded"),
    "a date in another form": ('{"titles": [{"grade": "junior", "awarded": "20230228"}]}', "titles[0].awarded"),
    "an unknown list": ('{"medals": []}', "medals"),
    "an unknown field": (
        '{"titles": [{"grade": "junior", "awarded": "2023-02-28", "colour": "red"}]}',
        "titles[0].colour",
    ),
    "a missing field": ('{"titles": [{"grade": "junior"}]}', "titles[0].awarded"),
    "a level beyond the ladder": (
        '{"training": [{"level": 4, "hours": 180, "completed": "2020-01-01"}]}',
        "training[0].level",
    ),
    "hours that are no number": (
        '{"training": [{"level": 3, "hours": "many", "completed": "2020-01-01"}]}',
        "training[0].hours",
    ),
    "hours below nothing": (
        '{"training": [{"level": 3, "hours": -1, "completed": "2020-01-01"}]}',
        "training[0].hours",
    ),
    "a scheme that is no text": (
        '{"certificates": [{"scheme": 7, "level": 3, "issued": "2020-01-01"}]}',
        "certificates[0].scheme",
    ),
    "a list that is none": ('{"titles": {}}', "titles"),
    "an entry that is none": ('{"titles": [1]}', "titles[0]"),
    "no object": ("[]", "evidence.json"),
    "no JSON": ("{", "evidence.json"),
    "no number": ('{"training": [{"level": 3, "hours": NaN, "completed": "2020-01-01"}]}', "evidence.json"),
}


@pytest.mark.parametrize(("written", "where"), BAD.values(), ids=BAD.keys())
def test_bad_evidence_is_refused_on_standard_error_with_its_place(check, written, where):
    answer = check(3, written)

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert where in answer.stderr


def test_a_bad_line_is_refused_with_its_number(check):
    answer = check(3, json.dumps(EMPTY) + '\n{"medals": []}\n', name="people.jsonl")

    assert answer.exit_code == 1
    assert answer.stdout == ""
    assert "people.jsonl:2" in answer.stderr


@pytest.mark.parametrize(
    ("scheme", "level", "options"),
    [
        ("csm-atlantis", 3, ()),
        ("csm-national", 4, ()),
        ("crm-course", 1, ()),
        ("csm-national", 3, ("--on", "tomorrow")),
        ("csm-national", 3, ("--on", "2026-2-3")),
        ("csm-national", 3, ("--on", "2026-02-29")),
    ],
    ids=["unknown scheme", "unknown level", "level of others", "no date", "short date", "no leap year"],
)
def test_what_does_not_exist_is_refused(check, scheme, level, options):
    answer = check(level, EMPTY, *options, scheme=scheme)

    assert answer.exit_code == 1
    assert answer.stderr.strip()


def test_a_file_that_is_not_there_is_refused(app, tmp_path):
    answer = app.test_cli_runner().invoke(
        args=["eligibility", "check", "csm-national", "3", str(tmp_path / "none.json")]
    )

    assert answer.exit_code == 1
    assert "none.json" in answer.stderr
