"""What only a person can put right is told once, with cause and remedy."""

from collections.abc import Callable

import pytest

from infra.demo.mailbox import Mailbox
from infra.local.live import LiveBundle
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually, mentioned, told_about
from tests.integration.flow.sales import Sales

pytestmark = pytest.mark.long


@pytest.mark.feature("E6", "H7")
def test_a_number_already_used_is_reported_once_and_cured_by_a_person(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None]
) -> None:
    mailbox = Mailbox(live.stack)
    invoice = sales.draft(sales.contact("geeta@kalapatapu.com"))
    calm()
    sales.twin.act("webhooks", paused=True)
    number = sales.finalise(invoice)
    intruder = books.take_number(number)
    sales.twin.act("webhooks")
    told = told_about(mailbox, f"; hubspot:invoice:{invoice}\n")
    assert "E6 Document number already used: 1 record\n" in told
    assert f"\n- Invoice {number}\n" in told
    assert f"/record/0-53/{invoice}\n" in told
    assert f"See also: https://app.qbo.intuit.com/app/invoice?txnId={intruder}\n" in told
    assert "What to do:\n1. Search for the number in QuickBooks.\n" in told
    shown = sales.read("invoices", invoice, "counterfoil_sync_status", "counterfoil_error")
    assert shown["counterfoil_sync_status"] == "failing"
    assert shown["counterfoil_error"].startswith(
        "E6 Document number already used\nAnother QuickBooks document already has this number."
    )
    live.stack.poll()
    calm()
    assert not mentioned(mailbox, f"hubspot:invoice:{invoice}")
    books.bookkeeper.change("Invoice", intruder, DocNumber=f"{number}-X")
    sales.administrator.edit("invoices", invoice, counterfoil_error="")
    live.stack.poll()
    eventually(lambda: books.numbered(number))
    status = "counterfoil_sync_status"
    eventually(lambda: sales.read("invoices", invoice, status)[status] == "in_sync")
    solved = told_about(mailbox, f"/record/0-53/{invoice}\n")
    assert "Nothing needs doing any more for:" in solved


@pytest.mark.feature("E7", "I10")
@pytest.mark.usefixtures("unpolled")
def test_books_that_are_opened_again_are_noticed_by_webhook_alone(sales: Sales, books: Books) -> None:
    books.bookkeeper.close_books("2099-12-31")
    invoice = sales.draft(sales.contact("geeta@kalapatapu.com"))
    number = sales.finalise(invoice)
    status = "counterfoil_sync_status"
    eventually(lambda: sales.read("invoices", invoice, status)[status] == "failing")
    books.bookkeeper.close_books("2020-12-31")
    eventually(lambda: books.numbered(number))
    eventually(lambda: sales.read("invoices", invoice, status)[status] == "in_sync")
