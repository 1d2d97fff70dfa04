"""Two ledgers, to the cent: what each system says of the same invoices and payments, and where they differ. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from zoneinfo import ZoneInfo

CENT = Decimal("0.01")
_PORTAL_ZONE = ZoneInfo("US/Pacific")


@dataclass(frozen=True, slots=True)
class Entry:
    """One finalised invoice. A voided one has no total: QuickBooks forgets it, HubSpot keeps it for the record."""

    number: str
    customer: str  # e-mail address, lower case
    status: str
    total: Decimal
    balance: Decimal
    issued: str  # ISO dates
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
    found += [f"{_told(payment)}: {count} more in HubSpot" for payment, count in (here - there).items()]
    return found + [f"{_told(payment)}: {count} more in QuickBooks" for payment, count in (there - here).items()]


def _of_invoice(number: str, hubspot: Ledger, quickbooks: Ledger) -> list[str]:
    here = [entry for entry in hubspot.invoices if entry.number == number]
    there = [entry for entry in quickbooks.invoices if entry.number == number]
    if (len(here), len(there)) != (1, 1):
        return [f"Invoice {number}: {len(here)} in HubSpot, {len(there)} in QuickBooks"]
    pairs = [(field.name, getattr(here[0], field.name), getattr(there[0], field.name)) for field in fields(Entry)]
    return [
        f"Invoice {number}: {name} is {one} in HubSpot, {other} in QuickBooks" for name, one, other in pairs if one != other
    ]


def _told(payment: Receipt) -> str:
    return f"Payment of {payment.amount} on {payment.paid_on} for {payment.invoice}"


def money(value: object) -> Decimal:
    """An amount as either system writes it, to the cent."""
    return Decimal(str(value or 0)).quantize(CENT, ROUND_HALF_UP)


def hubspot_ledger(invoices: Iterable[dict[str, Any]], payments: Iterable[dict[str, Any]]) -> Ledger:
    """From HubSpot's records, each with its properties, a payment with its associated invoices too."""
    by_id = {record["id"]: record["properties"] for record in invoices}
    receipts = [
        Receipt(by_id[invoice]["hs_number"], money(one["properties"]["hs_initial_amount"]), _day(one["properties"]))
        for one in payments
        for invoice in _invoices_of(one)
        if invoice in by_id
    ]
    return Ledger([_hubspot_entry(one) for one in by_id.values() if one["hs_invoice_status"] != "draft"], receipts)


def quickbooks_ledger(
    invoices: Iterable[dict[str, Any]], payments: Iterable[dict[str, Any]], customers: Iterable[dict[str, Any]]
) -> Ledger:
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


def _hubspot_entry(invoice: dict[str, Any]) -> Entry:
    voided = invoice["hs_invoice_status"] == "voided"
    return Entry(
        number=invoice["hs_number"],
        customer=(invoice["hs_invoice_latest_contact_email"] or "").lower(),
        status=invoice["hs_invoice_status"],
        total=money(0 if voided else invoice["hs_amount_billed"]),
        balance=money(invoice["hs_balance_due"]),
        issued=invoice["hs_invoice_date"][:10],
        due=invoice["hs_due_date"][:10],
    )


def _quickbooks_entry(invoice: dict[str, Any], emails: dict[str, str]) -> Entry:
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


def _invoices_of(payment: dict[str, Any]) -> list[str]:
    related = payment.get("associations", {}).get("invoices", {}).get("results", [])
    return list(dict.fromkeys(str(one["id"]) for one in related))


def _day(payment: dict[str, Any]) -> str:
    """The day on which people in the portal see the payment."""
    return datetime.fromisoformat(payment["hs_initiated_date"]).astimezone(_PORTAL_ZONE).date().isoformat()
