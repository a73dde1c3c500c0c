"""What people write is shown as they wrote it, letter by letter, and never runs: on the way to admission and beyond."""

from datetime import date
from itertools import chain

import pytest

from kernel import clock
from kernel.actor import PLATFORM, Role
from tests.support.hostile_texts import FILE, HOSTILE, Reader, passage
from tests.support.path_to_admission import years_ago

NAME = HOSTILE[1]
CENTRE = HOSTILE[2]
COHORT = HOSTILE[0]
KINDS = ("education", "employment", "certificates", "training", "titles")
LEVEL = "/schemes/csm-national/levels/3"


@pytest.fixture
def candidate(platform, somebody):
    """A candidate whose name, schools, employers, centre and papers are hostile, and who can apply."""
    from accounts.queries import actor_of
    from accounts.services.identity import record_identity
    from eligibility.domain.evidence import EvidenceKind
    from eligibility.domain.papers import PAPER_OF, PaperKind
    from eligibility.services.evidence import record_evidence
    from eligibility.services.papers import Prepared, keep_prepared
    from tests.support.papers import a_picture, number_of

    person = somebody(NAME, Role.CANDIDATE, name_latin=NAME, lang="en")
    with platform.doing():
        now, me = clock.now(), actor_of(person.id)
        data = {
            "education": {"degree": "bachelor", "field": "same", "awarded": years_ago(6)},
            "employment": {"start": years_ago(5), "end": None, "occupation": "same"},
            "certificates": {"scheme": "csm-national", "level": 3, "issued": years_ago(3)},
            "training": {"level": 3, "hours": 100, "completed": years_ago(2)},
            "titles": {"grade": "junior", "awarded": years_ago(2)},
        }
        wanted = [(PaperKind.PORTRAIT, None), (PaperKind.IDENTITY, None)]
        for number, text in enumerate(HOSTILE):
            kind = KINDS[number % len(KINDS)]
            person.item = record_evidence(person.id, kind, data[kind], place=text, now=now)
            wanted.append((PAPER_OF[EvidenceKind(kind)], person.item))
        record_identity(person.id, "resident_card", number_of(person.id), actor=me, now=now)
        for kind, evidence_id in wanted:
            prepared = Prepared(kind=kind, media_type="image/jpeg", content=a_picture())
            person.paper = keep_prepared(me, prepared, name=FILE, evidence_id=evidence_id, now=now).id
    return person


@pytest.fixture
def manager(platform, somebody, candidate):
    """Of a training centre with a hostile name and cohort, which invites the candidate."""
    from accounts.services import registering
    from centres.queries import cohorts as opened
    from centres.services import cohorts, rosters

    person = somebody("周机构", Role.CENTRE_MANAGER, lang="en")
    with platform.doing():
        now = clock.now()
        centre = registering.found_organisation(name=CENTRE, kind="training_centre", now=now)
        registering.affiliate(person.id, centre, now=now)
        person.cohort = cohorts.create_cohort(
            organisation_id=centre, title=COHORT, scheme_code="csm-national", level=3,
            starts_on=date(2026, 2, 1), ends_on=date(2026, 3, 31), actor=PLATFORM, now=now,
        )  # fmt: skip
        roster = f"姓名,电子邮箱\n王小明,{candidate.email}\n".encode()
        rosters.import_roster(opened.cohort(person.cohort), roster, dry_run=False, actor=PLATFORM, now=now)
    return person


