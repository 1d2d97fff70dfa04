"""Where people see a record in QuickBooks. The page belongs to the company that they are signed in to."""

from collections.abc import Mapping
from urllib.parse import urlsplit

from counterfoil.domain.blockers import ListEntry, OtherList
from counterfoil.domain.identity import EntityKind, RecordRef

_PAGES, _SANDBOX_PAGES = "https://app.qbo.intuit.com/app", "https://app.sandbox.qbo.intuit.com/app"
# An item has no page of its own.
_PATHS: Mapping[EntityKind, str] = {
    EntityKind.CUSTOMER: "customerdetail?nameId=",
    EntityKind.INVOICE: "invoice?txnId=",
    EntityKind.PAYMENT: "recvpayment?txnId=",
}


def address_of(ref: RecordRef | ListEntry, api_url: str) -> str:
    """The page of a record, "" for an item; sandbox companies, known by the API's address, have pages elsewhere.

    Of an employee it is the list of all, for their own pages go by the payroll's numbers.
    """
    host = urlsplit(api_url).hostname or ""
    pages = _SANDBOX_PAGES if host.startswith("sandbox-") else _PAGES
    if isinstance(ref, ListEntry):
        return f"{pages}/vendordetail?nameId={ref.id}" if ref.of_list is OtherList.VENDOR else f"{pages}/employees"
    return f"{pages}/{_PATHS[ref.kind]}{ref.id}" if ref.kind in _PATHS else ""
