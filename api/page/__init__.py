"""Printable pages of a proposal."""
