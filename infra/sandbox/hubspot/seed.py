"""A believable account: the landscaping company's customers, products and past invoices, some of them troublesome."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from decimal import Decimal
from typing import Any

from infra.sandbox.hubspot import crm, instants
from infra.sandbox.hubspot.association_types import default_type
from infra.sandbox.hubspot.object_types import (
    COMPANY,
    CONTACT,
    DEAL,
    INVOICE,
    LINE_ITEM,
    PAYMENT,
    PRODUCT,
    ObjectType,
)
from infra.sandbox.hubspot.portal import Portal, TaxRate
from infra.sandbox.hubspot.records import Actor, Record
from infra.sandbox.hubspot.seed_invoices import INVOICES, SeedInvoice
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.seed import company

PERSON = Actor("CRM_UI", "userId:51234567", "CRM UI", 51_234_567)
DAYS_OF_HISTORY = 75
TROUBLESOME_CONTACTS = (
    {"firstname": "Jörg", "lastname": "Müller-Lüdenscheid", "email": "j.mueller+rechnung@gärtnerei.example"},
    {"firstname": 'Ana "Anita"', "lastname": "O'Brien: 🌻\tGarden\nCare", "email": "ana@obrien.example"},
    {"firstname": "Mark", "lastname": "Cho-Lopez", "email": "mark@lopez.example", "hs_additional_emails": "m@lopez.example"},
)
TROUBLESOME_COMPANIES = (
    {"name": "Cool Cars", "domain": "coolcars.example"},  # the second of that name
    {"name": 'Müller & Söhne: "Garten" 🌻 GmbH', "domain": "gärtnerei.example", "city": "Köln", "country": "Germany"},
)
TROUBLESOME_PRODUCTS = (
    {"name": "Mulch, 2\u2033 “premium”: bark 🌲", "hs_sku": "PRD-MULCH-2\u2033", "price": "12.3456"},
    {"name": "Consulting (no SKU)", "price": "95.5"},
    {"name": "Pump", "hs_sku": "PRD-PUMP", "price": "15"},  # the same SKU again
)


def fill(portal: Portal) -> None:
    """Fill an empty portal, dated back over the last months."""
    with _dated_back(portal):
        portal.account.tax_rates = list(_tax_rates(portal))
        companies = _companies(portal)
        contacts = _contacts(portal, companies)
        products = _products(portal)
        for invoice in INVOICES:
            _invoice(portal, invoice, contacts, products)
        _deal(portal, contacts["Geeta Kalapatapu"])


@contextmanager
def _dated_back(portal: Portal) -> Iterator[None]:
    clock = portal.clock
    portal.clock = Clock(frozen_at=clock.now() - timedelta(days=DAYS_OF_HISTORY))
    try:
        yield
    finally:
        portal.clock = clock


def _create(portal: Portal, kind: ObjectType, values: dict[str, Any]) -> Record:
    portal.clock.advance(7_231)
    return crm.create(portal, kind, values, PERSON)


def _associate(portal: Portal, one: Record, other: Record) -> None:
    kind = default_type(one.kind, other.kind)
    crm.link(portal, one, other, [kind] if kind else [], PERSON)


def _tax_rates(portal: Portal) -> Iterator[TaxRate]:
    now = portal.now()
    for index, rate in enumerate(company()["tax_rates"]):
        name = rate["name"]
        yield TaxRate(str(4_100_001 + index), name, Decimal(rate["percent"]), name, True, now, now)  # noqa: FBT003


def _address(customer: dict[str, Any]) -> dict[str, str]:
    names = {"phone": "phone", "address": "street", "city": "city", "state": "region", "zip": "postal_code"}
    return {name: customer[source] for name, source in names.items() if source in customer}


def _companies(portal: Portal) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for customer in company()["customers"]:
        if name := customer.get("company_name"):
            domain = f"{''.join(filter(str.isalnum, name.lower()))}.example"
            found[name] = _create(portal, COMPANY, {"name": name, "domain": domain, **_address(customer)})
    for values in TROUBLESOME_COMPANIES:
        record = _create(portal, COMPANY, dict(values))
        found.setdefault(values["name"], record)
    return found


def _contacts(portal: Portal, companies: dict[str, Record]) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for customer in company()["customers"]:
        if "parent" in customer and portal.owner_of(CONTACT, "email", customer["email"]):
            continue
        record = _create(portal, CONTACT, _contact_values(portal, customer))
        found[customer["display_name"]] = record
        if employer := companies.get(customer.get("company_name", "")):
            _associate(portal, record, employer)
    for values in TROUBLESOME_CONTACTS:
        found[values["email"]] = _create(portal, CONTACT, dict(values))
    return found


def _contact_values(portal: Portal, customer: dict[str, Any]) -> dict[str, str]:
    email = customer.get("email", "")
    free = email and portal.owner_of(CONTACT, "email", email) is None
    values = {
        "firstname": customer.get("given_name", ""),
        "lastname": customer.get("family_name", ""),
        "company": customer.get("company_name", ""),
        "email": email if free else "",
        **_address(customer),
    }
    return {name: value for name, value in values.items() if value}


def _products(portal: Portal) -> dict[str, Record]:
    found: dict[str, Record] = {}
    for item in company()["items"]:
        values = {"name": item["name"], "price": item["unit_price"], "hs_sku": item.get("sku", "")}
        values["hs_product_type"] = "inventory" if item["type"] == "Inventory" else "service"
        found[item["name"]] = _create(portal, PRODUCT, values)
    for extra in TROUBLESOME_PRODUCTS:
        found.setdefault(extra["name"], _create(portal, PRODUCT, dict(extra)))
    return found


def _invoice(
    portal: Portal,
    seed: SeedInvoice,
    contacts: dict[str, Record],
    products: dict[str, Record],
) -> None:
    contact = contacts[seed.contact]
    values = {"hs_currency": "USD", "hs_due_date": instants.text(portal.now() + timedelta(days=30)), **seed.values}
    invoice = _create(portal, INVOICE, values)
    _associate(portal, invoice, contact)
    for employer in portal.linked(contact, COMPANY)[:1]:
        _associate(portal, invoice, employer)
    for product, line in seed.lines:
        reference = {"hs_product_id": products[product].id} if product else {}
        _associate(portal, invoice, _create(portal, LINE_ITEM, {**reference, **line}))
    if seed.status != "draft" and values.get("hs_invoice_billable") != "false":
        crm.update(portal, invoice, {"hs_invoice_status": "open"}, PERSON)
    for amount in seed.payments:
        _pay(portal, invoice, contact, amount or invoice.get("hs_balance_due"))
    if seed.status == "voided":
        crm.update(portal, invoice, {"hs_invoice_status": "voided"}, PERSON)


def _pay(portal: Portal, invoice: Record, contact: Record, amount: str) -> None:
    payment = _create(
        portal,
        PAYMENT,
        {
            "hs_initial_amount": amount,
            "hs_initiated_date": instants.text(portal.now()),
            "hs_latest_status": "succeeded",
            "hs_payment_method_type": "check",
        },
    )
    _associate(portal, payment, contact)
    _associate(portal, payment, invoice)


def _deal(portal: Portal, contact: Record) -> None:
    deal = _create(portal, DEAL, {"dealname": "Spring planting", "amount": "1250", "dealstage": "contractsent"})
    _associate(portal, deal, contact)
    line = _create(portal, LINE_ITEM, {"name": "Trimming", "quantity": "10", "price": "35", "hs_sku": "SVC-TRIMMING"})
    _associate(portal, deal, line)
