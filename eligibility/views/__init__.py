"""The pages of admission, for candidates and for registrars."""
