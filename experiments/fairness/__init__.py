"""Fairness: who is shown, proposed, started and hired by group; envy; the worst-off; what quotas cost. Never a rank."""
