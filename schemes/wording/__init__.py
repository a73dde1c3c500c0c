"""What is said of schemes: why a file is refused, and how a scheme reads to people."""
