"""The figures that this house must reach before anyone believes it, each measured by one command."""
