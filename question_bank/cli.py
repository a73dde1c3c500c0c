"""Commands by which operators bring questions in, take them out, and ask what answers tell of them."""

import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path
from uuid import UUID

import click
from flask_babel import force_locale

from kernel import clock
from kernel.actor import PLATFORM
from kernel.dates import local_date
from kernel.errors import BadInput, NotFound
from kernel.verdict import Refusal
from kernel.words import Words
from question_bank import queries
from question_bank.domain.intake import Skipped, Target
from question_bank.domain.kind import Cognitive
from question_bank.domain.statistics.report import report
from question_bank.domain.statistics.table import key_of, table
from question_bank.services import exporting
from question_bank.services.analysing import find_analysis
from question_bank.services.formats.choice import SUFFIXES, Format, format_of
from question_bank.services.formats.encoding import decoded
from question_bank.services.formats.qti_names import NEWEST, VERSIONS
from question_bank.services.importing import Change, Plan, against_bank, apart_in, import_questions, judge
from question_bank.services.receiving import AT_ONCE
from schemes.queries import first_listed
from schemes.queries import level as level_of
from storage.transaction import let_go, transaction
from web.commands import Commands, answer
from web.language import LANGUAGES
from web.times import ZONE
from web.wording import sentence

bank = Commands("bank", help="The question bank: import, export and statistics.")

DEPTHS = click.Choice([each.value for each in Cognitive])
FORMATS = click.Choice([each.value for each in Format])
VERSIONS_OF_QTI = click.Choice([*VERSIONS])


@bank.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "chosen", type=FORMATS, help="The format of the file; else its name tells.")
@click.option("--function", default="", help="The function of questions that do not name theirs.")
@click.option("--scheme", help="The scheme of questions that do not name theirs; else the one listed first.")
@click.option("--level", default=3, show_default=True, type=int, help="The level of those that do not name theirs.")
@click.option(
    "--cognitive",
    type=DEPTHS,
    default=Cognitive.UNDERSTAND.value,
    show_default=True,
    help="Of those that do not name theirs.",
)
@click.option(
    "--difficulty",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.6,
    show_default=True,
    help="Of those that do not name theirs.",
)
@click.option("--dry-run", is_flag=True, help="Only say what would happen.")
def import_(
    file: Path,
    chosen: str | None,
    function: str,
    scheme: str | None,
    level: int,
    cognitive: str,
    difficulty: float,
    *,
    dry_run: bool,
) -> None:
    """Import the questions of FILE, or of every file below the folder FILE, and approve those without gaps."""
    now = clock.now()
    scheme = scheme or first_listed(local_date(now, ZONE)).code

    def target(scheme: str, level: int) -> Target:
        functions = _functions(scheme, level, now)
        let_go()
        return Target(
            scheme=scheme,
            level=level,
            function=function,
            functions=functions,
            cognitive=Cognitive(cognitive),
            difficulty=difficulty,
        )

    plans: list[Plan] = []
    for path in _files(file):
        try:
            plans += _taken(
                path, Format(chosen) if chosen else None, target, target(scheme, level), now, dry_run=dry_run
            )
        except BadInput as bad:
            if path == file:
                raise
            lost = Skipped(file=bad.where, line=0, id="", field="", refusal=bad.refusal)
            plans.append(Plan(planned=(), skipped=(lost,)))
    answer(_outcome(plans))


@bank.command("export")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--format", "chosen", type=FORMATS, help="The format of the file; else its name tells.")
@click.option("--scheme", help="The scheme whose questions are meant; else the one listed first.")
@click.option("--level", default=3, show_default=True, type=int)
@click.option("--qti", type=VERSIONS_OF_QTI, default=NEWEST.name, show_default=True, help="The version of QTI.")
def export(file: Path, chosen: str | None, scheme: str | None, level: int, qti: str) -> None:
    """Write the approved questions and case studies of a level to FILE, as far as the format can hold them."""
    now = clock.now()
    scheme = scheme or first_listed(local_date(now, ZONE)).code
    functions = _functions(scheme, level, now)
    kind = Format(chosen) if chosen else format_of(file.name)
    items = queries.approved_items(scheme, level)
    file.write_bytes(
        exporting.export(
            items,
            kind,
            scheme=scheme,
            level=level,
            functions=list(functions),
            enemies=queries.enemies_by_number(scheme, level),
            version=qti,
        )
    )
    outcome = exporting.sort(items, kind)
    left_out = [{"reason": _reason(refusal), "questions": n} for refusal, n in outcome.reasons.items()]
    answer({"exported": len(outcome.held), "left_out": left_out, "file": str(file)})


