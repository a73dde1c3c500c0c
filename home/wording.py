"""What the first page says about each next step."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from certificates.domain.standing import Standing
from eligibility.domain.admission import Outcome
from home.domain.path import ApplicationStanding, ComponentStanding, NextStep
from home.domain.timeline import Event


@dataclass(frozen=True, slots=True)
class Invitation:
    """A next step in words: heading, why, and the label of its button."""

    heading: LazyString
    text: LazyString
    action: LazyString


NEXT_STEPS = {
    NextStep.CONTINUE_EXAM: Invitation(
        _l("Your examination is running"),
        _l("The clock runs on the server. Go on where you stopped; everything acknowledged is there."),
        _l("Continue writing"),
    ),
    NextStep.GO_TO_EXAM: Invitation(
        _l("Your examination room is open"),
        _l("Check the rules and start when you are ready, before the latest start."),
        _l("Go to the examination"),
    ),
    NextStep.SHOW_EVIDENCE: Invitation(
        _l("Show what you have done so far"),
        _l("Enter your schooling, work and training. You see at once which condition of the level you meet."),
        _l("Enter my evidence"),
    ),
    NextStep.COMPLETE_EVIDENCE: Invitation(
        _l("No condition of the level is met yet"),
        _l("Look at what is missing for each condition, and from which day on you could apply."),
        _l("See what is missing"),
    ),
    NextStep.APPLY: Invitation(
        _l("You can apply"),
        _l("Your evidence meets a condition of the level. A registrar decides on your application."),
        _l("Apply for the level"),
    ),
    NextStep.APPLY_FOR_MODULES: Invitation(
        _l("You can apply for module assessment only"),
        _l("No certificate follows from it alone. You also see what is missing for the full qualification."),
        _l("Apply for module assessment"),
    ),
    NextStep.ANSWER_QUESTION: Invitation(
        _l("The registrar needs more from you"),
        _l("Read what is missing, add it, and send your application in again."),
        _l("See what is missing"),
    ),
    NextStep.WAIT_FOR_DECISION: Invitation(
        _l("A registrar is looking at your application"),
        _l("You hear of the decision here and by e-mail. There is nothing you need to do."),
        _l("Look at my application"),
    ),
    NextStep.ENTER_EXAM: Invitation(
        _l("You are admitted: choose your sittings"),
        _l("Each component is a separate examination. Enter a sitting for each of them."),
        _l("Choose a sitting"),
    ),
    NextStep.RESIT: Invitation(
        _l("Take the failed component again"),
        _l("Only what was not passed is taken again; what you have passed stays valid."),
        _l("Choose a sitting"),
    ),
    NextStep.WAIT_FOR_EXAM: Invitation(
        _l("You have a seat"),
        _l("Read the rules and check your computer beforehand."),
        _l("Rules and times"),
    ),
    NextStep.WAIT_FOR_RESULT: Invitation(
        _l("Your work is being marked"),
        _l("Results come out for everybody of a sitting at once. You are told here and by e-mail."),
        _l("My results"),
    ),
    NextStep.SEEK_FULL_ADMISSION: Invitation(
        _l("Every module is passed; no certificate follows from modules alone"),
        _l("For the full qualification you also need to meet one of its conditions and be admitted by it."),
        _l("See what is missing"),
    ),
    NextStep.APPLY_FOR_MORE: Invitation(
        _l("Every module is passed: apply for the full qualification"),
        _l("You now meet a condition of it. What you have passed counts as long as it is valid."),
        _l("Apply for the full qualification"),
    ),
    NextStep.WAIT_FOR_CERTIFICATE: Invitation(
        _l("Passed: your certificate is being made"),
        _l("It is sealed and entered in the register within minutes."),
        _l("My results"),
    ),
    NextStep.KEEP_CERTIFICATE: Invitation(
        _l("You are certified"),
        _l("Keep your certificate in force by continuing education; file what you do as you go."),
        _l("Open my certificate"),
    ),
}

APPLICATION_NAMES = {
    ApplicationStanding.NONE: _l("not applied"),
    ApplicationStanding.WAITING: _l("being decided"),
    ApplicationStanding.ASKED: _l("more was asked for"),
    ApplicationStanding.APPEALED: _l("appeal being decided"),
    ApplicationStanding.REFUSED: _l("refused"),
    ApplicationStanding.APPROVED: _l("approved"),
}

APPLICATION_TONES = {
    ApplicationStanding.WAITING: "info",
    ApplicationStanding.ASKED: "warn",
    ApplicationStanding.APPEALED: "info",
    ApplicationStanding.REFUSED: "bad",
    ApplicationStanding.APPROVED: "good",
}
"""The standings that say more about a level than its conditions do."""

OUTCOME_NAMES = {
    Outcome.FULL: (_l("You may apply"), "good"),
    Outcome.MODULES: (_l("Module assessment only"), "info"),
    Outcome.NONE: (_l("Not yet"), "plain"),
}

CERTIFICATE_NAMES = {
    Standing.VALID: (_l("Certified"), "good"),
    Standing.EXPIRED: (_l("Certificate expired"), "warn"),
    Standing.SUSPENDED: (_l("Certificate suspended"), "warn"),
    Standing.REVOKED: (_l("Certificate revoked"), "bad"),
}

EVENTS: dict[Event, tuple[LazyString, str]] = {
    Event.APPLIED: (_l("%(about)s: applied on %(since)s"), "plain"),
    Event.ADMITTED: (_l("%(about)s: admitted on %(since)s"), "good"),
    Event.TURNED_DOWN: (_l("%(about)s: refused on %(since)s"), "bad"),
    Event.SITTING: (_l("%(about)s: examination on %(since)s"), "info"),
    Event.SCORE: (_l("%(about)s: passed on %(since)s, counts through %(until)s"), "good"),
    Event.SCORE_OVER: (_l("%(about)s: passed on %(since)s, counted through %(until)s"), "warn"),
    Event.CERTIFICATE: (_l("%(about)s: certificate of %(since)s, in force through %(until)s"), "good"),
    Event.CERTIFICATE_OVER: (_l("%(about)s: certificate of %(since)s, in force until %(until)s"), "warn"),
    Event.MAY_APPLY: (_l("%(about)s: you may apply from %(since)s with what you have entered"), "info"),
}
"""What a line of the path's dates says, and its tone."""

COMPONENT_NAMES = {
    ComponentStanding.OPEN: _l("not entered"),
    ComponentStanding.ENTERED: _l("entered"),
    ComponentStanding.SITTING_NOW: _l("running now"),
    ComponentStanding.AWAITING: _l("result to come"),
    ComponentStanding.FAILED: _l("not passed"),
    ComponentStanding.PASSED: _l("passed"),
    ComponentStanding.EXEMPT: _l("exempt"),
}

COMPONENT_TONES = {
    ComponentStanding.SITTING_NOW: "warn",
    ComponentStanding.FAILED: "bad",
    ComponentStanding.PASSED: "good",
    ComponentStanding.EXEMPT: "good",
}

JOB_NAMES = {
    "mail_notice": _l("Mail of a notice"),
    "mail_invitation": _l("Mail of an invitation"),
    "mail_registration": _l("Mail of a registration"),
    "issue_certificate": _l("Making a certificate"),
    "prepare_forms": _l("Preparing papers"),
    "hear_again": _l("Following up an event"),
}
