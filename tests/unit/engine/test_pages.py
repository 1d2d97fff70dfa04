"""HubSpot's invoices lead to the console's pages, and none is written for the sake of that alone."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from counterfoil.domain.identity import EntityKind
from counterfoil.engine.context import Contexts
from counterfoil.engine.pages import pdf_page, record_page
from counterfoil_console import addresses
from tests.builders import hubspot, quickbooks
from tests.unit.engine.mirrors import BOTH, booked, connection
from tests.unit.engine.world import World

pytestmark = pytest.mark.feature("I6", "I7", "X14")
CONSOLE = "https://console.example/"


class WithConsole(World):
    """A connection of a deployment whose console is known."""

    console_url = CONSOLE

    def contexts(self, lease: timedelta = timedelta()) -> Contexts:
        return replace(super().contexts(lease), console_url=self.console_url)


def test_the_console_answers_at_the_addresses_that_hubspot_shows() -> None:
    for ref in (hubspot(EntityKind.INVOICE, "7"), quickbooks(EntityKind.PAYMENT, "8", part="9")):
        assert record_page(CONSOLE, "a/b", ref) == f"https://console.example{addresses.record('a/b', ref)}"
        assert pdf_page(CONSOLE, "a/b", ref) == f"https://console.example{addresses.record('a/b', ref, 'pdf')}"
    assert (record_page("", "a", ref), pdf_page("", "a", ref)) == ("", "")


def test_an_invoice_made_in_hubspot_leads_to_its_page_and_its_pdf() -> None:
    world = WithConsole()
    world.tell(ref := world.finalised())

    shown = world.shown(ref)

    assert shown.record_url == f"https://console.example/c/{world.id}/records/{ref}"
    assert shown.pdf_url == f"{shown.record_url}/pdf"


def test_one_made_in_quickbooks_does_from_the_beginning() -> None:
    world = WithConsole(connection(BOTH))
    world.tell(ref := booked(world))

    shown = world.hubspot.shown_at_first[world.twin(ref)]

    assert shown.record_url == f"https://console.example/c/{world.id}/records/{ref}"
    assert shown.pdf_url == f"{shown.record_url}/pdf"


def test_what_is_not_in_quickbooks_has_no_pdf() -> None:
    world = WithConsole()
    world.tell(ref := world.finalised(currency="XXX", customer=None))

    assert world.shown(ref).record_url
    assert world.shown(ref).pdf_url == ""


def test_an_older_invoice_is_not_written_for_it_alone_but_with_the_next_news() -> None:
    world = WithConsole()
    world.console_url = ""
    world.tell(ref := world.finalised())
    assert world.shown(ref).record_url == ""
    before = world.writes()
    world.console_url = CONSOLE

    world.tell(ref, world.twin(ref))
    assert world.writes() == before

    world.quickbooks.edit(world.twin(ref), balance=Decimal("60.00"))
    world.tell(world.twin(ref))
    assert world.shown(ref).record_url
