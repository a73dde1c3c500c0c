"""What the exam room has to say when it refuses."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from exam.domain.desk import DeskAction
from exam.domain.incident import IncidentKind
from exam.domain.integrity import Outcome
from exam.domain.receipt import Part
from exam.domain.timeline import TimeChange
from kernel.words import Words

PARTS = {
    Part.FORM: _l("the paper"),
    Part.ANSWERS: _l("the answers"),
    Part.FILES: _l("the files"),
    Part.STARTED: _l("the start"),
    Part.ENDED: _l("the end"),
}
"""What a receipt vouches for."""

SENTENCES = {
    "sign_in": _l("Please sign in again. Nothing you entered is lost."),
    "bad_input": _l("This could not be read and was not saved. Reload the page; your saved answers are kept."),
    "conflict": _l("This answer was already sent with other content. The page will fetch the current state."),
    "elsewhere": _l("You are writing in another window or on another device. You can continue here instead."),
    "late": _l("The time was over at %(at)s. What was saved until then counts."),
    "handed_in": _l("This paper has been handed in and cannot be changed any more."),
    "too_early_to_hand_in": _l("You can hand in from %(at)s. Your answers are saved; look through them until then."),
    "absent_before_latest_start": _l("Nobody is absent before the latest start."),
    "only_rehearsed": _l("This is a rehearsal: nothing of it leaves the exam room."),
    "rehearsal_out_of_range": _l("Choose 1 to %(most)s simulated candidates, and a clock that does not go slower."),
    "rehearsed_already": _l("This sitting has a rehearsal. Remove it before the next one."),
    "rehearsal_is_not_held": _l("The rehearsal is over already."),
    "rehearsal_is_held": _l("The rehearsal is being held. It can be removed when it is over."),
    "paused": _l("Your clock stands still. What you wrote is kept and is sent when it goes on."),
    "no_break_left": _l("Your rest breaks are used up."),
    "minutes_out_of_range": _l("Give 1 to %(most)s minutes."),
    "not_confirmed_end": _l("Tick the box: an examination that was ended cannot be taken up again."),
    "nothing_to_change": _l("Nobody of those you chose is concerned: they are finished, or it is so already."),
    "announcement_without_words": _l("Say it in 1 to %(most)s characters, in one language or in both."),
    "incident_without_words": _l("Say in 1 to %(most)s characters what happened."),
    "incident_to_come": _l("This time has not come yet."),
    "no_such_incident": _l("The log of this sitting has no entry number %(number)s."),
    "unavailable": _l("The server cannot save at this moment. Your answers stay on this page and are sent again."),
    "not_found": _l("There is no such paper."),
    "sitting_not_open": _l("This sitting takes no entries: it is not published yet, or it was cancelled."),
    "entries_not_open": _l("Entries open at %(at)s. Come back then."),
    "entries_closed": _l("Entries closed at %(at)s."),
    "entries_close_first": _l("Entries must close after they open."),
    "entries_close_after_door": _l("Entries must close before the door opens, or when it does."),
    "withdrawal_after_start": _l("Withdrawal must end before the start, or when it comes."),
    "entered_elsewhere": _l(
        "You have entered another sitting of this component, at %(at)s. Move from there to this one, or withdraw first."
    ),
    "already_withdrawn": _l("This entry was withdrawn already."),
    "attempt_started": _l("The examination was started with this entry; it cannot be given up any more."),
    "withdrawal_closed": _l("Withdrawal was possible until %(at)s. Please ask the registrar."),
    "entered_at_the_same_time": _l(
        "You have entered %(what)s, which starts at %(at)s; both cannot be taken. Move or withdraw there first."
    ),
    "room_exists": _l("A room of this name is on the list already, at the same address."),
    "room_taken": _l(
        "%(room)s is taken by %(what)s, which starts at %(at)s; between two sittings it needs %(changeover)s minutes."
    ),
    "room_closed": _l("%(room)s is closed."),
    "room_taken_already": _l("The sitting has %(room)s already."),
    "room_not_taken": _l("The sitting does not have this room."),
    "last_room": _l("A sitting keeps its last room. Take another one first."),
    "too_few_seats_left": _l("That would leave too few seats for the %(entered)s people who have one."),
    "rooms_have_fewer_seats": _l("The rooms of the sitting have %(seats)s seats. Take another room first."),
    "too_soon_for_rooms": _l("The door would be open already; rooms can only be taken before. Plan a later start."),
    "door_is_open": _l("The door is open; rooms and seats stay as they are."),
    "seats_are_dealt": _l("Everybody's seat was dealt already."),
    "no_invigilator": _l("This person is no invigilator."),
    "sits_it": _l("Whoever has entered a sitting does not invigilate it."),
    "not_assigned": _l("This person is not assigned to the sitting."),
    "invigilator_elsewhere": _l("%(name)s invigilates %(what)s at that time, which starts at %(at)s."),
    "stands_as_a_whole": _l(
        "The clocks of the whole room stand. Let them go on for everybody in the room, or in the sitting."
    ),
    "stands_otherwise": _l(
        "These clocks were stopped in another way: let them go on as they were stopped, for the room or for all in the "
        "sitting."
    ),
    "ask_for_the_paper": _l(
        "Your paper is open on another device, or you have signed in anew. Ask the invigilator to give it free for "
        "this device; nothing of what was saved is lost."
    ),
    "sitting_over": _l("The sitting is over."),
    "other_component": _l("One can move only to a sitting of the same component."),
    "seats_out_of_range": _l("Give 1 to %(largest)s seats."),
    "seats_are_taken": _l("Seats up to number %(highest)s are taken. Withdraw or move these people first."),
    "not_admitted": _l("You have no approved application for this level. Apply first and wait for the decision."),
    "exempt_from_component": _l(
        "You are exempt from this component until %(until)s (that day included). You need not sit it, and cannot."
    ),
    "already_entered": _l("You have entered this sitting already."),
    "full": _l("All %(capacity)s seats of this sitting are taken."),
    "not_entered": _l("You have not entered this sitting."),
    "too_early": _l("You can start from %(at)s."),
    "too_late": _l("The latest start was at %(at)s."),
    "no_form_prepared": _l("Your paper is being prepared. Try again in a minute, or tell the invigilator."),
    "not_durable": _l(
        "No examination is opened now: the database could lose answers at a power cut (%(settings)s). "
        "Please tell the invigilator; the operator has to change this setting."
    ),
    "not_released": _l(
        "The invigilator has not let you in yet. Show your admission ticket and your identity document."
    ),
    "not_confirmed": _l("Tick the box to confirm that the clock may start."),
    "door_after_start": _l("The door must open before the start."),
    "latest_start_before_start": _l("The latest start must not be before the start."),
    "latest_start_after_end": _l(
        "The latest start must be before the end: in this sitting the time is over for everybody at once."
    ),
    "start_in_the_past": _l("The start must lie in the future."),
    "numbers_out_of_range": _l("Give 1 to %(longest)s minutes and 1 to %(largest)s seats."),
    "no_such_component": _l("This level has no component “%(component)s”."),
    "component_without_sitting": _l("“%(component)s” is not taken at the computer, so it has no sittings."),
    "no_blueprint": _l("The scheme has no blueprint for level %(level)s, so no theory paper can be drawn."),
    "no_case_study": _l("The question bank has no approved case study for this level."),
    "cell_too_thin": _l(
        "The question bank is too thin: %(function)s, %(kind)s, %(cognitive)s needs %(needed)s questions and has "
        "%(there)s; %(lacking)s are lacking."
    ),
    "band_cannot_hold": _l(
        "No paper can be made that is like the others: with these questions the %(band)s misses its band by %(off)s."
    ),
    "no_paper_found": _l("No paper was found in the time there is. More questions in the bank would help."),
    "already_started": _l("The sitting has started and can no longer be cancelled."),
    "receipt_not_yet": _l("For a minute after the end answers may still arrive. Then the receipt is signed."),
    "answer_file_unreadable": _l(
        "This is not an answer file. Choose the file that the exam page saved; its name ends in .answers."
    ),
    "answer_file_of_another": _l(
        "This file belongs to another paper. It can be handed in only for the candidate who made it."
    ),
    "answer_file_changed": _l(
        "This file was changed after it was saved, so nothing of it can be used. Ask for it to be saved again."
    ),
    "answer_file_known": _l("This file was handed in already, at %(at)s."),
    "answer_file_nothing_new": _l("Everything in this file is with the server already; nothing needs to be handed in."),
    "answer_file_paused": _l("The clock of this candidate stands. Hand the file in when it goes on."),
    "answer_file_too_late": _l(
        "No answer file was taken for this paper after %(at)s: only until a day after the end, and never once results "
        "are out."
    ),
    "answer_file_decided": _l("Nothing of this file waits for a decision any more."),
    "answer_file_too_soon": _l(
        "Decide when the paper is finished; until then the candidate can still change the answers."
    ),
    "own_answers": _l("Nobody does this for their own paper."),
    "no_file_wanted": _l("No file is handed in with this paper."),
    "not_agreed": _l("Agree to the rules of this sitting first: type your full name."),
    "other_name": _l("Type your own full name as it stands on your account: %(name)s."),
    "agreement_has_changed": _l("The rules have changed. Read them again, then type your name."),
    "agreement_in_both_languages": _l("Give the text in both languages."),
    "agreement_too_long": _l("The text can have %(most)s characters in each language."),
    "no_browser_key": _l("A key has 64 digits 0–9 and letters a–f. Give one a line, at most %(most)s."),
    "safe_browser_needed": _l(
        "This sitting is taken in Safe Exam Browser with the settings of this sitting; what came from this browser was "
        "not accepted. Open the examination there again, or tell the invigilator. What was saved is kept."
    ),
    "no_case": _l("Nothing of this attempt has to be decided."),
    "too_many_files": _l("One paper takes %(most)s files at most, those replaced included. The newest one counts."),
    "upload_over": _l("This file is not being sent any more. Choose it again."),
    "upload_incomplete": _l("Not all of the file has arrived yet."),
    "upload_under_way": _l("“%(name)s” has not arrived whole yet. Wait for it, or give it up, and then hand in."),
}

ACTIONS = {
    "exam.plan_sitting": _l("Planned a sitting"),
    "exam.publish_sitting": _l("Published a sitting"),
    "exam.reschedule_sitting": _l("Held a sitting at another time or place"),
    "exam.cancel_sitting": _l("Cancelled a sitting"),
    "exam.change_capacity": _l("Changed the seats of a sitting"),
    "exam.keep_room": _l("Wrote down a room"),
    "exam.close_room": _l("Closed a room"),
    "exam.open_room": _l("Opened a room again"),
    "exam.take_rooms": _l("Took rooms for a sitting"),
    "exam.leave_room": _l("Did without a room of a sitting"),
    "exam.deal_seats": _l("Dealt out the seats of a sitting"),
    "exam.assign_invigilator": _l("Assigned an invigilator"),
    "exam.release_invigilator": _l("Released an invigilator"),
    "exam.enter": _l("Entered a sitting"),
    "exam.grant_resit": _l("Granted a free resit"),
    "exam.withdraw": _l("Withdrew from a sitting"),
    "exam.move_entry": _l("Moved to another sitting"),
    "exam.move_up": _l("Moved up from the waiting list"),
    "exam.begin_rehearsal": _l("Began a rehearsal of a sitting"),
    "exam.stop_rehearsal": _l("Stopped a rehearsal of a sitting"),
    "exam.remove_rehearsal": _l("Removed the rehearsal of a sitting"),
    "exam.time_pause": _l("Stopped the clock of candidates"),
    "exam.time_resume": _l("Let the clock of candidates go on"),
    "exam.time_give": _l("Gave candidates time"),
    "exam.release": _l("Let candidates in at the door"),
    "exam.move_device": _l("Gave papers free for another device"),
    "exam.end": _l("Ended the examination of candidates"),
    "exam.take_back": _l("Took back that candidates were let in"),
    "exam.note": _l("Wrote a note about candidates"),
    "exam.announce": _l("Announced something to a sitting"),
    "exam.demand_release": _l("Changed whether candidates are let in at the door"),
    "exam.report_incident": _l("Wrote into the log of a sitting"),
    "exam.ask_of_candidates": _l("Changed what a sitting asks of its candidates"),
    "exam.decide_case": _l("Decided a case of a sitting"),
    "exam.take_answer_file": _l("Handed in an answer file for a candidate"),
    "exam.decide_answer_file": _l("Decided whether late answers count"),
    "exam.grant_extra_time": _l("Granted extra time"),
}
"""What the audit log calls each action."""

INCIDENT_KINDS = {
    IncidentKind.LATE: _l("came late"),
    IncidentKind.DISTURBANCE: _l("disturbance"),
    IncidentKind.SUSPECTED_AID: _l("suspected aid"),
    IncidentKind.TECHNICAL: _l("technical trouble"),
    IncidentKind.MEDICAL: _l("medical"),
    IncidentKind.EVACUATION: _l("evacuation"),
    IncidentKind.NOTE: _l("note"),
    IncidentKind.OTHER: _l("something else"),
}
"""What each kind of entry in the log is called."""
OUTCOMES = {
    Outcome.NOTHING: _l("Nothing has to be done"),
    Outcome.NOTED: _l("A note to the incidents of the sitting"),
    Outcome.FOR_EXAMINERS: _l("For the examiners"),
}
"""What a person makes of a case."""

STANDARD_AGREEMENT = Words(
    zh="""我本人以自己的身份参加本次考试。
