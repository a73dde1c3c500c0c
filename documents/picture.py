"""Pictures that documents carry: the square code that a telephone reads."""

from io import BytesIO

import segno

MASK = 3
"""A fixed pattern: trying all eight costs time and gains a camera nothing."""


def square_code(address: str) -> bytes:
    """A QR code of the address as SVG, with its quiet zone."""
    out = BytesIO()
    code = segno.make_qr(address, error="m", mask=MASK)
    code.save(out, kind="svg", border=2, dark="#13294b", light="#ffffff", xmldecl=False, svgns=True)
    return out.getvalue()
