"""What each role's first page shows."""
