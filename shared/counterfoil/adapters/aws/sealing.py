"""Secrets sealed with a KMS key, so that the table alone gives nobody a token.

KMS encrypts at most 4,096 bytes in one call (https://docs.aws.amazon.com/kms/latest/APIReference/API_Encrypt.html). Longer
secrets are sealed in several parts instead of under a data key: a token is two parts at most, and the bundle then needs
no cipher of its own. The encryption context binds every part to its owner, its name and its place.
"""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import batched
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError

from counterfoil.adapters.tokens import our_fault
from counterfoil.engine.ports.notices import Secrets

if TYPE_CHECKING:
    from mypy_boto3_kms import KMSClient

_LARGEST_PART = 4096
_CHAT = "chat"


class Seal:
    """Seals and opens the secrets of one owner, who is named by `context` (shown in the key's audit trail).

    Raises VendorError (E30) when the key cannot be used, or a sealed part is not in its place.
    """

    def __init__(self, kms: "KMSClient", key_id: str, context: Mapping[str, str]) -> None:
        self._kms, self._key_id, self._context = kms, key_id, dict(context)

    def close(self, name: str, secret: str) -> list[str]:
        """`secret` sealed under `name`, as text."""
        parts = [bytes(part) for part in batched(secret.encode(), _LARGEST_PART, strict=False)]
        return [self._close_part(part, self._place(name, number, len(parts))) for number, part in enumerate(parts)]

    def open(self, name: str, sealed: Sequence[str]) -> str:
        """The inverse of `close`."""
        parts = [self._open_part(part, self._place(name, number, len(sealed))) for number, part in enumerate(sealed)]
        return b"".join(parts).decode()

    def prove(self, name: str, secret: str) -> None:
        """Raises as `close` would: whoever is about to get a secret that must not be lost asks first."""
        self.close(name, secret)

    def _place(self, name: str, number: int, count: int) -> dict[str, str]:
        return self._context | {"secret": name, "part": f"{number + 1} of {count}"}

    def _close_part(self, part: bytes, context: Mapping[str, str]) -> str:
        with _usable_key():
            answer = self._kms.encrypt(KeyId=self._key_id, Plaintext=part, EncryptionContext=context)
        return b64encode(answer["CiphertextBlob"]).decode()

    def _open_part(self, part: str, context: Mapping[str, str]) -> bytes:
        with _usable_key():
            answer = self._kms.decrypt(KeyId=self._key_id, CiphertextBlob=b64decode(part), EncryptionContext=context)
        return answer["Plaintext"]


@contextmanager
def _usable_key() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise our_fault("the token key cannot be used", code="token_key") from error


class ChatSecrets(Secrets):
    """The addresses of chats, sealed with the tokens' key for one connection each."""

    def __init__(self, kms: "KMSClient", key_id: str) -> None:
        self._kms, self._key_id = kms, key_id

    def close(self, connection_id: str, secret: str) -> tuple[str, ...]:
        return tuple(self._of(connection_id).close(_CHAT, secret))

    def open(self, connection_id: str, sealed: Sequence[str]) -> str:
        return self._of(connection_id).open(_CHAT, sealed)

    def _of(self, connection_id: str) -> Seal:
        return Seal(self._kms, self._key_id, {"connection": connection_id, "system": _CHAT})
