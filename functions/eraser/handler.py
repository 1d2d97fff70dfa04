"""Erases all that is kept of a connection that somebody deleted."""

from counterfoil.entrypoints.erasing import erase

handler = erase
