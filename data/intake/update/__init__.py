"""Next month's records against the known ones: what changed, and what a person confirms of it."""
