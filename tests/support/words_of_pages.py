"""What a page in one language must not show: texts of the catalogue that stayed English, and Chinese that nobody wrote."""

import re
from functools import lru_cache

from babel.messages.catalog import Message
from sqlalchemy import text

from storage.database import db
from tests.support.language import visible_texts
from web.translations import PACKAGES, catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LETTERS = re.compile(r"[A-Za-z]{3,}")
WRITTEN_BY_PEOPLE = {
    "accounts_person": "name",
    "accounts_organisation": "name",
    "centres_cohort": "title",
    "exam_sitting": "place address",
    "eligibility_evidence": "place",
    "eligibility_step": "reason",
    "eligibility_exemption": "basis reason",
    "eligibility_exemption_step": "reason",
    "certificates_activity": "description",
}
"""Columns whose words are shown in the language in which people entered them."""


def written_by_people(*more: str) -> tuple[str, ...]:
    """Names and texts that are shown as they were entered, in whatever language."""
    found = set(more)
    for table, columns in WRITTEN_BY_PEOPLE.items():
        for column in columns.split():
            found |= set(db.session.scalars(text(f"SELECT DISTINCT {column} FROM {table}")))
    return tuple(words for words in found if words)


def _variants(message: Message) -> tuple[str, ...]:
    return tuple(message.id) if isinstance(message.id, (list, tuple)) else (message.id,)


@lru_cache(maxsize=1)
def _english() -> tuple[frozenset[str], re.Pattern[str]]:
    """Every English text that has another one in Chinese: the plain ones, and the ones with gaps as a pattern."""
    plain, gapped = set(), set()
    for message in (each for package in PACKAGES for each in catalogue(package) if each.id):
        chinese = message.string if isinstance(message.string, str) else "".join(message.string)
        for english in _variants(message):
            words = " ".join(english.split())
            if words == chinese or not LETTERS.search(PLACEHOLDER.sub("", words)):
                continue
            if PLACEHOLDER.search(words):
                parts = PLACEHOLDER.split(words.replace("%%", "%"))
                if sum(len(part.split()) for part in parts) > 1:
                    gapped.add(".+?".join(re.escape(part) for part in parts))
            else:
                plain.add(words.replace("%%", "%"))
    return frozenset(plain), re.compile("|".join(sorted(gapped)))


def english_in(html: str) -> list[str]:
    """The visible texts of a Chinese page that stand in the catalogue and still are English."""
    plain, gapped = _english()
    return [
        words
        for words in (" ".join(each.split()) for each in visible_texts(html, marked="en"))
        if words in plain or gapped.fullmatch(words)
    ]
