"""What the question bank says when it refuses, and the names of its states, kinds and depths."""

from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString

from question_bank.domain.lifecycle import Move, State
from question_bank.domain.report import Source
from question_bank.domain.statistics.items import Flag
from question_bank.services.formats.choice import Format

SENTENCES: dict[str, LazyString] = {
    "question_missing": _l("“%(field)s” is missing."),
    "question_missing_language": _l("The text is missing in one language (%(language)s)."),
    "question_unknown_field": _l("There is no field called “%(field)s”."),
    "question_unknown_choice": _l("“%(text)s” is not one of: %(choices)s."),
    "question_not_a_record": _l("Here should be named fields, not a bare text or list."),
    "question_not_a_list": _l("“%(field)s” should be a list."),
    "question_not_a_text": _l("Here should be a text."),
    "question_not_a_number": _l("“%(field)s” should be a number."),
    "question_not_bilingual": _l("The text should be given in Chinese (zh) and English (en)."),
    "question_not_chinese": _l("The Chinese text has no Chinese characters."),
    "question_not_english": _l("The English text is in Chinese."),
    "question_too_long": _l("The text is longer than %(most)s characters."),
    "question_control_character": _l("The text holds invisible or damaged characters; perhaps the encoding is wrong."),
    "question_bad_number": _l("“%(text)s” cannot be a number; use letters, digits, dots and hyphens, at most 40."),
    "question_no_key": _l("There is no right answer."),
    "question_several_keys": _l("A single choice has exactly one right answer."),
    "question_key_not_letters": _l("The answer “%(text)s” should be the letters of the right options, each once."),
    "question_key_not_truth": _l("The answer “%(text)s” should be true or false."),
    "question_key_out_of_range": _l("The answer names option %(letters)s, but there are only %(offered)s options."),
    "question_too_few_right": _l("A multiple choice has at least %(fewest)s right answers."),
    "question_all_right": _l("All options are right, so nothing is asked."),
    "question_too_few_options": _l("There should be at least %(fewest)s options."),
    "question_too_many_options": _l("There should be at most %(most)s options."),
    "question_field_not_wanted": _l("A question of kind “%(kind)s” has no field “%(field)s”."),
    "question_not_one_for_each": _l("The answer should have one letter for each of the %(prompts)s prompts."),
    "question_not_all_in_order": _l("The answer should name all %(offered)s options in their right order."),
    "question_negative_tolerance": _l("The tolerance should be 0 or more."),
    "question_too_many_units": _l("There should be at most %(most)s units."),
    "question_first_unit": _l("The answer is in the first unit, so its factor is 1."),
    "question_bad_factor": _l("The factor of a unit should be more than 0."),
    "question_same_answer": _l("“%(text)s” stands among the answers twice; width, case and spaces do not count."),
    "question_bad_place": _l("The place of a question in its group should be 1 or more."),
    "question_picture_from_elsewhere": _l("Pictures come from “Pictures for questions”, not from elsewhere."),
    "question_picture_without_words": _l("Say in the brackets what is on the picture, for those who cannot see it."),
    "question_picture_not_here": _l("Case studies have no pictures."),
    "question_unknown_picture": _l("There is no picture %(picture)s; put it in first."),
    "question_unknown_group": _l("The file has no group “%(group)s”."),
    "question_group_differs": _l("Another question of the group “%(group)s” has another text or the same place."),
    "question_duplicate_option": _l("Two options say the same: “%(text)s”."),
    "question_leans_on_options": _l(
        "“%(text)s” refers to other options, but every paper shows the options in another order."
    ),
    "question_difficulty_out_of_range": _l(
        "The difficulty is the share of candidates expected to answer rightly, between 0 and 1."
    ),
    "question_no_tasks": _l("A case study needs at least one task."),
    "question_criteria_count": _l("The rubric should have %(fewest)s to %(most)s criteria."),
    "question_marks_do_not_add_up": _l("The marks of the criteria come to %(marks)s instead of %(out_of)s."),
    "question_duplicate_criterion": _l("Two criteria are called “%(id)s”."),
    "question_too_few_levels": _l("A criterion needs at least %(fewest)s described levels."),
    "question_levels_out_of_order": _l("The levels should fall from %(marks)s marks to 0, best first."),
    "question_repeated_in_file": _l("The number %(id)s stands in the file more than once."),
    "question_unknown_function": _l("The level has no function “%(function)s”; it has %(known)s."),
    "question_other_level": _l("This belongs to %(said)s, but the import is for %(target)s."),
    "question_unknown_level": _l("There is no level %(level)s."),
    "question_number_taken": _l("The number %(id)s already belongs to a question of level %(level)s."),
    "question_kind_changed": _l("%(id)s is a question of another kind in the bank; give this one a number of its own."),
    "question_unknown_format": _l("This kind of file cannot be read. Known are: %(known)s."),
    "question_file_too_large": _l("The file is larger than %(megabytes)s MB."),
    "question_file_unreadable": _l("The file cannot be opened."),
    "question_file_without_questions": _l("The file holds no list of questions or case studies."),
    "question_wrong_encoding": _l("The file is in an encoding that is not known. Save it in UTF-8 and try again."),
    "question_has_gaps": _l("It cannot be reviewed before these are filled in: %(fields)s."),
    "format_no_case_studies": _l("The format has no case studies."),
    "format_not_this_kind": _l("The format has no questions of this kind."),
    "format_no_answers": _l("This is a text without answers in braces, so nothing is asked."),
    "format_essay": _l("Essays are not taken; case studies with their rubrics come in YAML."),
    "format_part_of_the_marks": _l("An answer earns a part of the marks, which this kind of question does not have."),
    "format_wildcard": _l("The sign * stands for any text, and answers here are compared as they are."),
    "gift_braces": _l("The braces { } do not match. A brace that is meant as such has a \\ before it."),
    "format_no_groups": _l("The format has no case text with several questions."),
    "format_no_units": _l("The format has no units."),
    "format_arrow": _l("The format cannot have the sign -> in this text."),
    "format_no_pictures": _l("The format has no pictures."),
    "format_one_line": _l("The format has one line for each text, and these have several."),
    "question_yaml_broken": _l("This is not valid YAML: %(problem)s."),
    "question_yaml_anchor": _l("Anchors and aliases are not accepted."),
    "question_yaml_tag": _l("Type tags are not accepted."),
    "question_yaml_too_deep": _l("The lists and fields are nested too deeply."),
    "question_yaml_twice": _l("The field “%(field)s” stands here twice."),
    "question_yaml_key": _l("The name of a field should be a plain word."),
    "question_yaml_several_documents": _l("The file holds several documents; it should be one."),
    "question_archive_too_large": _l("The file expands to more than is reasonable and was not opened."),
    "question_archive_encrypted": _l("The file is protected by a password. Save it without one."),
    "question_archive_elsewhere": _l("The package has a file whose name leads out of it: “%(name)s”."),
    "question_archive_doubled": _l("The package has files on top of each other, or several of one name."),
    "question_archive_nested": _l("The package has another package inside."),
    "question_not_package": _l("The file is not a package (.zip), or it is damaged."),
    "question_package_without_list": _l("The package has no %(name)s."),
    "question_package_lacks": _l("The package has no file “%(name)s”, though its list names it."),
    "question_package_names_twice": _l("The list of the package names one item more than once."),
    "question_unreadable": _l("The question cannot be read: something in it is not as its format says."),
    "question_import_not_seen": _l("Nothing can be imported from a file that was not looked at, or cannot be read."),
    "question_xml_document_type": _l("XML with a document type (DOCTYPE) is not opened."),
    "question_xml_too_large": _l("The XML has more parts than is reasonable and was not opened."),
    "question_xml_broken": _l("This is not valid XML: %(problem)s."),
    "question_xml_include": _l("XML that includes other files is not opened."),
    "question_xml_unknown": _l("This is neither Moodle XML nor an item of QTI, but “%(name)s”."),
    "question_kind_not_taken": _l("Questions of the kind “%(kind)s” are not taken."),
    "question_partly_right": _l("“%(text)s” counts for %(percent)s %%; here an answer is right or wrong."),
    "question_weights": _l("The right answers count differently; here each counts the same."),
    "question_several_numbers": _l("Several numbers are right; here it is one, with a tolerance."),
    "question_wildcard": _l("“%(text)s” stands for any text; here every answer that will do is written out."),
    "question_not_one_to_one": _l("Each prompt should go with exactly one option."),
    "question_media": _l("The question holds something that cannot be shown here: “%(name)s”."),
    "question_picture_missing": _l("The picture “%(name)s” is not in the file."),
    "question_picture_differs": _l("There is another picture with the number %(picture)s."),
    "question_pictures_too_large": _l("The pictures of the file have more than %(most)s million points together."),
    "question_qti_first_version": _l("This is QTI 1.x. Known are 2.1, 2.2 and 3.0."),
    "question_qti_no_item": _l("The file is no item of QTI 2.1, 2.2 or 3.0, but “%(name)s”."),
    "question_qti_changing": _l("The item changes from one candidate to the next."),
    "question_qti_nothing_asked": _l("The item asks nothing."),
    "question_qti_several": _l("The item asks several things: %(kinds)s."),
    "question_qti_several_texts": _l("The item has several shared texts."),
    "question_qti_marking": _l("The item is marked in a way of its own (%(name)s)."),
    "question_qti_unknown_key": _l("The right answer “%(name)s” is none of the choices."),
    "question_not_excel": _l("The file is not an Excel workbook (.xlsx)."),
    "question_no_headings": _l("The first sheet has no row of headings. Needed are at least: %(needed)s."),
    "question_too_many_rows": _l("The sheet has more than %(most)s rows. Split it into several files."),
    "question_own": _l("You wrote this version, so somebody else has to review it."),
    "question_reason_missing": _l("Please say why."),
    "question_number_in_use": _l("There is a question %(id)s already. Take another number, or change that question."),
    "question_changed_meanwhile": _l(
        "Somebody saved version %(number)s while you were writing. Nothing of yours is lost: "
        "look at what they changed, take over what is right, and save again."
    ),
    "question_nothing_changed": _l("Nothing is different from the version that there is."),
    "question_report_empty": _l("Please say what is wrong with the question."),
    "question_report_too_often": _l(
        "This question of this paper has been reported already; your reports have arrived."
    ),
    "question_report_answered": _l("Somebody has answered this report already."),
    "question_unknown_enemy": _l("There is no other question %(id)s on this level."),
    "question_enemies_already": _l("It is kept apart from %(id)s already."),
    "question_not_enemies": _l("It is not kept apart from %(id)s."),
    "answers_no_analysis": _l("There are no figures of this sitting; they are made when its results are released."),
    "answers_none": _l(
        "The table holds no answers: there should be a row for each person, a column for each question."
    ),
    "answers_name_twice": _l("Two columns are called “%(name)s”."),
    "answers_uneven": _l("The row has %(cells)s cells, the first one has %(columns)s."),
    "answers_too_many": _l("The table has more than %(most)s cells."),
    "answers_not_csv": _l("This is not a table of comma-separated values."),
    "answers_need_key": _l("“%(text)s” is a letter; to read letters, give the right ones with --key."),
    "answers_not_answer": _l("“%(text)s” is not an answer; it should be 0, 1 or empty."),
    "answers_not_letter": _l("“%(text)s” is not an answer; it should be letters of options, or empty."),
    "answers_key_length": _l("The key has %(letters)s answers, the table has %(questions)s questions."),
    "answers_bad_key": _l("“%(text)s” cannot be a key; it should be like ABCD or A,BC,D."),
    "question_nearly_the_same": _l("These questions are %(share)s %% alike."),
    "question_uneven_keys": _l("%(letter)s is right in %(share)s %% of the questions of kind “%(kind)s”."),
    "question_longest_pays": _l("Taking the longest option (%(language)s) gains %(gain)s points over chance."),
    "question_shortest_pays": _l("Taking the shortest option (%(language)s) gains %(gain)s points over chance."),
    "question_absolute_word": _l("Only wrong options use an absolute word such as “always” (%(language)s)."),
    "question_unlike_its_group": _l(
        "Question %(id)s of the group “%(group)s” has another text or the same place. Take over its text, and give "
        "this question a place of its own. To change the text of all of them, import the whole group in one file."
    ),
    "question_group_at_odds": _l(
        "The questions of the group “%(group)s” have different texts or the same place, so none of them comes into "
        "papers. Approve the versions that belong together."
    ),
    "question_echo": _l("Only the right answer repeats words of the question (%(language)s)."),
}

