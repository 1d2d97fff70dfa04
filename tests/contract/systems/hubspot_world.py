"""A small portal in the HubSpot twin, with HubSpotSystem on top."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any, ClassVar

import httpx2

from counterfoil.adapters.access import AccessTokens
from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.auth import HubSpotGrant
from counterfoil.adapters.hubspot.display import HubSpotDisplay
from counterfoil.adapters.hubspot.errors import REQUEST_ID_HEADER, translate
from counterfoil.adapters.hubspot.profile import portal_profile
from counterfoil.adapters.hubspot.reading import AS_CONTACTS
from counterfoil.adapters.hubspot.system import HubSpotSystem
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.rules import CustomerOptions, Further
from counterfoil.domain.snapshot import AnyRecord
from infra.sandbox.hubspot.twin import HubSpotTwin
from infra.sandbox.kernel.application import Kernel
from infra.sandbox.kernel.clock import Clock
from infra.sandbox.people.access import Api
from infra.sandbox.people.portal import Associated, Portal
from infra.sandbox.people.sales import Salesperson
from tests.builders import a_customer, a_payment, a_product, hubspot
from tests.contract.systems.world import START, FreeBudget, InProcessTransport, TwinWorld

BASE_URL = "https://api.hubapi.test"
OBJECTS = {
    EntityKind.CUSTOMER: ("contacts", "jobtitle"),
    EntityKind.PRODUCT: ("products", "hs_url"),
    EntityKind.INVOICE: ("invoices", "hs_purchase_order_number"),
    EntityKind.PAYMENT: ("commerce_payments", "hs_internal_comment"),
}


class RenewedToken(AccessTokens):
    """Tokens from the twin's own token endpoint."""

    def __init__(self, grant: HubSpotGrant, refresh_token: str, clock: Clock) -> None:
        self._grant, self._refresh_token, self._clock = grant, refresh_token, clock
        self._token, self._until = "", datetime.min.replace(tzinfo=START.tzinfo)

    def current(self) -> str:
        """A token that has not expired on the twin's clock."""
        if self._clock.now() >= self._until:
            tokens = self._grant.refresh(self._refresh_token)
            self._token, self._refresh_token = tokens.access_token, tokens.refresh_token
            self._until = self._clock.now() + tokens.expires_in
        return self._token

    def rejected(self, token: str) -> None:
        """Take another one the next time."""
        if token == self._token:
            self._until = self._clock.now()


