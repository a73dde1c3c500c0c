"""How admission speaks: why a condition does not hold, what a requirement asks, what a piece of evidence is."""
