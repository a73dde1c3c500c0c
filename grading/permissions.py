"""Who may do what with results."""

from kernel.permission import is_candidate, is_examiner, is_own, is_registrar

mark_scripts = is_examiner
mark_this_script = is_own & is_examiner
release_results = is_registrar
see_own_results = is_candidate
see_own_score = is_own
