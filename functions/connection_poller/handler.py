"""Asks both vendors of some connections what changed."""

from counterfoil.entrypoints.polling import poll

handler = poll
