"""Who may do what with the question bank: to everybody else it does not exist."""

from kernel.permission import is_registrar

see_bank = is_registrar
import_questions = is_registrar
review_questions = is_registrar
