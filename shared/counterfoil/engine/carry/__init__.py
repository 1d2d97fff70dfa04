"""Carries out what was decided, in bulk and restartable: creates, changes, links."""
