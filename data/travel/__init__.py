"""Minutes from door to door."""
