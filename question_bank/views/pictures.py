"""Pictures for questions: put in here first, then named in the text of a question."""

from collections.abc import Callable

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from kernel import clock
from kernel.errors import Refused
from question_bank import permissions, queries
from question_bank.domain.bank import Bank
from question_bank.forms import NewPicture
from question_bank.models import Picture
from question_bank.services import picturing
from question_bank.views.blueprint import bp
from storage.files import files
from storage.transaction import let_go
from web.access import actor, requires
from web.fields import takes
from web.files import send_picture
from web.markdown import with_pictures
from web.pagination import page_of
from web.wording import sentence


@bp.get("/question-pictures")
@requires(permissions.write_questions, on=queries.bank)
def pictures(bank: Bank) -> ResponseReturnValue:
    """All pictures, the newest first, each with what to write in a text so that it stands there."""
    return _page(NewPicture(formdata=None))


@bp.post("/question-pictures")
@requires(permissions.write_questions, on=queries.bank)
@takes(NewPicture)
def keep_picture(bank: Bank) -> ResponseReturnValue:
    """Keep a picture."""
    form = NewPicture()
    if not form.validate():
        return _page(form), 422
    content, now, who = form.picture.data.read(), clock.now(), actor()
    let_go()
    try:
        png = picturing.written_anew(content)
    except Refused as refused:
        form.picture.errors = [sentence(refusal) for refusal in refused.refusals]
        return _page(form), 422
    picturing.keep_picture(png, name=form.name.data, actor=who, now=now)
    flash(_("The picture is kept. Write its line into the text of a question."), "success")
    return redirect(url_for("question_bank.pictures"))


@bp.get("/question-pictures/<uuid:picture_id>")
@requires(permissions.see_bank, on=queries.picture)
def picture(kept: Picture) -> ResponseReturnValue:
    """A picture, for those who see the bank."""
    return send_picture(files.read(kept.file_key), name=str(kept.id))


def shown_by(render: Callable[[str], str], text: str) -> Markup:
    """A text of a question as those see it who see the bank."""
    return with_pictures(render(text), f"{url_for('question_bank.pictures')}/")


def _page(form: NewPicture) -> str:
    return render_template("question_bank/pictures.html", form=form, page=page_of(queries.pictures()))
