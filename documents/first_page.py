"""The first page of somebody's PDF as a picture: seen without opening a stranger's file in a browser."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog

DRAWING = Path(__file__).with_name("drawing.py")
PATIENCE = 30
ENCRYPTED = 3

log = structlog.get_logger()


class Encrypted(Exception):
    """The PDF asks for a password."""


class Unreadable(Exception):
    """This is no PDF that anything could be drawn from."""


@dataclass(frozen=True, slots=True)
class FirstPage:
    """A JPEG of the first page, and how many pages there are."""

    picture: bytes
    pages: int


def first_page(pdf: bytes) -> FirstPage:
    """Draw it in a process of its own, which a hostile file may crash; raises Encrypted or Unreadable."""
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, nothing of the sender on the command line
            [sys.executable, "-I", str(DRAWING)], input=pdf, capture_output=True, timeout=PATIENCE, check=False, env={}
        )
    except subprocess.TimeoutExpired:
        raise Unreadable from None
    if done.returncode == ENCRYPTED:
        raise Encrypted
    pages, _, picture = done.stdout.partition(b"\n")
    if done.returncode or not pages.isdigit() or not picture:
        log.info(
            "first page not drawn",
            size=len(pdf),
            status=done.returncode,
            said=done.stderr[-300:].decode("utf-8", "replace"),
        )
        raise Unreadable
    return FirstPage(picture, int(pages))
