"""What is kept of admission."""
