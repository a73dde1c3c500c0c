"""All figures of a table of answers as one record for programs; each says on how many persons it rests."""

from typing import Any

from question_bank.domain.statistics import calibration
from question_bank.domain.statistics.calibration import Calibration
from question_bank.domain.statistics.items import ItemFigures, figures
from question_bank.domain.statistics.responses import FEWEST, Responses
from question_bank.domain.statistics.whole import WholeFigures, whole

LEFT_OUT = "not answered: left out"
OMITTED_WRONG = "omitted: wrong; not reached: left out"
WRONG = "not answered: wrong"
PLACES = 6
Record = dict[str, Any]


def report(table: Responses, pass_mark: float = 0.6) -> Record:
    """Classical figures of the test and of each question, and where there are enough persons calibrated ones."""
    few = {"reason": f"fewer than {FEWEST} persons, or no two questions that some answered rightly and some wrongly"}
    fewer = {"reason": f"fewer than {calibration.FEWEST_FOR_SLOPES} persons"}
    one, two = calibration.rasch(table), calibration.two_parameter(table)
    return {
        "persons": table.persons,
        "questions": len(table.questions),
        "provisional": table.persons < FEWEST,
        "missing": {"omitted": int(table.omitted.sum()), "not_reached": int(table.not_reached.sum())},
        "test": of_whole(whole(table, pass_mark)),
        "items": [of_item(item) for item in figures(table)],
        "rasch": of_calibration(one) if one else few,
        "two_parameter": of_calibration(two) if two else fewer,
    }


def of_whole(found: WholeFigures) -> Record:
    """The test as a record."""
    consistency = found.consistency
    return {
        "n": found.n,
        "missing": WRONG,
        "provisional": found.is_provisional,
        "mean": _short(found.mean),
        "sd": _short(found.deviation),
        "kr20": _short(found.kr20),
        "sem": _short(found.error),
        "decision_consistency": consistency
        and {
            "pass_mark": found.pass_mark * 100,
            "agreement": _short(consistency.agreement),
            "kappa": _short(consistency.kappa),
            "method": "Subkoviak 1976",
        },
    }


def of_item(found: ItemFigures) -> Record:
    """A question as a record."""
    return {
        "item": found.name,
        "n": found.n,
        "missing": OMITTED_WRONG,
        "omitted": found.omitted,
        "not_reached": found.not_reached,
        "provisional": found.is_provisional,
        "facility": _short(found.facility),
        "discrimination": _short(found.discrimination),
        "options": [
            {
                "option": option.option,
                "correct": option.is_correct,
                "count": option.count,
                "share": _short(option.share),
                "discrimination": _short(option.discrimination),
                "thirds": [_short(third) for third in option.thirds],
            }
            for option in found.options
        ],
        "flags": list(found.flags),
    }


def of_calibration(found: Calibration) -> Record:
    """A calibrated model as a record."""
    return {
        "n": found.n,
        "missing": LEFT_OUT,
        "log_likelihood": _short(found.log_likelihood),
        "prior": found.has_prior,
        "converged": found.converged,
        "screened": list(found.screened),
        "items": [
            {"item": name, "a": _short(found.slopes[name]), "b": _short(b)} for name, b in found.difficulties.items()
        ],
    }


def _short(number: float | None) -> float | None:
    return None if number is None else round(number, PLACES)
