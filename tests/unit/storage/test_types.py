"""Columns keep the promises of the house: aware times in UTC, states by their value."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import MetaData, create_engine, select, text
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import StatementError
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, mapped_column, registry
from sqlalchemy.types import Numeric, Uuid

from storage.types import STATE, UTCDateTime

DIALECTS = (postgresql.dialect(), sqlite.dialect())
NAIVE = datetime(2026, 3, 2)  # noqa: DTZ001 -- what must be refused
moments = st.datetimes(NAIVE.replace(year=1900), NAIVE.replace(year=2200), timezones=st.timezones())


class LampState(StrEnum):
    ON = "switched_on"
    OFF = "switched_off"


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(),
        type_annotation_map={datetime: UTCDateTime, StrEnum: STATE, UUID: Uuid(), Decimal: Numeric(6, 2)},
    )


class Lamp(Base):
    __tablename__ = "lamp"

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid4)
    state: Mapped[LampState]
    lit_at: Mapped[datetime | None]


@pytest.fixture
def session():
    engine = create_engine("sqlite://")
    Base.metadata.create_all(engine)
    with Session(engine) as session:
        yield session
    engine.dispose()


@given(moment=moments)
@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_moment_comes_back_as_the_same_moment_in_utc(dialect, moment):
    kind = UTCDateTime()

    back = kind.process_result_value(kind.process_bind_param(moment, dialect), dialect)

    assert back == moment.astimezone(UTC)
    assert back.tzinfo is UTC


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda dialect: dialect.name)
def test_a_naive_moment_is_refused_and_none_stays_none(dialect):
    kind = UTCDateTime()

    with pytest.raises(ValueError, match="a naive time cannot be stored"):
        kind.process_bind_param(NAIVE, dialect)
    assert kind.process_bind_param(None, dialect) is None
    assert kind.process_result_value(None, dialect) is None


def test_a_state_is_stored_as_readable_text(session):
    session.add(Lamp(state=LampState.ON))
    session.flush()

    assert session.scalar(text("SELECT state FROM lamp")) == "switched_on"
    assert session.scalar(select(Lamp.state)) is LampState.ON


def test_a_state_that_does_not_exist_cannot_be_stored(session):
    session.add(Lamp(state="half_lit"))

    with pytest.raises(StatementError, match="half_lit"):
        session.flush()


def test_a_naive_moment_never_reaches_a_row(session):
    session.add(Lamp(state=LampState.ON, lit_at=NAIVE))

    with pytest.raises(StatementError, match="naive"):
        session.flush()
