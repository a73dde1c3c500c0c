"""Pictures that people send: opened with care, put upright, and written anew, so that only the points are left."""

from io import BytesIO

import structlog
from PIL import Image, ImageFile, ImageOps

from kernel.errors import Refused
from kernel.verdict import Refusal

log = structlog.get_logger()

MOST_POINTS = 80_000_000
"""Of a picture, unpacked; phones make up to 50 million."""
LONGEST_SIDE = 3000
"""To which pictures are made smaller: a certificate photographed whole stays readable down to its small print."""
QUALITY = 90
_QUARTERS = {1: Image.Transpose.ROTATE_270, 2: Image.Transpose.ROTATE_180, 3: Image.Transpose.ROTATE_90}
"""Clockwise; Pillow counts the other way round."""


def upright(content: bytes) -> Image.Image:
    """The picture as its camera meant it, on white, at most `LONGEST_SIDE` long; raises Refused."""
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # WeasyPrint sets it for the whole process, and half a picture is refused
    try:
        with Image.open(BytesIO(content), formats=("JPEG", "PNG")) as picture:
            _limit(picture)
            picture.draft(None, (LONGEST_SIDE, LONGEST_SIDE))
            plain = _on_white(ImageOps.exif_transpose(picture))
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        raise Refused(_too_many_points()) from None
    except Exception:  # readers of other people's formats fail on damaged files in every way there is
        log.info("picture not readable", size=len(content), exc_info=True)
        raise Refused(Refusal("file_damaged")) from None
    plain.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    return plain


def as_jpeg(picture: Image.Image) -> bytes:
    """The points and nothing else."""
    out = BytesIO()
    picture.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def turned(jpeg: bytes, turn: int) -> bytes:
    """A JPEG of our own, turned clockwise by so many quarters."""
    if turn not in _QUARTERS:
        return jpeg
    with Image.open(BytesIO(jpeg), formats=("JPEG",)) as picture:
        return as_jpeg(picture.transpose(_QUARTERS[turn]))


def rotated(picture: Image.Image, turn: int) -> Image.Image:
    """A picture turned clockwise by so many quarters."""
    return picture.transpose(_QUARTERS[turn]) if turn in _QUARTERS else picture


def _limit(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_POINTS:
        raise Refused(_too_many_points())


def _on_white(picture: Image.Image) -> Image.Image:
    """Without transparency, colour maps, other depths; and without anything that was written beside the points."""
    if picture.mode.startswith("I"):
        picture = picture.point(lambda value: value / 256).convert("L")
    if picture.mode in {"P", "PA", "LA", "RGBA"} or "transparency" in picture.info:
        picture = picture.convert("RGBA")
        white = Image.new("RGB", picture.size, "white")
        white.paste(picture, mask=picture.getchannel("A"))
        return white
    bare = Image.new("L" if picture.mode in {"1", "L"} else "RGB", picture.size)
    bare.paste(picture.convert(bare.mode))
    return bare


def _too_many_points() -> Refusal:
    return Refusal("file_too_many_points", most=MOST_POINTS // 1_000_000)
