"""Letters that left the house, read from the folder that stands for the mail server."""

import email
import re
from email.message import Message
from pathlib import Path

_LINK = re.compile(r"https?://\S+")


def messages_in(mail: bytes) -> list[Message]:
    """The letters that are written to their end; each is closed by a line of dashes."""
    parts = mail.split(b"-" * 79 + b"\n")[:-1]
    return [email.message_from_bytes(part) for part in parts if part.strip()]


def text_of(message: Message) -> str:
    return message.get_payload(decode=True).decode()


def links_in(mail: bytes, address: str) -> list[str]:
    """The links in the letters to this address, the latest first."""
    texts = [text_of(message) for message in messages_in(mail) if message["To"] == address]
    return [link for text in reversed(texts) for link in _LINK.findall(text)]


def letters(folder: Path) -> list[Message]:
    files = sorted(folder.glob("*.log")) if folder.exists() else []
    return [message for path in files for message in messages_in(path.read_bytes())]
