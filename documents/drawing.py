"""Draws the first page of a PDF; run as a process of its own, with little to spend and nothing to write to.

Standard input is the PDF; standard output a line with the number of pages, then a JPEG. Exit status 3: it is
encrypted, 4: it cannot be read.
"""

import resource
import sys

import pypdfium2
from PIL import Image

LONGEST_SIDE = 1600
ENCRYPTED, UNREADABLE = 3, 4
QUALITY = 85
SECONDS, MEMORY = 10, 1 << 30


def limit() -> None:
    """What a hostile file can use up: seconds, memory, and no file of any size."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def draw(pdf: bytes) -> tuple[int, Image.Image]:
    """How many pages there are, and the first as a picture."""
    document = pypdfium2.PdfDocument(pdf)
    page = document[0]
    bitmap = page.render(scale=LONGEST_SIDE / max(page.get_size()), may_draw_forms=False)
    return len(document), bitmap.to_pil().convert("RGB")


def main() -> int:
    """From standard input to standard output."""
    limit()
    try:
        pages, picture = draw(sys.stdin.buffer.read())
    except pypdfium2.PdfiumError as error:
        return ENCRYPTED if "password" in str(error).lower() else UNREADABLE
    except (IndexError, MemoryError, ValueError, ZeroDivisionError):
        return UNREADABLE
    sys.stdout.buffer.write(f"{pages}\n".encode())
    picture.save(sys.stdout.buffer, "JPEG", quality=QUALITY)
    return 0


if __name__ == "__main__":
    sys.exit(main())
