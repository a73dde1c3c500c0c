"""Reads conditions of admission from a scheme file, each a list of tagged requirements."""

from collections.abc import Callable

from schemes.domain.node import Node
from schemes.domain.requirement import (
    ANY_FIELD,
    REQUIREMENTS,
    Anchor,
    Certificate,
    Degree,
    DegreeKind,
    Enrolled,
    Relation,
    Requirement,
    StudentCertificate,
    Title,
    TitleGrade,
    Training,
    Within,
    Work,
    WorkingNow,
)
from schemes.domain.scheme import Admission, Condition

NOTHING = "none"
"""Written in place of the list where a condition asks for nothing at all."""

ONE_OF_A_KIND = (Degree, Certificate, Work, Within)


def condition(node: Node) -> Condition:
    """The condition a mapping describes; its requirements must agree with one another."""
    node.only("id", "text", "admission", "requires", "assumed")
    entries = [] if node.at("requires").value == NOTHING else list(node.at("requires").items())
    requires = tuple(requirement(entry) for entry in entries)
    if not requires and node.at("requires").value != NOTHING:
        node.at("requires").refuse("scheme_empty")
    _check_one_of_a_kind(node, requires)
    for entry, asked in zip(entries, requires, strict=True):
        _check_anchor(entry, asked, requires)
    return Condition(
        id=node.at("id").text(),
        text=node.at("text").words(),
        requires=requires,
        admission=Admission(node.at("admission").one_of(list(Admission))) if node.has("admission") else Admission.FULL,
    )


def requirement(node: Node) -> Requirement:
    """The requirement a tagged mapping such as `{kind: work, years: 6}` describes."""
    kind = node.at("kind").one_of(REQUIREMENTS)
    return READERS[REQUIREMENTS[kind]](node)


def _work(node: Node) -> Work:
    node.only("kind", "years", "occupations", "after")
    return Work(
        years=node.at("years").whole(least=1),
        occupations=_relations(node, "occupations", frozenset({Relation.SAME})),
        after=_after(node, Anchor.DEGREE, Anchor.CERTIFICATE),
    )


def _working_now(node: Node) -> WorkingNow:
    node.only("kind", "occupations")
    return WorkingNow(occupations=_relations(node, "occupations", frozenset({Relation.SAME})))


def _degree(node: Node) -> Degree:
    node.only("kind", "degree", "fields")
    return Degree(
        degree=DegreeKind(node.at("degree").one_of(list(DegreeKind))), fields=_relations(node, "fields", ANY_FIELD)
    )


def _certificate(node: Node) -> Certificate:
    node.only("kind", "level", "held_years")
    return Certificate(
        level=node.at("level").whole(least=1) if node.has("level") else None,
        held_years=node.at("held_years").whole() if node.has("held_years") else 0,
    )


def _training(node: Node) -> Training:
    node.only("kind", "level", "after")
    return Training(level=node.at("level").whole(least=1), after=_after(node, Anchor.DEGREE))


def _enrolled(node: Node) -> Enrolled:
    node.only("kind", "programme", "fields")
    return Enrolled(programme=node.at("programme").text(), fields=_relations(node, "fields", ANY_FIELD))


def _title(node: Node) -> Title:
    node.only("kind", "grade")
    return Title(grade=TitleGrade(node.at("grade").one_of(list(TitleGrade))))


def _student_certificate(node: Node) -> StudentCertificate:
    node.only("kind")
    return StudentCertificate()


def _within(node: Node) -> Within:
    node.only("kind", "since", "until")
    window = Within(since=node.at("since").day(), until=node.at("until").day())
    if window.until < window.since:
        node.at("until").refuse("scheme_window_backwards")
    return window


READERS: dict[type[Requirement], Callable[[Node], Requirement]] = {
    Work: _work,
    WorkingNow: _working_now,
    Degree: _degree,
    Certificate: _certificate,
    Training: _training,
    Enrolled: _enrolled,
    Title: _title,
    StudentCertificate: _student_certificate,
    Within: _within,
}


def _relations(node: Node, key: str, otherwise: frozenset[Relation]) -> frozenset[Relation]:
    if not node.has(key):
        return otherwise
    return frozenset(Relation(word.one_of(list(Relation))) for word in node.at(key).items())


def _after(node: Node, *allowed: Anchor) -> Anchor:
    return Anchor(node.at("after").one_of(allowed)) if node.has("after") else Anchor.ANY_TIME


def _check_one_of_a_kind(node: Node, requires: tuple[Requirement, ...]) -> None:
    """A condition is read on one degree and one certificate, so it may ask for one of each only."""
    for kind in ONE_OF_A_KIND:
        if sum(isinstance(asked, kind) for asked in requires) > 1:
            node.at("requires").refuse("scheme_twice", key=kind.__name__.lower())


def _check_anchor(node: Node, asked: Requirement, requires: tuple[Requirement, ...]) -> None:
    after = asked.after if isinstance(asked, Work | Training) else Anchor.ANY_TIME
    needs = {Anchor.DEGREE: Degree, Anchor.CERTIFICATE: Certificate}.get(after)
    if needs and not any(isinstance(other, needs) for other in requires):
        node.at("after").refuse("scheme_anchor_missing", anchor=after.value)