除已批准给我的便利之外，我不使用书籍、笔记、其他设备，也不接受他人帮助。
试题内容我不抄录、不拍摄、不外传。
我知道：考试页面会记录离开窗口、退出全屏、复制、粘贴和打印，以及网络地址或浏览器的变化；这些记录本身不产生任何处理结果，须由工作人员查看后判断。
我服从监考员的安排。""",
    en="I take this examination myself and under my own name.\n"
    "Apart from what was granted to me I use no books, notes or other devices and take no help from others.\n"
    "I do not copy, photograph or pass on any of the questions.\n"
    "I know that the page records when I leave the window or full screen, copy, paste or print, and when the network "
    "address or the browser changes. These records decide nothing by themselves; a person looks at them.\n"
    "I follow the instructions of the invigilators.",
)
"""What a sitting asks candidates to agree to, unless it has a text of its own."""

ALL_WELL = Words(
    zh="一切正常：每一条已确认的作答都保存无误，每个截止时间都按规定执行，计时暂停期间没有收下任何作答，系统的每个答复都与时钟相符。",
    en="Everything was as it should be: every acknowledged answer is stored, every deadline was kept, nothing was "
    "taken while clocks stood, and every answer of the platform agreed with the clock.",
)
STOPPED_WELL = Words(
    zh="排练已提前停止。到停止时为止一切正常。",
    en="The rehearsal was stopped before its time. Until then everything was as it should be.",
)
NOT_WELL = Words(
    zh="排练中有不正常之处。请在开考之前查清下面列出的问题。",
    en="Something was not as it should be. Look into what is listed before the sitting is held.",
)


REASONS = {
    "too_early": _l("asked to start too early"),
    "too_late": _l("asked to start too late"),
    "not_released": _l("not let in at the door yet"),
    "not_started": _l("could not start, and nothing explains why"),
    "paused": _l("the clock stood"),
    "late": _l("sent after the end"),
    "elsewhere": _l("another window wrote"),
    "handed_in": _l("handed in already"),
    "too_early_to_hand_in": _l("asked to hand in too early"),
}
"""Why simulated candidates were refused."""
WISHES = {
    "start": _l("Start, with the first page"),
    "save": _l("Save"),
    "hand_in": _l("Hand in"),
}
"""What simulated candidates asked for."""


def verdict_on(report: Mapping[str, object]) -> Words:
    """What a rehearsal came to, in a sentence."""
    if not report["good"]:
        return NOT_WELL
    return STOPPED_WELL if report.get("stopped") else ALL_WELL


DESK_ACTIONS = {
    TimeChange.PAUSE: _l("Stop the clock"),
    TimeChange.RESUME: _l("Let the clock go on"),
    TimeChange.GIVE: _l("Give minutes"),
    DeskAction.RELEASE: _l("Let in at the door"),
    DeskAction.TAKE_BACK: _l("Take a release at the door back"),
    DeskAction.MOVE_DEVICE: _l("Give the paper free for another device"),
    DeskAction.NOTE: _l("Write a note into the log"),
    DeskAction.END: _l("End the examination"),
}
"""What can be done at the desk for some candidates."""
