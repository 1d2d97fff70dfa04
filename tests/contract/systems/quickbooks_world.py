"""A small company in the QuickBooks twin, with QuickBooksSystem on top."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, ClassVar

import httpx2

from counterfoil.adapters.http import Translate, VendorHttp
from counterfoil.adapters.quickbooks import definitions
from counterfoil.adapters.quickbooks.errors import REQUEST_ID_HEADER, translate
from counterfoil.adapters.quickbooks.profile import company_profile
from counterfoil.adapters.quickbooks.system import QuickBooksSystem
from counterfoil.domain.connection import CompanyProfile
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.domain.write import Write
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.people.access import Pages
from infra.sandbox.people.bookkeeper import Bookkeeper, Row, sold
from infra.sandbox.quickbooks.twin import QuickBooksTwin
from tests.builders import a_customer, a_line, a_payment, a_product, an_invoice, quickbooks
from tests.contract.systems.world import START, FixedToken, FreeBudget, InProcessTransport, TwinWorld

BASE_URL = "https://quickbooks.api.test"
ENTITIES = {
    EntityKind.CUSTOMER: ("Customer", "ResaleNum"),
    EntityKind.PRODUCT: ("Item", "PurchaseDesc"),
    EntityKind.INVOICE: ("Invoice", "PrivateNote"),
    EntityKind.PAYMENT: ("Payment", "PrivateNote"),
}


class QuickBooksWorld(TwinWorld):
    """A company with one customer, one item, one large open invoice, a term and payment methods, and nothing else.

    Companies outside the US have no invoice.
    """

    vendor = System.QUICKBOOKS
    free: ClassVar = {
        EntityKind.CUSTOMER: "ResaleNum",
        EntityKind.PRODUCT: "PurchaseDesc",
        EntityKind.INVOICE: "TrackingNum",
        EntityKind.PAYMENT: "TaxFormNum",
    }
    creating = r"POST /v3/company/\d+/(batch|customer|item|invoice|payment)"

    def __init__(self, **profile: Any) -> None:
        self.twin = QuickBooksTwin(Kernel(clock=Clock(START)), seeded=False)
        self.switches = self.twin.switches()
        self.switches.throttling = False
        self.switches.access_token_seconds = 365 * 24 * 3600
        self.credentials: dict[str, str] = self.twin.control("create_company", profile)
        self.realm_id = self.credentials["realm_id"]
        self.client, self._base_url = httpx2.Client(transport=InProcessTransport(self.twin), base_url=BASE_URL), BASE_URL
        self._pages = Pages(self.client, realm_id=self.realm_id)
        self.bookkeeper = Bookkeeper(self._pages)
        self._currency = profile.get("currency", "USD")
        self._furnish(at_home=profile.get("country", "US") == "US")
        self.http = self._reached(self.credentials["access_token"], translate)
        self.company = company_profile(self.http, self.realm_id)
        self.system = self.reading({})
        self.twin.kernel.meter.reset()

    def _furnish(self, *, at_home: bool) -> None:
        self.bookkeeper.enter("Term", Name="Net 30", DueDays=30)
        for name in ("Cash", "Check", "Credit Card"):
            self.bookkeeper.enter("PaymentMethod", Name=name)
        self.customer_id = self.bookkeeper.enter("Customer", DisplayName="Payer")["Id"]
        self.item_id = self.bookkeeper.add_item("Work")["Id"]
        self.invoice_id = self.make_invoice("100000.00")["Id"] if at_home else ""

    def _reached(self, token: str, translated: Translate) -> VendorHttp:
        return VendorHttp(
            client=self.client,
            base_url=self._base_url,
            tokens=FixedToken(token),
            budget=FreeBudget(),
            translate=translated,
            request_id_header=REQUEST_ID_HEADER,
        )

    def reach(self, base_url: str) -> None:
        """From now on the twin is reached where it is served."""
        self.client, self._base_url = httpx2.Client(), base_url
        self.http = self._reached(self.credentials["access_token"], translate)

    def asking_definitions(self, scopes: str) -> VendorHttp:
        """The GraphQL API, for an app to which somebody gave these scopes."""
        return self._reached(str(self.do("authorize", scopes=scopes)["access_token"]), definitions.translate)

    def opened(self, company: CompanyProfile) -> QuickBooksSystem:
        """The system for the same company under another profile."""
        return QuickBooksSystem(self.http, company, self.realm_id, {}, api_url=BASE_URL)

    def reading(self, further: Further, *, number_namesakes: bool = False) -> QuickBooksSystem:
        """The same company, read with further members, or with numbers for people of one name."""
        return QuickBooksSystem(
            self.http,
            self.company,
            self.realm_id,
            further,
            api_url=BASE_URL,
            number_namesakes=number_namesakes,
        )

    def fill_in(self, kind: EntityKind, record_id: str, value: str) -> None:
        """A person fills in the free member."""
        self.change(ENTITIES[kind][0], record_id, {self.free[kind]: value})

    def new_record(self, kind: EntityKind, name: str) -> AnyRecord:
        """A record that can be created."""
        match kind:
            case EntityKind.CUSTOMER:
                names = {"display_name": f"Person {name}", "given_name": "Person", "family_name": name}
                return a_customer(**names, email=f"person{name}@cool.example")
            case EntityKind.PRODUCT:
                return a_product(name=f"Pump {name}", sku=f"PRD-{name}")
            case EntityKind.INVOICE:
                return self.an_invoice(number=f"INV-{name}")
            case EntityKind.PAYMENT:
                return self.a_payment(Decimal(name), self.invoice_id, reference=f"check {name}")

    def bad_record(self, kind: EntityKind) -> AnyRecord:
        """A record that QuickBooks refuses."""
        match kind:
            case EntityKind.CUSTOMER:
                return a_customer(email="no address")
            case EntityKind.PRODUCT:
                return a_product(name="")
            case EntityKind.INVOICE:
                return self.an_invoice(number="INV-666", customer=quickbooks(EntityKind.CUSTOMER, "987654321"))
            case EntityKind.PAYMENT:
                return self.a_payment(Decimal(1), "987654321")

    def changed_record(self, record: AnyRecord) -> tuple[AnyRecord, frozenset[str]]:
        """The record with something changed."""
        match record:
            case Customer():
                return replace(record, phone="(650) 555-0000"), frozenset({"phone"})
            case Product():
                changes = frozenset({"description", "unit_price"})
                return replace(record, description="Pumps a lot", unit_price=Decimal("9.99")), changes
            case Invoice():
                return replace(record, memo="Thank you"), frozenset({"memo"})
            case Payment():
                return replace(record, reference="check 4711"), frozenset({"reference"})

    def someone_changes(self, kind: EntityKind, record_id: str) -> None:
        """A person fills in a member that is of no interest here."""
        entity, member = ENTITIES[kind]
        stored = self.stored(entity, record_id)
        self.change(entity, record_id, {member: f"{stored.get(member, '')} {self.now():%H%M%S}".strip()})

    def an_invoice(self, **members: Any) -> Invoice:
        """An invoice of the company's own customer and item."""
        line = a_line(product=quickbooks(EntityKind.PRODUCT, self.item_id), description="Design")
        usual = {"customer": quickbooks(EntityKind.CUSTOMER, self.customer_id), "lines": (line,)}
        return an_invoice(**{**usual, **members})

    def a_payment(self, amount: Decimal, invoice_id: str, **members: Any) -> Payment:
        """A payment of the company's own customer."""
        customer = quickbooks(EntityKind.CUSTOMER, self.customer_id)
        return a_payment(amount=amount, invoice=quickbooks(EntityKind.INVOICE, invoice_id), customer=customer, **members)

    def make(self, entity: str, body: Mapping[str, Any]) -> Row:
        """A person creates an object in QuickBooks' pages."""
        return self.bookkeeper.enter(entity, **body)

    def change(self, entity: str, record_id: str, members: Mapping[str, Any]) -> Row:
        """A person changes members of an object."""
        return self.bookkeeper.change(entity, record_id, **members)

    def make_invoice(self, amount: str, **members: Any) -> Row:
        """An invoice of one line to the company's own customer."""
        return self.bookkeeper.enter("Invoice", **(self.an_invoice_row(amount) | members))

    def an_invoice_row(self, amount: str) -> dict[str, Any]:
        """An invoice of one line to the company's own customer, as a person types it in."""
        line = sold(self.item_id, Decimal(amount))
        customer = {"value": self.customer_id}
        return {"CustomerRef": customer, "Line": [line], "CurrencyRef": {"value": self._currency}, "TxnDate": "2026-11-01"}

    def make_payment(self, total: str, *applied: tuple[str, str], **members: Any) -> Row:
        """A payment that puts the amounts to the invoices, as (amount, invoice id)."""
        parts = [(invoice_id, Decimal(amount)) for amount, invoice_id in applied]
        return self.bookkeeper.receive_payment(self.customer_id, *parts, **{"TotalAmt": Decimal(total), **members})

    def stored(self, entity: str, record_id: str) -> Row:
        """The object as QuickBooks has it."""
        return self.bookkeeper.read(entity, record_id)

    def do(self, action: str, **arguments: Any) -> Any:
        """Something that a person does in this company's pages."""
        return self._pages.act(action, **arguments)

    def shown(self, kind: EntityKind, record_id: str) -> tuple[Snapshot, ...]:
        """What the system under test shows of a record."""
        found = self.system.read(kind, [record_id])[record_id]
        assert isinstance(found, tuple), found
        return found

    def metered(self) -> int:
        """How many reads QuickBooks has charged for."""
        total: int = self.twin.kernel.meter.summary()["metered"]
        return total


def creates(world: QuickBooksWorld, kind: EntityKind, numbers: Sequence[int]) -> list[Write]:
    """The creates of new records, by their numbers."""
    return [world.create(kind, f"{number}") for number in numbers]
