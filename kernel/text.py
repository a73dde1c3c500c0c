"""Free text that people write, made safe to show beside other text."""

import unicodedata

KEPT = "\n\t"


def legible(text: str) -> str:
    """The text without control and direction characters, which turn round or hide what stands beside them."""
    plain = "".join(sign for sign in text if sign in KEPT or unicodedata.category(sign) not in {"Cc", "Cf", "Cs"})
    return plain.strip()
