"""Proof Key for Code Exchange: only who began a sign-in can finish it. https://www.rfc-editor.org/rfc/rfc7636"""

import base64
import hashlib


def challenge_of(verifier: str) -> str:
    """What is sent ahead of a verifier, by the method S256."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