class Case:
    """The candidate's application, on which everybody writes; every step says what was written and where it is read."""

    def __init__(self, platform, candidate, registrar) -> None:
        self.platform, self.candidate, self.registrar = platform, candidate, registrar
        self.mine = self.theirs = ""

    def applies(self) -> None:
        from accounts.queries import actor_of
        from centres.queries import cohorts
        from centres.services import joining
        from eligibility.services import applications

        with self.platform.doing():
            now, me = clock.now(), actor_of(self.candidate.id)
            joining.join(cohorts.member(cohorts.open_invitations(me.id)[0].member_id), actor=me, now=now)
            self.id = applications.apply(me, "csm-national", 3, now=now)
        self.mine, self.theirs = f"/applications/{self.id}", f"/desk/applications/{self.id}"

    def goes_on(self):
        """Step by step: what was written, the page of the candidate that shows it, if any, and the registrar's."""
        from eligibility.services import appeals, applications

        steps = {
            "asked": lambda row, text: applications.ask_for_more(row, reason=text, actor=PLATFORM, now=clock.now()),
            "answered": lambda row, text: applications.answer(row, words=text, actor=self.me, now=clock.now()),
            "refused": lambda row, text: applications.decide(
                row, approve=False, reason=text, actor=PLATFORM, now=clock.now()
            ),
            "appealed": lambda row, text: appeals.appeal(row, reason=text, actor=self.me, now=clock.now()),
            "granted": lambda row, text: appeals.answer_appeal(
                row, grant=True, reason=text, actor=self.staff, now=clock.now()
            ),
        }
        for name, step in steps.items():
            with self.platform.doing():
                step(self.row(), passage(name))
            yield name, self.mine, self.theirs

    def is_freed_for_a_while(self):
        """An exemption that is proposed, confirmed and revoked again."""
        from eligibility.queries import exemptions as freed
        from eligibility.services import exemptions, revocations

        with self.platform.doing():
            row, texts = self.row(), {"basis": passage("basis"), "reason": passage("proposed")}
            found = exemptions.propose(row, "case_study", **texts, actor=PLATFORM, now=clock.now())
        here = f"/desk/exemptions/{found}"
        yield "proposed", "", here
        said = {"reason": passage("confirmed"), "actor": PLATFORM, "now": clock.now()}
        with self.platform.doing():
            exemptions.decide(freed.exemption(found), confirm=True, **said)
        yield "basis", "/notices", here
        yield "confirmed", "", here
        with self.platform.doing():
            revocations.contest(freed.exemption(found), **said | {"reason": passage("contested")})
            revocations.answer(freed.exemption(found), revoke=True, **said | {"reason": passage("revoked")})
        yield "contested", "", here
        yield "revoked", "/notices", here

    def row(self):
        from accounts.queries import actor_of
        from eligibility.queries.applications import application

        self.me, self.staff = actor_of(self.candidate.id), actor_of(self.registrar.id)
        return application(self.id)


def test_a31_hostile_texts_are_shown_and_never_run(platform, somebody, candidate, manager):
    registrar = somebody("钱文静", Role.REGISTRAR, lang="en")
    reader, desk, centre = Reader(candidate), Reader(registrar), Reader(manager)
    case = Case(platform, candidate, registrar)

    reader.opens("/", "/evidence", *(f"/evidence/{kind}" for kind in KINDS))
    reader.opens(f"/evidence/{candidate.item}/change", f"/evidence/{candidate.item}/removal")
    reader.opens("/papers", f"/papers/{candidate.paper}", "/admission", "/account")
    reader.opens(*(f"{LEVEL}/application{part}" for part in ("", "/condition", "/papers", "/check")))
    assert reader.lacks(NAME, CENTRE, COHORT, FILE, *HOSTILE) == []

    case.applies()
    for name, mine, theirs in chain(case.goes_on(), case.is_freed_for_a_while()):
        written = passage(name).splitlines()
        if mine:
            reader.opens(mine)
            assert reader.lacks(*written) == []
        desk.opens(theirs)
        assert desk.lacks(NAME, *written) == []
        if name == "refused":
            reader.opens(f"{case.mine}/appeal", "/")
    reader.opens("/", "/path", "/applications", "/results")
    desk.opens(
        "/desk/applications?state=approved",
        f"/desk/papers/{candidate.paper}",
        "/audit",
        "/desk/exemptions?state=revoked",
    )
    desk.opens(f"/desk/people/{candidate.id}/name", f"/desk/people/{candidate.id}/identity")
    centre.opens("/", "/cohorts", f"/cohorts/{manager.cohort}", "/cohorts/new")
    assert desk.lacks(CENTRE, FILE) + centre.lacks(CENTRE, COHORT) == []

    assert reader.wrong + desk.wrong + centre.wrong == []
