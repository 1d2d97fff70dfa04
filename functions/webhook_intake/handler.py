"""Receives both vendors' webhooks."""

from counterfoil.entrypoints import receive_webhook

handler = receive_webhook
