"""Taking in a roster: looked through first, then the good rows, each person once, however often it is sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select

import accounts.queries
from accounts.services import audit, registering
from centres import permissions
from centres.domain import roster
from centres.domain.roster import RosterRow, RowError
from centres.models import Cohort, Member, UploadedRoster
from centres.queries import cohorts
from centres.services import joining, spreadsheet
from kernel.actor import PLATFORM, Actor, Role
from kernel.errors import NotPermitted, Refused
from kernel.verdict import Refusal
from storage.database import db
from storage.files import files

LONGEST_FILE_NAME = 120


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterReport:
    """What a roster came to: `new` can be imported or were, `known` are in the cohort already."""

    rows: int
    new: tuple[RosterRow, ...]
    known: tuple[RosterRow, ...]
    wrong: tuple[RosterRow, ...]
    errors: tuple[RowError, ...]
    imported: int = 0


def look_through(cohort: Cohort, content: bytes) -> RosterReport:
    """What importing would do; changes nothing. Raises BadInput where it is no roster."""
    read = roster.read(spreadsheet.read(content))
    addresses = cohorts.known_addresses(cohort.id)
    return RosterReport(
        rows=read.rows,
        new=tuple(row for row in read.good if row.email not in addresses),
        known=tuple(row for row in read.good if row.email in addresses),
        wrong=read.wrong,
        errors=read.errors,
    )


def import_roster(cohort: Cohort, content: bytes, *, dry_run: bool, actor: Actor, now: datetime) -> RosterReport:
    """Take the good rows in as invited members and tell what is wrong with the others."""
    if actor is not PLATFORM and not permissions.import_roster.holds(actor, cohort):
        raise NotPermitted
    db.session.execute(select(Cohort.id).where(Cohort.id == cohort.id).with_for_update())
    report = look_through(cohort, content)
    if dry_run:
        return report
    for row in report.new:
        _take_in(cohort, row, actor, now)
    detail = {"rows": report.rows, "imported": len(report.new), "wrong": len(report.wrong)}
    audit.record(actor, "centres.import_roster", f"cohort:{cohort.id}", detail, now=now)
    return replace(report, imported=len(report.new))


def upload_roster(cohort: Cohort, *, name: str, content: bytes, actor: Actor, now: datetime) -> UUID:
    """Keep a roster to be looked through; raises BadInput where it is none."""
    look_through(cohort, content)
    row = UploadedRoster(
        cohort_id=cohort.id,
        name=_shown_name(name),
        file_key=files.put(content).key,
        uploaded_by=actor.id,
        uploaded_at=now,
    )
    db.session.add(row)
    db.session.flush()
    return row.id


def import_uploaded(uploaded: UploadedRoster, *, actor: Actor, now: datetime) -> RosterReport:
    """Take the good rows of an uploaded roster in, once."""
    db.session.refresh(uploaded, with_for_update=True)
    if uploaded.imported_at is not None:
        raise Refused(Refusal("roster_already_imported"))
    report = import_roster(uploaded.cohort, files.read(uploaded.file_key), dry_run=False, actor=actor, now=now)
    uploaded.imported_at, uploaded.imported = now, report.imported
    return report


def _take_in(cohort: Cohort, row: RosterRow, actor: Actor, now: datetime) -> None:
    known = accounts.queries.find_person(row.email)
    person_id = (
        known.id
        if known
        else registering.register(
            email=row.email,
            name=row.name,
            name_latin=row.name_latin,
            password=None,
            roles={Role.CANDIDATE},
            now=now,
            actor=actor,
        )
    )
    member = Member(
        cohort=cohort,
        person_id=person_id,
        name=row.name,
        name_latin=row.name_latin,
        email=row.email,
        phone=row.phone,
        brought_account=known is None,
        invited_at=now,
    )
    db.session.add(member)
    db.session.flush()
    joining.invite(member, actor=actor, now=now)


def _shown_name(name: str) -> str:
    plain = "".join(sign for sign in name.replace("\\", "/").rsplit("/", 1)[-1] if sign.isprintable())
    return plain.strip()[-LONGEST_FILE_NAME:] or "roster"
