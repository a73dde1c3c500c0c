"""No name is ever printed as empty boxes: what the fonts lack is refused before anything is issued."""

import pytest

from documents.fonts import FACES, faces_present, missing_glyphs, require_glyphs
from kernel.errors import Refused


def test_every_font_is_installed():
    assert faces_present()


@pytest.mark.parametrize(
    "name",
    ["张璟", "欧阳娜娜", "㛃堃", "Zhāng Jǐng", "Łukasz Šimić", "O’Neill-Đặng", "艾力·买买提"],
)
def test_names_of_many_origins_can_be_printed(name):
    assert missing_glyphs(name) == ()


@pytest.mark.parametrize(
    ("text", "missing"),
    [
        ("李😀", ("😀",)),
        ("abc\u202etxt", ("\u202e",)),
        ("a\x00b", ("\x00",)),
        ("𠀋𠀋", ("𠀋",)),
    ],
    ids=["a picture", "a turned direction", "a control character", "a character beyond the font, told once"],
)
def test_what_cannot_be_printed_faithfully_is_named(text, missing):
    assert missing_glyphs(text) == missing


def test_the_refusal_says_which_character():
    with pytest.raises(Refused) as refused:
        require_glyphs(["张三", "李😀"])

    (refusal,) = refused.value.refusals
    assert refusal.code == "missing_glyphs"
    assert refusal.params == {"characters": "😀", "codes": "U+1F600"}


def test_fonts_are_static_outlines():
    """Variable fonts cost twenty times as much for each document."""
    from fontTools.ttLib import TTFont

    for face in FACES:
        with TTFont(face.path, lazy=True) as font:
            assert "fvar" not in font
            assert "glyf" in font
