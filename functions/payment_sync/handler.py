"""Works through the payment queue."""

from counterfoil.entrypoints import sync_records

handler = sync_records
