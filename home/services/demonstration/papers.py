"""The papers of the demonstration's people, drawn by the program: nobody's face and nobody's certificate."""

from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from accounts.domain.identity import IdentityKind, check_character
from accounts.queries import identity_of
from accounts.services.identity import record_identity
from documents.fonts import FACES
from eligibility.domain.papers import Needed, PaperKind
from eligibility.queries.filling import filling_of
from eligibility.services.applications import scheme_now
from eligibility.services.papers import keep_paper
from kernel.actor import Actor
from kernel.dates import local_date

INK, WALL, SKIN, COAT = 35, 226, 188, 70
PORTRAIT, PAGE = (354, 496), (620, 877)
RED = (190, 40, 40)
FIRST_BIRTH, A_WEEK = date(1985, 3, 4), timedelta(days=7)
HEADINGS = {
    PaperKind.IDENTITY: "身份证件（示例）",
    PaperKind.DEGREE: "毕业证书（示例）",
    PaperKind.EMPLOYMENT: "工作证明（示例）",
    PaperKind.CERTIFICATE: "职业资格证书（示例）",
    PaperKind.TRAINING: "培训结业证书（示例）",
    PaperKind.ENROLMENT: "在读证明（示例）",
    PaperKind.TITLE: "职称证书（示例）",
    PaperKind.STUDENT_CERTIFICATE: "学生职业资格证书（示例）",
}


def hand_in_papers(person: Actor, scheme_code: str, level: int, *, order: int, now: datetime) -> None:
    """Everything that the condition asking for least needs; `order` tells the numbers of the people apart."""
    if person.id is None:
        raise LookupError(person.name)
    if identity_of(person.id) is None:
        record_identity(person.id, IdentityKind.RESIDENT_CARD, number_of(order), actor=person, now=now)
    scheme = scheme_now(scheme_code, now)
    filling = filling_of(person.id, scheme, level, local_date(now, scheme.zone))
    if filling.recommended is None:
        return
    for wanted in filling.papers_for(filling.recommended):
        if filling.paper_for(wanted) is None:
            _hand_in(person, wanted, order, now)


def _hand_in(person: Actor, wanted: Needed, order: int, now: datetime) -> None:
    picture = portrait(order) if wanted.kind is PaperKind.PORTRAIT else page(wanted.kind, person.name)
    stream = BytesIO()
    picture.save(stream, "PNG")
    stream.seek(0)
    name = f"{wanted.kind.value}.png"
    keep_paper(person, wanted.kind, name=name, stream=stream, evidence_id=wanted.evidence_id, now=now)


def number_of(order: int) -> str:
    """A made-up resident's number with a right check character, of a region whose code is not in use."""
    first_seventeen = f"110199{FIRST_BIRTH + order * A_WEEK:%Y%m%d}{order % 1000:03}"
    return first_seventeen + check_character(first_seventeen)


def portrait(order: int) -> Image.Image:
    """Head and shoulders of a figure before a plain wall."""
    width, height = PORTRAIT
    picture = Image.new("L", PORTRAIT, WALL)
    draw = ImageDraw.Draw(picture)
    lean = order % 5 * 4 - 8
    draw.ellipse((30, height * 0.72, width - 30, height * 1.5), fill=COAT)
    draw.rounded_rectangle((150, 300, 204, 390), 20, fill=SKIN - 25)
    draw.ellipse((104 + lean, 90, 250 + lean, 330), fill=INK)
    draw.ellipse((114 + lean, 130, 240 + lean, 330), fill=SKIN)
    for x in (150, 204):
        draw.ellipse((x + lean - 7, 215, x + lean + 7, 225), fill=INK)
    draw.arc((150 + lean, 250, 204 + lean, 290), 20, 160, fill=INK, width=4)
    return picture


def page(kind: PaperKind, name: str) -> Image.Image:
    """A paper with its heading, a name, some lines and a seal."""
    picture = Image.new("RGB", PAGE, "white")
    draw = ImageDraw.Draw(picture)
    draw.rectangle((24, 24, PAGE[0] - 24, PAGE[1] - 24), outline="black", width=2)
    draw.text((PAGE[0] / 2, 110), HEADINGS[kind], fill="black", font=_font(34), anchor="mm")
    draw.text((PAGE[0] / 2, 230), name, fill="black", font=_font(44), anchor="mm")
    for line in range(8):
        draw.line((80, 330 + line * 44, PAGE[0] - 80 - line % 3 * 60, 330 + line * 44), fill="grey", width=2)
    draw.ellipse((400, 690, 540, 830), outline=RED, width=5)
    draw.text((470, 760), "示例", fill=RED, font=_font(34), anchor="mm")
    return picture


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(str(FACES[0].path), size)
