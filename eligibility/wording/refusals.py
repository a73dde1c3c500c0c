"""What is said when a condition does not hold or a wish is refused."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "work_short_any_time": _l(
        "Needed: %(years)s of continuous work %(occupation)s. The longest stretch so far: %(have)s."
    ),
    "work_short_degree": _l(
        "Needed: %(years)s of continuous work %(occupation)s after the degree. The longest stretch so far: %(have)s."
    ),
    "work_short_certificate": _l(
        "Needed: %(years)s of continuous work %(occupation)s after the certificate. "
        "The longest stretch so far: %(have)s."
    ),
    "working_now_missing": _l("Needed: work %(occupation)s at present."),
    "degree_missing": _l("Needed: %(degree)s or higher %(field)s."),
    "school_missing": _l("Needed: graduation from a school that trains to advanced skill, %(field)s."),
    "certificate_missing": _l("Needed: this occupation's certificate of %(level)s or a higher one."),
    "certificate_missing_any": _l("Needed: this occupation's certificate of any level."),
    "certificate_held_short": _l("The certificate must be held for %(years)s; it is held since %(since)s."),
    "training_missing_any_time": _l(
        "Needed: training for %(level)s of at least %(hours)s hours with a completion certificate."
    ),
    "training_missing_degree": _l(
        "Needed: training for %(level)s of at least %(hours)s hours, completed after the degree."
    ),
    "training_short": _l(
        "Training for %(level)s needs at least %(hours)s hours in one course; the longest has %(have)s."
    ),
    "training_too_early": _l("The training for %(level)s must be completed after the degree."),
    "enrolled_missing": _l("Needed: enrolment in an %(programme)s programme %(field)s."),
    "title_missing": _l("Needed: a technical title of %(grade)s grade or higher."),
    "student_certificate_missing": _l("Needed: a higher-education student's vocational certificate."),
    "outside_window": _l("This condition is open only from %(since)s to %(until)s."),
    "occupation_same": _l("in this occupation"),
    "occupation_related": _l("in this or a related occupation"),
    "field_same": _l("in this field"),
    "field_related": _l("in the same or a related field"),
    "field_other": _l("in another field"),
    "field_any": _l("in any field"),
    "level_3": _l("level 3"),
    "level_2": _l("level 2"),
    "level_1": _l("level 1"),
    "degree_junior_college": _l("a junior-college degree"),
    "degree_bachelor": _l("a bachelor's degree"),
    "degree_master": _l("a master's degree"),
    "degree_doctorate": _l("a doctorate"),
    "grade_junior": _l("junior"),
    "grade_intermediate": _l("intermediate"),
    "grade_senior": _l("senior"),
    "span_year": _l("%(count)s year"),
    "span_years": _l("%(count)s years"),
    "span_month": _l("%(count)s month"),
    "span_months": _l("%(count)s months"),
    "span_years_and_months": _l("%(years)s and %(months)s"),
    "span_short": _l("less than a month"),
    "span_none": _l("none"),
    "addition_training": _l("training for %(level)s of at least %(hours)s hours with a completion certificate"),
    "addition_certificate": _l("this occupation's certificate of %(level)s"),
    "addition_certificate_any": _l("this occupation's certificate of any level"),
    "addition_degree": _l("%(degree)s %(field)s"),
    "addition_school": _l("graduation from a school that trains to advanced skill, %(field)s"),
    "addition_title": _l("a technical title of %(grade)s grade"),
    "addition_enrolment": _l("enrolment in an %(programme)s programme %(field)s"),
    "addition_student_certificate": _l("a higher-education student's vocational certificate"),
    "additions_two": _l("%(first)s and %(second)s"),
    "cure_at_once": _l("With %(additions)s, you could apply at once."),
    "cure_later": _l("With %(additions)s, you could apply from %(day)s."),
    "cure_later_working": _l("With %(additions)s, you could apply from %(day)s if you go on working as now."),
    "scheme_unknown": _l("There is no scheme “%(scheme)s”."),
    "scheme_without_level": _l("The scheme “%(scheme)s” has no level %(level)s."),
    "evidence_not_json": _l("This is not well-formed JSON: %(detail)s"),
    "evidence_unreadable": _l("The file cannot be read: %(detail)s"),
    "evidence_not_mapping": _l("An object with named fields is expected here."),
    "evidence_not_list": _l("“%(field)s” must be a list."),
    "evidence_unknown_field": _l("“%(field)s” means nothing here."),
    "evidence_missing_field": _l("“%(field)s” is missing."),
    "evidence_bad_date": _l("“%(value)s” is not a date of the form YYYY-MM-DD."),
    "evidence_unknown_word": _l("“%(value)s” is not possible here. Possible are: %(allowed)s."),
    "evidence_not_text": _l("“%(field)s” must be a text."),
    "evidence_bad_level": _l("“%(value)s” is no level; levels are 1, 2 and 3."),
    "evidence_bad_hours": _l("“%(value)s” is no number of hours."),
    "evidence_end_before_start": _l("The end (%(end)s) lies before the start (%(start)s)."),
    "evidence_too_much": _l("You can keep at most %(most)s pieces of evidence."),
    "evidence_not_removable": _l(
        "This was recorded by the platform or your training centre, and you cannot remove it."
    ),
    "no_condition_met": _l("None of the conditions for %(level)s is met yet."),
    "condition_not_met": _l("Condition %(number)s is not met by what you have entered. Choose another one."),
    "already_submitted": _l("You have applied for this level already; the application waits for its decision."),
    "already_approved": _l("Your application for this level is approved already."),
    "already_asked": _l("Your application for this level needs more from you. Answer there instead of applying again."),
    "already_appealed": _l("Your appeal for this level waits for its decision."),
    "own_application": _l("Nobody decides on their own application."),
    "own_refusal": _l("You refused this application. Somebody else reads the appeal."),
    "claimed_by": _l("%(name)s has this application on the desk. Nothing was done; ask them, or take it over."),
    "decision_needs_reason": _l("Give the reason for the decision: tick what is missing, or write it."),
    "reason_unknown": _l("One of the ticked reasons is not among those of this application. Reload the page."),
    "answer_not_due": _l("The candidate was asked for more and can answer until %(until)s. It can be approved before."),
    "nothing_to_appeal": _l("There is no refusal to appeal against."),
    "appeal_too_late": _l("The last day for an appeal was %(day)s."),
    "appeal_needs_reason": _l("Say why the refusal should be looked at again."),
    "applied_again": _l("You have applied for this level again since then; that application is decided instead."),
    "not_waiting": _l("It no longer waits for a decision."),
    "not_admitted_by_rules": _l("The rules do not admit it on the evidence handed in."),
    "papers_incomplete": _l("Papers are missing."),
    "was_asked_for_more": _l("The candidate was asked for more."),
    "was_appealed": _l("There was an appeal."),
    "has_exemption": _l("An exemption is proposed or granted."),
    "was_changed": _l("It was changed in the meantime."),
}
