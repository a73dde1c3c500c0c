"""People, their roles and organisations, sign-in, and the log of who did what."""
