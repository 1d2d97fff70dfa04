"""What the deployed console hands out and keeps: an invoice's PDF, the night's ledgers, who is told."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from infra.local.live import LiveBundle
from tests.integration.console.visitor import Visitor
from tests.integration.flow.books import Books
from tests.integration.flow.conftest import eventually
from tests.integration.flow.sales import Sales


@pytest.fixture
def visitor(live: LiveBundle) -> Iterator[Visitor]:
    """An administrator, signed in."""
    with Visitor(live.stack.console_base_url) as visitor:
        visitor.sign_in(**live.stack.people["administrator"])
        yield visitor


@pytest.fixture
def leads(sales: Sales, books: Books) -> dict[str, str]:
    """Where an invoice that was just carried leads from HubSpot."""
    invoice = sales.draft(sales.contact("birds@intuit.com"))
    number = sales.finalise(invoice)
    eventually(lambda: books.numbered(number))
    names = ("counterfoil_record_url", "counterfoil_pdf_url")
    eventually(lambda: sales.read("invoices", invoice, *names)[names[1]])
    return sales.read("invoices", invoice, *names) | {"number": number}


@pytest.mark.feature("I6", "I7", "X14", "X4")
def test_hubspots_invoice_leads_to_its_record_and_its_pdf_and_the_night_ties_it_out(
    live: LiveBundle, visitor: Visitor, leads: dict[str, str]
) -> None:
    assert leads["number"] in visitor.get(leads["counterfoil_record_url"]).text
    pdf = visitor.get(leads["counterfoil_pdf_url"])
    assert pdf.status_code == 200, live.stack.logs("ConsoleFunction")[-20:]
    assert (pdf.headers["content-type"], pdf.content[:5]) == ("application/pdf", b"%PDF-")
    assert leads["number"] in pdf.headers["content-disposition"]

    live.stack.invoke("Reconciler", {})

    connection = urlsplit(leads["counterfoil_record_url"]).path.split("/records/")[0]
    ledgers = visitor.get(f"{visitor.base_url}{connection}/ledgers").text
    assert "Not compared yet" not in ledgers
    assert "USD" in ledgers
    assert "Unexplained" not in ledgers

    health = visitor.get(f"{visitor.base_url}{connection}")
    assert "being compared" in visitor.submit(health, {}, action=f"{connection}/compare").text
    live.stack.invoke("ScheduledPoller", {"only": "due"})
    eventually(lambda: "Compare now" in visitor.get(f"{visitor.base_url}{connection}").text)


@pytest.mark.feature("H7")
def test_the_console_says_who_is_told(live: LiveBundle, visitor: Visitor, leads: dict[str, str]) -> None:
    connection = urlsplit(leads["counterfoil_record_url"]).path.split("/records/")[0]
    page = visitor.get(f"{visitor.base_url}{connection}/notices")
    chat = {"emails": "ann@example.com", "chat": "json", "webhook": "https://nobody.invalid-name.com/x", "time": "daily"}

    refused = visitor.submit(page, {**chat, "webhook": "https://127.0.0.1/x"}, action=f"{connection}/notices")
    assert "does not lead to the open internet" in refused.text
    kept = visitor.submit(refused, chat, action=f"{connection}/notices")

    assert "nobody.invalid-name.com, kept as it is" in kept.text, live.stack.logs("ConsoleFunction")[-20:]
    topic = live.stack.clients.sns.list_subscriptions_by_topic(TopicArn=live.stack["ReportTopic"])
    assert "ann@example.com" in {one["Endpoint"] for one in topic["Subscriptions"]}
