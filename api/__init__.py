"""The edges: command line, REST, settings."""