@bank.command("statistics")
@click.argument("source", metavar="SITTING-OR-FILE.csv")
@click.option("--key", help="The right letters, as ABCD or as A,BC,D; without it the answers are 0 and 1.")
@click.option("--options", type=click.IntRange(2, 26), default=2, help="How many options each question has at least.")
@click.option("--pass-mark", type=click.FloatRange(1, 100), default=60, show_default=True, help="In per cent.")
def statistics(source: str, key: str | None, options: int, pass_mark: float) -> None:
    """What answers tell of the questions: of a sitting, or of a file with persons in rows, questions in columns."""
    if (sitting := _sitting(source)) is not None:
        answer(sitting)
        return
    file = Path(source)
    letters = None if key is None else key_of(key)
    try:
        answers = table(decoded(_read(file)), letters, options)
    except BadInput as bad:
        raise BadInput(bad.refusal, f"{file}:{bad.where}".rstrip(":")) from None
    answer(report(answers, pass_mark / 100))


def _sitting(source: str) -> dict[str, object] | None:
    """The figures that were kept when the results of a sitting were released; None where a file is meant."""
    try:
        found = find_analysis(UUID(source))
    except ValueError:
        return None
    if found is None:
        raise BadInput(Refusal("answers_no_analysis"), source)
    items = [
        {"item": row.version.question.external_id, "version": row.version.number, **row.content}
        for row in found.figures
    ]
    return {**found.content, "at": found.at, "items": sorted(items, key=lambda item: str(item["item"]))}


def _functions(scheme: str, level: int, now: datetime) -> dict[str, Words]:
    """A level's functions with their titles; raises BadInput where there is no such level."""
    try:
        return {each.code: each.title for each in level_of(scheme, level, local_date(now, ZONE)).functions}
    except NotFound:
        raise BadInput(Refusal("question_unknown_level", level=f"{scheme} {level}")) from None


def _taken(
    path: Path,
    chosen: Format | None,
    elsewhere: Callable[[str, int], Target],
    target: Target,
    now: datetime,
    *,
    dry_run: bool,
) -> Iterator[Plan]:
    """Take the good questions of a file, some in each transaction, so that others can write meanwhile.

    Where this is interrupted, the same command goes on: what came in already stays as it is.
    """
    data = _read(path)
    judged = judge(path.name, data, target, chosen, elsewhere=elsewhere, tell=_tell)
    yield Plan(planned=(), skipped=judged.skipped)
    parts = list(judged.parts(AT_ONCE))
    for number, part in enumerate(parts, start=1):
        with judged.stored(() if dry_run else part) as pictures, transaction(read_only=dry_run):
            intended = against_bank(judged, part)
            if not dry_run:
                import_questions(
                    intended.planned,
                    source=path.name,
                    reason=path.name,
                    actor=PLATFORM,
                    approve=True,
                    now=now,
                    pictures=pictures,
                    enemies_of=apart_in(judged) if number == len(parts) else (),
                )
        yield intended
        _tell(min(number * AT_ONCE, len(judged.accepted)), len(judged.accepted))


def _tell(done: int, total: int) -> None:
    """How far it is, for somebody who sits and waits."""
    if sys.stderr.isatty():
        click.echo(f"\r{done}/{total}", err=True, nl=done >= total)


def _files(path: Path) -> list[Path]:
    if path.is_dir():
        return sorted(each for each in path.rglob("*") if each.suffix.lower() in SUFFIXES)
    return [path]


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        raise BadInput(Refusal("question_file_unreadable"), str(path)) from None


def _outcome(plans: Iterable[Plan]) -> dict[str, object]:
    listed = list(plans)
    skipped = [each for found in listed for each in found.skipped]
    return {
        "imported": sum(len(each.to_take) for each in listed),
        "new": sum(len(each.of(Change.NEW)) for each in listed),
        "changed": sum(len(each.of(Change.CHANGED)) for each in listed),
        "drafts": sum(len(each.with_gaps) for each in listed),
        "unchanged": sum(len(each.of(Change.SAME)) for each in listed),
        "skipped": [{"where": each.where, "id": each.id, "reason": _reason(each.refusal)} for each in skipped],
    }


def _reason(refusal: Refusal) -> str:
    """In both languages, since a command does not know who reads it."""
    spoken = []
    for tongue in LANGUAGES:
        with force_locale(tongue):
            spoken.append(sentence(refusal))
    return " / ".join(dict.fromkeys(spoken))
