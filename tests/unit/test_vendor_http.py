"""What one call to a vendor repeats by itself, and what it does not."""

import httpx
import pytest

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.errors import translate
from counterfoil.domain.errors import Cure, VendorError


class Tokens:
    """The port AccessTokens."""

    def __init__(self) -> None:
        self.refused: list[str] = []

    def current(self) -> str:
        """A new one after each refusal."""
        return f"token {len(self.refused)}"

    def rejected(self, token: str) -> None:
        """Note it."""
        self.refused.append(token)


class Budget:
    """The port RequestBudget."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take(self, resource: str, count: int = 1) -> None:
        """Note it."""
        self.taken += [resource] * count


class Vendor:
    """Answers with the given statuses in turn, then with 200."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.slept: list[float] = []
        self.tokens, self.budget = Tokens(), Budget()
        self.http = VendorHttp(
            client=httpx.Client(transport=httpx.MockTransport(self._answer)),
            base_url="https://quickbooks.test",
            tokens=self.tokens,
            budget=self.budget,
            translate=translate,
            request_id_header="intuit_tid",
            pauses=(1.0, 2.0),
            sleep=self.slept.append,
        )

    def _answer(self, _request: httpx.Request) -> httpx.Response:
        status = self.statuses.pop(0) if self.statuses else 200
        return httpx.Response(status, json={})


def test_a_throttled_call_is_repeated_after_a_pause_and_counted() -> None:
    vendor = Vendor(429, 429)
    assert vendor.http.call("POST", "/batch", resource="batch").status == 200
    assert vendor.slept == [1.0, 2.0]
    assert vendor.budget.taken == ["batch"] * 3


def test_a_vendor_that_goes_on_throttling_is_left_alone() -> None:
    vendor = Vendor(429, 429, 429)
    with pytest.raises(VendorError) as refused:
        vendor.http.call("GET", "/query")
    assert refused.value.failure.cure is Cure.WAITING
    assert vendor.slept == [1.0, 2.0]


@pytest.mark.parametrize("status", [500, 503, 400])
def test_what_may_have_happened_or_was_refused_is_not_repeated(status: int) -> None:
    vendor = Vendor(status)
    with pytest.raises(VendorError):
        vendor.http.call("POST", "/invoice")
    assert vendor.slept == []
    assert len(vendor.budget.taken) == 1


def test_a_refused_token_is_renewed_once() -> None:
    vendor = Vendor(401)
    vendor.http.call("GET", "/query")
    assert vendor.tokens.refused == ["token 0"]
