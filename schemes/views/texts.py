"""A scheme as readable text, in one language or in both."""

from flask import render_template
from flask_babel import force_locale
from markupsafe import Markup

from schemes.domain.blueprint import COGNITIVE_LEVELS, DIVISIBLE
from schemes.domain.scheme import Scheme
from schemes.wording import names, requirements
from web.language import LANGUAGES


def text_of(scheme: Scheme, *, prefix: str = "", exact: bool = False) -> Markup:
    """The whole text in the language in force; `exact` adds what the platform checks of each condition."""
    shown = render_template(
        "schemes/text.html",
        scheme=scheme,
        prefix=prefix,
        exact=exact,
        names=names,
        requirements=requirements,
        divisible=DIVISIBLE,
        cognitive_levels=COGNITIVE_LEVELS,
    )
    return Markup(shown)  # noqa: S704 -- a page of ours, already escaped


def text_in_both(scheme: Scheme) -> dict[str, Markup]:
    """The whole text in each language."""
    shown = {}
    for language in LANGUAGES:
        with force_locale(language):
            shown[language] = text_of(scheme, prefix=f"{language}-", exact=True)
    return shown
