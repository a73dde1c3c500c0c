"""Sitting an exam: sittings, entries, forms, attempts, time, answers and what is handed in."""
