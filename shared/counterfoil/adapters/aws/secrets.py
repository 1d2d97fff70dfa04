"""The vendors' app credentials, read from Secrets Manager and read again before they grow old."""

from collections.abc import Callable
from dataclasses import field
from datetime import datetime, timedelta
from functools import cache
from threading import Lock
from typing import TYPE_CHECKING

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.errors import InvalidValueError
from counterfoil.domain.values import dataclass

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MAX_AGE = timedelta(minutes=5)
"""How long a rotated secret may still be used."""
MIN_AGE = timedelta(minutes=1)
"""How long a secret that a vendor has refused may still be used, so that a refusal never means a reading each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCredentials:
    """How this product is known to both vendors. Secrets do not show in the `repr`."""

    hubspot_client_id: str
    hubspot_client_secret: str = field(repr=False)
    quickbooks_client_id: str
    quickbooks_client_secret: str = field(repr=False)
    quickbooks_verifier_token: str = field(repr=False)


@cache
def _credentials() -> TypeAdapter[AppCredentials]:
    """Made once, when it is first wanted."""
    return TypeAdapter(AppCredentials)


class AppSecret:
    """The secret that holds the app credentials: a JSON object with the names of `AppCredentials`. Safe for threads."""

    def __init__(
        self, client: "SecretsManagerClient", secret_id: str, *, clock: Callable[[], datetime], max_age: timedelta = MAX_AGE
    ) -> None:
        self._client, self._secret_id = client, secret_id
        self._clock, self._max_age = clock, max_age
        self._lock = Lock()
        self._held: tuple[AppCredentials, datetime] | None = None
        self._refused = False

    def __call__(self) -> AppCredentials:
        """The credentials, at most `max_age` old, or a minute when they were refused.

        Raises InvalidValueError naming what is missing, never showing a value, also when AWS does not give the secret.
        """
        with self._lock:
            now, longest = self._clock(), min(MIN_AGE, self._max_age) if self._refused else self._max_age
            if self._held is None or now - self._held[1] >= longest:
                self._held, self._refused = (self._read(), now), False
            return self._held[0]

    def refused(self) -> None:
        """A vendor did not accept the credentials: read them again soon, since somebody may mend them."""
        with self._lock:
            self._refused = True

    def _read(self) -> AppCredentials:
        try:
            text = self._client.get_secret_value(SecretId=self._secret_id)["SecretString"]
        except (BotoCoreError, ClientError) as error:
            raise InvalidValueError("the app secret cannot be read") from error
        try:
            return _credentials().validate_json(text)
        except ValidationError as error:
            problems = error.errors(include_input=False, include_context=False, include_url=False)
            names = ", ".join(".".join(map(str, problem["loc"])) for problem in problems)
            raise InvalidValueError(f"the app secret is incomplete: {names or 'no JSON object'}") from None
