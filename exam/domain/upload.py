"""Which files may be handed in with a case study: documents and pictures, told by their content, of a bounded size."""

from kernel.verdict import Refusal, Verdict

LARGEST_FILE = 10 * 1024 * 1024
LARGEST_UNPACKED = 60 * 1024 * 1024
"""An office file that would unpack to more than this is not opened by anybody."""
MEDIA_TYPES = {
    "application/pdf": "PDF",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": "Word (docx)",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": "Excel (xlsx)",
    "image/png": "PNG",
    "image/jpeg": "JPEG",
}
"""What content may be, by media type."""


def check_file(*, size: int, media_type: str) -> Verdict:
    """Whether this content may be handed in."""
    return Verdict.of(
        (
            Refusal("file_empty") if size == 0 else None,
            Refusal("file_too_large", most=LARGEST_FILE // 1024 // 1024) if size > LARGEST_FILE else None,
            Refusal("file_type_refused", media_type=media_type) if size and media_type not in MEDIA_TYPES else None,
        )
    )
