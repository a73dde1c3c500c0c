"""Numbers of identity documents are checked as far as the number itself tells, and the refusal says where to look."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.domain.identity import (
    PROVINCES,
    IdentityKind,
    check_character,
    check_number,
    clean_number,
    masked,
)

TODAY = date(2026, 3, 2)
CARD, PERMIT = IdentityKind.RESIDENT_CARD, IdentityKind.RESIDENCE_PERMIT
born = st.dates(date(1900, 1, 1), TODAY)


def numbered(region="110101", birth="19900307", sequence="123"):
    start = f"{region}{birth}{sequence}"
    return start + check_character(start)


cards = st.builds(
    lambda province, rest, day, sequence: numbered(f"{province}{rest:04}", day.strftime("%Y%m%d"), f"{sequence:03}"),
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 9999),
    born,
    st.integers(0, 999),
)


def codes(kind, text, on=TODAY):
    return [refusal.code for refusal in check_number(kind, clean_number(kind, text), on=on).refusals]


def test_the_example_of_the_national_standard_holds():
    assert check_character("11010519491231002") == "X"
    assert codes(CARD, "11010519491231002X") == []
    assert codes(CARD, "440524188001010014") == ["identity_birth"], "the other example, of somebody born in 1880"


@given(number=cards)
def test_every_well_made_number_is_taken(number):
    assert codes(CARD, number) == []


@given(number=cards, place=st.integers(0, 17), other=st.sampled_from("0123456789X"))
def test_one_wrong_character_is_always_noticed(number, place, other):
    wrong = number[:place] + other + number[place + 1 :]

    assert (codes(CARD, wrong) == []) == (wrong == number)


@given(number=cards, place=st.integers(0, 16))
def test_two_neighbours_that_changed_places_are_always_noticed(number, place):
    signs = list(number)
    signs[place], signs[place + 1] = signs[place + 1], signs[place]
    swapped = "".join(signs)

    assert (codes(CARD, swapped) == []) == (swapped == number)


@pytest.mark.parametrize(
    "typed",
    [
        pytest.param("11010519491231002x", id="a small x"),
        pytest.param("１１０１０５１９４９１２３１００２Ｘ", id="full-width"),
        pytest.param(" 110105 19491231 002X ", id="blanks"),
        pytest.param("110105-19491231-002X", id="hyphens"),
        pytest.param("110105\u200b19491231\u00a0002X\ufeff", id="invisible characters of copied text"),
    ],
)
def test_what_people_and_keyboards_do_to_a_number_is_put_right(typed):
    assert clean_number(CARD, typed) == "11010519491231002X"


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param("", "identity_missing", id="nothing"),
        pytest.param("　", "identity_missing", id="a blank"),
        pytest.param("110105491231002", "identity_old", id="the 15 digits of old cards"),
        pytest.param("11010519491231002", "identity_length", id="one short"),
        pytest.param("11010519491231002XX", "identity_length", id="one more"),
        pytest.param("1101051949123100XX", "identity_character", id="X in the middle"),
        pytest.param("11010519491231002Y", "identity_character", id="another letter at the end"),
        pytest.param("11010519491231OO2X", "identity_character", id="letters O for noughts"),
        pytest.param("٣١٠١٠٥١٩٤٩١٢٣١٠٠٢X", "identity_character", id="digits of another script"),
        pytest.param("110105194912310021", "identity_check", id="the last character does not fit"),
        pytest.param(numbered("990101"), "identity_region", id="no such province"),
        pytest.param(numbered(birth="19900230"), "identity_birth", id="30 February"),
        pytest.param(numbered(birth="19900229"), "identity_birth", id="29 February of a common year"),
        pytest.param(numbered(birth="19000229"), "identity_birth", id="29 February 1900"),
        pytest.param(numbered(birth="20260303"), "identity_birth", id="born tomorrow"),
        pytest.param(numbered(birth="18991231"), "identity_birth", id="too long ago"),
        pytest.param(numbered("810000"), "identity_is_residence_permit", id="a residence permit"),
    ],
)
def test_a_number_that_cannot_be_is_refused_with_where_to_look(number, code):
    assert codes(CARD, number) == [code]


@pytest.mark.parametrize("birth", ["20000229", "19960229", "20260302", "19000101"])
def test_days_that_exist_are_taken(birth):
    assert codes(CARD, numbered(birth=birth)) == []


def test_the_places_of_wrong_characters_are_told_and_everything_else_at_once():
    (refusal,) = check_number(CARD, "1101O519491231OO2X", on=TODAY).refusals
    assert refusal.params["places"] == [5, 15, 16]

    assert codes(CARD, "990105194913310021") == ["identity_region", "identity_birth", "identity_check"]


def test_no_refusal_repeats_any_part_of_the_number():
    for number in ("110105194912310021", "990105194913310021", "1101O519491231OO2X", "11010519491231"):
        for refusal in check_number(CARD, number, on=TODAY).refusals:
            assert "1949" not in str(dict(refusal.params))


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        pytest.param(PERMIT, numbered("810000"), numbered("110101"), id="residence permit, Hong Kong"),
        pytest.param(PERMIT, numbered("820000"), numbered("820001"), id="residence permit, Macau"),
        pytest.param(PERMIT, numbered("830000"), numbered("840000"), id="residence permit, Taiwan"),
        pytest.param(IdentityKind.HONG_KONG_MACAU_PERMIT, "h01234567", "A01234567", id="Hong Kong permit"),
        pytest.param(IdentityKind.HONG_KONG_MACAU_PERMIT, "M01234567", "M0123456", id="Macau permit"),
        pytest.param(IdentityKind.TAIWAN_PERMIT, "01234567", "0123456", id="Taiwan permit"),
        pytest.param(IdentityKind.TAIWAN_PERMIT, "０１２３４５６７", "A1234567", id="Taiwan permit, full-width"),
        pytest.param(IdentityKind.CHINESE_PASSPORT, "E12345678", "E1234567", id="Chinese passport"),
        pytest.param(IdentityKind.CHINESE_PASSPORT, "EA1234567", "EO1234567", id="Chinese passport, new numbers"),
        pytest.param(IdentityKind.CHINESE_PASSPORT, "g12345678", "A12345678", id="Chinese passport, earlier numbers"),
        pytest.param(IdentityKind.FOREIGN_PASSPORT, "C01X00T47", "PASSPORT", id="German passport"),
        pytest.param(IdentityKind.FOREIGN_PASSPORT, "123456789", "12345", id="British passport"),
        pytest.param(IdentityKind.FOREIGN_PASSPORT, "TK1234567", "A" * 13, id="Japanese passport"),
    ],
)
def test_other_documents_have_numbers_of_their_own_shape(kind, good, bad):
    assert codes(kind, good) == []
    assert len(codes(kind, bad)) == 1


@pytest.mark.parametrize(
    ("kind", "older", "present"),
    [
        (IdentityKind.HONG_KONG_MACAU_PERMIT, "H0123456701", "H01234567"),
        (IdentityKind.TAIWAN_PERMIT, "0123456702", "01234567"),
    ],
)
def test_a_permit_that_was_issued_again_is_the_same_persons(kind, older, present):
    assert clean_number(kind, older) == clean_number(kind, present) == present


@given(number=cards)
def test_the_masked_number_shows_neither_the_birthday_nor_enough_to_use_it(number):
    shown = masked(number)

    assert len(shown) == len(number)
    assert shown == number[:4] + "*" * 10 + number[-4:]


@given(text=st.text(max_size=30), kind=st.sampled_from(IdentityKind))
def test_anything_can_be_typed_and_is_answered(text, kind):
    number = clean_number(kind, text)

    if check_number(kind, number, on=TODAY):
        assert number.isascii()
        assert clean_number(kind, number) == number
