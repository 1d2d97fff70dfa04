"""Stores how records stand, shows it to people, and calls up what waits for them."""
