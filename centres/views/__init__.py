"""The pages of training centres."""
