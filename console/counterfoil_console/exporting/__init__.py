"""Makes files of what the console shows."""
