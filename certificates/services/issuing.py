"""Who has passed every component gets the certificate: once, sealed, told to the holder, noted as evidence."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import grading.queries.results
import schemes.queries
from accounts.services import audit
from certificates.domain.certificate import CertificateFacts, PassedComponent
from certificates.domain.events import CertificateIssued
from certificates.services.evidence import record_as_evidence
from certificates.services.holding_up import JOB, hold_up, let_go
from certificates.services.register import enter
from eligibility.domain.application import ApplicationDecided
from eligibility.domain.exemption import ExemptionConfirmed
from eligibility.queries import exemptions
from grading.domain.events import ResultReleased
from grading.domain.standing import ComponentStanding
from jobs.services import enqueue
from kernel import clock
from kernel.actor import PLATFORM
from kernel.dates import local_date
from kernel.errors import Refused
from kernel.event import publish
from kernel.words import Words
from messages.services import notify


def prepare_issue(news: ResultReleased | ExemptionConfirmed | ApplicationDecided) -> None:
    """A result, an exemption or admission may complete the level; a job finds out, and makes the document."""
    if isinstance(news, ApplicationDecided) and not news.approved:
        return
    enqueue(
        JOB,
        now=clock.now(),
        candidate_id=str(news.candidate_id),
        scheme_version_id=str(news.scheme_version_id),
        level=news.level,
    )


def issue_certificate(*, candidate_id: str, scheme_version_id: str, level: int, now: datetime) -> None:
    """The job; doing it twice issues once."""
    code = schemes.queries.version(UUID(scheme_version_id)).code
    issue_if_qualified(UUID(candidate_id), code, level, now=now)


def issue_if_qualified(candidate_id: UUID, scheme_code: str, level: int, *, now: datetime) -> UUID | None:
    """The certificate somebody has or now gets.

    None where none follows, a component or admission to more than modules is missing on this day, or the name cannot be
    printed; then it is held up.
    """
    scheme = schemes.queries.in_force(scheme_code, now)
    today = local_date(now, scheme.zone)
    if scheme.level(level).certificate is None:
        return None
    standing = grading.queries.results.standing(candidate_id, scheme_code, level, today)
    if not standing.qualified:
        let_go(candidate_id, scheme_code, level)
        return None
    components = _passed(candidate_id, scheme_code, level, standing.components)
    try:
        entered = enter(candidate_id, scheme, level, components, now=now)
    except Refused as unprintable:
        (refusal,) = unprintable.refusals
        hold_up(candidate_id, scheme, level, str(refusal.params["characters"]), now=now)
        return None
    let_go(candidate_id, scheme_code, level)
    if entered.new:
        _announce(entered.certificate.facts, now)
    return entered.certificate.id


def _passed(
    candidate_id: UUID, scheme_code: str, level: int, standings: Sequence[ComponentStanding]
) -> tuple[PassedComponent, ...]:
    """Each component with the day of the very result that qualifies, or from which it is exempt without a score."""
    scores = grading.queries.results.released_scores(candidate_id)
    days = {
        (score.component, score.score, grading.queries.results.result(score).valid_until): score.on
        for score in scores
        if (score.scheme_code, score.level) == (scheme_code, level)
    }
    freed = {
        (each.component, each.valid_until): each.on
        for each in exemptions.confirmed([candidate_id])
        if (each.scheme_code, each.level) == (scheme_code, level)
    }
    found = []
    for each in standings:
        if each.exempt and each.valid_until is not None:
            day = freed[each.component, each.valid_until]
        elif each.score is not None:
            day = days[each.component, each.score, each.valid_until]
        else:
            continue
        found.append(PassedComponent(code=each.component, title=each.title, score=each.score, passed_on=day))
    return tuple(found)


def _announce(facts: CertificateFacts, now: datetime) -> None:
    record_as_evidence(facts, now=now)
    audit.record(
        PLATFORM,
        "certificate.issue",
        f"certificate {facts.number}",
        {"holder": str(facts.holder_id), "scheme": facts.scheme_code, "level": facts.level},
        now=now,
    )
    notify(
        person_id=facts.holder_id,
        subject=Words("您的证书已颁发", "Your certificate has been issued"),
        body=Words(
            f"恭喜您取得{facts.scheme_title.zh}（{facts.level_title.zh}）证书，编号 {facts.number}。"
            "您可以下载带有数字签名的 PDF 文件。",
            f"Congratulations: you are now certified as {facts.scheme_title.en}, {facts.level_title.en}."
            f" The number of your certificate is {facts.number}; you can download the signed PDF.",
        ),
        link=f"/certificates/{facts.id}",
        now=now,
    )
    publish(CertificateIssued(facts.id, facts.holder_id))
