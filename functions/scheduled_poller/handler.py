"""Asks both vendors, by schedule, what changed."""

from counterfoil.entrypoints import poll

handler = poll
