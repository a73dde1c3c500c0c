"""The composition root: which packages there are, who listens to whom, which job runs which service."""

from typing import Any
from uuid import UUID

from flask import Flask
from flask_babel import lazy_gettext as _l
from flask_mailman import Mail
from flask_migrate import Migrate
from whitenoise import WhiteNoise

import accounts.cli
import accounts.queries
import accounts.services.invitations
import accounts.services.signing_up
import accounts.views.administration
import accounts.views.audit
import accounts.views.door
import accounts.views.identity
import accounts.views.invitation
import accounts.views.naming
import accounts.views.registration
import accounts.wording
import centres.cli
import centres.services.joining
import centres.services.telling
import centres.views.cohorts
import centres.views.rosters
import centres.wording
import certificates.cli
import certificates.services.holding_up
import certificates.services.issuing
import certificates.services.resting
import certificates.views.holder
import certificates.views.registrar
import certificates.views.verification
import certificates.wording
import eligibility.cli
import eligibility.services.retention
import eligibility.views.accommodations
import eligibility.views.accommodations_desk
import eligibility.views.afterwards
import eligibility.views.application_form
import eligibility.views.evidence
import eligibility.views.exemptions
import eligibility.views.papers
import eligibility.views.plain_cases
import eligibility.views.registrar
import eligibility.views.what_if
import eligibility.wording.accommodations
import eligibility.wording.actions
import eligibility.wording.papers
import eligibility.wording.refusals
import exam.cli
import exam.services.leaving
import exam.services.performing
import exam.services.preparing
import exam.services.sweeping
import exam.views.pages
import exam.wording
import grading.cli
import grading.services.analysing
import grading.services.scoring
import grading.views.candidate
import grading.views.examiner
import grading.views.registrar
import grading.wording
import home.cli
import home.views
import jobs.services
import messages.services
import question_bank.cli
import question_bank.services.looking_again
import question_bank.services.receiving
import question_bank.views.pages
import question_bank.wording
import schemes.cli
import schemes.services.reviewing
import schemes.views.blueprint
import schemes.views.desk
import schemes.views.drafts
import schemes.views.reading
import schemes.wording.actions
import schemes.wording.refusals
from accounts.domain.events import InvitationAccepted, NameCorrected
from accounts.views.blueprint import set_up_sign_in
from documents.issuer import issuer, make_issuer_key
from eligibility.domain.application import ApplicationDecided
from eligibility.domain.exemption import ExemptionConfirmed, ExemptionRevoked
from exam.domain.events import AttemptHandedIn, LateAnswersCounted, SittingChanged
from grading.domain.events import ResultReleased
from jobs.cli import jobs_commands
from jobs.queue import queue, ringer
from kernel import clock
from kernel.actor import Role
from kernel.event import deliver_by, listen
from kernel.words import Words
from messages.events import NoticeWritten
from storage.database import db
from storage.files import files
from storage.sealing import sealer
from storage.witness import witness
from web.access import actor
from web.assets import DIST, HASHED, assets
from web.doctor import doctor
from web.errors import set_up_errors
from web.health import set_up_health
from web.keys import keys
from web.language import set_up_languages
from web.layout import set_up_layout
from web.listening import hear_again, in_savepoint, mail_later
from web.log import set_up_log
from web.navigation import Place, introduce_places, navigation
from web.openapi import set_up_description
from web.rendering import set_up_rendering
from web.security import protect_file, set_up_security
from web.settings import ROOT, Settings
from web.transactional import TransactionalFlask
from web.translations import translations
from web.wording import introduce_actions, introduce_wording

IDENTITY_PAGES = frozenset({"accounts.identity_of_person", "accounts.read_identity", "accounts.correct_identity"})


