"""Tables of questions, their versions, what happened to each and is said of it, figures, and imported files."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Float, ForeignKey, Index, Integer, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from question_bank.domain.case_study import CaseStudy
from question_bank.domain.enmity import pair_of
from question_bank.domain.kind import Cognitive, Kind
from question_bank.domain.lifecycle import USABLE, VERSION, Move, State
from question_bank.domain.question import Matching, PoolItem, Question, reading_seconds
from question_bank.domain.reading import Item, read
from question_bank.domain.report import Source
from storage.database import Base

IN_POOL = text("state IN ('approved', 'in_use')")


class BankedItem(Base):
    """A question or a case study under the author's number; what it says stands in its versions.

    `words` is what a search looks through: the texts of the latest version.
    """

    __tablename__ = "question_bank_question"
    __table_args__ = (UniqueConstraint("scheme", "external_id"), Index(None, "scheme", "level"))

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    scheme: Mapped[str] = mapped_column(String(40))
    level: Mapped[int] = mapped_column(Integer)
    external_id: Mapped[str] = mapped_column(String(40))
    latest_number: Mapped[int] = mapped_column(Integer, default=1)
    words: Mapped[str] = mapped_column(Text, default="")
    versions: Mapped[list["Version"]] = relationship(back_populates="question", order_by="Version.number")


known_items: dict[UUID, Item] = {}
"""What versions hold; their content never changes, so a process reads each one once."""


class Version(Base):
    """What a question said from one moment on. The content never changes; a change is a new version."""

    __tablename__ = "question_bank_version"
    __table_args__ = (
        UniqueConstraint("question_id", "number"),
        Index(
            "uq_question_bank_version_usable",
            "question_id",
            unique=True,
            sqlite_where=IN_POOL,
            postgresql_where=IN_POOL,
        ),
        Index(
            "ix_question_bank_version_listed",
            "number",
            "question_id",
            "function",
            "kind",
            "cognitive",
            "state",
            "review_due_at",
            "author_id",
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    question_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_question.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    kind: Mapped[Kind]
    function: Mapped[str] = mapped_column(String(40), default="")
    cognitive: Mapped[Cognitive | None]
    difficulty: Mapped[float | None] = mapped_column(Float)
    state: Mapped[State] = mapped_column(default=VERSION.begins)
    author_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    written_at: Mapped[datetime]
    review_due_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(Integer)
    question: Mapped[BankedItem] = relationship(back_populates="versions", lazy="joined")
    steps: Mapped[list["Step"]] = relationship(order_by="Step.at, Step.number")
    figures: Mapped[list["Figures"]] = relationship(back_populates="version")

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's spelling

    @property
    def item(self) -> Item:
        """The question or case study that this version holds."""
        item = known_items.get(self.id) or read(self.content, gaps=True)
        if isinstance(item, tuple):
            message = f"version {self.id} does not hold an acceptable question"
            raise TypeError(message)
        if self.id is not None:
            known_items[self.id] = item
        return item

    @property
    def as_question(self) -> Question:
        """The question, where it is known to be one."""
        item = self.item
        if not isinstance(item, Question):
            raise TypeError(item.kind)
        return item

    @property
    def as_case_study(self) -> CaseStudy:
        """The case study, where it is known to be one."""
        item = self.item
        if not isinstance(item, CaseStudy):
            raise TypeError(item.kind)
        return item

    @property
    def pool_item(self) -> PoolItem:
        """What the maker of forms needs to know, without its enemies."""
        question = self.as_question
        return PoolItem(
            question_id=self.question_id,
            version_id=self.id,
            function=question.function,
            kind=question.kind,
            cognitive=question.cognitive,
            difficulty=question.difficulty,
            prompts=len(question.content.prompts) if isinstance(question.content, Matching) else 0,
            group=question.group,
            reading=reading_seconds(question),
        )

    def is_due(self, now: datetime) -> bool:
        """Whether somebody should look at it again."""
        return self.state in USABLE and self.review_due_at is not None and self.review_due_at <= now

    @property
    def is_latest(self) -> bool:
        """Whether no later version was written."""
        return self.number == self.question.latest_number

    def move(self, move: Move) -> None:
        """The only way in which a version changes its state."""
        self.state = VERSION.after(self.state, move)


class Step(Base):
    """Something that was decided about a version, by whom and why; never changed."""

    __tablename__ = "question_bank_step"
    __table_args__ = (UniqueConstraint("version_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_version.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    move: Mapped[Move]
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    reason: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]


class Enmity(Base):
    """Somebody's word that two questions are enemies, or are so no longer; the last word holds."""

    __tablename__ = "question_bank_enmity"
    __table_args__ = (UniqueConstraint("one_id", "other_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    one_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_question.id"))
    other_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_question.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    holds: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    actor_id: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    at: Mapped[datetime]

    @property
    def pair(self) -> tuple[UUID, UUID]:
        """The two questions."""
        return pair_of(self.one_id, self.other_id)


