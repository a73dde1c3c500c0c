"""Who may hand in evidence, apply and decide."""

from kernel.permission import is_accommodations_officer, is_candidate, is_invigilator, is_own, is_registrar

keep_evidence = is_candidate
remove_evidence = is_own
apply_for_level = is_candidate
see_application = is_own
withdraw_application = is_own
answer_question = is_own
appeal_refusal = is_own
decide_applications = is_registrar
try_draft = is_registrar
keep_papers = is_candidate
turn_own_paper = is_own
see_paper = is_own | is_registrar
see_papers_at_the_desk = is_registrar
see_portrait = is_own | is_registrar
see_portrait_at_door = is_invigilator
ask_for_accommodation = is_candidate
see_accommodation = is_own
decide_accommodations = is_accommodations_officer
