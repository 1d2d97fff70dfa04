"""Asks both vendors, by schedule, what changed."""

from counterfoil.entrypoints.polling import poll

handler = poll
