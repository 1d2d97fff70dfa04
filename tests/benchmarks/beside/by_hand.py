"""The loop that people write by hand over the vendors' own clients: read an invoice, find or make its customer, write it.

It is written with care: it looks whether an invoice is in the books before it writes it, marks it in HubSpot afterwards, and
keeps to the least calls that such a loop needs. With a cache it keeps customers and items that it has seen, and trusts
QuickBooks' request id instead of looking for doubles.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from decimal import Decimal
from typing import Any

from hubspot import HubSpot  # type: ignore[import-untyped]
from hubspot.crm.commerce.invoices import SimplePublicObjectInput  # type: ignore[import-untyped]
from hubspot.crm.line_items import BatchReadInputSimplePublicObjectId  # type: ignore[import-untyped]
from hubspot.crm.properties import PropertyCreate  # type: ignore[import-untyped]
from intuitlib.client import AuthClient  # type: ignore[import-untyped]
from quickbooks import QuickBooks  # type: ignore[import-untyped]
from quickbooks.objects import (  # type: ignore[import-untyped]
    Customer,
    EmailAddress,
    Invoice,
    Item,
    SalesItemLine,
    SalesItemLineDetail,
)

from counterfoil.domain.identity import System
from infra.sandbox.kernel.server import TwinServer
from tests.benchmarks.beside.market import SECONDS_A_CALL, Carried, Market

_MARK = "booked_as"
"""A property of the loop's own: HubSpot lets nobody edit its own ones on an open invoice."""


class DiedError(Exception):
    """The process is no more."""


class Loop:
    """Books one invoice after the other; `cached` says that it keeps what it has seen.

    It dies at an invoice that QuickBooks has taken and that is not marked yet.
    """

    def __init__(self, hubspot: Any, quickbooks: QuickBooks, *, cached: bool, dies_at: str = "") -> None:
        self._hubspot, self._quickbooks, self._cached, self._dies_at = hubspot, quickbooks, cached, dies_at
        self._customers: dict[str, Any] = {}
        self._items: dict[str, Any] = {}

    def carry_all(self, invoice_ids: Iterable[str]) -> None:
        """One after the other."""
        for invoice_id in invoice_ids:
            self.carry(invoice_id)

    def carry(self, invoice_id: str) -> None:
        """One invoice of HubSpot becomes one of QuickBooks, and is marked."""
        read = self._hubspot.crm.commerce.invoices.basic_api.get_by_id(
            invoice_id, properties=["hs_number", "hs_currency"], associations=["contacts", "line_items"]
        )
        if self._cached or not Invoice.filter(DocNumber=read.properties["hs_number"], qb=self._quickbooks):
            self._book(read)
        if invoice_id == self._dies_at:
            raise DiedError
        marked = SimplePublicObjectInput(properties={_MARK: read.properties["hs_number"]})
        self._hubspot.crm.commerce.invoices.basic_api.update(invoice_id, marked)

    def _book(self, read: Any) -> None:
        invoice = Invoice()
        invoice.DocNumber = read.properties["hs_number"]
        invoice.CustomerRef = self._customer(read.associations["contacts"].results[0].id).to_ref()
        invoice.Line.extend(self._lines([one.id for one in read.associations["line items"].results]))
        invoice.save(qb=self._quickbooks, request_id=f"invoice-{read.id}")

    def _customer(self, contact_id: str) -> Any:
        names = ["email", "firstname", "lastname"]
        contact = self._hubspot.crm.contacts.basic_api.get_by_id(contact_id, properties=names).properties
        known = self._customers.get(contact["email"])
        if known is None:
            found = Customer.filter(PrimaryEmailAddr=contact["email"], qb=self._quickbooks)
            known = found[0] if found else self._new_customer(contact)
        if self._cached:
            self._customers[contact["email"]] = known
        return known

    def _new_customer(self, contact: Any) -> Any:
        customer = Customer()
        customer.DisplayName = f"{contact['firstname']} {contact['lastname']}"
        customer.PrimaryEmailAddr = EmailAddress()
        customer.PrimaryEmailAddr.Address = contact["email"]
        return customer.save(qb=self._quickbooks)

    def _lines(self, line_ids: list[str]) -> Iterator[Any]:
        wanted = BatchReadInputSimplePublicObjectId(
            inputs=[{"id": line_id} for line_id in line_ids],
            properties=["hs_sku", "quantity", "price"],
            properties_with_history=[],
        )
        read = self._hubspot.crm.line_items.batch_api.read(wanted).results
        items = {sku: self._item(sku) for sku in {one.properties["hs_sku"] for one in read}}
        for one in read:
            quantity, price = Decimal(one.properties["quantity"]), Decimal(one.properties["price"])
            line = SalesItemLine()
            line.Amount = float(quantity * price)
            line.SalesItemLineDetail = SalesItemLineDetail()
            line.SalesItemLineDetail.ItemRef = items[one.properties["hs_sku"]].to_ref()
            line.SalesItemLineDetail.Qty, line.SalesItemLineDetail.UnitPrice = float(quantity), float(price)
            yield line

    def _item(self, sku: str) -> Any:
        if sku not in self._items or not self._cached:
            (self._items[sku],) = Item.filter(Sku=sku, qb=self._quickbooks)
        return self._items[sku]


def carried(market: Market, *, cached: bool, dies_after: int = 0) -> Carried:
    """What the loop takes for all of them; where it dies after so many, it is run again from the beginning."""
    for draft in market.drafts:
        market.account.sales.finalise(draft)
    with _served(market) as (hubspot, quickbooks):
        mark = PropertyCreate(
            name=_MARK, label="Booked as", type="string", field_type="text", group_name="invoiceinformation"
        )
        hubspot.crm.properties.core_api.create("invoices", mark)
        meters = [twin.kernel.meter for twin in market.world.house.vendors.twins.values()]
        for meter in meters:
            meter.reset()
        if dies_after:
            with suppress(DiedError):
                Loop(hubspot, quickbooks, cached=cached, dies_at=market.drafts[dies_after - 1]).carry_all(market.drafts)
        Loop(hubspot, quickbooks, cached=cached).carry_all(market.drafts)
        told = [meter.summary() for meter in meters]
    calls = sum(one["total"] for one in told)
    return Carried(calls, told[1]["metered"], calls * SECONDS_A_CALL, market.wrong())


@contextmanager
def _served(market: Market) -> Iterator[tuple[Any, QuickBooks]]:
    """Both vendors' clients, at the market's own twins over real HTTP."""
    servers = {system: TwinServer(twin) for system, twin in market.world.house.vendors.twins.items()}
    for server in servers.values():
        server.start()
    try:
        hubspot = HubSpot(access_token=market.account.token, host=servers[System.HUBSPOT].base_url)
        yield hubspot, _quickbooks(market, servers[System.QUICKBOOKS].base_url)
    finally:
        for server in servers.values():
            server.stop()


def _quickbooks(market: Market, served_at: str) -> QuickBooks:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"  # the twin is served on this machine, by plain HTTP
    found = market.account.pages.act("authorize")

    class AtTheTwin(QuickBooks):  # type: ignore[misc]
        api_url_v3 = f"{served_at}/v3"

    auth = AuthClient(
        found["client_id"],
        found["client_secret"],
        "https://app.example.com/callback",
        f"{served_at}/.well-known/openid_sandbox_configuration/",
        refresh_token=found["refresh_token"],
    )
    return AtTheTwin(
        auth_client=auth, refresh_token=found["refresh_token"], company_id=market.account.realm_id, minorversion=75
    )
