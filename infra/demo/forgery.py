"""A webhook that looks right in everything but its signature."""

import base64
import hashlib
import hmac
import json
import time

import httpx2


def send_forged_webhook(address: str, portal_id: str) -> httpx2.Response:
    """Claim, as HubSpot would, that an invoice was made, signed with a secret that is not the app's."""
    moment = int(time.time() * 1000)
    event = {
        "portalId": int(portal_id),
        "subscriptionType": "object.creation",
        "objectTypeId": "0-53",
        "objectId": 1,
        "eventId": 1,
        "subscriptionId": 1,
        "occurredAt": moment,
    }
    body = json.dumps([event])
    message = f"POST{address}{body}{moment}"
    signature = hmac.new(b"not the app's secret", message.encode(), hashlib.sha256).digest()
    headers = {
        "Content-Type": "application/json",
        "X-HubSpot-Request-Timestamp": str(moment),
        "X-HubSpot-Signature-v3": base64.b64encode(signature).decode(),
    }
    return httpx2.post(address, content=body, headers=headers, timeout=20)
