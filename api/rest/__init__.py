"""The REST interface: records in and out as JSON, proposals, explanations."""
