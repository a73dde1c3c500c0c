"""Putting a draft in force: submitted by its author, approved by a second person, never changed after that."""

from datetime import datetime
from uuid import UUID

from sqlalchemy.exc import IntegrityError

import accounts.queries
from accounts.services import audit
from kernel.actor import Actor, Role
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from kernel.words import Words
from messages.services import notify
from schemes import permissions
from schemes.domain.draft import DRAFT, DraftMove, Move
from schemes.models import SchemeDraft
from schemes.services import drafting, loading
from storage.database import db


def move(draft: SchemeDraft, wish: DraftMove, *, remark: str, edition: int, actor: Actor, now: datetime) -> UUID | None:
    """Submit, send back, approve or discard a draft as it was read; approving answers the new version's id."""
    if actor.id is None or not permissions.decide_on_draft.holds(actor, draft):
        raise NotPermitted
    DRAFT.after(draft.state, wish)
    verdict = Move(move=wish, author_id=draft.author_id, actor_id=actor.id, remark=remark).check()
    if not verdict:
        if any(refusal.code == "draft_own" for refusal in verdict.refusals):
            audit.record_refusal(actor, "refuse_own_scheme_draft", f"{draft.code} {draft.id}", {}, now=now)
        raise Refused(*verdict.refusals)
    drafting.require_edition(draft, edition)
    if wish in {DraftMove.SUBMIT, DraftMove.APPROVE}:
        drafting.require_in_order(draft, now)
    if wish is DraftMove.APPROVE:
        draft.published_version_id = _publish(draft, actor, now)
    drafting.append(draft, wish, remark=remark, actor=actor, now=now)
    _tell(draft, wish, remark.strip(), actor.id, now)
    return draft.published_version_id


def _publish(draft: SchemeDraft, actor: Actor, now: datetime) -> UUID:
    try:
        with db.session.begin_nested():
            row = loading.store(draft.source, draft.code, now=now)
    except IntegrityError:
        raise Refused(Refusal("draft_published_meanwhile")) from None
    detail = {
        "sha256": row.sha256,
        "effective_from": row.effective_from.isoformat(),
        "author": str(draft.author_id),
        "reason": draft.reason,
    }
    audit.record(actor, "publish_scheme", f"{row.code} {row.version}", detail, now=now)
    return row.id


def _tell(draft: SchemeDraft, wish: DraftMove, remark: str, actor_id: UUID, now: datetime) -> None:
    """Whom it concerns: the other registrars that there is something to approve, the author what became of it."""
    said = WORDS.get(wish)
    if said is None:
        return
    subject, body = said
    title = drafting.draft_scheme(draft.id).title if wish is not DraftMove.SEND_BACK else Words(draft.code, draft.code)
    readers = {draft.author_id}
    if wish is DraftMove.SUBMIT:
        readers = {person.id for person in accounts.queries.people_in_role(Role.REGISTRAR)}
    for person_id in readers - {actor_id}:
        notify(
            person_id=person_id,
            subject=Words(subject.zh.format(title.zh), subject.en.format(title.en)),
            body=Words(body.zh.format(title.zh, remark), body.en.format(title.en, remark)),
            link=f"/scheme-drafts/{draft.id}",
            now=now,
        )


WORDS: dict[DraftMove, tuple[Words, Words]] = {
    DraftMove.SUBMIT: (
        Words(zh="“{}”的新版本等待批准", en="A new version of “{}” waits for approval"),
        Words(
            zh="“{}”的新版本草稿已提交，须由起草人以外的考务管理员批准后方可发布。",
            en="A draft of a new version of “{}” was submitted. A registrar other than its author has to approve it.",
        ),
    ),
    DraftMove.APPROVE: (
        Words(zh="您起草的“{}”新版本已发布", en="Your new version of “{}” is published"),
        Words(
            zh="您起草的“{}”新版本已获批准并发布，将自其施行日期起生效。{}",
            en="Your new version of “{}” was approved and published; it applies from its day on. {}",
        ),
    ),
    DraftMove.SEND_BACK: (
        Words(zh="您起草的方案新版本被退回", en="Your draft of a scheme was sent back"),
        Words(zh="您为“{}”起草的新版本被退回修改。意见：{}", en="Your new version of “{}” was sent back: {}"),
    ),
}
