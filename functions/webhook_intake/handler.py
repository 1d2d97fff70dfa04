"""Receives both vendors' webhooks."""

from counterfoil.entrypoints.webhooks import receive_webhook

handler = receive_webhook
