"""A notice is written with the decision it tells of, and mailed once."""

import email
from email.header import decode_header, make_header

import pytest
from flask_mailman import EmailMessage

from kernel import clock
from kernel.words import Words
from messages import services
from messages.models import Notice
from storage.transaction import transaction

SUBJECT = Words("您的申请已获批准", "Your application is approved")
BODY = Words("您可以报名参加考试。", "You can enter an exam.")


@pytest.fixture
def mails(app):
    """What left the house: read from the folder that stands for the mail server."""
    from pathlib import Path

    def read() -> list[email.message.Message]:
        folder = Path(app.config["MAIL_FILE_PATH"])
        files = sorted(folder.glob("*.log")) if folder.exists() else []
        parts = [part for path in files for part in path.read_bytes().split(b"-" * 79 + b"\n")]
        return [email.message_from_bytes(part) for part in parts if part.strip()]

    return read


def _notify(person, link: str = "/applications") -> None:
    with person.app.app_context(), transaction():
        services.notify(person_id=person.id, subject=SUBJECT, body=BODY, link=link, now=clock.now())


def _notices(person) -> list[Notice]:
    with person.app.app_context():
        return services.notices_of(person.id)


def test_a_notice_is_there_at_once_and_mailed_by_a_job(candidate, run_jobs, mails):
    _notify(candidate)
    assert [notice.subject for notice in _notices(candidate)] == [SUBJECT]
    assert mails() == []

    assert run_jobs() == 1

    (mail,) = mails()
    assert str(make_header(decode_header(mail["Subject"]))) == f"{SUBJECT.zh} / {SUBJECT.en}"
    assert mail["To"] == candidate.email
    text = mail.get_payload(decode=True).decode()
    assert BODY.zh in text
    assert BODY.en in text
    assert "http://127.0.0.1:8000/applications" in text


def test_a_notice_is_mailed_once_even_if_its_job_runs_twice(candidate, run_jobs, mails, app):
    _notify(candidate)
    run_jobs()
    notice = _notices(candidate)[0]

    for _ in range(2):
        with app.app_context(), transaction():
            services.mail_notice(candidate.email, "http://x", notice.id, now=clock.now())

    assert len(mails()) == 1
    assert notice.mailed_at is not None


def test_a_decision_that_is_undone_tells_nobody(candidate, run_jobs, mails):
    with candidate.app.app_context(), pytest.raises(ZeroDivisionError), transaction():
        services.notify(person_id=candidate.id, subject=SUBJECT, body=BODY, link="/", now=clock.now())
        raise ZeroDivisionError

    assert run_jobs() == 0
    assert _notices(candidate) == []
    assert mails() == []


def test_a_mail_server_that_is_down_keeps_the_notice_and_is_tried_again(candidate, run_jobs, mails, monkeypatch):
    def down(_message, *_arguments, **_options) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as storm:
        storm.setattr(EmailMessage, "send", down)
        _notify(candidate)
        assert run_jobs() == 0
    assert len(_notices(candidate)) == 1

    assert run_jobs() == 1
    assert len(mails()) == 1


def test_notices_are_counted_until_they_are_read_and_newest_first(candidate, other_candidate, the_clock):
    _notify(candidate, "/first")
    the_clock.moves_on(minutes=1)
    _notify(candidate, "/second")
    with candidate.app.app_context(), transaction():
        assert services.unread_count(candidate.id) == 2
        services.mark_read(services.notices_of(candidate.id)[0], now=clock.now())

    assert [(notice.link, notice.read_at is None) for notice in _notices(candidate)] == [
        ("/second", False),
        ("/first", True),
    ]
    with candidate.app.app_context(), transaction(read_only=True):
        assert services.unread_count(candidate.id) == 1
        assert services.unread_count(other_candidate.id) == 0


def test_a34_a_subject_with_line_breaks_and_braces_adds_no_header(candidate, run_jobs, mails, app):
    with app.app_context(), transaction():
        services.notify(
            person_id=candidate.id, subject=Words("{{7*7}} 好", "%s ok"), body=BODY, link="/", now=clock.now()
        )
    run_jobs()

    (mail,) = mails()
    assert str(make_header(decode_header(mail["Subject"]))) == "{{7*7}} 好 / %s ok"
    assert mail["Bcc"] is None
