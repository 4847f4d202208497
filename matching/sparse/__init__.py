"""Exact assignment for large sparse markets: auction, shortest-path repair, exact prices, compiled by numba."""
