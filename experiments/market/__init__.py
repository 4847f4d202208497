"""Invented markets of the size of a country, as arrays."""
