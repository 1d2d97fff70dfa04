"""What neither webhooks nor polls can tell is found by the full compare; a side that lost everything is not believed."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest

from infra.demo.mailbox import Mailbox
from infra.local.environments import PROJECT
from infra.local.live import LiveBundle
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually, mentioned, told_about
from tests.integration.flow.sales import Sales

pytestmark = [pytest.mark.long, pytest.mark.usefixtures("unpolled")]


@pytest.fixture
def deafen(sales: Sales, books: Books) -> Iterator[Callable[[], None]]:
    """From the call to the end of the test every webhook is lost."""
    twins = sales.twin, books.twin

    def deaf() -> None:
        for twin in twins:
            twin.act("webhooks", drop=1_000)

    yield deaf
    for twin in twins:
        twin.act("webhooks")


def reconcile(live: LiveBundle) -> None:
    """What the schedule does by night, for all connections."""
    live.stack.invoke("Reconciler", {})


def logged(live: LiveBundle) -> list[dict[str, Any]]:
    """What the compares have logged so far."""
    return [json.loads(line) for line in live.stack.logs("Reconciler") if line.startswith("{")]


def refused(live: LiveBundle, connection_id: str) -> list[int]:
    """How many linked records each compare knew that was refused for this connection."""
    lines = (one["disappearance"] for one in logged(live) if "disappearance" in one)
    return [one["known"] for one in lines if one["connection_id"] == connection_id]


def accept_vanished(live: LiveBundle, connection_id: str) -> None:
    """What an operator does when the records were deleted on purpose."""
    command = [sys.executable, "-m", "infra.operator.accept_vanished", "--connection", connection_id]
    subprocess.run(command, cwd=PROJECT, env={**os.environ, **live.stack.aws.environment}, check=True)


def paid(sales: Sales, books: Books) -> tuple[str, str]:
    """A payment made in HubSpot that pays its invoice in QuickBooks, and the invoice's number."""
    number = sales.finalise(invoice := sales.draft(sales.contact("diego@rodriguez.com")))
    eventually(lambda: books.numbered(number))
    payment = sales.pay(invoice, "90.04")
    eventually(lambda: Decimal(str(books.numbered(number)[0]["Balance"])) == 0)
    return payment, number


@pytest.mark.feature("Y3")
def test_a_payment_deleted_in_hubspot_is_reported_though_its_webhook_was_lost(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None], deafen: Callable[[], None]
) -> None:
    mailbox = Mailbox(live.stack)
    payment, number = paid(sales, books)
    calm()
    deafen()
    sales.administrator.delete("commerce_payments", payment)
    reconcile(live)
    assert "E14" in told_about(mailbox, f"hubspot:payment:{payment}")
    assert Decimal(str(books.numbered(number)[0]["Balance"])) == 0  # a person decides


def test_an_invoice_that_nobody_told_of_is_found(
    live: LiveBundle, sales: Sales, books: Books, calm: Callable[[], None], deafen: Callable[[], None]
) -> None:
    invoice = sales.draft(sales.contact("kate@whelan.com"))
    calm()
    deafen()
    number = sales.finalise(invoice)
    calm()
    assert not books.numbered(number)
    reconcile(live)
    eventually(lambda: books.numbered(number))


def test_a_side_that_lost_everything_is_not_believed_until_an_operator_accepts_it(
    live: LiveBundle, connect: Callable[[str], tuple[Sales, Books]], calm: Callable[[], None], deafen: Callable[[], None]
) -> None:
    sales, books = connect("Southern Mosses")
    invoices = sales.draft_many([sales.contact(f"{name}@mosses.example") for name in ("ann", "bob")])
    numbers = [sales.finalise(invoice) for invoice in invoices]
    eventually(lambda: all(books.numbered(number) for number in numbers))
    calm()
    deafen()
    mailbox, id_ = Mailbox(live.stack), f"{sales.portal_id}-{books.realm_id}"
    for number in numbers:
        books.bookkeeper.delete("Invoice", books.numbered(number)[0]["Id"])
    reconcile(live)
    assert refused(live, id_) == [2]
    assert told_about(mailbox, "most of the records", "QuickBooks: 2 of 2 linked records cannot be found.")
    counted = [one["ReconciliationsRefused"] for one in logged(live) if "ReconciliationsRefused" in one]
    assert counted[-1] >= [1]
    calm()
    assert not mentioned(mailbox, *(f"hubspot:invoice:{one}" for one in invoices))
    accept_vanished(live, id_)
    reconcile(live)
    assert refused(live, id_) == [2]
    assert "E14" in told_about(mailbox, f"hubspot:invoice:{invoices[0]}")
