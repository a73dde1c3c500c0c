"""The file formats in which questions come and go."""
