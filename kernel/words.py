"""A text in both languages of the platform, Chinese first."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Words:
    """What is written in the data of a scheme or a question, once in each language."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for a reader of `language` ("zh" or "en"); the other one where it is missing."""
        return (self.en or self.zh) if language == "en" else (self.zh or self.en)
