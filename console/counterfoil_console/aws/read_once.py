"""A client of DynamoDB that reads nothing twice for one request: pages and what is around them ask for the same."""

from collections.abc import Callable, Mapping
from typing import Any


class ReadOnce:
    """Answers are remembered until something is written, or until the next request."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._read: dict[str, Mapping[str, Any]] = {}
        self.exceptions = client.exceptions

    def forget(self) -> None:
        """Another request begins."""
        self._read.clear()

    def get_item(self, **request: Any) -> Mapping[str, Any]:
        return self._once("get_item", request)

    def batch_get_item(self, **request: Any) -> Mapping[str, Any]:
        return self._once("batch_get_item", request)

    def query(self, **request: Any) -> Mapping[str, Any]:
        return self._once("query", request)

    def __getattr__(self, name: str) -> Callable[..., Any]:
        """Everything else may write: what was read is old then, whether it succeeds or not."""
        operation: Callable[..., Any] = getattr(self._client, name)

        def changed(**request: Any) -> Any:
            try:
                return operation(**request)
            finally:
                self.forget()

        return changed

    def _once(self, operation: str, request: Mapping[str, Any]) -> Mapping[str, Any]:
        asked = f"{operation} {sorted(request.items())!r}"
        if asked not in self._read:
            self._read[asked] = getattr(self._client, operation)(**request)
        return self._read[asked]
