"""How accommodations are described: what is offered, which proof helps, where a request stands, what is refused."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from eligibility.domain.accommodation import AccommodationState, DecisionKind, Measure

SENTENCES: dict[str, LazyString] = {
    "accommodation_nothing_wished": _l("Choose at least one measure that you need."),
    "accommodation_reason_missing": _l("Say in a few words why you need it."),
    "accommodation_proof_missing": _l("Add at least one paper that shows why."),
    "accommodation_decision_needs_reason": _l("Give the reason; the candidate reads it."),
    "accommodation_needs_day": _l("Give the last day on which you need it."),
    "accommodation_in_the_past": _l("Choose today or a later day."),
    "accommodation_ends_before_start": _l("The last day must not lie before the first one."),
    "accommodation_out_of_range": _l(
        "Extra time is 10%%, 25%% or 50%%, or at most %(most)s minutes, and breaks at most %(most_breaks)s minutes."
    ),
    "accommodation_grants_nothing": _l("Grant at least one measure, or decline the request."),
    "own_accommodation": _l("Nobody decides on their own request. Ask another accommodations officer."),
    "proofs_too_many": _l("You can add at most %(most)s papers."),
}
"""What is said when a wish is refused."""

MEASURES: dict[Measure, LazyString] = {
    Measure.EXTRA_TIME: _l("Extra time"),
    Measure.LARGE_PRINT: _l("Large print"),
    Measure.READER: _l("A reader"),
    Measure.BREAKS: _l("Rest breaks"),
}

OFFERED: dict[Measure, LazyString] = {
    Measure.EXTRA_TIME: _l("10, 25 or 50 percent more time in every paper, or a number of minutes."),
    Measure.LARGE_PRINT: _l("The paper opens in large type. You can still change the size yourself."),
    Measure.READER: _l("Somebody beside you reads the questions and the options aloud."),
    Measure.BREAKS: _l("Pauses under the eyes of the invigilator, so many minutes in all."),
}
"""What each measure means in the examination room."""

HELPFUL: dict[Measure, LazyString] = {
    Measure.EXTRA_TIME: _l("A doctor's or school's statement that says how much longer reading or writing takes you."),
    Measure.LARGE_PRINT: _l("A disability certificate or an eye doctor's statement."),
    Measure.READER: _l("A disability certificate, or a statement on reading difficulties or eyesight."),
    Measure.BREAKS: _l("A doctor's statement that says how often and how long you need to rest."),
}
"""Which proof helps to decide."""

STATES: dict[AccommodationState, tuple[LazyString, str]] = {
    AccommodationState.BEGUN: (_l("Not sent yet"), "plain"),
    AccommodationState.ASKED: (_l("Waiting for decision"), "info"),
    AccommodationState.GRANTED: (_l("Granted"), "good"),
    AccommodationState.DECLINED: (_l("Declined"), "bad"),
    AccommodationState.WITHDRAWN: (_l("Withdrawn"), "plain"),
    AccommodationState.REPLACED: (_l("Replaced by a newer grant"), "plain"),
    AccommodationState.ENDED: (_l("No longer in force"), "plain"),
}
"""A request's state and the tone in which it is said."""

DECISIONS: dict[DecisionKind, tuple[LazyString, str]] = {
    DecisionKind.GRANTED: (_l("Granted"), "good"),
    DecisionKind.DECLINED: (_l("Declined"), "bad"),
    DecisionKind.ENDED: (_l("No longer in force"), "plain"),
}
