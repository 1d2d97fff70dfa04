"""Works through the customer queue."""

from counterfoil.entrypoints import sync_records

handler = sync_records
