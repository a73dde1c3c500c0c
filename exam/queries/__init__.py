"""What can be known of sittings, entries and attempts."""
