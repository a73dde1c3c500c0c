"""What holds of people and of the audit log, without a database."""
