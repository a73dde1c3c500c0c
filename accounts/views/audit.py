"""The audit log for administrators and registrars, searched by person, action and time."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import render_template, request
from flask.typing import ResponseReturnValue

from accounts import permissions, queries
from accounts.models import AuditEntry
from accounts.views.blueprint import bp
from web.access import requires
from web.pagination import page_of
from web.times import ZONE
from web.wording import known_actions

YEARS = range(2000, 3000)
PERSON = "person:"


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What is asked for; a day that is none is left out."""

    person: str
    action: str
    since: date | None
    until: date | None

    @property
    def is_anything(self) -> bool:
        """Whether anything is asked for at all."""
        return any((self.person, self.action, self.since, self.until))


@bp.get("/audit")
@requires(permissions.read_audit_log)
def audit_log() -> ResponseReturnValue:
    """The entries that are asked for, newest first."""
    asked = _asked()
    page = page_of(
        queries.recent_audit_entries(
            person=asked.person,
            action=asked.action,
            since=_moment(asked.since, time.min),
            until=_moment(asked.until, time.max),
        )
    )
    actions = sorted(known_actions().items(), key=lambda action: str(action[1]))
    return render_template(
        "accounts/audit.html", page=page, asked=asked, people=_people_in(page.items), actions=dict(actions)
    )


def _asked() -> Search:
    action = request.args.get("action", "")
    return Search(
        person=request.args.get("person", "").strip()[:100],
        action=action if action in known_actions() else "",
        since=_day("since"),
        until=_day("until"),
    )


def _day(name: str) -> date | None:
    with suppress(ValueError):
        found = date.fromisoformat(request.args.get(name, ""))
        return found if found.year in YEARS else None
    return None


def _moment(day: date | None, at: time) -> datetime | None:
    return datetime.combine(day, at, ZoneInfo(ZONE)) if day else None


def _people_in(entries: Iterable[AuditEntry]) -> dict[str, str]:
    """The names of those who acted or were acted upon, by their ids."""
    ids = set()
    for entry in entries:
        for text in (entry.actor, entry.subject.removeprefix(PERSON)):
            with suppress(ValueError):
                ids.add(UUID(text))
    return {str(person_id): facts.name for person_id, facts in queries.people(ids).items()}
