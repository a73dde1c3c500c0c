"""What happens to an attempt after it is handed in: it is marked, settled and released."""
