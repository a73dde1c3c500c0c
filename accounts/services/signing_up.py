"""A candidate's own account: asked for on the page, opened by the link in a letter.

Nobody learns on the page whether an address has an account. Its owner does, by the letter.
"""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from flask_mailman import EmailMessage
from sqlalchemy import delete, select

from accounts.domain.person import acceptable, clean_email, clean_name
from accounts.models import Person, Registration
from accounts.queries import open_registration
from accounts.services import audit, passwords
from accounts.services.registering import register
from jobs.services import enqueue
from kernel.actor import Role
from kernel.errors import NotFound, Refused
from storage.database import db

LASTS = timedelta(days=2)
TOKEN_BYTES = 32
JOB = "mail_registration"


def ask(*, email: str, name: str, password: str, name_latin: str, language: str, now: datetime) -> None:
    """Keep the wish and have a letter sent; the same work whether or not the address has an account."""
    email, name = clean_email(email), clean_name(name)
    verdict = acceptable(email=email, name=name, password=password)
    if not verdict:
        raise Refused(*verdict.refusals)
    wish = Registration(
        email=email,
        name=name,
        name_latin=clean_name(name_latin),
        language=language,
        password_hash=passwords.hashed(password),
        asked_at=now,
        expires_at=now + LASTS,
    )
    db.session.add(wish)
    db.session.flush()
    enqueue(JOB, now=now, registration_id=str(wish.id))


def mail_registration(registration_id: UUID, base_url: str) -> None:
    """Send the letter. The token is drawn here and only its hash is kept, so nobody can read it from the database."""
    wish = db.session.get(Registration, registration_id)
    if wish is None:
        raise NotFound
    if wish.used_at:
        return
    base_url = base_url.rstrip("/")
    if _has_account(wish.email):
        wish.password_hash = ""
        subject, text = (
            "您已有账号 / You have an account already",
            LETTER_TO_KNOWN.format(address=f"{base_url}/sign-in"),
        )
    else:
        token = secrets.token_urlsafe(TOKEN_BYTES)
        wish.token_hash = _hash(token)
        subject = "请确认您的注册 / Confirm your registration"
        text = LETTER_TO_NEW.format(address=f"{base_url}/registrations/{token}")
    db.session.flush()
    EmailMessage(subject, text, to=[wish.email]).send()


LETTER_TO_NEW = """您好：

请在两天内打开下面的链接，确认邮箱并开通账号：

{address}

如果您没有在客户服务认证平台注册，请忽略此邮件，不会有账号生成。

Hello,

open the link above within two days to confirm your address and open your account.
If you did not register on the certification platform, ignore this letter; no account is made.
"""

LETTER_TO_KNOWN = """您好：

有人用此邮箱在客户服务认证平台注册，而该邮箱已有账号。请直接登录：

{address}

如果不是您本人操作，无需理会，您的账号没有任何变化。

Hello,

somebody registered on the certification platform with this address, which has an account already. Sign in above.
If it was not you, there is nothing to do; your account is unchanged.
"""


def read(token: str, *, now: datetime) -> Registration:
    """The registration that a link leads to; raises NotFound where it was used, has run out or never was."""
    return open_registration(_hash(token), now)


def confirm(token: str, *, now: datetime) -> UUID:
    """Open the account: whoever has the link owns the address. Somebody only invited so far gets their password."""
    wish = read(token, now=now)
    person = db.session.scalar(select(Person).where(Person.email == wish.email))
    if person is None:
        person_id = register(
            email=wish.email,
            name=wish.name,
            name_latin=wish.name_latin,
            language=wish.language,
            password=None,
            roles={Role.CANDIDATE},
            now=now,
        )
        person = db.session.get_one(Person, person_id)
    elif person.password_hash:
        raise NotFound
    person.password_hash = wish.password_hash
    wish.used_at, wish.password_hash = now, ""
    db.session.flush()
    audit.record(person.actor, "accounts.confirm_address", f"person:{person.id}", {}, now=now)
    return person.id


def forget(*, now: datetime) -> None:
    """Keep nothing of those who never opened their link; the periodic sweep calls this."""
    db.session.execute(delete(Registration).where(Registration.expires_at < now))


def _has_account(email: str) -> bool:
    return db.session.scalar(select(Person.password_hash).where(Person.email == email)) is not None


def _hash(token: str) -> str:
    return sha256(token.encode()).hexdigest()
