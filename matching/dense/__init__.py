"""Exact assignment for markets where nearly every pair is allowed: short lists, priced out over all cells."""
