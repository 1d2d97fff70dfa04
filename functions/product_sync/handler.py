"""Works through the product queue."""

from counterfoil.entrypoints.queues import sync_records

handler = sync_records
