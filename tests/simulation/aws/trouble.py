"""AWS on a bad day: errors as the clients raise them after all of their own retries, before an effect or after it.

Codes: https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html,
https://docs.aws.amazon.com/kms/latest/APIReference/CommonErrors.html and their like of the other services.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from botocore.exceptions import ClientError

from tests.simulation.wire import StumbledError

REFUSED: Mapping[str, tuple[str, ...]] = {
    "dynamodb": ("ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"),
    "kms": ("ThrottlingException", "KMSInternalException", "DependencyTimeoutException"),
    "secretsmanager": ("ThrottlingException", "InternalServiceError"),
    "sns": ("Throttled",),
    "sqs": ("RequestThrottled",),
}
"""What says that nothing was done."""

UNCERTAIN: Mapping[str, str] = {"dynamodb": "InternalServerError", "sns": "InternalError", "sqs": "InternalFailure"}
"""What may come although all was done."""

Strikes = Callable[[str], Random | None]
"""Whether trouble strikes a call of a service; the chance that chooses which."""


class AwsTroubleError(ClientError):
    """An error that is none of the product's doing."""


class TroubledClient:
    """A client of `service`; `strikes` says which calls fail, and `note` is told how."""

    def __init__(self, client: Any, service: str, strikes: Strikes, note: Callable[[str], None]) -> None:
        self._client, self._service, self._strikes, self._note = client, service, strikes, note

    @contextmanager
    def reached_through(self, wrap: Callable[[Any], Any]) -> Iterator[None]:
        """Meanwhile, what gets through reaches the client through what `wrap` makes of it."""
        client, self._client = self._client, wrap(self._client)
        yield
        self._client = client

    def __getattr__(self, name: str) -> Any:
        operation = getattr(self._client, name)
        if not callable(operation) or isinstance(operation, type):
            return operation
        return lambda **request: self._called(name, operation, request)

    def _called(self, name: str, operation: Callable[..., Any], request: Mapping[str, Any]) -> Any:
        random = self._strikes(self._service)
        if random is None:
            return operation(**request)
        uncertain = UNCERTAIN.get(self._service)
        if uncertain and random.random() < 0.5:
            if random.random() < 0.5:
                operation(**request)
            raise self._error(uncertain, name)
        if name == "transact_write_items":
            raise self._cancelled(random.choice(["TransactionConflict", "ThrottlingError"]), request["TransactItems"])
        if name == "batch_get_item":
            return self._half_of(operation, request["RequestItems"])
        raise self._error(random.choice(REFUSED[self._service]), name)

    def _error(self, code: str, operation: str) -> AwsTroubleError:
        self._note(f"    trouble: {code} at {operation}")
        return AwsTroubleError({"Error": {"Code": code, "Message": "not your day"}}, operation)

    def _cancelled(self, code: str, items: list[Any]) -> Exception:
        """A transaction that somebody else's stands in the way of, or that the table has no time for."""
        self._note(f"    trouble: {code} in a transaction")
        reasons = [{"Code": code}, *[{"Code": "None"}] * (len(items) - 1)]
        answer = {"Error": {"Code": "TransactionCanceledException"}, "CancellationReasons": reasons}
        error: Exception = self._client.exceptions.TransactionCanceledException(answer, "TransactWriteItems")
        return error

    def _half_of(self, operation: Callable[..., Any], asked: Mapping[str, Any]) -> dict[str, Any]:
        """Half of the items that were asked for, and the keys of the others."""
        ((table, request),) = asked.items()
        keys = request["Keys"]
        half = len(keys) // 2
        self._note(f"    trouble: {len(keys) - half} of {len(keys)} keys are left over")
        answer: dict[str, Any] = operation(RequestItems={table: {**request, "Keys": keys[:half]}})
        return answer | {"UnprocessedKeys": {table: {**request, "Keys": keys[half:]}}}


def is_trouble(error: BaseException) -> bool:
    """Whether an error is, or comes from, nothing but trouble."""
    if isinstance(error, BaseExceptionGroup):
        return all(map(is_trouble, error.exceptions))
    return any(isinstance(one, AwsTroubleError | StumbledError) for one in _causes(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    one: BaseException | None = error
    while one is not None:
        yield one
        one = one.__cause__
