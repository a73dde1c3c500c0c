"""A portrait is measured: large enough, of the right shape, somebody on it, nothing behind them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from eligibility.domain.portrait import HEIGHT, LARGEST, WIDTH, Box, background_is_plain, check_portrait, finished
from kernel.errors import BadInput
from tests.support.pictures import a_photo, a_portrait

PLAIN = ("white", "blue", "red", "noisy sensor", "lamp at one side", "light from above")
RESTLESS = ("bookshelf", "brick", "leaves", "half a door", "stripes")
SIZES = ((295, 413), (600, 840), (1500, 2100))


def codes(picture):
    return [refusal.code for refusal in check_portrait(picture).refusals]


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("wall", PLAIN)
def test_a_portrait_before_a_plain_wall_is_taken(wall, size):
    assert codes(a_portrait(wall, size)) == []


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("wall", RESTLESS)
def test_a_portrait_before_anything_else_is_refused_for_its_background(wall, size):
    assert codes(a_portrait(wall, size)) == ["portrait_background"]


@pytest.mark.parametrize(
    ("size", "code"),
    [
        pytest.param((294, 412), "portrait_small", id="a point too small"),
        pytest.param((600, 600), "portrait_shape", id="square"),
        pytest.param((840, 600), "portrait_shape", id="lying"),
        pytest.param((600, 900), "portrait_shape", id="two to three"),
    ],
)
def test_size_and_shape_are_those_of_one_inch(size, code):
    assert codes(a_portrait("white", size)) == [code]


def test_everything_that_is_wrong_is_told_at_once():
    assert codes(a_portrait("half a door", (200, 200))) == ["portrait_small", "portrait_shape", "portrait_background"]


@pytest.mark.parametrize("shade", [0, 128, 255])
def test_a_picture_of_nothing_is_no_portrait(shade):
    assert codes(Image.new("RGB", (295, 413), (shade,) * 3)) == ["portrait_empty"]


def test_a_part_of_a_larger_photo_is_measured_by_itself():
    photo = a_photo((1600, 1200))
    share = 1200 * 25 / 35 / 1600

    assert codes(photo) == ["portrait_shape"]
    assert codes(Box(left=(1 - share) / 2, top=0, width=share, height=1).of(photo)) == []


def test_it_is_kept_black_and_white_in_one_of_two_sizes():
    small, large = finished(a_portrait("blue", (300, 420))), finished(a_portrait("blue", (1500, 2100)))

    assert (small.mode, small.size) == ("L", (WIDTH, HEIGHT))
    assert (large.mode, large.size) == ("L", LARGEST)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0 0 1",
        "0 0 1 1 1",
        "a b c d",
        "0 0 0 1",
        "-0.1 0 1 1",
        "0.5 0 0.6 1",
        "0 0.5 1 0.6",
        "nan 0 1 1",
        "0 0 inf 1",
    ],
    ids=repr,
)
def test_a_part_that_does_not_exist_is_refused(text):
    with pytest.raises(BadInput):
        Box.read(text)


@given(left=st.floats(0, 0.9), top=st.floats(0, 0.9), width=st.floats(0.001, 0.1), height=st.floats(0.001, 0.1))
def test_every_part_of_a_picture_is_a_picture(left, top, width, height):
    part = Box.read(f"{left:.5f} {top:.5f} {width:.5f} {height:.5f}").of(Image.new("RGB", (300, 200)))

    assert 1 <= part.width <= 31
    assert 1 <= part.height <= 21


@given(shade=st.integers(0, 255), seed=st.integers(1, 9))
def test_any_plain_shade_is_a_plain_background(shade, seed):
    assert background_is_plain(Image.new("L", (295, 413), shade))
