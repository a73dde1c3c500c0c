"""The pages of the exam room, and the small interface the candidate's paper talks to."""
