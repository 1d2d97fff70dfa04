"""Compares both ledgers in full, by schedule."""

from counterfoil.entrypoints.reconciling import reconcile

handler = reconcile
