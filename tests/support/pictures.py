"""Pictures that people of the tests take: papers, portraits before all kinds of walls, and files that hurt."""

import random
from io import BytesIO

from PIL import Image, ImageDraw, ImageFilter

SIDEWAYS = 6
"""What a phone notes that was held upright while its sensor lay: turn a quarter clockwise."""


def a_wall(kind: str, size: tuple[int, int], seed: int = 1) -> Image.Image:  # noqa: PLR0912 -- one branch a wall
    """The background of a portrait."""
    width, height = size
    chance = random.Random(seed)
    wall = Image.new("RGB", size, (214, 222, 232))
    draw = ImageDraw.Draw(wall)
    match kind:
        case "white":
            wall.paste((250, 250, 250), (0, 0, width, height))
        case "blue":
            wall.paste((67, 142, 219), (0, 0, width, height))
        case "red":
            wall.paste((200, 30, 40), (0, 0, width, height))
        case "noisy sensor":
            noise = Image.effect_noise(size, 18).convert("RGB")
            wall = Image.blend(wall, noise, 0.35)
        case "lamp at one side":
            for x in range(width):
                shade = 235 - round(55 * x / width)
                draw.line(((x, 0), (x, height)), fill=(shade, shade, shade))
        case "light from above":
            for y in range(height):
                shade = 245 - round(60 * y / height)
                draw.line(((0, y), (width, y)), fill=(shade, shade, shade))
        case "bookshelf":
            for left in range(0, width, width // 22):
                shade = chance.randint(30, 230)
                draw.rectangle((left, 0, left + width // 24, height), fill=(shade, shade // 2, 90))
        case "brick":
            for row, top in enumerate(range(0, height, height // 24)):
                for left in range(-(row % 2) * width // 20, width, width // 10):
                    draw.rectangle((left, top, left + width // 11, top + height // 28), fill=(160, 70, 50))
        case "leaves":
            for _ in range(900):
                x, y, r = chance.randrange(width), chance.randrange(height), chance.randint(width // 60, width // 20)
                draw.ellipse((x - r, y - r, x + r, y + r), fill=(chance.randint(10, 90), chance.randint(80, 220), 40))
        case "half a door":
            draw.rectangle((0, 0, width * 2 // 5, height), fill=(60, 40, 30))
        case "stripes":
            for left in range(0, width, width // 15):
                draw.rectangle((left, 0, left + width // 30, height), fill=(150, 150, 190))
        case _:
            raise ValueError(kind)
    return wall


def a_portrait(wall: str = "white", size: tuple[int, int] = (600, 840), seed: int = 1) -> Image.Image:
    """Somebody before a wall, as it should be on a ticket: head in the middle, shoulders at the lower edge."""
    width, height = size
    picture = a_wall(wall, size, seed)
    draw = ImageDraw.Draw(picture)

    def oval(x, y, half_width, half_height, colour):
        box = (
            (x - half_width) * width,
            (y - half_height) * height,
            (x + half_width) * width,
            (y + half_height) * height,
        )
        draw.ellipse(box, fill=colour)

    oval(0.5, 1.02, 0.46, 0.26, (40, 44, 60))
    oval(0.5, 0.36, 0.27, 0.24, (30, 22, 18))
    oval(0.5, 0.45, 0.24, 0.27, (224, 182, 150))
    for eye in (0.41, 0.59):
        oval(eye, 0.44, 0.03, 0.012, (30, 30, 30))
    oval(0.5, 0.6, 0.07, 0.012, (150, 60, 60))
    return picture.filter(ImageFilter.GaussianBlur(width / 400))


def a_photo(size: tuple[int, int] = (1600, 1200), wall: str = "white") -> Image.Image:
    """The same person photographed from further away, across."""
    picture = a_wall(wall, size)
    head = a_portrait(wall, (size[1] * 25 // 35, size[1]))
    picture.paste(head, ((size[0] - head.width) // 2, 0))
    return picture


def a_paper(size: tuple[int, int] = (1200, 1600)) -> Image.Image:
    """A certificate with a black corner at the upper left, so that one sees how it lies."""
    picture = Image.new("RGB", size, (252, 250, 244))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, size[0] // 4, size[1] // 6), fill=(0, 0, 0))
    for line in range(8, 40):
        draw.line(
            (size[0] // 8, line * size[1] // 44, size[0] * 7 // 8, line * size[1] // 44), fill=(90, 90, 90), width=3
        )
    return picture


def jpeg(picture: Image.Image, *, orientation: int | None = None, place: bool = False, quality: int = 90) -> bytes:
    """The file, as a camera would write it: with how it was held, and where."""
    exif = Image.Exif()
    if orientation:
        exif[0x0112] = orientation
    if place:
        exif[0x010F] = "Example Phone"
        exif.get_ifd(0x8825).update({1: "N", 2: (31.0, 13.0, 49.0), 3: "E", 4: (121.0, 28.0, 25.0)})
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, exif=exif)
    return out.getvalue()


def png(picture: Image.Image) -> bytes:
    """The same as PNG."""
    out = BytesIO()
    picture.save(out, "PNG", compress_level=1)
    return out.getvalue()


def a_pdf(pages: int = 1, *, password: str = "") -> bytes:
    """Papers that a scanner made."""
    from pypdf import PdfReader, PdfWriter

    out = BytesIO()
    scans = [a_paper((400, 560)) for _ in range(pages)]
    scans[0].save(out, "PDF", save_all=True, append_images=scans[1:])
    if not password:
        return out.getvalue()
    writer = PdfWriter(clone_from=PdfReader(BytesIO(out.getvalue())))
    writer.encrypt(password)
    locked = BytesIO()
    writer.write(locked)
    return locked.getvalue()


def opened(content: bytes) -> Image.Image:
    """What came back, as points."""
    picture = Image.open(BytesIO(content))
    picture.load()
    return picture


def corner(picture: Image.Image) -> str:
    """Where the black corner of a paper lies."""
    grey = picture.convert("L")
    at = {
        "upper left": (0.05, 0.05),
        "upper right": (0.95, 0.05),
        "lower right": (0.95, 0.95),
        "lower left": (0.05, 0.95),
    }
    dark = [name for name, (x, y) in at.items() if grey.getpixel((int(x * grey.width), int(y * grey.height))) < 90]
    return ", ".join(dark)
