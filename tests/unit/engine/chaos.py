"""A day of anything: people at both vendors, late and doubled messages, dying and overlapping workers, silent vendors.

Only what no person must settle happens here: nobody voids what is paid, pays what is voided or edits lines in QuickBooks.
"""

import random
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from counterfoil.domain.change import ChangeBatch
from counterfoil.domain.errors import Cure, ErrorCategory, Failure
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.records.invoice import InvoiceStatus
from tests.builders import a_line, a_payment, a_rule
from tests.fake_ledger import WorkerKilledError, kill
from tests.fake_systems import FakeSystem, Fault
from tests.unit.engine.world import World


class Chaos:
    """One seeded day in one world."""

    def __init__(self, seed: int) -> None:
        self.dice, self.world = random.Random(seed), World()
        self.contacts: list[RecordRef] = []
        self.messages: list[list[ChangeBatch]] = []
        self.world.hubspot.replays = self.world.quickbooks.replays = self.dice.random() < 0.5
        self.both_ways = self.dice.random() < 0.5
        if self.both_ways:
            rule = a_rule(EntityKind.INVOICE, winner=self.dice.choice(list(System)))
            rules = {**self.world.connection.rules, EntityKind.INVOICE: rule}
            self.world.connections.save(replace(self.world.connection, rules=rules))

    def run(self) -> World:
        """The world after the day, with everything settled."""
        happenings: tuple[Callable[[], None], ...] = (
            self.finalise,
            self.edit_texts,
            self.edit_lines,
            self.pay_in_hubspot,
            self.pay_in_quickbooks,
            self.void,
            self.tell,
            self.poll,
            self.wait,
            self.disturb_a_worker,
            self.disturb_a_write,
            self.disturb_a_call,
        )
        for _ in range(self.dice.randint(5, 80)):
            self.dice.choice(happenings)()
            self.work()
        self.calm()
        return self.world

    def finalise(self) -> None:
        """Somebody finalises an invoice of a new or known contact."""
        known = self.contacts and self.dice.random() < 0.5
        customer = self.dice.choice(self.contacts) if known else self.world.contact()
        self.contacts.append(customer)
        lines = tuple(a_line(f"{self.dice.randint(1000, 9999)}.{self.dice.randint(10, 99)}") for _ in range(2))
        total = sum((line.amount for line in lines), Decimal(0))
        self.world.finalised(customer=customer, lines=lines, total=total, balance=total)

    def edit_texts(self) -> None:
        """Somebody edits memo or due date, on either side where the rule carries both ways."""
        for ref in self._invoice(None if self.both_ways else System.HUBSPOT):
            field: dict[str, object] = {"memo": f"{self.dice.random()}"}
            due: dict[str, object] = {"due_date": date(2026, self.dice.randint(4, 9), 1)}
            self.world.system(ref).edit(ref, **self.dice.choice([field, due]))

    def edit_lines(self) -> None:
        """Somebody edits the lines of an unpaid invoice in HubSpot."""
        for ref in self._invoice(System.HUBSPOT, unpaid=True):
            self.world.hubspot.edit(ref, lines=(a_line(f"{self.dice.randint(1000, 9999)}.00"),))

    def pay_in_hubspot(self) -> None:
        """Somebody records a payment in part."""
        for ref in self._invoice(System.HUBSPOT):
            self.world.hubspot.put(EntityKind.PAYMENT, a_payment(invoice=ref, amount=Decimal(self.dice.randint(1, 9))))

    def pay_in_quickbooks(self) -> None:
        """Somebody records a payment in part, perhaps of two invoices."""
        paid = {ref for _ in range(2) for ref in self._invoice(System.QUICKBOOKS)}
        if paid:
            parts = [a_payment(invoice=ref, amount=Decimal(self.dice.randint(1, 9))) for ref in sorted(paid)]
            self.world.quickbooks.put(EntityKind.PAYMENT, *parts)

    def void(self) -> None:
        """Somebody voids a linked, unpaid invoice on either side."""
        for ref in self._invoice(unpaid=True):
            if len(self._sides(ref)) == len(System) and self.dice.random() < 0.3:
                self.world.system(ref).void(ref)

    def tell(self) -> None:
        """Webhooks tell of some records, whether they moved or not."""
        every = [*self.world.hubspot.records, *self.world.quickbooks.records]
        self.messages.append(self.world.batches(*self.dice.sample(every, min(len(every), 4))))

    def poll(self) -> None:
        """The poller runs."""
        self._living(self.world.poller.poll)
        self.messages.append(self.world.queue.take())

    def wait(self) -> None:
        """Time passes."""
        self.world.clock.advance(timedelta(seconds=self.dice.choice([1, 30, 200, 400])))

    def disturb_a_worker(self) -> None:
        """A worker will soon die, or be overtaken by another."""
        self.world.effects.chosen = self.world.effects.done + self.dice.randint(1, 12)
        self.world.effects.then = self.dice.choice([kill, self._overtake])

    def disturb_a_write(self) -> None:
        """The next write goes wrong."""
        cure = self.dice.choice([Cure.LOOKING, Cure.WAITING, Cure.READING])
        failure = Failure(category=ErrorCategory.VENDOR_UNAVAILABLE, cure=cure, text="no")
        happens = cure is Cure.LOOKING and self.dice.random() < 0.5
        self._vendor().faults.append(Fault(failure=failure, happens=happens))

    def disturb_a_call(self) -> None:
        """One of the next calls is not answered."""
        vendor = self._vendor()
        vendor.unanswered.add(vendor.calls.total() + self.dice.randint(1, 4))

    def work(self) -> None:
        """A worker takes some message; when it dies, or by mistake, the queue gives the message again."""
        if self.messages and self.dice.random() < 0.7:
            message = self.messages.pop(self.dice.randrange(len(self.messages)))
            self.world.clock.advance(timedelta(milliseconds=50))
            if not self._living(lambda: self.world.work(message)) or self.dice.random() < 0.1:
                self.messages.append(message)

    def calm(self) -> None:
        """Nothing more goes wrong; what is under way comes to its end."""
        self.world.effects.chosen = None
        for vendor in (self.world.hubspot, self.world.quickbooks):
            vendor.faults.clear()
            vendor.unanswered.clear()
        for message in self.messages:
            self.world.clock.advance(timedelta(seconds=1))
            self.world.work(message)
        self.world.settle(timedelta(minutes=2))

    def _invoice(self, system: System | None = None, *, unpaid: bool = False) -> list[RecordRef]:
        """An invoice at `system`, or at either, that is open or paid (or quite unpaid) on every side; or none."""
        every = [one.ref for one in self.world.hubspot.every(EntityKind.INVOICE)]
        if not every:
            return []
        sides = self._sides(self.dice.choice(every))
        invoices = [self.world.invoice(ref) for ref in sides.values()]
        voided = any(one.status is InvoiceStatus.VOIDED for one in invoices)
        paid = any(one.balance != one.total for one in invoices)
        chosen = sides.get(system or self.dice.choice(list(System)))
        return [] if chosen is None or voided or (unpaid and paid) else [chosen]

    def _sides(self, ref: RecordRef) -> dict[System, RecordRef]:
        links = self.world.links.find(self.world.id, [ref]).get(ref, ())
        return {ref.system: ref, **{system: one for link in links for system, one in link.refs.items()}}

    def _overtake(self) -> None:
        self.world.effects.chosen = None
        self.tell()
        self.world.clock.advance(timedelta(milliseconds=1))
        self.world.work(self.messages.pop())
        self.world.clock.advance(timedelta(milliseconds=1))

    def _living(self, work: Callable[[], object]) -> bool:
        try:
            work()
        except WorkerKilledError:
            self.world.effects.chosen = None
            return False
        return True

    def _vendor(self) -> FakeSystem:
        return self.dice.choice([self.world.hubspot, self.world.quickbooks])
