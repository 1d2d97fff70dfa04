"""The story's own books: what a bookkeeper expects both ledgers to show, and what Counterfoil should say of it.

Its arithmetic is its own: an invoice is owed but for what settles it, in each system apart. What settles it in one only (a
credit memo, money that was taken back) makes the balances differ, and the story says so.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from counterfoil.domain.identity import EntityKind, RecordRef, System
from tests.story.figures import NOTHING

HUBSPOT, QUICKBOOKS = System.HUBSPOT, System.QUICKBOOKS


@dataclass(frozen=True, slots=True)
class Standing:
    """What Counterfoil should say of a record: its status, the error, and words that must be in what it tells."""

    status: str
    category: str = ""
    words: str = ""


IN_STEP = Standing("in_sync")


def in_step(words: str) -> Standing:
    """It is the same on both sides, with something to remark."""
    return Standing("in_sync", "", words)


def needs_you(category: str, words: str = "") -> Standing:
    """Somebody has to do something."""
    return Standing("failing", category, words)


def left_out(words: str) -> Standing:
    """It is not carried, with the clause that says why."""
    return Standing("excluded", "", words)


@dataclass(frozen=True, slots=True)
class Shown:
    """An invoice as one system shows it."""

    status: str  # open, paid, voided
    total: Decimal
    balance: Decimal
    currency: str
    customer: str


@dataclass(slots=True, eq=False)
class Party:
    """A customer: the records that stand for it in both systems, "" where there is none (yet)."""

    name: str
    email: str
    contact: str = ""
    company: str = ""
    row: str = ""  # QuickBooks' id

    @property
    def key(self) -> str:
        """What is the same of it in both systems: the address, or else the name."""
        return self.email or self.name


@dataclass(slots=True, eq=False)
class Settlement:
    """What settles a part of an invoice. `where` are the ledgers in which it counts; money is a payment, else a credit.

    `kept` is what QuickBooks keeps of it as the customer's credit, `in_hubspot` an amount that HubSpot alone has.
    Counterfoil speaks of it as `ref`.
    """

    amount: Decimal
    where: set[System]
    money: bool = True
    kept: Decimal = NOTHING
    in_hubspot: Decimal | None = None
    ref: RecordRef | None = None
    standing: Standing = IN_STEP

    def counts(self, system: System) -> Decimal:
        """How much of the invoice it settles in a system."""
        if system not in self.where:
            return NOTHING
        if system is QUICKBOOKS:
            return self.amount - self.kept
        return self.amount if self.in_hubspot is None else self.in_hubspot


@dataclass(slots=True, eq=False)
class Bill:
    """An invoice as it should be. `absent` are the systems that have none, or none any more."""

    title: str
    party: Party
    home: System
    totals: dict[System, Decimal]
    currency: str = "USD"
    number: str = ""
    ids: dict[System, str] = field(default_factory=dict)
    settled: list[Settlement] = field(default_factory=list)
    voided: set[System] = field(default_factory=set)
    absent: set[System] = field(default_factory=set)
    parties: dict[System, Party] = field(default_factory=dict)
    standing: Standing = IN_STEP

    @property
    def ref(self) -> RecordRef:
        """The invoice where it was made, as Counterfoil calls it."""
        return RecordRef(self.home, EntityKind.INVOICE, self.ids[self.home])

    def balance(self, system: System) -> Decimal:
        """What is owed of it in a system; nobody owes less than nothing."""
        if system in self.voided:
            return NOTHING
        return max(NOTHING, self.totals[system] - sum((one.counts(system) for one in self.settled), NOTHING))

    def shown(self, system: System) -> Shown | None:
        """How a system should show it."""
        if system in self.absent:
            return None
        owed = self.balance(system)
        status = "voided" if system in self.voided else "open" if owed else "paid"
        total = NOTHING if system in self.voided else self.totals[system]
        return Shown(status, total, owed, self.currency, self.parties.get(system, self.party).key)

    def payments(self, system: System) -> Counter[Decimal]:
        """The money that a system should show on it, each payment with its amount."""
        return Counter(one.counts(system) for one in self.settled if one.money and one.counts(system))

    def stopped(self, standing: Standing) -> None:
        """It is not in the other system, and Counterfoil says why."""
        self.absent.add(self.home.other)
        self.standing = standing

    def carried(self) -> None:
        """It is in the other system after all, and as it should be."""
        self.absent.clear()
        self.standing = IN_STEP

    def set_total(self, total: Decimal, *systems: System) -> None:
        """It comes to something else, in both systems unless said otherwise."""
        self.totals |= dict.fromkeys(systems or System, total)


@dataclass(slots=True)
class Books:
    """Everything that was sold and paid."""

    bills: list[Bill] = field(default_factory=list)
    touched: list[Bill] = field(default_factory=list)

    def add(self, bill: Bill) -> Bill:
        """One more invoice."""
        self.bills.append(bill)
        return self.touch(bill)

    def touch(self, bill: Bill) -> Bill:
        """Something was done about it just now."""
        if bill not in self.touched:
            self.touched.append(bill)
        return bill

    def take_touched(self) -> list[Bill]:
        """What was touched since the last time."""
        touched, self.touched = self.touched, []
        return touched

    def owed(self, system: System) -> Mapping[tuple[str, str], Decimal]:
        """What each customer owes in a system, by address and currency; credit of a customer's is owed to it."""
        sums: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
        for bill in self.bills:
            if shown := bill.shown(system):
                sums[shown.customer, bill.currency] += shown.balance - (self._kept(bill) if system is QUICKBOOKS else 0)
        return dict(sums)

    def settlements(self) -> Iterator[tuple[Bill, Settlement]]:
        """Everything that settles something."""
        return ((bill, one) for bill in self.bills for one in bill.settled)

    @staticmethod
    def _kept(bill: Bill) -> Decimal:
        return sum((one.kept for one in bill.settled if QUICKBOOKS in one.where), NOTHING)
