"""Everything that comes from a service's files, with all errors at once."""