STATES: dict[State, LazyString] = {
    State.DRAFT: _l("Draft"),
    State.REVIEW: _l("In review"),
    State.APPROVED: _l("Approved"),
    State.IN_USE: _l("In use"),
    State.RETIRED: _l("Out of use"),
}
FLAGS: dict[Flag, LazyString] = {
    Flag.WRONG_KEY: _l("Perhaps a wrong key"),
    Flag.DEAD_DISTRACTOR: _l("A distractor that hardly anybody takes"),
    Flag.TOO_EASY: _l("Very easy"),
    Flag.TOO_HARD: _l("Very hard"),
    Flag.WEAK: _l("Hardly tells who knows more"),
}
FACET_NAMES: dict[str, LazyString] = {
    "level": _l("Level"),
    "function": _l("Function"),
    "kind": _l("Kind of question"),
    "cognitive": _l("Cognitive level"),
    "state": _l("State"),
    "due": _l("Needs attention"),
    "reported": _l("Reported"),
    "author": _l("Author"),
}
TONES: dict[State, str] = {
    State.DRAFT: "plain",
    State.REVIEW: "warn",
    State.APPROVED: "good",
    State.IN_USE: "info",
    State.RETIRED: "plain",
}
MOVES: dict[Move, LazyString] = {
    Move.SUBMIT: _l("Submit for review"),
    Move.APPROVE: _l("Approve"),
    Move.SEND_BACK: _l("Send back"),
    Move.CONFIRM: _l("Still right"),
    Move.RETIRE: _l("Retire"),
}
DONE: dict[Move, LazyString] = {
    Move.SUBMIT: _l("Submitted for review"),
    Move.SEND_BACK: _l("Sent back to the author"),
    Move.APPROVE: _l("Approved"),
    Move.TAKE_INTO_USE: _l("On a paper for the first time"),
    Move.CONFIRM: _l("Looked at again: still right"),
    Move.RETIRE: _l("Out of use"),
    Move.REPLACE: _l("Replaced by a newer version"),
}