class Comment(Base):
    """What somebody who writes or reviews said about a version; never changed."""

    __tablename__ = "question_bank_comment"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_version.id"), index=True)
    author_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Report(Base):
    """A problem with the version that somebody had before them; `attempt_id` and `slot` say on which paper and where.

    Who reads it sees neither the candidate nor the paper.
    """

    __tablename__ = "question_bank_report"
    __table_args__ = (Index(None, "attempt_id", "slot"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_version.id"), index=True)
    attempt_id: Mapped[UUID]
    slot: Mapped[str] = mapped_column(String(20))
    source: Mapped[Source]
    reporter_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    answer: Mapped["ReportAnswer | None"] = relationship()


class ReportAnswer(Base):
    """What came of a report: with it the report is closed."""

    __tablename__ = "question_bank_report_answer"

    report_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_report.id"), primary_key=True)
    actor_id: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class Analysis(Base):
    """The figures of a sitting's test as a whole, as they were when its results were released; never changed."""

    __tablename__ = "question_bank_analysis"

    sitting_id: Mapped[UUID] = mapped_column(primary_key=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    at: Mapped[datetime]
    figures: Mapped[list["Figures"]] = relationship(back_populates="analysis")


class Figures(Base):
    """What the answers of one sitting tell of a version; never changed."""

    __tablename__ = "question_bank_figures"

    sitting_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_analysis.sitting_id"), primary_key=True)
    version_id: Mapped[UUID] = mapped_column(ForeignKey("question_bank_version.id"), primary_key=True, index=True)
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    analysis: Mapped[Analysis] = relationship(back_populates="figures", lazy="joined")
    version: Mapped[Version] = relationship(back_populates="figures")


class Import(Base):
    """A file that somebody uploaded to be imported: looked at first, taken in once, a large one in parts.

    `outlook` is what taking it would do, as it was when the file was looked at; `done` of `total` is how far that is,
    and then how far taking it.
    """

    __tablename__ = "question_bank_import"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    file_key: Mapped[str] = mapped_column(String(64))
    sha256: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(200))
    format: Mapped[str] = mapped_column(String(20))
    scheme: Mapped[str] = mapped_column(String(40))
    level: Mapped[int] = mapped_column(Integer)
    function: Mapped[str] = mapped_column(String(40), default="")
    cognitive: Mapped[str] = mapped_column(String(20), server_default="understand")
    difficulty: Mapped[float] = mapped_column(Float, server_default="0.6")
    reason: Mapped[str] = mapped_column(Text, default="")
    uploaded_by: Mapped[UUID] = mapped_column(ForeignKey("accounts_person.id"))
    uploaded_at: Mapped[datetime]
    outlook: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    done: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    total: Mapped[int] = mapped_column(Integer, server_default="0", default=0)
    asked_at: Mapped[datetime | None]
    taken_at: Mapped[datetime | None]
    revision: Mapped[int] = mapped_column(Integer)

    __mapper_args__ = {"version_id_col": revision}  # noqa: RUF012 -- SQLAlchemy's spelling


class Picture(Base):
    """A picture for questions, under an id by chance; its file is written anew and never changes."""

    __tablename__ = "question_bank_picture"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    file_key: Mapped[str] = mapped_column(String(64))
    name: Mapped[str] = mapped_column(String(100))
    kept_by: Mapped[UUID | None] = mapped_column(ForeignKey("accounts_person.id"))
    kept_at: Mapped[datetime]

    @property
    def line(self) -> str:
        """What to write into the text of a question."""
        return f"![{self.name.replace(']', ')')}](picture:{self.id})"
