"""Makes plans, and applies them, one step after the other."""

from counterfoil.entrypoints.planning import plan

handler = plan