def create_app(settings: Settings | None = None) -> Flask:
    """The platform, put together."""
    set_up_log()
    settings = settings or Settings()
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    app = TransactionalFlask(__name__, static_folder=None)
    app.config.update(
        SETTINGS=settings,
        DATA_DIR=settings.data_dir,
        BASE_URL=settings.base_url,
        SIGN_IN_LIMIT=settings.sign_in_limit,
        ACCOUNT_LIMIT=settings.account_limit,
        PUBLIC_LIMIT=settings.public_limit,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True, "hide_parameters": True},
        MAIL_BACKEND="smtp" if settings.mail_server else "file",
        MAIL_FILE_PATH=str(settings.data_dir / "mail"),
        MAIL_SERVER=settings.mail_server,
        MAIL_PORT=settings.mail_port,
        MAIL_DEFAULT_SENDER=settings.mail_sender,
    )
    settle_in(settings)
    set_up_security(app, settings)
    set_up_languages(app)
    set_up_rendering(app)
    set_up_layout(app)
    set_up_errors(app)
    db.init_app(app)
    Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True, compare_type=True)
    Mail(app)
    set_up_sign_in(app)
    set_up_health(app)
    set_up_description(app)
    introduce_pages(app)
    introduce_commands(app)
    introduce_sentences()
    introduce_navigation(app)
    introduce_listeners()
    introduce_jobs(app)
    app.wsgi_app = WhiteNoise(  # type: ignore[method-assign]
        app.wsgi_app,
        root=str(DIST),
        prefix="/static/",
        immutable_file_test=HASHED,
        autorefresh=False,
        allow_all_origins=False,
        add_headers_function=protect_file,
    )
    return app


def settle_in(settings: Settings) -> None:
    """What is kept outside the database: files, the audit log's witness, the keys that seal and the one that issues."""
    files.use(settings.data_dir / "files")
    witness.use(settings.data_dir / "witness")
    sealer.use(settings.keys())
    folder, name = settings.data_dir / "issuer", Words(settings.issuer_zh, settings.issuer_en)
    if settings.environment == "development":
        make_issuer_key(folder, name=name, now=clock.now())
    issuer.use(folder, name=name, address=settings.base_url)


def introduce_pages(app: Flask) -> None:
    """The blueprints, in the order of the story."""
    for pages in (
        home.views, accounts.views.door, schemes.views.blueprint, eligibility.views.afterwards,
        question_bank.views.pages, exam.views.pages, grading.views.examiner, certificates.views.verification,
        centres.views.cohorts,
    ):  # fmt: skip
        app.register_blueprint(pages.bp)


def introduce_commands(app: Flask) -> None:
    """What operators can type after `flask`."""
    for group in (
        accounts.cli.accounts, accounts.cli.audit, schemes.cli.schemes, eligibility.cli.eligibility,
        question_bank.cli.bank, exam.cli.exam, grading.cli.grading, certificates.cli.certificates, centres.cli.centres,
        home.cli.demo, jobs_commands, assets, doctor, keys, translations,
    ):  # fmt: skip
        app.cli.add_command(group)


def introduce_sentences() -> None:
    """The words for every refusal, and for every action in the audit log."""
    for sentences in (
        accounts.wording.SENTENCES, schemes.wording.refusals.SENTENCES, eligibility.wording.refusals.SENTENCES,
        eligibility.wording.accommodations.SENTENCES, eligibility.wording.papers.SENTENCES,
        question_bank.wording.SENTENCES, exam.wording.SENTENCES, grading.wording.SENTENCES,
        certificates.wording.SENTENCES, centres.wording.SENTENCES,
    ):  # fmt: skip
        introduce_wording(sentences)
    packages = (accounts, question_bank, exam, grading, certificates, centres)
    for words in (*(each.wording for each in packages), schemes.wording.actions, eligibility.wording.actions):
        introduce_actions(words.ACTIONS)


