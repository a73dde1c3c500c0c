"""Work that happens after the answer was sent: a table that is the truth, a queue that is only the bell."""
