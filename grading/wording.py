"""What grading has to say when it decides or refuses."""

from flask_babel import lazy_gettext as _l

SENTENCES = {
    "own_result": _l("Nobody releases a sitting that they sat themselves. Ask another registrar."),
    "late_answers_undecided": _l(
        "%(count)s papers have answers that came late by a file. Decide first whether they count."
    ),
    "one_mark_suffices": _l("One mark settles the score of this component."),
    "second_mark_needed": _l("A second person has to mark this component."),
    "marks_agree": _l(
        "The two marks differ by %(difference)s, within the tolerance of %(tolerance)s: their mean counts."
    ),
    "marks_differ": _l("The two marks differ by %(difference)s, more than %(tolerance)s: a third person has to mark."),
    "closest_marks_count": _l(
        "The first two marks lie too far apart: the mean of the two closest of the three counts."
    ),
    "wrong_number_of_marks": _l("Give at least one and at most %(most)s marks for this component."),
    "mark_out_of_range": _l("%(mark)s is not a mark between 0 and %(out_of)s."),
    "not_a_mark": _l("“%(value)s” is not a plain number such as 61 or 61.5."),
    "not_a_day": _l("“%(value)s” is not a day written as YYYY-MM-DD."),
    "unknown_scheme": _l("There is no scheme “%(scheme)s”. There are: %(known)s."),
    "unknown_level": _l("There is no level “%(level)s” in this scheme."),
    "unknown_component": _l("There is no component “%(component)s”. There are: %(known)s."),
    "not_a_list_of_scores": _l("The file must hold a list of scores."),
    "score_incomplete": _l("A score needs component, score and on; missing: %(fields)s."),
    "scores_unreadable": _l("The file of scores cannot be read."),
    "scores_not_json": _l("The file of scores is not valid JSON."),
    "no_such_level": _l("This criterion has no such level. Reload the page."),
    "comment_too_long": _l("A comment may have at most %(most)s characters."),
    "draft_malformed": _l("This draft could not be read. Reload the page."),
    "desk_full": _l("You have %(most)s scripts open. Sign off or give back one of them first."),
    "no_script_waiting": _l("No script waits for you at the moment."),
    "criteria_undecided": _l("Choose a level for every criterion before you sign off. Still open: %(criteria)s."),
    "script_signed": _l("This script has been signed off; its marks can no longer be changed here."),
    "script_given_back": _l("This script is no longer on your desk."),
    "other_script": _l("This page belonged to another script. Nothing was saved; open the script again."),
    "stale_script": _l(
        "This script was changed in another tab in the meantime. Nothing was saved; reload the page to see its state."
    ),
    "file_not_neutral": _l(
        "The file could not be cleaned of details about its author, so it is not shown. Mark what is written, "
        "or give the script back and tell the registrar its number."
    ),
    "already_released": _l("The results were released on %(at)s."),
    "still_sitting": _l("Still sitting or free to start: %(count)s."),
    "not_all_marked": _l("Attempts not marked yet: %(count)s."),
    "nothing_to_release": _l("Nobody has handed in anything in this sitting."),
}

ACTIONS = {
    "take_script": _l("Took a script to mark"),
    "give_back_script": _l("Gave a script back unmarked"),
    "mark_script_again": _l("Put a script before the markers again"),
    "sign_off_script": _l("Signed off the marks of a script"),
    "release_results": _l("Released results"),
}
"""What the audit log calls each action."""
