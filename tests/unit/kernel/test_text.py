"""What people write is kept as they wrote it, but nothing in it turns round or hides its neighbours."""

import pytest

from kernel.text import legible


@pytest.mark.parametrize(
    "mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\x00\x1b\ud800"
)
def test_a37_control_and_direction_characters_are_left_out(mark):
    assert legible(f" 因{mark}阅读较慢\n第二行\t{mark} ") == "因阅读较慢\n第二行"


def test_everything_else_stays():
    assert legible("“阅读”较慢——𠮷 é 10%") == "“阅读”较慢——𠮷 é 10%"
