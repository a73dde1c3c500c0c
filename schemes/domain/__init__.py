"""What a certification scheme lays down, as values without a database."""
