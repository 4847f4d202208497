"""People who arrive in batches, seats that do not wait: what is decided now, with those who come later in mind."""
