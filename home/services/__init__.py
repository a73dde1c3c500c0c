"""What the first page lets people wish, and the demonstration world."""
