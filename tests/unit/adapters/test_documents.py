"""A document is read in pieces, its refusals are translated like any other, and it may break off in the middle."""

from collections.abc import Iterator

import httpx2
import pytest

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.quickbooks.errors import REQUEST_ID_HEADER, translate
from counterfoil.domain.errors import Cure, ErrorCategory, VendorError
from tests.unit.adapters.test_http import Budget, Tokens

PDF = {"Content-Type": "application/pdf"}
MEGABYTE = b"x" * 1_000_000


class Pages(httpx2.SyncByteStream):
    """So many megabytes; `given` is how many were asked for by now. Breaks off before the last when it `breaks`."""

    def __init__(self, count: int, *, breaks: bool = False) -> None:
        self.given, self.closed = 0, False
        self._count, self._breaks = count, breaks

    def __iter__(self) -> Iterator[bytes]:
        while self.given < self._count:
            if self._breaks and self.given == self._count - 1:
                raise httpx2.ReadError("broken off")
            self.given += 1
            yield MEGABYTE

    def close(self) -> None:
        self.closed = True


def reached(*answers: httpx2.Response) -> VendorHttp:
    """QuickBooks, which gives these answers in turn."""
    given = iter(answers)
    return VendorHttp(
        client=httpx2.Client(transport=httpx2.MockTransport(lambda _: next(given))),
        base_url="https://vendor.example",
        tokens=Tokens(),
        budget=Budget(),
        translate=translate,
        request_id_header=REQUEST_ID_HEADER,
    )


def refusal(http: VendorHttp) -> VendorError:
    with pytest.raises(VendorError) as raised, http.document("/pdf", accept="application/pdf") as pieces:
        list(pieces)
    return raised.value


def test_no_more_is_held_than_was_asked_for() -> None:
    pages = Pages(100)
    with reached(httpx2.Response(200, headers=PDF, stream=pages)).document("/pdf", accept="application/pdf") as pieces:
        assert len(next(pieces)) < len(MEGABYTE)
        assert pages.given == 1
        assert sum(map(len, pieces)) + 64 * 1024 == 100 * len(MEGABYTE)
    assert pages.closed


def test_it_is_closed_though_nobody_reads_on() -> None:
    pages = Pages(100)
    with reached(httpx2.Response(200, headers=PDF, stream=pages)).document("/pdf", accept="application/pdf"):
        pass
    assert (pages.given, pages.closed) == (0, True)


def test_one_that_breaks_off_is_told() -> None:
    failure = refusal(reached(httpx2.Response(200, headers=PDF, stream=Pages(3, breaks=True)))).failure
    assert (failure.category, failure.vendor_text) == (ErrorCategory.VENDOR_UNAVAILABLE, "no answer: ReadError")


@pytest.mark.parametrize("status", [200, 400])
def test_a_refusal_is_translated_whatever_its_status(status: int) -> None:
    fault = {"Fault": {"Error": [{"Message": "Object Not Found", "code": "610"}], "type": "ValidationFault"}}
    failure = refusal(reached(httpx2.Response(status, json=fault, headers={"intuit_tid": "1-a"}))).failure
    assert (failure.category, failure.code, failure.request_id) == (ErrorCategory.RECORD_DELETED, "610", "1-a")


def test_another_answer_is_no_document() -> None:
    failure = refusal(reached(httpx2.Response(200, json={"Invoice": {}}))).failure
    assert (failure.category, failure.cure) == (ErrorCategory.VENDOR_UNAVAILABLE, Cure.WAITING)


def test_a_token_that_has_ended_is_renewed_on_the_way() -> None:
    with reached(httpx2.Response(401), httpx2.Response(200, headers=PDF, content=b"%PDF-1.4")).document(
        "/pdf", accept="application/pdf"
    ) as pieces:
        assert b"".join(pieces) == b"%PDF-1.4"
