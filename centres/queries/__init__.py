"""What can be known of cohorts and their members."""
