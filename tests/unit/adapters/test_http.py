"""Calling a vendor: what is repeated, what is not, and what trouble means."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import cycle

import httpx2
import pytest

from counterfoil.adapters.access import AccessTokens, RequestBudget
from counterfoil.adapters.http import Answer, VendorHttp
from counterfoil.adapters.repeating import Pauses
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError


class Tokens(AccessTokens):
    """Hands out t1, t2, ... a new one after each rejection, unless it is the `only` one there is."""

    def __init__(self, only: str = "") -> None:
        self.refused: list[str] = []
        self._only = only

    def current(self) -> str:
        return self._only or f"t{len(self.refused) + 1}"

    def rejected(self, token: str) -> None:
        self.refused.append(token)


class Budget(RequestBudget):
    """Remembers what was taken."""

    def __init__(self) -> None:
        self.taken: list[str] = []

    def take(self, resource: str, count: int = 1) -> None:
        self.taken += [resource] * count


def translate(answer: Answer) -> Failure | None:
    if answer.status < 300:
        return None
    if answer.status == 401:
        return Failure(category=ErrorCategory.NEEDS_RECONNECT, cure=Cure.PERSON, text="the token is no good")
    cure = Cure.LOOKING if answer.status >= 500 else Cure.WAITING
    return Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=cure, text=f"status {answer.status}")


class Vendor:
    """A vendor that answers with the given statuses or texts in turn, or raises, and remembers every request.

    Each answer takes it `seconds`.
    """

    def __init__(
        self, *answers: int | bytes | Exception, body: bytes = b"{}", token: str = "", seconds: float = 0.1
    ) -> None:
        self.requests: list[httpx2.Request] = []
        self.slept: list[float] = []
        self.tokens, self.budget = Tokens(token), Budget()
        self.answers: Iterator[int | bytes | Exception] = iter(answers)
        self._body, self._seconds, self._now = body, seconds, 0.0
        self.http = VendorHttp(
            client=httpx2.Client(transport=httpx2.MockTransport(self.answer)),
            base_url="https://vendor.example/",
            tokens=self.tokens,
            budget=self.budget,
            translate=translate,
            request_id_header="x-request",
            pauses=Pauses(throttled=(1.0, 2.0, 4.0), broken=(0.1, 0.2, 0.4), patience=15.0),
            sleep=self.slept.append,
            chance=lambda: 1.0,
            elapsed=lambda: self._now,
        )

    def answer(self, request: httpx2.Request) -> httpx2.Response:
        self.requests.append(request)
        self._now += self._seconds
        answer = next(self.answers)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, bytes):
            return httpx2.Response(200, content=answer)
        return httpx2.Response(answer, content=self._body, headers={"x-request": "r-1"})


def test_amounts_stay_exact_both_ways() -> None:
    vendor = Vendor(200, body=b'{"amount": 1861.08}')
    answer = vendor.http.call("POST", "/bill", body={"amount": Decimal("0.10")})
    assert vendor.requests[0].content == b'{"amount":0.10}'
    assert answer.body == {"amount": Decimal("1861.08")}
    assert answer.request_id == "r-1"


def test_a_refused_token_is_renewed_once() -> None:
    vendor = Vendor(401, 200)
    vendor.http.call("GET", "/")
    assert [request.headers["Authorization"] for request in vendor.requests] == ["Bearer t1", "Bearer t2"]


def test_two_tokens_refused_in_turn_do_not_end_the_permission() -> None:
    vendor = Vendor(401, 401)
    with pytest.raises(VendorError, match="E16") as caught:
        vendor.http.call("GET", "/")
    assert caught.value.failure.cure is Cure.WAITING
    assert (len(vendor.requests), vendor.tokens.refused) == (2, ["t1", "t2"])


def test_the_only_token_there_is_refused_twice_is_told() -> None:
    vendor = Vendor(401, 401, token="pat-1")
    with pytest.raises(VendorError, match="E12"):
        vendor.http.call("GET", "/")
    assert len(vendor.requests) == 2


def test_too_many_requests_are_repeated_after_pauses() -> None:
    vendor = Vendor(429, 429, 200)
    vendor.http.call("POST", "/batch", resource="batch", body={})
    assert vendor.slept == [1.0, 2.0]
    assert vendor.budget.taken == ["batch"] * 3


def test_a_token_that_ends_while_the_vendor_is_busy_is_renewed() -> None:
    vendor = Vendor(429, 401, 200)
    vendor.http.call("GET", "/")
    assert [request.headers["Authorization"] for request in vendor.requests] == ["Bearer t1", "Bearer t1", "Bearer t2"]


def test_a_vendor_that_stays_busy_is_told_after_a_few_tries() -> None:
    vendor = Vendor(429, 429, 429, 429)
    with pytest.raises(VendorError) as caught:
        vendor.http.call("GET", "/")
    assert caught.value.failure.cure is Cure.WAITING
    assert vendor.slept == [1.0, 2.0, 4.0]


@pytest.mark.parametrize("trouble", [500, 503, httpx2.ReadTimeout("lost"), httpx2.RemoteProtocolError("cut off")])
def test_a_write_that_may_have_happened_is_never_repeated(trouble: int | Exception) -> None:
    vendor = Vendor(trouble, 200)
    with pytest.raises(VendorError):
        vendor.http.call("POST", "/", body={})
    assert (len(vendor.requests), vendor.slept) == (1, [])


@pytest.mark.parametrize("status", [400, 404, 409])
def test_a_read_that_was_refused_is_not_repeated(status: int) -> None:
    vendor = Vendor(status, 200)
    with pytest.raises(VendorError):
        vendor.http.call("GET", "/")
    assert len(vendor.requests) == 1


def test_a_write_that_was_never_sent_is_sent_again() -> None:
    vendor = Vendor(httpx2.ConnectError("no way there"), 200)
    vendor.http.call("POST", "/", body={})
    assert (len(vendor.requests), vendor.slept) == (2, [0.1])


@pytest.mark.parametrize("trouble", [500, 503, httpx2.ReadError("lost"), httpx2.ConnectError("no way there"), b"<html>"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_read_without_a_readable_answer_is_repeated_on_the_spot(method: str, trouble: int | bytes | Exception) -> None:
    vendor = Vendor(trouble, trouble, 200)
    assert vendor.http.call(method, "/query", reads=True).body == {}
    assert vendor.slept == [0.1, 0.2]
    assert vendor.budget.taken == ["request"] * 3


def test_trouble_that_does_not_pass_is_told_after_a_few_tries() -> None:
    vendor = Vendor(500, 502, 503, 504)
    with pytest.raises(VendorError) as caught:
        vendor.http.call("GET", "/")
    assert (caught.value.failure.cure, caught.value.failure.text) == (Cure.LOOKING, "status 504")
    assert vendor.slept == [0.1, 0.2, 0.4]


def test_a_vendor_that_is_slow_to_fail_is_not_asked_until_the_workers_time_is_over() -> None:
    vendor = Vendor(504, 504, 504, seconds=8)
    with pytest.raises(VendorError):
        vendor.http.call("GET", "/")
    assert len(vendor.requests) == 2


def test_a_read_may_meet_a_busy_and_a_broken_vendor_in_turn() -> None:
    vendor = Vendor(500, 429, 500, 429, 401, 200)
    vendor.http.call("GET", "/")
    assert vendor.slept == [0.1, 1.0, 0.2, 2.0]


def test_every_third_call_may_fail_and_every_read_succeeds() -> None:
    vendor = Vendor()
    vendor.answers = cycle([200, 200, 500])
    for _ in range(300):
        vendor.http.call("GET", "/")
    assert len(vendor.requests) == 449


def test_pauses_are_half_chance_so_that_workers_do_not_come_back_together() -> None:
    vendor, slept = Vendor(500, 500, 200), list[float]()
    chances = iter([0.0, 0.5])
    http = VendorHttp(
        client=httpx2.Client(transport=httpx2.MockTransport(vendor.answer)),
        base_url="https://vendor.example/",
        tokens=vendor.tokens,
        budget=vendor.budget,
        translate=translate,
        request_id_header="x-request",
        pauses=Pauses(broken=(1.0, 2.0)),
        sleep=slept.append,
        chance=lambda: next(chances),
    )
    http.call("GET", "/")
    assert slept == [0.5, 1.5]


@pytest.mark.parametrize(
    ("trouble", "cure"),
    [
        (httpx2.ConnectError, Cure.WAITING),
        (httpx2.ConnectTimeout, Cure.WAITING),
        (httpx2.PoolTimeout, Cure.WAITING),
        (httpx2.ReadTimeout, Cure.LOOKING),
        (httpx2.ReadError, Cure.LOOKING),
        (httpx2.WriteError, Cure.LOOKING),
        (httpx2.RemoteProtocolError, Cure.LOOKING),
    ],
)
def test_only_a_connection_never_made_proves_that_nothing_happened(
    trouble: Callable[[str], httpx2.TransportError], cure: Cure
) -> None:
    vendor = Vendor(*[trouble("secret detail")] * 4)
    with pytest.raises(VendorError) as caught:
        vendor.http.call("POST", "/", body={})
    assert caught.value.failure.cure is cure
    assert "secret detail" not in caught.value.failure.vendor_text


def test_an_answer_that_is_no_json_has_no_body() -> None:
    assert Vendor(200, body=b"<html>").http.call("POST", "/").body is None
