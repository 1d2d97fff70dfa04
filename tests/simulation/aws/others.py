"""KMS, Secrets Manager and SNS in memory."""

import json
from collections.abc import Callable, Mapping
from typing import Any


class FakeKms:
    """Seals by naming the encryption context, and opens only under the same one."""

    def encrypt(self, *, KeyId: str, Plaintext: bytes, EncryptionContext: Mapping[str, str]) -> dict[str, Any]:  # noqa: N803
        """Sealed, bound to its context."""
        sealed = json.dumps([KeyId, sorted(EncryptionContext.items()), Plaintext.hex()])
        return {"CiphertextBlob": sealed.encode()}

    def decrypt(self, *, KeyId: str, CiphertextBlob: bytes, EncryptionContext: Mapping[str, str]) -> dict[str, Any]:  # noqa: N803
        """What was sealed under this context."""
        key_id, context, secret = json.loads(CiphertextBlob)
        if (key_id, context) != (KeyId, [list(pair) for pair in sorted(EncryptionContext.items())]):
            raise PermissionError("InvalidCiphertextException")
        return {"Plaintext": bytes.fromhex(secret)}


class FakeSecrets:
    """One secret."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self.put(secret)

    def put(self, secret: Mapping[str, str]) -> None:
        """Somebody writes the secret anew."""
        self._secret = json.dumps(dict(secret))

    def get_secret_value(self, *, SecretId: str) -> dict[str, str]:  # noqa: N803
        """The secret, whatever its id."""
        return {"SecretString": self._secret, "ARN": SecretId}


class FakeSns:
    """Remembers (subject, text) of every message."""

    def __init__(self, announce: Callable[[str], None]) -> None:
        self._announce = announce
        self.published: list[tuple[str, str]] = []

    def publish(self, *, TopicArn: str, Subject: str, Message: str) -> dict[str, str]:  # noqa: N803
        """One message."""
        self._announce(f"topic {TopicArn}: {Subject}")
        self.published.append((Subject, Message))
        return {"MessageId": str(len(self.published))}
