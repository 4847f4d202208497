"""Predicting what becomes of an internship, checked against the programme's plain rate; off unless turned on."""
