"""Writing the next version of a scheme: a draft that keeps whatever is typed, checked each time by the same reader."""

import json
import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4

from accounts.services import audit
from kernel.actor import Actor
from kernel.dates import local_date
from kernel.errors import BadInput, IllegalMove, NotPermitted, Refused
from kernel.verdict import Refusal, Verdict
from schemes import permissions, queries
from schemes.domain.comparison import Change, compare
from schemes.domain.draft import DraftMove, DraftState, Proposal
from schemes.domain.scheme import Scheme
from schemes.models import DraftStep, SchemeDraft
from schemes.services import reading
from storage.database import db

LONGEST_SOURCE = 200_000
LONGEST_REMARK = 2000
NUMBER_AT_END = re.compile(r"\d+$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Checked:
    """What the reader makes of a draft: the scheme or its first mistake, the objections, and what it changes."""

    scheme: Scheme | None = None
    mistake: BadInput | None = None
    objections: Verdict = field(default_factory=Verdict)
    replaces: Scheme | None = None
    changes: tuple[Change, ...] = ()

    @property
    def in_order(self) -> bool:
        """Whether the draft may be submitted."""
        return self.scheme is not None and bool(self.objections)


def start(code: str, *, actor: Actor, now: datetime) -> UUID:
    """Begin a draft with the text of the scheme's newest version, under the next number and from tomorrow on."""
    if actor.id is None or not permissions.write_draft.holds(actor, None):
        raise NotPermitted
    newest = queries.history(code, now)[0].scheme
    assert newest.version_id is not None  # noqa: S101 -- a version on record has its id
    tomorrow = local_date(now, newest.zone) + timedelta(days=1)
    draft = SchemeDraft(
        id=uuid4(),
        code=code,
        base_version_id=newest.version_id,
        source=_renewed(queries.version_row(newest.version_id).source, newest, tomorrow),
        reason="",
        author_id=actor.id,
        begun_at=now,
        changed_at=now,
    )
    db.session.add(draft)
    db.session.flush()
    audit.record(actor, "begin_scheme_draft", f"{code} {draft.id}", {"from_version": newest.version}, now=now)
    return draft.id


def write(draft: SchemeDraft, *, source: str, reason: str, edition: int, actor: Actor, now: datetime) -> None:
    """Keep what its author typed, right or wrong. What somebody saved meanwhile is not overwritten."""
    if draft.author_id != actor.id:
        raise Refused(Refusal("draft_of_somebody_else"))
    if draft.state is not DraftState.WRITING:
        raise IllegalMove(f"cannot write a scheme draft that is {draft.state}")
    require_edition(draft, edition)
    source = source.replace("\r\n", "\n").replace("\r", "\n")
    if len(source) > LONGEST_SOURCE:
        raise Refused(Refusal("draft_too_long", longest=LONGEST_SOURCE))
    if "\0" in source or "\0" in reason:
        raise Refused(Refusal("draft_not_text"))
    draft.source, draft.reason, draft.changed_at = source, reason.strip()[:LONGEST_REMARK], now
    db.session.flush()
    audit.record(actor, "write_scheme_draft", f"{draft.code} {draft.id}", {"characters": len(source)}, now=now)


def check(draft: SchemeDraft, now: datetime) -> Checked:
    """Read a draft as a scheme file is read, and hold it against what is on record."""
    try:
        scheme = reading.read(draft.source, draft.code)
    except BadInput as mistake:
        return Checked(mistake=mistake)
    replaces = queries.current(draft.code, scheme.effective_from)
    changes = tuple(compare(queries.content_of(replaces), content_of(draft)))
    proposal = Proposal(
        scheme=scheme,
        code=draft.code,
        taken=frozenset(each.version for each in queries.versions(draft.code)),
        today=local_date(now, scheme.zone),
        reason=draft.reason,
        changes_anything=any(change.path not in {("version",), ("effective_from",)} for change in changes),
    )
    return Checked(scheme=scheme, objections=proposal.check(), replaces=replaces, changes=changes)


def content_of(draft: SchemeDraft) -> object:
    """The content of a draft that has no mistake, as it is compared."""
    return json.loads(reading.plain(draft.source, draft.code))


def draft_scheme(draft_id: UUID) -> Scheme:
    """The scheme as a draft has it at present; raises NotFound, or BadInput with the place of its mistake."""
    draft = queries.draft(draft_id)
    return reading.read(draft.source, draft.code)


def require_in_order(draft: SchemeDraft, now: datetime) -> Checked:
    """The draft as checked; raises BadInput for a mistake in it and Refused for objections."""
    checked = check(draft, now)
    if checked.mistake is not None:
        raise checked.mistake
    if not checked.objections:
        raise Refused(*checked.objections.refusals)
    return checked


def require_edition(draft: SchemeDraft, edition: int) -> None:
    """Refuse what was said of an earlier state of the draft than the one that is kept."""
    if draft.edition != edition:
        raise Refused(Refusal("draft_changed_meanwhile"))


def append(draft: SchemeDraft, move: DraftMove, *, remark: str, actor: Actor, now: datetime) -> None:
    """Move the draft and put on record who did it, when and in which words."""
    draft.move(move)
    draft.changed_at = now
    remark = remark.strip()[:LONGEST_REMARK]
    draft.steps.append(
        DraftStep(
            id=uuid4(), draft_id=draft.id, number=len(draft.steps) + 1, move=move, actor_id=actor.id, remark=remark,
            at=now,
        )
    )  # fmt: skip
    db.session.flush()
    audit.record(actor, f"{move}_scheme_draft", f"{draft.code} {draft.id}", {"remark": remark}, now=now)


def _renewed(source: str, newest: Scheme, since: date) -> str:
    """The text with the next version number and the new day, everything else as it was."""
    source = re.sub(r"(?m)^version:.*$", f'version: "{next_version(newest.version)}"', source, count=1)
    return re.sub(r"(?m)^effective_from:.*$", f"effective_from: {since.isoformat()}", source, count=1)


def next_version(version: str) -> str:
    """The version after this one: its last number plus one, or a second one of its name."""
    if NUMBER_AT_END.search(version):
        return NUMBER_AT_END.sub(lambda number: str(int(number[0]) + 1), version)
    return f"{version}.2"
