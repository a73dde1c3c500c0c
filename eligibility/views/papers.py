"""A candidate's papers: what is there and what is missing, handing in, looking, turning; and the registrar's look."""

from io import BytesIO
from uuid import UUID

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

import accounts.queries
from documents.uploads import LARGEST_FILE
from eligibility import permissions
from eligibility.domain.papers import OF_THE_PERSON, PAPER_OF, Needed, PaperKind
from eligibility.domain.portfolio import Source
from eligibility.domain.portrait import Box
from eligibility.forms.papers import PaperForm, PortraitForm
from eligibility.models.papers import Paper
from eligibility.queries import evidence as shown
from eligibility.queries import papers as kept
from eligibility.services import papers as services
from eligibility.views.blueprint import bp
from eligibility.views.ways import way
from eligibility.wording.papers import PAPER_HINTS, PAPER_TITLES
from kernel import clock
from kernel.actor import Actor
from kernel.errors import BadInput, NotFound, Refused
from kernel.verdict import Refusal
from storage.transaction import let_go
from web.access import actor, requires
from web.fields import takes
from web.files import send_back
from web.wording import sentence


@bp.context_processor
def words_for_papers() -> dict[str, object]:
    """Names of papers, for the templates of this package."""
    return {"paper_titles": PAPER_TITLES, "paper_hints": PAPER_HINTS}


def _me() -> tuple[Actor, UUID]:
    who = actor()
    if who.id is None:
        raise NotFound
    return who, who.id


@bp.get("/papers")
@requires(permissions.keep_papers)
def papers() -> ResponseReturnValue:
    """What the person and each piece of evidence needs, and what is there."""
    _who, candidate_id = _me()
    mine = {(each.kind, each.evidence_id): each for each in kept.papers_of(candidate_id)}
    items = [each for each in shown.portfolio_of(candidate_id) if each.source is Source.CANDIDATE]
    return render_template(
        "eligibility/papers.html",
        of_person=[(kind, mine.get((kind, None))) for kind in OF_THE_PERSON],
        of_evidence=[(PAPER_OF[each.kind], each, mine.get((PAPER_OF[each.kind], each.id))) for each in items],
        identity=accounts.queries.identity_of(candidate_id),
    )


@bp.get("/papers/<kind>/new")
@requires(permissions.keep_papers)
def new_paper(kind: str) -> ResponseReturnValue:
    """Choose a file for one purpose."""
    wanted = _wanted(kind)
    if wanted.kind is PaperKind.PORTRAIT:
        return redirect(url_for("eligibility.portrait", **way().args))
    return _upload_page(wanted, PaperForm(formdata=None))


def _wanted(kind: str) -> Needed:
    """The purpose named by an address, for the person who asks; raises NotFound."""
    try:
        wanted = Needed(PaperKind(kind), UUID(request.args["evidence"]) if "evidence" in request.args else None)
    except ValueError:
        raise NotFound from None
    services.check_purpose(_me()[0], wanted.kind, wanted.evidence_id)
    return wanted


def _upload_page(wanted: Needed, form: PaperForm) -> str:
    return render_template(
        "eligibility/new_paper.html",
        form=form,
        wanted=wanted,
        item=shown.evidence_item(wanted.evidence_id).kept if wanted.evidence_id else None,
        present=kept.find_paper(_me()[1], wanted),
        way=way(),
        back=way().onward(url_for("eligibility.papers")),
    )


@bp.post(f"/papers/<any({', '.join(PaperKind)}):kind>")
@requires(permissions.keep_papers)
@takes(PaperForm)
def keep_paper(kind: str) -> ResponseReturnValue:
    """Keep the file that was sent."""
    wanted, form = _wanted(kind), PaperForm()
    if form.validate():
        try:
            paper_id = _keep(form, wanted)
        except Refused as refused:
            form.file.errors = [sentence(refusal) for refusal in refused.refusals]
        else:
            return redirect(url_for("eligibility.paper", paper_id=paper_id, **way().args))
    return _upload_page(wanted, form), 422


