"""The mapping of every kind."""
