"""Works through the invoice queue."""

from counterfoil.entrypoints import sync_records

handler = sync_records
