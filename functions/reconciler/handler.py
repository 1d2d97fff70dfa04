"""Compares both ledgers in full, by schedule."""

from counterfoil.entrypoints import reconcile

handler = reconcile
