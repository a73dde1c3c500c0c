"""The rules of the question bank: what a question is, when it is acceptable, how it comes into use."""
