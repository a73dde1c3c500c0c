"""The list of questions: found by words, narrowed by facets; the address holds what the reader looks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accounts.queries import people
from kernel import clock
from question_bank import permissions, queries
from question_bank.domain.bank import ALL_USABLE, YES, Bank, tally
from question_bank.domain.kind import COGNITIVE, KINDS
from question_bank.domain.lifecycle import State
from question_bank.forms import Search
from question_bank.services import discussing, reports
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import Syllabus, syllabus
from question_bank.wording import FACET_NAMES, STATES, TONES
from web.access import actor, requires
from web.pagination import page_of
from web.wording import say


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many questions have it, and where the list of them is."""

    label: str
    count: int
    url: str
    is_chosen: bool


@bp.get("/questions")
@requires(permissions.see_bank, on=queries.bank)
def questions(bank: Bank) -> ResponseReturnValue:
    """All questions and case studies, narrowed by what the reader looks for."""
    now, known, search = clock.now(), syllabus(), Search.of(request.args)
    wanted = search.wanted(now)
    counted, authors = tally(queries.alike(wanted, now), search.asked), queries.by_author(wanted)
    counts: dict[str, Mapping[str, int]] = {
        **counted.counts,
        "author": {str(each): count for each, count in authors.items()},
    }
    names = people({*authors, *filter(None, [wanted.author_id])})
    labels = _labels(known) | {"author": {str(each): person.name for each, person in names.items()}}
    page = page_of(queries.latest_versions(wanted), total=counted.found)
    shown = {version.question_id for version in page.items}
    return render_template(
        "question_bank/questions.html",
        page=page,
        reported=reports.reported_among(shown),
        apart=discussing.enemies_among(shown),
        bank=bank,
        search=search,
        facets=[
            (facet, name, list(_values(facet, labels[facet], counts[facet], search)))
            for facet, name in FACET_NAMES.items()
        ],
        syllabus=known,
        own_drafts=queries.work_of(actor().id).get(State.DRAFT, 0),
        may_export=permissions.export_questions.holds(actor(), bank),
        now=now,
        kinds=KINDS,
        depths=COGNITIVE,
        states=STATES,
        tones=TONES,
    )


def _labels(known: Syllabus) -> dict[str, dict[str, str]]:
    """What each value of each facet is called, in the order in which values are shown."""
    return {
        "level": dict(known.level_choices),
        "function": dict(known.function_choices),
        "kind": {kind.value: say(words) for kind, words in KINDS.items()},
        "cognitive": {depth.value: say(words) for depth, words in COGNITIVE.items()},
        "state": {ALL_USABLE: _("May come into papers")} | {state.value: str(STATES[state]) for state in State},
        "due": {YES: _("Due for review")},
        "reported": {YES: _("Problem reported")},
    }


def _values(facet: str, labels: Mapping[str, str], counts: Mapping[str, int], search: Search) -> Iterator[Value]:
    for value, label in labels.items():
        is_chosen = search.asked.get(facet) == value
        if counts.get(value) or is_chosen:
            asked: dict[str, Any] = {name: said for name, said in search.asked.items() if name != facet}
            address = url_for("question_bank.questions", **(asked if is_chosen else asked | {facet: value}))
            yield Value(label, counts.get(value, 0), address, is_chosen)
