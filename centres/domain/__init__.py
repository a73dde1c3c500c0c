"""What holds of cohorts, rosters and progress, without a database."""
