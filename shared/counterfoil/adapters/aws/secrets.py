"""The vendors' app credentials, read from Secrets Manager and read again before they grow old."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from threading import Lock
from typing import TYPE_CHECKING

from pydantic import TypeAdapter, ValidationError

from counterfoil.domain.errors import InvalidValueError

if TYPE_CHECKING:
    from mypy_boto3_secretsmanager import SecretsManagerClient

MAX_AGE = timedelta(minutes=5)
"""How long a rotated secret may still be used."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AppCredentials:
    """How this product is known to both vendors. Secrets do not show in the `repr`."""

    hubspot_client_id: str
    hubspot_client_secret: str = field(repr=False)
    quickbooks_client_id: str
    quickbooks_client_secret: str = field(repr=False)
    quickbooks_verifier_token: str = field(repr=False)


class AppSecret:
    """The secret that holds the app credentials: a JSON object with the names of `AppCredentials`. Safe for threads."""

    def __init__(
        self, client: "SecretsManagerClient", secret_id: str, *, clock: Callable[[], datetime], max_age: timedelta = MAX_AGE
    ) -> None:
        self._client, self._secret_id = client, secret_id
        self._clock, self._max_age = clock, max_age
        self._lock = Lock()
        self._held: tuple[AppCredentials, datetime] | None = None

    def __call__(self) -> AppCredentials:
        """The credentials, at most `max_age` old.

        Raises InvalidValueError naming what is missing, never showing a value; AWS's own errors pass through.
        """
        with self._lock:
            now = self._clock()
            if self._held is None or now - self._held[1] >= self._max_age:
                self._held = self._read(), now
            return self._held[0]

    def _read(self) -> AppCredentials:
        text = self._client.get_secret_value(SecretId=self._secret_id)["SecretString"]
        try:
            return TypeAdapter(AppCredentials).validate_json(text)
        except ValidationError as error:
            problems = error.errors(include_input=False, include_context=False, include_url=False)
            names = ", ".join(".".join(map(str, problem["loc"])) for problem in problems)
            raise InvalidValueError(f"the app secret is incomplete: {names or 'no JSON object'}") from None
