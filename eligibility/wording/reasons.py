"""The reasons a registrar can tick: each requirement that lacks something, or whose proof does not convince."""

from collections.abc import Iterator

from flask_babel import force_locale
from flask_babel import gettext as _

from eligibility.domain.admission import AdmissionReading, ConditionReading
from eligibility.domain.application import TickedReason
from eligibility.domain.evidence import Item
from eligibility.domain.finding import Finding
from eligibility.wording.descriptions import asked, describe
from kernel.words import Words
from web.wording import sentence


def reasons(reading: AdmissionReading) -> dict[str, TickedReason]:
    """Every reason by the value of its box, those of the conditions that hold first: they are what is relied on."""
    ordered = sorted(reading.conditions, key=lambda each: not each.met)
    return {f"{reason.condition}.{reason.place}": reason for each in ordered for reason in _of(each)}


def _of(condition: ConditionReading) -> Iterator[TickedReason]:
    for place, finding in enumerate(condition.findings):
        if condition.met or not finding.met:
            words = Words(zh=_spoken(condition, finding, "zh"), en=_spoken(condition, finding, "en"))
            yield TickedReason(condition=condition.condition.id, place=place, words=words)


def _spoken(condition: ConditionReading, finding: Finding, language: str) -> str:
    with force_locale(language):
        about, number = str(asked(finding.requirement)), condition.condition.id
        stated = ("；" if language == "zh" else "; ").join(_stated(item) for item in finding.items)
        if finding.missing is not None:
            lacking = sentence(finding.missing)
        elif stated:
            lacking = str(_("not proved by the papers: %(stated)s", stated=stated))
        else:
            lacking = str(_("not shown to hold"))
        return str(_("Condition %(number)s, %(about)s: %(lacking)s", number=number, about=about, lacking=lacking))


def _stated(item: Item) -> str:
    what, when = describe(item)
    return f"{what} ({when})"
