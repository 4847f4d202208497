"""Benchmarks: frozen specifications, a sweep of sizes, and ratios to a peer in the same run."""
