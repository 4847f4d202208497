"""VINIL-like assessments, brought into the records of known candidates."""
