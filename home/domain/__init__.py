"""What comes next for a candidate, without a database."""
