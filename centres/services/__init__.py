"""What training centres can wish."""
