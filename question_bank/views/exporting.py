"""Taking questions home: which format can hold which of them, and the file."""

from io import BytesIO

from flask import render_template, request, send_file
from flask.typing import ResponseReturnValue

from kernel import clock
from question_bank import permissions, queries
from question_bank.domain.bank import Bank, Wanted
from question_bank.domain.reading import Item
from question_bank.forms import Search
from question_bank.services import exporting
from question_bank.services.formats.choice import Format
from question_bank.views.blueprint import bp
from question_bank.views.syllabus import Syllabus, syllabus
from question_bank.wording import FORMATS
from web.access import requires


@bp.get("/questions/export")
@requires(permissions.export_questions, on=queries.bank)
def export_choice(bank: Bank) -> ResponseReturnValue:
    """The formats, with how many of the questions that the reader looks for each can hold, and why not all."""
    known, search = syllabus(), Search.of(request.args)
    scheme, level, items = _wanted(known, search)
    return render_template(
        "question_bank/export.html",
        level_name=known.name(scheme, level),
        count=len(items),
        asked=search.asked,
        formats=[(chosen, *words, exporting.sort(items, chosen)) for chosen, words in FORMATS.items()],
        versions={Format.QTI: exporting.EARLIER},
    )


@bp.get("/questions/export/<chosen>")
@requires(permissions.export_questions, on=exporting.format_named)
def export(chosen: Format) -> ResponseReturnValue:
    """The questions that the reader looks for, as a file."""
    known = syllabus()
    scheme, level, items = _wanted(known, Search.of(request.args))
    functions = [each.code for each in known.level(scheme, level).functions]
    enemies = queries.enemies_by_number(scheme, level)
    data = exporting.export(
        items,
        chosen,
        scheme=scheme,
        level=level,
        functions=functions,
        enemies=enemies,
        version=exporting.version_named(request.args.get("qti")),
    )
    name = f"questions-{scheme}-{level}.{exporting.SUFFIX[chosen]}"
    return send_file(BytesIO(data), mimetype=exporting.MIME_TYPES[chosen], as_attachment=True, download_name=name)


def _wanted(known: Syllabus, search: Search) -> tuple[str, int, tuple[Item, ...]]:
    """Of one level; the first one, where the reader looks at all."""
    wanted: Wanted = search.wanted(clock.now())
    first = known.first
    scheme, level = wanted.scheme or first[0].code, wanted.level or first[1].number
    return scheme, level, queries.latest_items(wanted.at(scheme, level))
