"""Webhook deliveries as the vendors make them, signed with whatever secret."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import httpx2


def hubspot_event(portal_id: str, invoice: str) -> dict[str, Any]:
    """One event about an invoice."""
    event = {"eventId": 7, "subscriptionId": 7, "subscriptionType": "object.creation", "objectTypeId": "0-53"}
    return {**event, "portalId": int(portal_id), "objectId": int(invoice), "occurredAt": int(time.time() * 1000)}


def quickbooks_event(realm_id: str, invoice: str) -> dict[str, Any]:
    """One CloudEvent about an invoice."""
    event = {"specversion": "1.0", "id": f"event-{time.time_ns()}", "source": "intuit.x", "type": "qbo.invoice.updated.v1"}
    return {**event, "time": "2026-11-22T10:00:00Z", "intuitentityid": invoice, "intuitaccountid": realm_id}


def from_hubspot(url: str, body: object, secret: str, *, age_seconds: int = 0) -> httpx2.Response:
    """Deliver with a version 3 signature."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    timestamp = str(int((time.time() - age_seconds) * 1000))
    message = b"POST" + url.encode() + content + timestamp.encode()
    signature = base64.b64encode(hmac.new(secret.encode(), message, hashlib.sha256).digest()).decode()
    headers = {"X-HubSpot-Request-Timestamp": timestamp, "X-HubSpot-Signature-v3": signature}
    return httpx2.post(url, content=content, headers={"Content-Type": "application/json", **headers}, timeout=20)


def from_quickbooks(url: str, body: object, verifier_token: str) -> httpx2.Response:
    """Deliver with Intuit's signature."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    signature = base64.b64encode(hmac.new(verifier_token.encode(), content, hashlib.sha256).digest()).decode()
    headers = {"Content-Type": "application/json", "intuit-signature": signature}
    return httpx2.post(url, content=content, headers=headers, timeout=20)
