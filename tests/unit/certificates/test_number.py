"""Numbers can be read out, cannot be guessed, and a slip of the pen is noticed."""

import secrets

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from certificates.domain.number import DRAWN, SIGNS, draw_number, read_number
from kernel.errors import BadInput


def _number_of(picks):
    left = iter(picks)
    return draw_number(lambda _: next(left))


numbers = st.lists(st.integers(0, len(SIGNS) - 1), min_size=DRAWN, max_size=DRAWN).map(_number_of)


def test_a_number_is_four_groups_of_four():
    number = draw_number(lambda n: 0)

    assert number == "2222-2222-2222-2222"


def test_a_number_is_drawn_from_more_than_seventy_bits():
    assert len(SIGNS) ** DRAWN > 2**70


def test_signs_that_people_confuse_are_not_used():
    assert not set("01ILO") & set(SIGNS)


@given(numbers)
def test_what_is_printed_can_be_typed(number):
    assert read_number(number) == number


@given(numbers)
def test_spaces_small_and_wide_letters_do_not_matter(number):
    wide = "".join(chr(ord(sign) + 0xFEE0) if sign.isascii() and sign.isalnum() else "－" for sign in number)

    assert read_number(f"  {number.lower().replace('-', ' ')} ") == number
    assert read_number(wide) == number


@given(numbers, st.integers(0, 15), st.sampled_from(SIGNS))
def test_one_wrong_sign_is_noticed(number, place, sign):
    signs = list(number.replace("-", ""))
    assume(signs[place] != sign)
    signs[place] = sign

    with pytest.raises(BadInput) as noticed:
        read_number("".join(signs))

    assert noticed.value.refusal.code == "number_mistyped"


@given(numbers, st.integers(0, 14), st.integers(0, 14))
def test_two_swapped_signs_are_noticed(number, one, other):
    signs = list(number.replace("-", ""))
    assume(signs[one] != signs[other])
    signs[one], signs[other] = signs[other], signs[one]

    with pytest.raises(BadInput):
        read_number("".join(signs))


@pytest.mark.parametrize(
    "text", ["", "abc", "2222-2222-2222-222", "2222-2222-2222-22222", "O222-2222-2222-2222", "' OR 1=1 --", "证书" * 8]
)
def test_what_cannot_be_a_number_is_said_to_be_none(text):
    with pytest.raises(BadInput) as noticed:
        read_number(text)

    assert noticed.value.refusal.code == "number_malformed"


def test_a_thousand_numbers_are_a_thousand_different_ones():
    assert len({draw_number(secrets.randbelow) for _ in range(1000)}) == 1000
