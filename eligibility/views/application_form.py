"""The form of an application: its tasks, the choice of the condition, the check of the answers, sending it."""

from uuid import UUID

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from eligibility import permissions
from eligibility.domain.choice import nearest
from eligibility.domain.filling import Filling, TaskState
from eligibility.forms.condition import ConditionForm
from eligibility.queries.filling import filling_of
from eligibility.services import applications as services
from eligibility.views.blueprint import bp
from eligibility.views.tasks import apply_tasks, evidence_tasks, identity_address, paper_address, person_tasks, places
from eligibility.views.ways import Way, way
from kernel import clock
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import NotFound, Refused
from kernel.verdict import Refusal
from web.access import actor, requires
from web.fields import takes
from web.wording import sentence


def _me() -> tuple[Actor, UUID]:
    who = actor()
    if who.id is None:
        raise NotFound
    return who, who.id


def _filling(code: str, level: int) -> Filling:
    scheme = services.scheme_now(code, clock.now())
    return filling_of(_me()[1], scheme, level, local_date(clock.now(), scheme.zone))


def _page(template: str, filling: Filling, **more: object) -> str:
    return render_template(
        f"eligibility/{template}.html",
        filling=filling,
        scheme=filling.scheme,
        level=filling.level,
        TaskState=TaskState,
        **more,
    )


@bp.get("/schemes/<code>/levels/<int:level>/application")
@requires(permissions.apply_for_level)
def application_form(code: str, level: int) -> ResponseReturnValue:
    """The tasks of an application, each with how far it is, and what the evidence so far is good for."""
    filling = _filling(code, level)
    way_here = Way(code=filling.scheme.code, level=level)
    return _page(
        "application_form",
        filling,
        nearest=nearest(filling.reading),
        person_tasks=person_tasks(filling, way_here),
        evidence_tasks=evidence_tasks(filling, way_here),
        apply_tasks=apply_tasks(filling, way_here),
    )


@bp.get("/schemes/<code>/levels/<int:level>/application/condition")
@requires(permissions.apply_for_level)
def condition_choice(code: str, level: int) -> ResponseReturnValue:
    """On which of the conditions that hold to apply."""
    filling = _filling(code, level)
    preset = filling.chosen or filling.recommended
    return _choice(filling, ConditionForm.among(filling.choices, preset.condition.id if preset else None))


def _choice(filling: Filling, form: ConditionForm) -> str:
    return _page("condition_choice", filling, form=form, way=way())


@bp.post("/schemes/<code>/levels/<int:level>/application/conditions")
@requires(permissions.apply_for_level)
@takes(ConditionForm)
def choose_condition(code: str, level: int) -> ResponseReturnValue:
    """Keep the choice."""
    filling = _filling(code, level)
    form = ConditionForm.among(filling.choices)
    if not form.validate():
        return _choice(filling, form), 422
    services.choose_condition(_me()[0], code, level, form.condition.data, now=clock.now())
    return redirect(way().onward(url_for("eligibility.application_form", code=code, level=level)))


@bp.get("/schemes/<code>/levels/<int:level>/application/check")
@requires(permissions.apply_for_level)
def check_answers(code: str, level: int) -> ResponseReturnValue:
    """Everything that will be sent, with a way to change each answer."""
    return _check(_filling(code, level))


def _check(filling: Filling, refused: Refused | None = None) -> str:
    way_back = Way(code=filling.scheme.code, level=filling.level.number, then="check")
    open_places = places(filling, way_back)
    said = [(each, _place_of(each, open_places)) for each in refused.refusals] if refused else []
    return _page(
        "check_answers",
        filling,
        refused=said,
        missing=open_places,
        papers=_papers(filling, way_back),
        identity_url=identity_address(way_back),
        way=way_back,
    )


def _place_of(refusal: Refusal, known: list[tuple[Refusal, str]]) -> str:
    return next((address for each, address in known if sentence(each) == sentence(refusal)), "")


def _papers(filling: Filling, way_back: Way) -> list[dict[str, object]]:
    """The papers of the chosen condition, each with its evidence and the page where it is handed in or looked at."""
    of = {kept.id: kept for kept in filling.items}
    return [
        {
            "kind": wanted.kind,
            "item": of.get(wanted.evidence_id),
            "paper": paper,
            "url": paper_address(filling, wanted, way_back),
        }
        for wanted, paper in filling.papers_of_choice
    ]


@bp.get("/schemes/<code>/levels/<int:level>/application/papers")
@requires(permissions.apply_for_level)
def application_papers(code: str, level: int) -> ResponseReturnValue:
    """Exactly the papers that the chosen condition asks for."""
    filling = _filling(code, level)
    way_back = Way(code=filling.scheme.code, level=level, then="papers")
    return _page("application_papers", filling, papers=_papers(filling, way_back), way=way_back)


@bp.post("/schemes/<code>/levels/<int:level>/applications")
@requires(permissions.apply_for_level)
@takes("condition")
def apply(code: str, level: int) -> ResponseReturnValue:
    """Send the application, on the condition that was shown."""
    try:
        application_id = services.apply(
            _me()[0], code, level, condition_id=request.form.get("condition"), now=clock.now()
        )
    except Refused as refused:
        return _check(_filling(code, level), refused), 409
    return redirect(url_for("eligibility.application", application_id=application_id))
