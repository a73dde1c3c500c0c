"""What training centres hear when something is refused, wrong or due, and the names of stages."""

from flask_babel import lazy_gettext as _l

from centres.domain.cohort import CohortPhase
from centres.domain.roster import Column
from centres.domain.stage import Stage

SENTENCES = {
    "cohort_title_missing": _l("Give the cohort a name of at most %(most)s characters."),
    "cohort_ends_before_it_starts": _l("The last day lies before the first day."),
    "training_hours_out_of_range": _l("Enter the hours as a number above 0 and up to %(most)s."),
    "training_not_completed_yet": _l("%(on)s is still to come. Training can be recorded once it is completed."),
    "training_before_joining": _l("Training can be recorded only for people who have joined the cohort."),
    "training_for_nobody": _l("Tick at least one person."),
    "invitation_answered": _l("This person has answered the invitation already."),
    "roster_already_imported": _l("This roster has been imported already."),
    "roster_too_large": _l("The file is larger than %(most)s MB. A roster of a thousand people needs less than one."),
    "file_old_or_locked": _l(
        "This is an old Excel file (.xls) or one with a password. Save it as .xlsx without a password."
    ),
    "file_unreadable": _l("The file cannot be read. Save it as an Excel workbook (.xlsx) or as CSV and try again."),
    "file_bomb": _l("The file unpacks to far more than a roster needs and was not opened."),
    "table_too_large": _l(
        "The table reaches beyond %(rows)s rows or %(columns)s columns. Remove what lies far outside."
    ),
    "roster_column_missing": _l(
        "A column is missing: %(columns)s. The headings stand in one of the first ten rows; the template has them all."
    ),
    "roster_empty": _l("There is nobody in this roster."),
    "roster_too_long": _l("There are more than %(most)s people in this roster. Split it."),
    "roster_name_missing": _l("The name is missing."),
    "roster_name_unreadable": _l("“%(value)s” is no name. A name has letters only and at most 100 of them."),
    "roster_not_latin": _l("“%(value)s” is not in Latin letters. Write for example Zhang Shili."),
    "roster_email_missing": _l("The e-mail address is missing."),
    "roster_email_malformed": _l("“%(value)s” is no e-mail address. It looks like name@example.org."),
    "roster_email_repeated": _l("Row %(row)s has the same e-mail address. Everybody needs their own."),
    "roster_phone_malformed": _l("“%(value)s” is no phone number. Digits, blanks and a leading + are fine."),
    "due_accept": _l("Has to accept the invitation"),
    "due_declined": _l("Has declined or left"),
    "due_training": _l("Training not yet recorded"),
    "due_apply": _l("Has to apply"),
    "due_apply_again": _l("Application refused; has to add evidence and apply again"),
    "due_decision": _l("Waiting for the registrar's decision"),
    "due_enter": _l("Has to enter a sitting: %(component)s"),
    "due_sit": _l("Entered, sitting to come: %(component)s"),
    "due_result": _l("Result not released yet: %(component)s"),
    "due_resit": _l("Not passed, has to enter a resit: %(component)s"),
    "due_free_resit": _l(
        "Not passed, has to enter a resit: %(component)s. Training and examination of the next intake are free until "
        "%(until)s"
    ),
    "due_full_admission": _l(
        "Passed in module assessment; the certificate also needs admission to the full qualification"
    ),
    "due_certificate": _l("Passed, certificate is being made"),
}

STAGE_NAMES = {
    Stage.INVITED: _l("Invited"),
    Stage.REGISTERED: _l("Joined"),
    Stage.APPLIED: _l("Application made"),
    Stage.APPROVED: _l("Approved"),
    Stage.ENTERED: _l("Entered"),
    Stage.SAT: _l("Sat"),
    Stage.PASSED: _l("Passed"),
    Stage.CERTIFIED: _l("Certified"),
}

PHASE_NAMES = {
    CohortPhase.TO_COME: _l("starts later"),
    CohortPhase.RUNNING: _l("running"),
    CohortPhase.FINISHED: _l("finished"),
}

COLUMN_NAMES = {
    Column.NAME: _l("Name"),
    Column.NAME_LATIN: _l("Name in Latin letters"),
    Column.EMAIL: _l("E-mail address"),
    Column.PHONE: _l("Phone"),
}

ACTIONS = {
    "centres.create_cohort": _l("Opened a cohort"),
    "centres.import_roster": _l("Imported a roster"),
    "centres.invite_again": _l("Reminded a member of the invitation"),
    "centres.join": _l("Joined a cohort"),
    "centres.decline": _l("Declined to join a cohort"),
    "centres.record_training": _l("Recorded completed training"),
}
"""What the audit log calls each action."""
