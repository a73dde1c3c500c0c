"""Shapes of what the page of a script sends by itself."""

from typing import ClassVar

from web.calls import Sent


class Draft(Sent):
    """The script's number, the state that the page was built on, and a level and a comment for each criterion."""

    refusal: ClassVar[str] = "draft_malformed"

    number: str
    version: int
    levels: dict[str, str]
    comments: dict[str, str]
