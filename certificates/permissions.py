"""Who may do what with certificates and credits."""

from kernel.permission import is_candidate, is_own, is_registrar

own_certificates = is_candidate
see_certificate = is_own | is_registrar
file_activity = is_own
keep_register = is_registrar
decide_on_certificate = is_registrar
decide_on_activity = is_registrar
