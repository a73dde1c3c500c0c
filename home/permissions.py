"""Who may do what from the first page."""

from kernel.permission import is_administrator, is_candidate, is_own, is_signed_in

see_path = is_candidate
see_notices = is_signed_in
read_notice = is_own
see_jobs = is_administrator
try_job_again = is_administrator
