"""Tells people what newly fails."""

from counterfoil.entrypoints.reporting import report_errors

handler = report_errors
