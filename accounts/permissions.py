"""Who may do what with accounts."""

from kernel.permission import is_administrator, is_candidate, is_own, is_registrar, is_signed_in

see_account = is_signed_in
end_session = is_own
manage_people = is_administrator
read_audit_log = is_administrator | is_registrar
keep_identity = is_candidate
read_identity = is_registrar
correct_name = is_registrar | is_administrator
