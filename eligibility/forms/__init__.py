"""Shapes of what candidates enter and registrars decide."""
