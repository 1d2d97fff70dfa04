"""A vendor in memory, with the same hand on it as the twins have."""

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import ClassVar

from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.records.invoice import Invoice
from counterfoil.domain.records.payment import Payment
from counterfoil.domain.records.product import Product
from counterfoil.domain.rules import Further
from counterfoil.domain.snapshot import AnyRecord
from infra.sandbox.kernel.faults import FaultKind
from tests.builders import a_customer, a_line, a_payment, a_product, an_invoice
from tests.contract.systems.world import START, World
from tests.fake_systems import FakeSystem, Fault
from tests.fakes import FrozenClock

_CURES = {
    FaultKind.THROTTLED: Cure.WAITING,
    FaultKind.DROPPED_BEFORE: Cure.LOOKING,
    FaultKind.DROPPED_AFTER: Cure.LOOKING,
    FaultKind.SERVER_ERROR_AFTER: Cure.LOOKING,
}
_HAPPENS = {FaultKind.DROPPED_AFTER, FaultKind.SERVER_ERROR_AFTER}


class MemoryWorld(World):
    """A ledger with one customer, one product and one open invoice."""

    creating = "write"
    free: ClassVar = dict.fromkeys(EntityKind, "colour")

    def __init__(self, system: System) -> None:
        self._clock = FrozenClock(START)
        self.vendor = system
        self.system = self._fake = FakeSystem(system, self._clock)
        self._customer = self._fake.put(EntityKind.CUSTOMER, a_customer(display_name="Payer", email="payer@example.com"))
        self._product = self._fake.put(EntityKind.PRODUCT, a_product(name="Work", sku="WORK"))
        self._invoice = self._fake.put(EntityKind.INVOICE, self._an_invoice("INV-0", "100000.00"))

    def new_record(self, kind: EntityKind, name: str) -> AnyRecord:
        """A record that can be created."""
        match kind:
            case EntityKind.CUSTOMER:
                return a_customer(display_name=f"Person {name}", email=f"person{name}@cool.example")
            case EntityKind.PRODUCT:
                return a_product(name=f"Pump {name}", sku=f"PRD-{name}")
            case EntityKind.INVOICE:
                return self._an_invoice(f"INV-{name}", "100.00")
            case EntityKind.PAYMENT:
                return a_payment(amount=Decimal(name), invoice=self._invoice, reference=f"check {name}")

    def bad_record(self, kind: EntityKind) -> AnyRecord:
        """A record that is refused when it is written next."""
        record = self.new_record(kind, "666")
        refusal = Failure(category=ErrorCategory.UNEXPECTED, cure=Cure.PERSON, text="refused")
        self._fake.faults.append(Fault(failure=refusal, matches=lambda write: write.record == record))
        return record

    def changed_record(self, record: AnyRecord) -> tuple[AnyRecord, frozenset[str]]:
        """The record with something changed."""
        match record:
            case Customer():
                return replace(record, phone="(650) 555-0000"), frozenset({"phone"})
            case Product():
                return replace(record, description="Pumps a lot"), frozenset({"description"})
            case Invoice():
                return replace(record, memo="Thank you"), frozenset({"memo"})
            case Payment():
                return replace(record, reference="check 4711"), frozenset({"reference"})

    def reading(self, further: Further) -> FakeSystem:
        """The same ledger, read with further properties."""
        self._fake.further = further
        return self._fake

    def fill_in(self, kind: EntityKind, record_id: str, value: str) -> None:
        """A person fills in a property."""
        self._fake.fill_in(RecordRef(self.vendor, kind, record_id), self.free[kind], value)

    def someone_changes(self, kind: EntityKind, record_id: str) -> None:
        """A person changes something that is not compared."""
        self._fake.touch(RecordRef(self.vendor, kind, record_id))

    def now(self) -> datetime:
        """The vendor's present."""
        return self._clock()

    def advance(self, seconds: float) -> None:
        """Let time pass at the vendor."""
        self._clock.advance(timedelta(seconds=seconds))

    def plan(self, kind: FaultKind, route: str = ".*", times: int = 1) -> None:
        """Let the next writes, or from now on every call, go wrong."""
        waiting = timedelta(seconds=1) if _CURES[kind] is Cure.WAITING else None
        failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=_CURES[kind], text=f"{kind}", retry_after=waiting)
        if route == self.creating:
            self._fake.faults.append(Fault(failure=failure, happens=kind in _HAPPENS, times=times))
        else:
            self._fake.dead = failure

    def calls(self) -> int:
        """How many calls were made."""
        return self._fake.calls.total()

    def _an_invoice(self, number: str, amount: str) -> Invoice:
        lines = (a_line(amount, product=self._product),)
        figures = {"total": Decimal(amount), "balance": Decimal(amount)}
        return an_invoice(number=number, customer=self._customer, lines=lines, **figures)
