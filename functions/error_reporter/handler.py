"""Tells people what newly fails."""

from counterfoil.entrypoints import report_errors

handler = report_errors
