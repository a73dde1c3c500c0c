"""What is said when a scheme's file is refused."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

SENTENCES: dict[str, LazyString] = {
    "scheme_unreadable": _l("The file cannot be read: %(detail)s"),
    "scheme_not_yaml": _l("This is not well-formed YAML: %(detail)s"),
    "scheme_missing_key": _l("“%(key)s” is missing here."),
    "scheme_unknown_key": _l("“%(key)s” means nothing here. Possible are: %(allowed)s."),
    "scheme_wrong_type": _l("A value of another kind is expected here: %(expected)s."),
    "scheme_expected_mapping": _l("keys with values"),
    "scheme_expected_list": _l("a list"),
    "scheme_expected_text": _l("a text"),
    "scheme_expected_whole_number": _l("a whole number"),
    "scheme_expected_span": _l("a whole number, or a range such as 2-4"),
    "scheme_expected_yes_or_no": _l("true or false"),
    "scheme_expected_number": _l("a number of zero or more"),
    "scheme_expected_date": _l("a day written YYYY-MM-DD"),
    "scheme_too_small": _l("The number must be at least %(least)s."),
    "scheme_empty": _l("There must be something here."),
    "scheme_not_allowed": _l("“%(value)s” is not possible here. Possible are: %(allowed)s."),
    "scheme_twice": _l("“%(key)s” stands here a second time."),
    "scheme_pass_mark": _l("The pass mark is higher than the marks there are (%(out_of)s)."),
    "scheme_weights": _l("The weights of the functions come to %(total)s instead of 100."),
    "scheme_marks_off": _l(
        "“%(function)s” has questions for %(marks)s marks and a weight of %(weight)s; they may differ by one at most."
    ),
    "scheme_blueprint_total": _l("The paper comes to %(total)s marks, the component is marked out of %(out_of)s."),
    "scheme_span_backwards": _l("The range begins with its larger number."),
    "scheme_sum_off": _l(
        "This is to come to %(stated)s, but with the cells and the sums before this one it can only come to "
        "%(possible)s."
    ),
    "scheme_shares": _l("The shares of teacher and fellow students come to %(total)s instead of 100."),
    "scheme_hours_missing": _l(
        "Level %(level)s asks for training of level %(missing)s, but the scheme sets no standard hours for it."
    ),
    "scheme_bad_code": _l("A scheme's code has small letters, digits and hyphens, at most 60."),
    "scheme_bad_version": _l("A version has letters, digits, full stops and hyphens, at most 20."),
    "scheme_anchor_missing": _l("Something counts after the %(anchor)s, but this condition asks for no %(anchor)s."),
    "scheme_window_backwards": _l("The window ends before it begins."),
    "scheme_version_taken": _l(
        "Version %(version)s of %(scheme)s is already there with another content. A changed scheme needs a new version."
    ),
    "draft_own": _l("You wrote this draft, so a second person has to approve it."),
    "draft_of_somebody_else": _l("Somebody else writes this draft; only they can change, submit or discard it."),
    "draft_needs_remark": _l("Say what has to be changed."),
    "draft_other_scheme": _l("This is a draft of “%(scheme)s”; the text describes “%(found)s”."),
    "draft_version_taken": _l("There is a version %(version)s already. The new one needs another number."),
    "draft_in_the_past": _l("The version would be in force since %(day)s. It cannot begin before today, %(today)s."),
    "draft_without_change": _l("Nothing but the version number and the day differs from the version it replaces."),
    "draft_without_reason": _l("Say why the new version is needed."),
    "draft_too_long": _l("The text is too long; at most %(longest)s characters are kept."),
    "draft_not_text": _l("The file is no text."),
    "draft_changed_meanwhile": _l("The draft was changed meanwhile, perhaps in another window. Look at it again."),
    "draft_published_meanwhile": _l("A version with this number was published meanwhile."),
    "review_of_past_version": _l("This version is no longer in force, so there is nothing to review."),
}
