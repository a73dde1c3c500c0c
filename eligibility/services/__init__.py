"""What people do about admission: hand in evidence, apply, decide."""
