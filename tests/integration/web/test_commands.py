"""Operators who mistype are told so in words, and programs by the exit status that all bad input has."""

import pytest

NOTHING = "00000000-0000-4000-8000-000000000000"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param(["exam", "assemble", "nonsense"], "not a valid UUID", id="no such kind of value"),
        pytest.param(["exam", "assemble"], "Missing argument 'SITTING'", id="nothing where something is needed"),
        pytest.param(["certificates", "list", "--unknown"], "No such option", id="an unknown option"),
        pytest.param(["exam", "assemble", NOTHING], "There is nothing like that.", id="something that is not there"),
    ],
)
def test_what_was_typed_wrongly_is_told_and_ends_with_status_1(app, typed, said):
    told = app.test_cli_runner().invoke(args=typed)

    assert (told.exit_code, told.stdout) == (1, "")
    assert said in told.stderr
