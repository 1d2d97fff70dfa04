"""A step of the story: a sentence, what is done, and the wait until everything that was touched is as the books say."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date

from counterfoil.domain.identity import RecordRef
from infra.demo.calm import wait_until_calm
from infra.local.live import connect_as_operator
from infra.local.stack import LocalStack
from infra.sandbox.remote import Twin
from tests.story.books import Standing
from tests.story.commands import Operator
from tests.story.desk import Desk
from tests.story.firm import Firm
from tests.story.looking import Glance, Told, standing_differs
from tests.story.sales import Sales

LONGEST = 240
"""Seconds after which a step has failed; on a quiet machine most take two or three."""
_LOOK_EVERY = 0.3

type Say = Callable[[str], None]
type Condition = Callable[[], bool]


class NotSoError(Exception):
    """Something that the story says did not come to be so; the message names it."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step as it went."""

    month: str
    sentence: str
    seconds: float


@dataclass(slots=True)
class Pending:
    """What must become true before a step is over, beside the books."""

    conditions: list[tuple[str, Condition]] = field(default_factory=list)

    def then(self, words: str, condition: Condition) -> None:
        """Something else that must be true in the end."""
        self.conditions.append((words, condition))


@dataclass(slots=True, kw_only=True)
class Office:
    """One firm with its connection: who sells, who keeps the books, who operates the product."""

    name: str
    firm: Firm
    sales: Sales
    desk: Desk
    operator: Operator

    @classmethod
    def of(cls, name: str, firm: Firm) -> "Office":
        """The office of a firm."""
        return cls(name=name, firm=firm, sales=Sales(firm), desk=Desk(firm), operator=Operator(firm.connection_id))


@dataclass(slots=True, kw_only=True)
class Story:
    """The year, as far as it has come. `open_office` opens one more portal and company, which are not connected yet."""

    office: Office
    stack: LocalStack
    twins: tuple[Twin, Twin]
    told: Told
    say: Say
    open_office: Callable[[str], Office]
    month: str = ""
    steps: list[Step] = field(default_factory=list)
    further: list[Office] = field(default_factory=list)

    @contextmanager
    def step(self, sentence: str, office: Office | None = None) -> Iterator[Pending]:
        """Do something; it is over when both ledgers and Counterfoil are as the books say. Raises NotSoError."""
        began, pending = time.monotonic(), Pending()
        yield pending
        self._await(pending, office or self.office, sentence)
        self.steps.append(Step(self.month, sentence, time.monotonic() - began))
        self.say(f"{len(self.steps):3}. {sentence} ({self.steps[-1].seconds:.1f} s)")

    @contextmanager
    def webhooks_lost(self) -> Iterator[None]:
        """Whatever the vendors send of what happens meanwhile is lost."""
        for twin in self.twins:
            twin.act("webhooks", drop=1_000_000)
        yield
        while any(twin.pending() for twin in self.twins):
            time.sleep(_LOOK_EVERY)
        for twin in self.twins:
            twin.act("webhooks")

    def connect(self, office: Office, *, and_start: bool = False) -> None:
        """The portal and the company are connected, as an operator does it."""
        accounts = {"hubspot": office.firm.portal_account, "quickbooks": office.firm.company_account}
        connect_as_operator(self.stack, accounts, and_start=and_start, invoices="both")

    def writes(self) -> int:
        """How often the product has called a vendor to write something so far."""
        return sum(twin.writes() for twin in self.twins)

    @contextmanager
    def webhooks_held(self) -> Iterator[None]:
        """Meanwhile neither vendor sends webhooks; what has happened is then told all at once."""
        for twin in self.twins:
            twin.act("webhooks", paused=True)
        yield
        for twin in self.twins:
            twin.act("webhooks")

    def says(self, ref: RecordRef, standing: Standing) -> bool:
        """Whether Counterfoil says so of a record of the first office."""
        said = self.told.of(self.office.firm.connection_id, ref)
        return not list(standing_differs("", said, standing))

    def calm(self) -> None:
        """Wait until nothing is under way."""
        wait_until_calm(self.stack, self.twins, within=LONGEST)

    def poll(self) -> None:
        """Both vendors are asked at once what has moved, as they are every few minutes anyway."""
        self.stack.poll()

    def close_books(self, until: date) -> None:
        """The bookkeeper closes the books, and the product reads the company's settings anew."""
        self.office.firm.bookkeeper.close_books(until.isoformat())
        self.calm()
        self.poll()

    def _await(self, pending: Pending, office: Office, sentence: str) -> None:
        glance, deadline = Glance(office.firm, self.told), time.monotonic() + LONGEST
        touched = office.firm.books.take_touched()
        while differing := glance.differences(touched) or _missing(pending):
            if time.monotonic() > deadline:
                raise NotSoError("\n  ".join((f"{sentence} - after {LONGEST} seconds it is still not so:", *differing)))
            time.sleep(_LOOK_EVERY)


def _missing(pending: Pending) -> list[str]:
    return [words for words, condition in pending.conditions if not condition()]
