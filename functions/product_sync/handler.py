"""Works through the product queue."""

from counterfoil.entrypoints import sync_records

handler = sync_records
