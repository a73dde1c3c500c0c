"""Which papers can prove the need of an accommodation: PDF, JPEG or PNG, told by their content, of a bounded size."""

from kernel.verdict import Refusal, Verdict

LARGEST_PROOF = 10 * 1024 * 1024
MOST_PROOFS = 6
LONGEST_NAME = 200
LONGEST_REASON = 2000
PICTURES = frozenset({"image/jpeg", "image/png"})
MEDIA_TYPES = PICTURES | {"application/pdf"}
ENDINGS = {"application/pdf": (".pdf",), "image/jpeg": (".jpg", ".jpeg"), "image/png": (".png",)}


def check_proof(*, size: int, media_type: str) -> Verdict:
    """Whether this content may be handed in."""
    return Verdict.of(
        (
            Refusal("proof_empty") if size == 0 else None,
            Refusal("proof_too_large", most=LARGEST_PROOF // 1024 // 1024) if size > LARGEST_PROOF else None,
            Refusal("proof_type_refused") if size and media_type not in MEDIA_TYPES else None,
        )
    )


def display_name(name: str, media_type: str) -> str:
    """A file's own name, safe to show: no path, no control or direction characters, no endless length.

    Its ending fits the content, so that what was taken as a PDF is not opened as a page by whoever saves it.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()[-LONGEST_NAME:] or "file"
    endings = ENDINGS[media_type]
    return shown if shown.lower().endswith(endings) else f"{shown}{endings[0]}"
