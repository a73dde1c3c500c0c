"""The rules of sitting an exam, pure: they run where there is neither a web nor a database."""
