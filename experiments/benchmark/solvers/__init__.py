"""Exact assignment solvers side by side: the same markets, the same pages of memory, every matching checked."""