def introduce_navigation(app: Flask) -> None:
    """What stands in the navigation of each role."""
    introduce_places(
        Place(_l("My path"), "home.path", frozenset({Role.CANDIDATE})),
        Place(_l("Admission"), "eligibility.admission", frozenset({Role.CANDIDATE})),
        Place(_l("Accommodations"), "eligibility.accommodations", frozenset({Role.CANDIDATE})),
        Place(_l("Requests"), "eligibility.accommodation_queue", frozenset({Role.ACCOMMODATIONS_OFFICER})),
        Place(_l("Granted"), "eligibility.accommodated_people", frozenset({Role.ACCOMMODATIONS_OFFICER})),
        Place(_l("Sittings to prepare"), "exam.accommodated_sittings", frozenset({Role.ACCOMMODATIONS_OFFICER})),
        Place(_l("Applications"), "eligibility.queue", frozenset({Role.REGISTRAR}), IDENTITY_PAGES),
        Place(_l("My exams"), "exam.exams", frozenset({Role.CANDIDATE})),
        Place(_l("Schemes"), "schemes.desk", frozenset({Role.REGISTRAR})),
        Place(_l("Question bank"), "question_bank.questions", frozenset({Role.REGISTRAR, Role.AUTHOR})),
        Place(_l("Sittings"), "exam.sittings", frozenset({Role.REGISTRAR, Role.INVIGILATOR})),
        Place(_l("Marking"), "grading.marking", frozenset({Role.EXAMINER})),
        Place(_l("Results"), "grading.sittings", frozenset({Role.REGISTRAR})),
        Place(_l("My results"), "grading.results", frozenset({Role.CANDIDATE})),
        Place(_l("My certificates"), "certificates.mine", frozenset({Role.CANDIDATE})),
        Place(_l("Certificates"), "certificates.register", frozenset({Role.REGISTRAR})),
        Place(_l("Credits"), "certificates.activities", frozenset({Role.REGISTRAR})),
        Place(_l("Cohorts"), "centres.overview", frozenset({Role.CENTRE_MANAGER})),
        Place(_l("People"), "accounts.people", frozenset({Role.ADMINISTRATOR})),
        Place(_l("Audit log"), "accounts.audit_log", frozenset({Role.ADMINISTRATOR, Role.REGISTRAR})),
    )
    app.context_processor(lambda: {"navigation": navigation(), "actor": actor(), "Role": Role})


def introduce_listeners() -> None:
    """Who reacts to what. Read it top to bottom to learn how the platform flows."""
    deliver_by(in_savepoint)
    listen(NoticeWritten, mail_later)
    listen(InvitationAccepted, centres.services.joining.join_with_first_password)
    listen(AttemptHandedIn, grading.services.scoring.mark_attempt)
    listen(LateAnswersCounted, grading.services.scoring.mark_again)
    listen(NameCorrected, certificates.services.holding_up.try_with_new_name)
    listen(ExemptionConfirmed, exam.services.leaving.give_up_freed)
    listen(SittingChanged, centres.services.telling.tell_managers)
    listen(ExemptionRevoked, certificates.services.resting.tell_registrars)
    for completing in (ExemptionConfirmed, ApplicationDecided, ResultReleased):
        listen(completing, certificates.services.issuing.prepare_issue)


def introduce_jobs(app: Flask) -> None:
    """Which job runs which service, and what each sweep looks after."""
    settings: Settings = app.config["SETTINGS"]

    def mail_notice(*, notice_id: str, now: Any) -> None:
        notice = messages.services.notice(UUID(notice_id))
        address = accounts.queries.person(notice.person_id).email
        messages.services.mail_notice(address, settings.base_url, notice.id, now=now)

    def mail_invitation(*, invitation_id: str, now: Any) -> None:
        accounts.services.invitations.mail_invitation(UUID(invitation_id), settings.base_url)

    def mail_registration(*, registration_id: str, now: Any) -> None:
        accounts.services.signing_up.mail_registration(UUID(registration_id), settings.base_url)

    jobs.services.introduce_job("hear_again", hear_again)
    jobs.services.introduce_job("mail_registration", mail_registration)
    jobs.services.introduce_job("mail_notice", mail_notice)
    jobs.services.introduce_job("mail_invitation", mail_invitation)
    jobs.services.introduce_job(certificates.services.holding_up.JOB, certificates.services.issuing.issue_certificate)
    jobs.services.introduce_job(exam.services.performing.JOB, exam.services.performing.perform_aside)
    jobs.services.introduce_job(exam.services.preparing.JOB, exam.services.preparing.prepare_in_parts)
    jobs.services.introduce_job(question_bank.services.receiving.LOOK, question_bank.services.receiving.look)
    jobs.services.introduce_job(question_bank.services.receiving.TAKE, question_bank.services.receiving.take_in_parts)
    jobs.services.introduce_job("analyse_sitting", grading.services.analysing.analyse_sitting)
    for sweep in (
        accounts.services.signing_up.forget, schemes.services.reviewing.remind, exam.services.sweeping.sweep,
        question_bank.services.looking_again.remind, exam.services.preparing.prepare_due_forms,
        grading.services.scoring.mark_left_over, eligibility.services.retention.destroy_due_papers,
    ):  # fmt: skip
        jobs.services.introduce_sweep(sweep)
    huey = app.extensions["huey"] = queue(settings.redis_url, settings.data_dir)

    def do(job_id: str) -> None:
        with app.app_context():
            jobs.services.run(UUID(job_id))

    jobs.services.introduce_bell(ringer(huey, do))
