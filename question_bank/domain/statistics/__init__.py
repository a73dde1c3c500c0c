"""What the answers that were given tell of the questions and of the test."""
