"""Shapes of what people enter about sittings, and of what the candidate's paper sends."""
