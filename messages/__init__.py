"""Telling people: a notice in the application and a mail, both written with the decision they tell of."""
