"""The ports, by AWS."""
