"""Names that people gave to their files, made safe to show and to send."""

LONGEST_NAME = 200


def display_name(name: str) -> str:
    """Somebody's name of a file, safe to show: no path, no control or direction characters, no endless length."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    shown = "".join(character for character in last if character.isprintable()).strip()
    return shown[-LONGEST_NAME:] or "file"
