"""`flask bank statistics` tells what answers tell, and refuses tables that it cannot read."""

import json
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

from kernel import clock
from kernel.actor import PLATFORM
from messages.services import notices_of
from question_bank import queries
from storage.transaction import transaction
from tests.support.questions import QUESTION

LSAT = Path(__file__).parents[2] / "unit/question_bank/data/lsat6.csv"


@pytest.fixture
def statistics(app, tmp_path):
    """`statistics(text, …)` runs the command on a file."""

    def run(written: str | bytes, *options):
        path = tmp_path / "answers.csv"
        path.write_bytes(written if isinstance(written, bytes) else written.encode())
        return app.test_cli_runner().invoke(args=["bank", "statistics", str(path), *options])

    return run


def test_published_figures_come_out_of_the_command(statistics):
    found = json.loads(statistics(LSAT.read_bytes()).stdout)

    assert found["test"]["kr20"] == pytest.approx(0.294997, abs=1e-6)
    assert found["rasch"]["log_likelihood"] == pytest.approx(-2473.054, abs=1e-3)
    assert found["two_parameter"]["log_likelihood"] == pytest.approx(-2466.653, abs=1e-3)
    assert found["items"][0]["facility"] == 0.924


def test_letters_are_read_with_a_key(statistics):
    found = json.loads(statistics("考号;q1;q2\n001;A;bc\n002;B;\n003;;C\n", "--key", "A,BC", "--options", "4").stdout)

    assert found["persons"] == 3
    assert found["provisional"]
    assert [item["facility"] for item in found["items"]] == [pytest.approx(1 / 3, abs=1e-6), 0.5]
    assert [option["option"] for option in found["items"][0]["options"]] == ["A", "B", "C", "D"]


@pytest.mark.parametrize(
    ("written", "options", "said"),
    [
        pytest.param("", (), "no answers", id="empty"),
        pytest.param("q1,q2\n", (), "no answers", id="headings only"),
        pytest.param("q1,q2\n1,0\n1\n", (), "answers.csv:3: ", id="uneven"),
        pytest.param("q1,q2\n1,2\n", (), "should be 0, 1 or empty", id="no answer"),
        pytest.param("q1,q2\n1,nan\n", (), "should be 0, 1 or empty", id="not a number"),
        pytest.param("q1,q2\nA,B\n", (), "--key", id="letters without a key"),
        pytest.param("q1,q2\nA,1\n", ("--key", "AB"), "letters of options", id="numbers with a key"),
        pytest.param("q1,q2\nA,B\n", ("--key", "ABC"), "3", id="key too long"),
        pytest.param("q1,q2\nA,B\n", ("--key", "A?"), "cannot be a key", id="no key"),
        pytest.param("q1,q1\n1,0\n", (), "q1", id="a name twice"),
        pytest.param("q1,é\n1,0\n".encode("latin-1"), (), "UTF-8", id="other encoding"),
    ],
)
def test_tables_that_cannot_be_meant_are_refused(statistics, written, options, said):
    result = statistics(written, *options)

    assert result.exit_code == 1
    assert said in result.stderr
    assert not result.stdout


def test_a_file_that_is_not_there_is_refused(app, tmp_path):
    result = app.test_cli_runner().invoke(args=["bank", "statistics", str(tmp_path / "none.csv")])

    assert (result.exit_code, result.stdout) == (1, "")
    assert "none.csv" in result.stderr


@pytest.fixture
def analysed(bank, imports, registrar, the_clock):
    """Forty people answered five questions; the better ones take a wrong option of the first."""
    from question_bank.domain.statistics.responses import Given
    from question_bank.services.analysing import keep_figures

    registrar.signs_in()
    versions = imports(PLATFORM, *(QUESTION | {"id": f"T-00{number}"} for number in range(1, 6)), approve=True)
    better = [Given(0, 0, "C"), *(Given(column, 1, "A") for column in range(1, 5))]
    rows = [better] * 20
    for letter in "BC" * 10:
        rows.append([Given(0, 1, "A"), *(Given(column, 0, letter) for column in range(1, 5))])
    rows[-1] = [Given(0, 0, "B"), *rows[-1][1:]]
    rows[-2] = rows[-1]
    with bank.app_context(), transaction():
        worth = {versions[f"T-00{number}"].id: Decimal(1) for number in range(1, 6)}
        keep_figures(uuid4(), worth, rows, pass_mark=Decimal("0.6"), now=the_clock.now)
    return versions


def test_what_answers_say_against_a_question_leads_to_its_review(bank, analysed, registrar):
    version = analysed["T-001"]

    with bank.app_context():
        assert queries.version(version.id).figures[0].content["flags"] == ["possible_wrong_key"]
        assert queries.waiting_count(clock.now()) == 1
        assert [notice.link for notice in notices_of(registrar.id)] == ["/questions?due=yes"]
    page = registrar.get(f"/questions/{version.question_id}?lang=en").text
    assert "The answers of a sitting speak against it" in page
    assert "Perhaps a wrong key" in page
    assert "<svg" in page

    registrar.post(f"/question-versions/{version.id}/moves", {"move": "confirm", "reason": ""})

    page = registrar.get(f"/questions/{version.question_id}?lang=en").text
    assert "The answers of a sitting speak against it" not in page
    assert "Perhaps a wrong key" in page, "the figures stay"


def test_where_nothing_is_said_against_a_question_nobody_is_bothered(bank, analysed, registrar):
    page = registrar.get(f"/questions/{analysed['T-002'].question_id}?lang=en").text

    assert "What answers tell" in page
    assert "Due for review" not in page
