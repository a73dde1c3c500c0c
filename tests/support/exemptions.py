"""An exemption made through the services: proposed on somebody's application and confirmed."""

from datetime import datetime
from uuid import UUID


def exempt(
    candidate_id: UUID, component: str, now: datetime, *, scheme_code: str = "csm-national", level: int = 3
) -> UUID:
    """Free somebody from a component on their latest application; returns the exemption's id."""
    from eligibility.queries import applications as filed
    from eligibility.queries import exemptions as freed
    from eligibility.services import exemptions
    from kernel.actor import PLATFORM

    latest = next(
        each for each in filed.applications_of(candidate_id) if (each.scheme_code, each.level) == (scheme_code, level)
    )
    exemption_id = exemptions.propose(
        filed.application(latest.id), component, basis="竞赛一等奖", reason="内容相同", actor=PLATFORM, now=now
    )
    exemptions.decide(freed.exemption(exemption_id), confirm=True, reason="已核对", actor=PLATFORM, now=now)
    return exemption_id
