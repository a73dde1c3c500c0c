"""Certificates that rest on an exemption: where it is revoked, the registrars are told, and they decide."""

from datetime import datetime

import accounts.queries
from certificates import queries
from certificates.domain.certificate import CertificateFacts
from certificates.domain.standing import Standing
from eligibility.domain.exemption import ExemptionRevoked
from kernel.actor import Role
from kernel.words import Words
from messages.services import notify

OVER = frozenset({Standing.REVOKED, Standing.EXPIRED})
"""Nothing is left to be decided about such a certificate."""


def tell_registrars(revoked: ExemptionRevoked) -> None:
    """Name every certificate that rests on the exemption. It stays as it was issued; to suspend it is for people."""
    for held in queries.certificates_of(revoked.candidate_id):
        if _rests_on(held, revoked) and held.standing(revoked.at) not in OVER:
            _tell(held, revoked.component, revoked.at)


def _rests_on(held: CertificateFacts, revoked: ExemptionRevoked) -> bool:
    freed = {(each.code, each.passed_on) for each in held.components if each.score is None}
    same_level = (held.scheme_code, held.level) == (revoked.scheme_code, revoked.level)
    return same_level and (revoked.component, revoked.counted_from) in freed


def _tell(held: CertificateFacts, component: str, now: datetime) -> None:
    title = next(each.title for each in held.components if each.code == component)
    for registrar in accounts.queries.people_in_role(Role.REGISTRAR):
        notify(
            person_id=registrar.id,
            subject=Words(
                zh=f"证书 {held.number} 所依据的免考已撤销",
                en=f"The exemption under certificate {held.number} is revoked",
            ),
            body=Words(
                zh=f"{held.holder}的证书（{held.scheme_title.zh}，{held.level_title.zh}）以{title.zh}免考为依据，"
                "该免考现已撤销。证书仍然有效；请决定是否暂停或撤销。",
                en=f"The certificate of {held.holder} ({held.scheme_title.en}, {held.level_title.en}) rests on an "
                f"exemption from {title.en} that has been revoked now. The certificate is in force as before; please "
                "decide whether it is to be suspended or revoked.",
            ),
            link=f"/certificates/{held.id}",
            now=now,
        )
