"""The rules of marking and of standing, as pure decisions."""
