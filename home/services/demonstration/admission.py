"""How the demonstration's people come in: accounts, centres, a cohort with its roster, evidence, applications."""

from decimal import Decimal
from io import BytesIO
from uuid import UUID

import xlsxwriter

import accounts.queries
import eligibility.queries.applications
from accounts.services import registering
from centres.queries import cohorts as cohort_queries
from centres.services import cohorts, joining, rosters
from centres.services.workbooks import TEXTS_STAY_TEXTS
from eligibility.services import applications, exemptions
from eligibility.services.evidence import record_evidence
from home.services.demonstration import papers
from home.services.demonstration.cast import (
    ADMITTED,
    APPLIED,
    APPROVED,
    CANDIDATES,
    CENTRE,
    CERTIFICATION_BODY,
    INVITED,
    LEVEL,
    OTHER_CENTRE,
    REFUSED,
    REGISTERED,
    SCHEME,
    STAFF,
    Calendar,
    Candidate,
)
from kernel.actor import Actor, Role

HOURS = Decimal(180)


def actor_of(handle: str) -> Actor:
    """One of the demonstration's people as somebody who acts."""
    return accounts.queries.actor_of(id_of(handle))


def id_of(handle: str) -> UUID:
    """The id behind a handle."""
    found = accounts.queries.find_person(f"{handle}@demo.example")
    if found is None:
        raise LookupError(handle)
    return found.id


def take_in_staff(password: str, calendar: Calendar) -> None:
    """The organisations and who works for them."""
    now = calendar.day(-150)
    kinds = {CERTIFICATION_BODY: "certification_body", CENTRE: "training_centre", OTHER_CENTRE: "training_centre"}
    ids = {name: registering.found_organisation(name=name, kind=kind, now=now) for name, kind in kinds.items()}
    for person in STAFF:
        person_id = registering.register(
            email=person.email,
            name=person.name,
            name_latin=person.name_latin,
            password=password,
            roles={person.role},
            now=now,
        )
        registering.affiliate(person_id, ids[person.organisation], now=now)


def take_in_candidates(password: str, calendar: Calendar) -> None:
    """Some register by themselves; the others come by the centre's roster and choose their passwords."""
    for candidate in CANDIDATES:
        if not candidate.trained:
            registering.register(
                email=candidate.email,
                name=candidate.name,
                name_latin=candidate.name_latin,
                password=password,
                roles={Role.CANDIDATE},
                now=calendar.minutes(-90) if candidate is REGISTERED else calendar.day(-110),
            )
    _train(password, calendar)


def _train(password: str, calendar: Calendar) -> None:
    manager, opened, over = actor_of("manager"), calendar.day(-120), calendar.day(-75)
    (centre,) = accounts.queries.organisations_of(id_of("manager"))
    cohort_id = cohorts.create_cohort(
        organisation_id=centre,
        title="三级提升班（第一期）",
        scheme_code=SCHEME,
        level=LEVEL,
        starts_on=opened.date(),
        ends_on=over.date(),
        actor=manager,
        now=opened,
    )
    cohort = cohort_queries.cohort(cohort_id)
    trained = [candidate for candidate in CANDIDATES if candidate.trained]
    listed = [(each.name, each.name_latin, each.email, f"1380000{number:04}") for number, each in enumerate(trained)]
    rosters.import_roster(cohort, roster(listed), dry_run=False, actor=manager, now=calendar.day(-118))
    members = cohort_queries.member_rows(cohort_id)
    for member in members:
        registering.set_password(member.person_id, password, now=calendar.day(-117))
        joining.join(member, actor=accounts.queries.actor_of(member.person_id), now=calendar.day(-117))
    cohorts.record_training(
        cohort, members, hours=HOURS, completed_on=over.date(), actor=manager, now=calendar.day(-74)
    )
    invited = [(name, latin, f"{handle}@demo.example", "") for name, latin, handle in INVITED]
    rosters.import_roster(cohort, roster(invited), dry_run=False, actor=manager, now=calendar.day(-2))
    next_one = cohorts.create_cohort(
        organisation_id=centre,
        title="三级提升班（第二期）",
        scheme_code=SCHEME,
        level=LEVEL,
        starts_on=calendar.day(14).date(),
        ends_on=calendar.day(60).date(),
        actor=manager,
        now=calendar.day(-1),
    )
    assert next_one != cohort_id  # noqa: S101 -- an empty cohort shows what a manager sees first


def roster(people: list[tuple[str, str, str, str]]) -> bytes:
    """An Excel roster as a manager would fill it in."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(buffer, TEXTS_STAY_TEXTS) as workbook:
        sheet = workbook.add_worksheet()
        for number, cells in enumerate([("姓名", "拼音", "电子邮箱", "手机"), *people]):
            for index, cell in enumerate(cells):
                sheet.write_string(number, index, cell)
    return buffer.getvalue()


def show_evidence(calendar: Calendar) -> None:
    """What each has done so far; the trained ones are admitted by their training, the others by their schooling."""
    now = calendar.day(-72)
    for candidate in CANDIDATES:
        if candidate is REGISTERED:
            continue
        person = id_of(candidate.handle)
        degree = {
            "degree": "junior_college",
            "field": "other" if candidate.trained else "related",
            "awarded": "2016-07-01",
        }
        record_evidence(person, "education", degree, place="东城职业学院", now=now)
        work = {"start": "2019-03-01", "end": None, "occupation": "related"}
        record_evidence(person, "employment", work, place="华远商贸有限公司", now=now)


def apply_and_decide(calendar: Calendar) -> None:
    """Applications: most approved, one refused for papers that could not be read, one waiting since yesterday."""
    registrar = actor_of("registrar")
    for candidate in (*ADMITTED, REFUSED, APPLIED):
        papers.hand_in_papers(
            actor_of(candidate.handle), SCHEME, LEVEL, order=CANDIDATES.index(candidate), now=calendar.day(-71)
        )
    for candidate in (*ADMITTED, REFUSED):
        applied, decided = (-7, -5) if candidate is REFUSED else (-70, -68)
        application_id = applications.apply(
            actor_of(candidate.handle), SCHEME, LEVEL, now=calendar.day(applied, minute=len(candidate.handle))
        )
        applications.decide(
            eligibility.queries.applications.application(application_id),
            approve=candidate is not REFUSED,
            reason=_reason(candidate),
            actor=registrar,
            now=calendar.day(decided),
        )
        if candidate is APPROVED:
            exemptions.propose(
                eligibility.queries.applications.application(application_id),
                "case_study",
                basis="省级客户服务技能竞赛一等奖，证书编号 2025-017",
                reason="竞赛的案例分析部分与本科目要求一致。",
                actor=registrar,
                now=calendar.day(-3),
            )
    applications.apply(actor_of(APPLIED.handle), SCHEME, LEVEL, now=calendar.day(-1))


def _reason(candidate: Candidate) -> str:
    if candidate is REFUSED:
        return "学历证书扫描件无法辨认，请补充清晰的材料后重新申请。"
    return "学历与培训结业材料齐全，符合申报条件。" if candidate.trained else "相关专业大专学历，符合申报条件。"
