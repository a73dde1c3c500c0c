"""The pages of the question bank, for registrars only."""
