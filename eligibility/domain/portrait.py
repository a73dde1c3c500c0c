"""The portrait on tickets and certificates: one inch (25 x 35 mm), black and white, a plain background.

Whether there is a face, and whose, people decide; here is measured what can be measured.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from PIL import Image, ImageFilter, ImageStat

from kernel.errors import BadInput
from kernel.verdict import Refusal, Verdict

WIDTH, HEIGHT = 295, 413
"""25 x 35 mm at 300 points to the inch: the least."""
LARGEST = (2 * WIDTH, 2 * HEIGHT)
"""Kept at most so large: 600 points to the inch."""
TOLERANCE = 0.02
"""How far the shape may be from 25:35."""
_WHOLE = 1.001
"""A browser's sum of shares may be a hair above the whole."""
_GREY, _SMALL = "L", (100, 140)
_STRIPS = ((0, 0, 100, 6), (0, 0, 6, 56), (94, 0, 100, 56))
"""Where nothing but background is: along the top, and at both sides above the shoulders."""
_WIDEST_SHADE = 90
"""From the darkest to the lightest of the background: a lamp at one side makes a slope, which is no fault."""
_ROUGH, _MOST_ROUGH = 10, 0.06
"""A step of so many greys between neighbours is a pattern or an edge; so large a share of them is too much."""
_LEAST_CONTRAST = 8
"""A picture without that much between light and dark shows nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Box:
    """The part of a picture that was chosen, in shares of its width and height."""

    left: float
    top: float
    width: float
    height: float

    @classmethod
    def read(cls, text: str) -> "Box":
        """From `left top width height`; raises BadInput."""
        try:
            left, top, width, height = (float(part) for part in text.split())
        except ValueError:
            raise BadInput(Refusal("portrait_box"), "box") from None
        inside = left >= 0 and top >= 0 and width > 0 and height > 0 and max(left + width, top + height) <= _WHOLE
        if not inside:  # also where a number is none
            raise BadInput(Refusal("portrait_box"), "box")
        return cls(left=left, top=top, width=width, height=height)

    def of(self, picture: Image.Image) -> Image.Image:
        """This part of the picture."""
        left, top = round(self.left * picture.width), round(self.top * picture.height)
        right = min(round((self.left + self.width) * picture.width), picture.width)
        bottom = min(round((self.top + self.height) * picture.height), picture.height)
        return picture.crop((left, top, max(right, left + 1), max(bottom, top + 1)))


def check_portrait(picture: Image.Image) -> Verdict:
    """Size and shape, then what is on it: everything at once."""
    grey = picture.convert(_GREY)
    shape = abs(picture.width / picture.height / (WIDTH / HEIGHT) - 1) <= TOLERANCE
    small = picture.width < WIDTH or picture.height < HEIGHT
    empty = ImageStat.Stat(grey).stddev[0] < _LEAST_CONTRAST
    return Verdict.of(
        (
            Refusal("portrait_small", width=WIDTH, height=HEIGHT, have=f"{picture.width} × {picture.height}")
            if small
            else None,
            None if shape else Refusal("portrait_shape"),
            Refusal("portrait_empty") if empty else None,
            None if empty or background_is_plain(grey) else Refusal("portrait_background"),
        )
    )


def background_is_plain(grey: Image.Image) -> bool:
    """Whether the margins are of one shade, or slope gently from one to another."""
    small = grey.resize(_SMALL, Image.Resampling.BOX).filter(ImageFilter.MedianFilter(3))
    shades, steps = [], []
    for strip in _STRIPS:
        part = small.crop(strip)
        shades += list(part.tobytes())
        steps += list(_steps(part))
    shades.sort()
    edge = len(shades) // 50
    return shades[-1 - edge] - shades[edge] <= _WIDEST_SHADE and sum(
        step > _ROUGH for step in steps
    ) <= _MOST_ROUGH * len(steps)


def _steps(part: Image.Image) -> Iterator[int]:
    """From each point to those three to its right and three below."""
    width, height, points = part.width, part.height, part.tobytes()
    for y in range(height):
        for x in range(width):
            if x + 3 < width:
                yield abs(points[y * width + x] - points[y * width + x + 3])
            if y + 3 < height:
                yield abs(points[y * width + x] - points[(y + 3) * width + x])


def finished(picture: Image.Image) -> Image.Image:
    """As it is kept: black and white, no larger than needed, of the exact shape."""
    size = LARGEST if picture.width >= LARGEST[0] else (WIDTH, HEIGHT)
    return picture.convert(_GREY).resize(size, Image.Resampling.LANCZOS)
