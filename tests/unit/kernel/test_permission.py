"""Permissions are sentences that can be combined, and are true or not of somebody and a thing."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kernel.actor import NOBODY, PLATFORM, Actor, Role
from kernel.permission import Permission, has_role, is_administrator, is_own, is_registrar, is_signed_in

actors = st.builds(Actor, id=st.none() | st.uuids(), roles=st.frozensets(st.sampled_from(Role)))


@dataclass(frozen=True)
class Letter:
    owner_id: UUID


@given(actor=actors)
def test_either_of_two_suffices_and_both_are_both(actor):
    first, second = is_registrar.holds(actor, None), is_administrator.holds(actor, None)

    assert (is_registrar | is_administrator).holds(actor, None) == (first or second)
    assert (is_registrar & is_administrator).holds(actor, None) == (first and second)


def test_a_combination_reads_as_a_sentence():
    assert (is_registrar | is_administrator).sentence == "is registrar or is administrator"
    assert (is_own & is_signed_in).sentence == "is their own and is signed in"


@pytest.mark.parametrize("role", Role)
def test_a_role_opens_its_own_door_only(role):
    somebody = Actor(id=uuid4(), roles=frozenset({role}))

    assert [other for other in Role if has_role(other).holds(somebody, None)] == [role]


def test_what_is_mine_is_mine_and_nobody_owns_anything():
    me = Actor(id=uuid4())

    assert is_own.holds(me, Letter(me.id))
    assert not is_own.holds(me, Letter(uuid4()))
    assert not is_own.holds(NOBODY, Letter(None))


def test_the_platform_has_every_role_but_is_nobody_in_particular():
    assert set(PLATFORM) == set(Role)
    assert not is_signed_in.holds(PLATFORM, None)


def test_the_second_of_two_is_not_asked_where_the_first_decides():
    def explode(_actor, _thing):
        raise AssertionError("must not be asked")

    never = Permission("never asked", explode)
    yes = Permission("yes", lambda _actor, _thing: True)
    no = Permission("no", lambda _actor, _thing: False)

    assert (yes | never).holds(NOBODY, None)
    assert not (no & never).holds(NOBODY, None)


def test_roles_come_in_the_order_in_which_homes_are_shown():
    somebody = Actor(id=uuid4(), roles=frozenset({Role.ADMINISTRATOR, Role.CANDIDATE, Role.REGISTRAR}))

    assert list(somebody) == [Role.CANDIDATE, Role.REGISTRAR, Role.ADMINISTRATOR]
