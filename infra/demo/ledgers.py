"""Two ledgers, to the cent: what each system says of the same invoices and payments, and where they differ. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from infra.demo import texts
from infra.sandbox.people import days
from infra.sandbox.people.bookkeeper import Row

CENT = Decimal("0.01")

type Properties = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One finalised invoice. A voided one has no total: QuickBooks forgets it, HubSpot keeps it for the record."""

    number: str
    customer: str  # e-mail address, lower case
    status: str
    total: Decimal
    balance: Decimal
    issued: str  # ISO dates, as a person reads them
    due: str


@dataclass(frozen=True, slots=True)
class Receipt:
    """Money put towards one invoice."""

    invoice: str  # its number
    amount: Decimal
    paid_on: str  # ISO date


@dataclass(frozen=True, slots=True)
class Ledger:
    """One system's side."""

    invoices: Sequence[Entry]
    payments: Sequence[Receipt]


def differences(hubspot: Ledger, quickbooks: Ledger) -> list[str]:
    """Every difference in words; none when each invoice and payment is once on either side, and the same."""
    numbers = sorted({entry.number for entry in (*hubspot.invoices, *quickbooks.invoices)})
    found = [each for number in numbers for each in _of_invoice(number, hubspot, quickbooks)]
    here, there = Counter(hubspot.payments), Counter(quickbooks.payments)
    return [*found, *_more(here - there, "HubSpot"), *_more(there - here, "QuickBooks")]


def _more(payments: Counter[Receipt], system: str) -> list[str]:
    return [
        texts.MORE_PAYMENTS(payment=texts.payment(one.amount, one.paid_on, one.invoice), count=count, system=system)
        for one, count in payments.items()
    ]


def _of_invoice(number: str, hubspot: Ledger, quickbooks: Ledger) -> list[str]:
    here = [entry for entry in hubspot.invoices if entry.number == number]
    there = [entry for entry in quickbooks.invoices if entry.number == number]
    if (len(here), len(there)) != (1, 1):
        return [texts.INVOICE_COUNTS(number=number, here=len(here), there=len(there))]
    pairs = [(field.name, getattr(here[0], field.name), getattr(there[0], field.name)) for field in fields(Entry)]
    return [
        texts.INVOICE_DIFFERS(
            number=number, field=texts.FIELDS[name], hubspot=texts.shown(one), quickbooks=texts.shown(other)
        )
        for name, one, other in pairs
        if one != other
    ]


def money(value: object) -> Decimal:
    """An amount as either system writes it, to the cent."""
    return Decimal(str(value or 0)).quantize(CENT, ROUND_HALF_UP)


def hubspot_ledger(
    invoices: Iterable[Properties], payments: Iterable[tuple[Properties, Iterable[str]]], zone: ZoneInfo
) -> Ledger:
    """From the properties of HubSpot's records, payments with the ids of their invoices; days as the portal shows them."""
    by_id = {one["id"]: one for one in invoices}
    receipts = [
        Receipt(by_id[id_]["hs_number"], money(one["hs_initial_amount"]), days.read(one["hs_initiated_date"], zone))
        for one, paid in payments
        for id_ in paid
        if id_ in by_id
    ]
    return Ledger([_hubspot_entry(one, zone) for one in by_id.values() if one["hs_invoice_status"] != "draft"], receipts)


def quickbooks_ledger(invoices: Iterable[Row], payments: Iterable[Row], customers: Iterable[Row]) -> Ledger:
    """From QuickBooks' objects."""
    emails = {one["Id"]: one.get("PrimaryEmailAddr", {}).get("Address", "").lower() for one in customers}
    by_id = {one["Id"]: one for one in invoices}
    receipts = [
        Receipt(by_id[link["TxnId"]]["DocNumber"], money(line["Amount"]), one["TxnDate"])
        for one in payments
        for line in one["Line"]
        for link in line.get("LinkedTxn", [])
        if link["TxnType"] == "Invoice" and link["TxnId"] in by_id
    ]
    return Ledger([_quickbooks_entry(one, emails) for one in by_id.values()], receipts)


def _hubspot_entry(invoice: Properties, zone: ZoneInfo) -> Entry:
    voided = invoice["hs_invoice_status"] == "voided"
    return Entry(
        number=invoice["hs_number"],
        customer=invoice["hs_invoice_latest_contact_email"].lower(),
        status=invoice["hs_invoice_status"],
        total=money(0 if voided else invoice["hs_amount_billed"]),
        balance=money(invoice["hs_balance_due"]),
        issued=days.read(invoice["hs_invoice_date"], zone),
        due=days.read(invoice["hs_due_date"], zone),
    )


def _quickbooks_entry(invoice: Row, emails: dict[str, str]) -> Entry:
    total, balance = money(invoice["TotalAmt"]), money(invoice["Balance"])
    voided = not total and invoice.get("PrivateNote", "").startswith("Voided")
    return Entry(
        number=invoice.get("DocNumber", ""),
        customer=emails.get(invoice["CustomerRef"]["value"], ""),
        status="voided" if voided else "open" if balance else "paid",
        total=total,
        balance=balance,
        issued=invoice["TxnDate"],
        due=invoice["DueDate"],
    )
