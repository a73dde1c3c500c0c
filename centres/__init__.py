"""Training centres: cohorts, rosters of people to be trained and examined together, completed training, progress."""
