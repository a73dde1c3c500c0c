"""The conditions of all schemes, written down a second time from the published texts, for the second evaluator alone.

`BOOK[scheme]` holds what a scheme says; no scheme file is read here, so that a slip in one of them shows.
"""

from dataclasses import dataclass, field

SAME, RELATED, OTHER = "same", "related", "other"
OURS = (SAME,)
NEAR = (SAME, RELATED)
ELSEWHERE = (OTHER,)
ANY = (SAME, RELATED, OTHER)


@dataclass
class Wish:
    """One condition: everything it may ask for, empty where it does not."""

    degree: str = ""
    fields: tuple = ANY
    certificate: object = None  # a level, or "any"
    held: int = 0
    years: int = 0
    occupations: tuple = OURS
    after: str = ""  # "degree" or "certificate"
    training: int = 0
    training_after_degree: bool = False
    title: str = ""
    enrolled: bool = False
    student: bool = False
    working: bool = False
    window: tuple = ()
    modules: bool = False


@dataclass
class Book:
    """A scheme's conditions by level and id, and the certificates it takes for its own."""

    levels: dict
    own: object
    hours: dict = field(default_factory=lambda: {3: 180, 2: 150, 1: 120})
    gap_days: int = 30


def numbered(*wishes):
    return {str(number): wish for number, wish in enumerate(wishes, start=1)}


def any_csm(code):
    return code.startswith("csm-")


TRIAL = ("2006-01-01", "2011-12-31")

BOOK = {
    "csm-national": Book(
        own=any_csm,
        levels={
            3: numbered(
                Wish(years=6),
                Wish(degree="advanced_skill_school", fields=NEAR),
                Wish(degree="junior_college", fields=NEAR),
                Wish(degree="junior_college", fields=ELSEWHERE, years=1),
                Wish(degree="junior_college", fields=ELSEWHERE, training=3, training_after_degree=True),
            ),
            2: numbered(
                Wish(years=13),
                Wish(certificate=3, years=5, after="certificate"),
                Wish(certificate=3, years=4, after="certificate", training=2),
                Wish(degree="bachelor", fields=NEAR, years=5, after="degree"),
                Wish(degree="bachelor", fields=NEAR, certificate=3, years=4, after="certificate"),
                Wish(degree="bachelor", fields=NEAR, certificate=3, years=3, after="certificate", training=2),
                Wish(degree="master", years=2, after="degree"),
            ),
            1: numbered(
                Wish(years=19),
                Wish(certificate=2, years=5, after="certificate"),
                Wish(certificate=2, years=3, after="certificate", training=1),
                Wish(window=TRIAL, degree="bachelor", fields=NEAR, years=13, occupations=NEAR, after="degree"),
                Wish(window=TRIAL, degree="master", years=10, occupations=NEAR, after="degree"),
            ),
        },
    ),
    "csm-guangdong": Book(
        own=any_csm,
        levels={
            3: numbered(
                Wish(degree="junior_college", fields=NEAR, years=3, occupations=NEAR, after="degree"),
                Wish(degree="bachelor", fields=NEAR, years=1, occupations=NEAR, after="degree"),
                Wish(degree="bachelor", fields=ELSEWHERE, years=1, training=3),
            ),
            2: numbered(
                Wish(certificate=3, years=3, after="certificate", training=2),
                Wish(certificate=3, years=4, after="certificate"),
                Wish(degree="bachelor", fields=OURS, years=4, training=2),
                Wish(degree="bachelor", fields=ELSEWHERE, years=6, training=2),
                Wish(degree="master", fields=OURS, years=1),
                Wish(degree="master", fields=ELSEWHERE, years=2),
            ),
            1: numbered(
                Wish(certificate=2, years=4, after="certificate", training=1),
                Wish(certificate=2, years=5, after="certificate"),
                Wish(degree="doctorate", fields=OURS, years=3, training=1),
            ),
        },
    ),
    "csm-standard": Book(
        own=any_csm,
        levels={
            3: numbered(
                Wish(degree="junior_college", modules=True),
                Wish(degree="junior_college", years=2, occupations=NEAR),
                Wish(degree="junior_college", student=True),
                Wish(title="junior"),
                Wish(enrolled=True),
            ),
            2: numbered(
                Wish(degree="junior_college", years=3, occupations=NEAR),
                Wish(degree="junior_college", student=True, years=2, occupations=NEAR),
                Wish(enrolled=True),
                Wish(title="intermediate"),
                Wish(certificate=3, held=2),
            ),
            1: numbered(
                Wish(degree="junior_college", years=4, occupations=NEAR),
                Wish(enrolled=True),
                Wish(title="intermediate", working=True, certificate="any"),
                Wish(certificate=2, held=2),
            ),
        },
    ),
    "crm-professional": Book(
        own=lambda code: code == "crm-professional",
        levels={
            3: numbered(Wish(degree="junior_college"), Wish(years=1, occupations=NEAR)),
            2: numbered(
                Wish(certificate=3, years=2, occupations=NEAR, after="certificate"),
                Wish(degree="bachelor", years=3, occupations=NEAR, after="degree"),
            ),
            1: numbered(
                Wish(certificate=2, years=3, occupations=NEAR, after="certificate"),
                Wish(degree="master", years=5, occupations=NEAR, after="degree"),
            ),
        },
    ),
    "crm-course": Book(own=lambda code: code == "crm-course", levels={3: numbered(Wish())}),
}
