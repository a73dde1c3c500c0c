"""The rules of admission, pure: evidence in, a verdict for every condition out."""
