"""Who may do what in the exam room."""

from kernel.permission import is_accommodations_officer, is_candidate, is_invigilator, is_own, is_registrar

see_sittings = is_registrar
plan_sitting = is_registrar
watch_sittings = is_invigilator | is_registrar
decide_on_late_answers = is_registrar
prepare_accommodations = is_accommodations_officer
sit_exams = is_candidate
enter_sitting = is_candidate
see_own_entry = is_own
see_ticket = is_own | is_invigilator | is_registrar
sit_attempt = is_own
see_attempt_file = is_own
compare_receipt = is_own | is_registrar
decide_cases = is_registrar
