"""Spreadsheets as offices keep them, brought in through a mapping that a person edits."""
