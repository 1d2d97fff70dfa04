"""Several portals and companies side by side: nothing of one reaches another."""

from collections.abc import Callable

import pytest

from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales

pytestmark = pytest.mark.long


@pytest.mark.feature("C2")
def test_a_second_connection_is_isolated(sales: Sales, books: Books, connect: Callable[[str], tuple[Sales, Books]]) -> None:
    other_sales, other_books = connect("Northern Ferns")
    theirs = other_sales.finalise(other_sales.draft(other_sales.contact("ann@ferns.example"), hs_comments="ferns"))
    ours = sales.finalise(sales.draft(sales.contact("kate@whelan.com"), hs_comments="ours"))
    eventually(lambda: other_books.numbered(theirs))
    eventually(lambda: books.numbered(ours))
    memos = [books.invoice(ours).CustomerMemo.value, other_books.invoice(theirs).CustomerMemo.value]
    assert memos == ["ours", "ferns"]
    assert [one["CustomerMemo"]["value"] for one in other_books.bookkeeper.rows("Invoice")] == ["ferns"]
    assert other_books.customer(other_books.invoice(theirs).CustomerRef).DisplayName == "Ann Ferns"
    assert not books.bookkeeper.rows("Customer", "DisplayName = 'Ann Ferns'")
