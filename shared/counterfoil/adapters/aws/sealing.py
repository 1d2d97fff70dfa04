"""Secrets sealed with a KMS key, so that the table alone gives nobody a token.

KMS encrypts at most 4,096 bytes in one call (https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html). Longer
secrets are sealed in several parts instead of under a data key: a token is two parts at most, and the bundle then needs
no cipher of its own. The encryption context binds every part to its owner, its name and its place.
"""

from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from itertools import batched
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_LARGEST_PART = 4096


class Seal:
    """Seals and opens the secrets of one owner, who is told by `context` (shown in the key's audit trail)."""

    def __init__(self, kms: "KMSClient", key_id: str, context: Mapping[str, str]) -> None:
        self._kms, self._key_id, self._context = kms, key_id, dict(context)

    def close(self, name: str, secret: str) -> list[str]:
        """`secret` sealed under `name`, as text."""
        parts = [bytes(part) for part in batched(secret.encode(), _LARGEST_PART, strict=False)]
        return [self._close_part(part, self._place(name, number, len(parts))) for number, part in enumerate(parts)]

    def open(self, name: str, sealed: Sequence[str]) -> str:
        """The inverse of `close`. AWS's own errors pass through; a part in the wrong place is one."""
        parts = [self._open_part(part, self._place(name, number, len(sealed))) for number, part in enumerate(sealed)]
        return b"".join(parts).decode()

    def _place(self, name: str, number: int, count: int) -> dict[str, str]:
        return self._context | {"secret": name, "part": f"{number + 1} of {count}"}

    def _close_part(self, part: bytes, context: Mapping[str, str]) -> str:
        answer = self._kms.encrypt(KeyId=self._key_id, Plaintext=part, EncryptionContext=context)
        return b64encode(answer["CiphertextBlob"]).decode()

    def _open_part(self, part: str, context: Mapping[str, str]) -> bytes:
        answer = self._kms.decrypt(KeyId=self._key_id, CiphertextBlob=b64decode(part), EncryptionContext=context)
        return answer["Plaintext"]
