"""One portal and one company that belong together, as the people there use them.

Sales people call HubSpot's API under its legacy paths (`/crm/v3`), the product under dated ones: so the twin can tell them
apart, and only the product meets bad days. The bookkeeper works in QuickBooks' own pages (control routes of the twin).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from infra.demo.vendors import VendorApi

PEOPLES_PATH = "/crm/v3/"
LINE_TO_INVOICE, CONTACT_OF_INVOICE, PAYMENT_TO_INVOICE = 410, 177, 542
_INCOME = "1"  # the account "Services", which no company is without
_PAGE = 1_000

Row = Mapping[str, Any]


def midnight(days: int) -> str:
    """A day from today, as HubSpot stores a picked date."""
    return f"{(datetime.now(UTC) + timedelta(days=days)).date()}T00:00:00.000Z"


class Company:
    """The people of connection number `number`; everything they write says so."""

    def __init__(self, number: int, connection_id: str, hubspot: VendorApi, pages: VendorApi, realm_id: str) -> None:
        self.number, self.connection_id, self.realm_id = number, connection_id, realm_id
        self._hubspot, self._pages = hubspot, pages

    @property
    def mail_domain(self) -> str:
        """Where all its customers have their addresses."""
        return f"company{self.number}.example"

    def make(self, objects: str, properties: Mapping[str, str], *associated: tuple[int, str]) -> str:
        """A new HubSpot record, associated with (type, id); its id."""
        to = [
            {"to": {"id": record}, "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": kind}]}
            for kind, record in associated
        ]
        body = {"properties": properties, "associations": to}
        return str(self._hubspot.call("POST", f"{PEOPLES_PATH}objects/{objects}", body=body)["id"])

    def change(self, objects: str, record: str, **properties: str) -> None:
        """Write properties."""
        self._hubspot.call("PATCH", f"{PEOPLES_PATH}objects/{objects}/{record}", body={"properties": properties})

    def number_of(self, invoice: str) -> str:
        """The number of a HubSpot invoice."""
        found = self._hubspot.call("GET", f"{PEOPLES_PATH}objects/invoices/{invoice}", query={"properties": "hs_number"})
        return str(found["properties"]["hs_number"])

    def every(self, objects: str, names: Sequence[str], *, archived: bool = False) -> Iterable[dict[str, str]]:
        """All HubSpot records of a type: the named properties, "" where not set, the `id` and the `invoice` they are on."""
        query = {"limit": "100", "properties": ",".join(names), "archived": str(archived).lower()}
        query |= {"associations": "invoices"} if objects == "commerce_payments" else {}
        while True:
            page = self._hubspot.call("GET", f"{PEOPLES_PATH}objects/{objects}", query=query)
            yield from (_flat(one, names) for one in page["results"])
            if "paging" not in page:
                return
            query["after"] = page["paging"]["next"]["after"]

    def rows(self, entity: str, condition: str = "") -> list[Row]:
        """The QuickBooks objects of a kind that fit a condition, active or not."""
        found: list[Row] = []
        while True:
            statement = f"SELECT * FROM {entity} {condition} STARTPOSITION {len(found) + 1} MAXRESULTS {_PAGE}"
            page = self._act("query", query=statement).get(entity, [])
            found += page
            if len(page) < _PAGE:
                return found

    def booked(self, number: str) -> Row | None:
        """The QuickBooks invoice with this number."""
        return next(iter(self.rows("Invoice", f"WHERE DocNumber = '{number}'")), None)

    def put_on_sale(self, name: str, sku: str, price: str) -> None:
        """A new item in QuickBooks."""
        income = {"IncomeAccountRef": {"value": _INCOME}}
        self.write("Item", {"Name": name, "Sku": sku, "Type": "Service", "UnitPrice": price, **income})

    def receive(self, invoice: Row, amount: Decimal) -> str:
        """The bookkeeper receives money for an invoice; the payment's id."""
        line = {"Amount": amount, "LinkedTxn": [{"TxnId": invoice["Id"], "TxnType": "Invoice"}]}
        customer = {"CustomerRef": {"value": invoice["CustomerRef"]["value"]}}
        return self.write("Payment", {**customer, "TotalAmt": amount, "Line": [line]})

    def write(self, entity: str, body: Mapping[str, object]) -> str:
        """The bookkeeper writes a new QuickBooks object; its id."""
        return str(self._act("write", entity=entity, body=body)["Id"])

    def _act(self, action: str, **arguments: object) -> Any:
        return self._pages.call("POST", f"/_twin/actions/{action}", body={"realm_id": self.realm_id, **arguments})


def _flat(record: Mapping[str, Any], names: Sequence[str]) -> dict[str, str]:
    found = {name: record["properties"].get(name) or "" for name in names}
    invoices = record.get("associations", {}).get("invoices", {"results": []})["results"]
    return found | {"id": record["id"], "invoice": str(invoices[0]["id"]) if invoices else ""}