def _keep(form: PaperForm, wanted: Needed, box: Box | None = None) -> UUID:
    """Prepare without holding the database, then keep; raises Refused."""
    sent = form.file.data
    if not sent:
        raise Refused(Refusal("file_missing"))
    content = sent.stream.read(LARGEST_FILE + 1)
    let_go()
    prepared = services.prepare(wanted.kind, BytesIO(content), turn=form.turn.data or 0, box=box)
    name, now = sent.filename or "", clock.now()
    return services.keep_prepared(_me()[0], prepared, name=name, evidence_id=wanted.evidence_id, now=now).id


@bp.get("/papers/<uuid:paper_id>")
@requires(permissions.turn_own_paper, on=kept.paper_row)
def paper(paper: Paper) -> ResponseReturnValue:
    """One's own paper: how it looks, turning it, replacing it."""
    return render_template(
        "eligibility/paper.html",
        paper=paper.facts,
        item=_item(paper),
        is_newest=kept.find_paper(paper.candidate_id, Needed(paper.kind, paper.evidence_id)) == paper.facts,
        way=way(),
        back=way().onward(url_for("eligibility.papers")),
    )


def _item(paper: Paper) -> object:
    try:
        return shown.evidence_item(paper.evidence_id).kept if paper.evidence_id else None
    except NotFound:
        return None


@bp.post("/papers/<uuid:paper_id>/rotation")
@requires(permissions.see_paper, on=kept.paper_row)
def turn_paper(paper: Paper) -> ResponseReturnValue:
    """Turn it clockwise by a quarter."""
    services.turn_paper(paper, actor=actor(), now=clock.now())
    own = paper.candidate_id == actor().id
    page = "eligibility.paper" if own else "eligibility.desk_paper"
    return redirect(url_for(page, paper_id=paper.id, _anchor="paper", **way().args))


@bp.get("/papers/<uuid:paper_id>/picture")
@requires(permissions.see_paper, on=kept.paper_row)
def paper_picture(paper: Paper) -> ResponseReturnValue:
    """The paper as a picture for a page; of a PDF the first page."""
    found = services.read_preview(paper.id, actor=actor(), now=clock.now())
    return send_back(found.content, name=found.name, media_type=found.media_type, is_shown=True)


@bp.get("/papers/<uuid:paper_id>/file")
@requires(permissions.see_paper, on=kept.paper_row)
def paper_file(paper: Paper) -> ResponseReturnValue:
    """The paper as a file, never opened inside the browser."""
    found = services.read_paper(paper.id, actor=actor(), now=clock.now())
    return send_back(found.content, name=found.name, media_type=found.media_type)


@bp.get("/portrait")
@requires(permissions.keep_papers)
def portrait() -> ResponseReturnValue:
    """Choose a photo and the part of it that shows the head."""
    return _portrait_page(PortraitForm(formdata=None))


def _portrait_page(form: PortraitForm) -> str:
    return render_template(
        "eligibility/portrait.html",
        form=form,
        present=kept.portrait_of(_me()[1]),
        way=way(),
        back=way().onward(url_for("eligibility.papers")),
    )


@bp.post("/portraits")
@requires(permissions.keep_papers)
@takes(PortraitForm)
def keep_portrait() -> ResponseReturnValue:
    """Keep the chosen part, in black and white."""
    form = PortraitForm()
    if form.validate():
        try:
            _keep(form, Needed(PaperKind.PORTRAIT), Box.read(form.box.data) if form.box.data else None)
        except BadInput as refused:
            form.file.errors = [sentence(refused.refusal)]
        except Refused as refused:
            form.file.errors = [sentence(refusal) for refusal in refused.refusals]
        else:
            flash(_("Your portrait is kept."))
            return redirect(url_for("eligibility.portrait", **way().args))
    return _portrait_page(form), 422


@bp.get("/desk/papers/<uuid:paper_id>")
@requires(permissions.see_papers_at_the_desk, on=kept.paper_row)
def desk_paper(paper: Paper) -> ResponseReturnValue:
    """Somebody's paper at the registrar's desk; that it was looked at is on record."""
    everything = kept.all_papers_of(paper.candidate_id)
    return render_template(
        "eligibility/desk_paper.html",
        paper=paper.facts,
        item=_item(paper),
        candidate=accounts.queries.person(paper.candidate_id),
        others=[each for each in everything if (each.kind, each.evidence_id) == (paper.kind, paper.evidence_id)],
    )
