"""Who may write, approve and review the versions of schemes; reading them is open to everybody."""

from kernel.permission import is_registrar

govern_schemes = is_registrar
write_draft = is_registrar
decide_on_draft = is_registrar
review_version = is_registrar
