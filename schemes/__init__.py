"""Certification schemes as data: levels, conditions of admission, components, blueprints, validity and credits."""