class HubSpotWorld(TwinWorld):
    """A portal with the product's properties, one open invoice, and nothing else."""

    vendor = System.HUBSPOT
    free: ClassVar = {kind: name for kind, (_, name) in OBJECTS.items()}
    creating = r"POST /crm/objects/.*/batch/(upsert|create)"

    def __init__(
        self,
        twin: HubSpotTwin | None = None,
        *,
        unique_product_marker: bool = True,
        inspect: Callable[[httpx2.Response], None] | None = None,
    ) -> None:
        self.twin = twin or HubSpotTwin(Kernel(clock=Clock(START)), seeded=False)
        self.twin.switches().rate_limits = False
        self.client = httpx2.Client(transport=InProcessTransport(self.twin), base_url=BASE_URL)
        self.credentials = self.twin.credentials()
        self._api = Api(self.client, self.twin.control("private_app_token", {})["access_token"])
        self.portal = Portal(self._api)
        self.sales = Salesperson(self.portal, self.now)
        self.http = self._http(inspect)
        self.portal_id, profile = portal_profile(self.http)
        self.display = HubSpotDisplay(self.http)
        if not unique_product_marker:
            self._define_plain_product_marker()
        self.display.prepare()
        self.profile = profile
        self.system = self.reading({})
        self.contact_id = self.sales.add_contact(lastname="Payer", email="payer@example.com")
        self.invoice_id = self.make_invoice([{"name": "Work", "quantity": "1", "price": "100000.00"}])
        self.twin.kernel.meter.reset()

    def _http(self, inspect: Callable[[httpx2.Response], None] | None) -> VendorHttp:
        """The product's way to the twin; `inspect` is shown every answer but those of the token endpoint."""
        hooks = {"response": [inspect] if inspect else []}
        client = httpx2.Client(transport=InProcessTransport(self.twin), base_url=BASE_URL, event_hooks=hooks)
        grant = HubSpotGrant(
            client=self.client,
            base_url=BASE_URL,
            client_id=self.credentials["client_id"],
            client_secret=self.credentials["client_secret"],
        )
        return VendorHttp(
            client=client,
            base_url=BASE_URL,
            tokens=RenewedToken(grant, self.credentials["refresh_token"], self.twin.kernel.clock),
            budget=FreeBudget(),
            translate=translate,
            request_id_header=REQUEST_ID_HEADER,
        )

    def _define_plain_product_marker(self) -> None:
        group = {"name": "counterfoil", "label": "Counterfoil"}
        plain = {"name": "counterfoil_source", "label": "Source", "type": "string", "fieldType": "text"}
        self.send("POST", "/crm/properties/2026-09/products/groups", group)
        self.send("POST", "/crm/properties/2026-09/products", {**plain, "groupName": "counterfoil"})

    def new_record(self, kind: EntityKind, name: str) -> AnyRecord:
        """A record that can be created."""
        match kind:
            case EntityKind.CUSTOMER:
                names = {"display_name": f"Person {name}", "given_name": "Person", "family_name": name}
                return a_customer(**names, email=f"person{name}@cool.example")
            case EntityKind.PRODUCT:
                return a_product(name=f"Pump {name}", sku=f"PRD-{name}")
            case EntityKind.PAYMENT:
                invoice = hubspot(EntityKind.INVOICE, self.invoice_id)
                contact = hubspot(EntityKind.CUSTOMER, self.contact_id)
                return a_payment(amount=Decimal(name), invoice=invoice, customer=contact, reference=f"check {name}")
        raise AssertionError(kind)

    def bad_record(self, kind: EntityKind) -> AnyRecord:
        """A record that HubSpot refuses."""
        match kind:
            case EntityKind.CUSTOMER:
                return a_customer(email="no address")
            case EntityKind.PRODUCT:
                return a_product(name="x" * 70_000)
            case EntityKind.PAYMENT:
                return a_payment(amount=Decimal(-1))
        raise AssertionError(kind)

    def changed_record(self, record: AnyRecord) -> tuple[AnyRecord, frozenset[str]]:
        """The record with something changed."""
        match record:
            case Customer():
                return replace(record, phone="(650) 555-0000"), frozenset({"phone"})
            case Product():
                return replace(record, description="Pumps a lot", unit_price=Decimal("9.99")), frozenset(
                    {"description", "unit_price"}
                )
            case Payment():
                return replace(record, reference="check 4711"), frozenset({"reference"})
        raise AssertionError(record)

    def reading(self, further: Further, customers: CustomerOptions = AS_CONTACTS) -> HubSpotSystem:
        """The same portal, read with further properties or under other options of customers."""
        return HubSpotSystem(self.http, self.profile, self.portal_id, further, customers)

    def fill_in(self, kind: EntityKind, record_id: str, value: str) -> None:
        """A person fills in the free property."""
        objects, name = OBJECTS[kind]
        self.change(objects, record_id, {name: value})

    def someone_changes(self, kind: EntityKind, record_id: str) -> None:
        """A person fills in a property that is of no interest here."""
        objects, name = OBJECTS[kind]
        self.change(objects, record_id, {name: f"https://example.com/{self.now():%H%M%S%f}"})

    def make(self, objects: str, properties: Mapping[str, str], associations: Sequence[Associated] = ()) -> str:
        """Create a record at the vendor, associated with the records (type, id)."""
        return self.portal.create(objects, properties, *associations)

    def change(self, objects: str, record_id: str, properties: Mapping[str, str]) -> None:
        """Change a record at the vendor."""
        self.portal.change(objects, record_id, **properties)

    def make_invoice(
        self,
        lines: Sequence[Mapping[str, str]],
        properties: Mapping[str, Any] | None = None,
        adjustments: Sequence[tuple[str, Mapping[str, str]]] = (),
    ) -> str:
        """An open invoice with these line items and (objects, properties) of discounts, fees and taxes."""
        invoice_id = self.sales.draft(self.contact_id, lines, adjustments=adjustments, **(properties or {}))
        self.sales.finalise(invoice_id)
        return invoice_id

    def send(self, method: str, path: str, body: object) -> Any:
        """One call to the vendor, past the system under test."""
        return self._api.call(method, path, body=body)
