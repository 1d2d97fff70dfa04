"""Works through the customer queue."""

from counterfoil.entrypoints.queues import sync_records

handler = sync_records
