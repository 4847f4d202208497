"""One small class a solver, all with the same two steps: prepare its own input, solve."""
