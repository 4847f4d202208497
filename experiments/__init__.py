"""Offline studies and benchmarks."""
