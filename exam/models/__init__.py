"""Tables of the exam room."""