ACTIONS = {
    "keep_picture": _l("Kept a picture for questions"),
    "import_questions": _l("Imported questions"),
    "answer_report": _l("Answered a reported problem with a question"),
    "write_question": _l("Wrote a version of a question"),
    "submit_question": _l("Submitted a question for review"),
    "send_back_question": _l("Sent a question back"),
    "approve_question": _l("Approved a question"),
    "confirm_question": _l("Confirmed that a question is still right"),
    "retire_question": _l("Retired a question"),
    "replace_question": _l("Replaced a question by a newer version"),
    "set_questions_apart": _l("Set two questions apart"),
    "let_questions_together": _l("Let two questions together again"),
}
"""What the audit log calls each action."""


FORMATS: dict[Format, tuple[LazyString, LazyString]] = {
    Format.XLSX: (_l("Excel"), _l("Questions of every kind, one a row, both languages side by side.")),
    Format.YAML: (_l("YAML"), _l("Everything: questions of every kind, case studies, enemies.")),
    Format.MOODLE_XML: (
        _l("Moodle XML"),
        _l("Questions of every kind, with their pictures and case texts; what Moodle does not know stands in tags."),
    ),
    Format.QTI: (
        _l("QTI 3.0"),
        _l("A package with questions of every kind, their pictures and case texts."),
    ),
    Format.GIFT: (
        _l("GIFT (Moodle)"),
        _l("Questions of every kind but ordering, without pictures, units and case texts."),
    ),
    Format.AIKEN: (_l("Aiken"), _l("Single choices only, without number, level and rationale.")),
}
"""What each format is called, and what it can hold."""
SOURCES: dict[Source, LazyString] = {Source.CANDIDATE: _l("A candidate"), Source.INVIGILATOR: _l("An invigilator")}
FIELD_NAMES: dict[str, LazyString] = {
    "stem": _l("Question"),
    "options": _l("Option"),
    "prompts": _l("Prompt"),
    "units": _l("Unit"),
    "tolerance": _l("Tolerance"),
    "answer": _l("Key"),
    "rationale": _l("Rationale"),
    "function": _l("Function"),
    "cognitive": _l("Cognitive level"),
    "difficulty": _l("Difficulty"),
    "group": _l("Case text"),
    "title": _l("Title"),
    "background": _l("Background"),
    "tasks": _l("Task"),
    "rubric": _l("Rubric"),
}


def field_name(path: str) -> str:
    """What people call a field of a record, as in "Option 2" for "options.2"."""
    first, _, rest = path.partition(".")
    numbers = " · ".join(part for part in rest.split(".") if part.isdigit())
    return f"{FIELD_NAMES.get(first, first)} {numbers}".strip()
