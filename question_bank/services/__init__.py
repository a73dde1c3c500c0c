"""What is done to the question bank: import, export, review."""
