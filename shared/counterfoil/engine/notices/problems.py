"""What is wrong with a connection now, problem by problem, and what is told about each."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal

from counterfoil.domain.connection import Connection, ConnectionState
from counterfoil.domain.errors import ErrorCategory
from counterfoil.domain.ledgers import Ledgers
from counterfoil.domain.names import amount
from counterfoil.domain.notices import LEDGERS, Notice, Sort, category_of
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.domain.records.record import digest
from counterfoil.domain.tally import Count, Place
from counterfoil.domain.texts import ledgers as ledger_texts
from counterfoil.domain.texts import notices as texts
from counterfoil.domain.texts.catalogue import ERROR_TEXTS
from counterfoil.domain.values import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """So many records, and what they come to by currency."""

    records: int
    money: Mapping[str, Decimal]


def problems_of(connection: Connection, tally: Mapping[Place, Count], ledgers: Ledgers | None) -> Mapping[str, Problem]:
    """Everything that needs a person, by the problem's name."""
    failing = [(place, count) for place, count in tally.items() if place.status is OutcomeStatus.FAILING and count.records]
    found: dict[str, Problem] = {}
    for category in sorted({place.category for place, _ in failing if place.category}):
        own = [(place.currency, count.records, count.money) for place, count in failing if place.category is category]
        found[category] = _problem(own)
    if ledgers and not ledgers.agree:
        slips = ((slip.currency, slip.unexplained.records, abs(slip.unexplained.amount)) for slip in ledgers.slips)
        found[LEDGERS] = _problem(slips)
    if connection.state is ConnectionState.NEEDS_RECONNECT:
        found[ErrorCategory.NEEDS_RECONNECT] = Problem(0, {})
    return found


def opened(name: str, problem: Problem, page: str, now: datetime) -> Notice:
    """That it needs a person."""
    return Notice(
        id=digest([name, Sort.OPENED, now.isoformat()]),
        at=now,
        sort=Sort.OPENED,
        problem=name,
        text=_needs_you(title_of(name), problem),
        records=problem.records,
        money=problem.money,
        page=page,
    )


def solved(told: Notice, now: datetime) -> Notice:
    """That what was told needs nobody any more."""
    return Notice(
        id=digest([told.problem, Sort.SOLVED, now.isoformat()]),
        at=now,
        sort=Sort.SOLVED,
        problem=told.problem,
        text=texts.SOLVED(title=title_of(told.problem)),
        page=told.page,
    )


def title_of(name: str) -> str:
    """What people call a problem."""
    category = category_of(name)
    return ERROR_TEXTS[category].title if category else ledger_texts.TITLE()


def _problem(counted: Iterable[tuple[str, int, Decimal]]) -> Problem:
    records, money = 0, dict[str, Decimal]()
    for currency, count, comes_to in counted:
        records += count
        if currency and count:
            money[currency] = money.get(currency, Decimal(0)) + comes_to
    return Problem(records, money)


def _needs_you(title: str, problem: Problem) -> str:
    amounts = [amount(str(comes_to), currency) for currency, comes_to in problem.money.items()]
    if not problem.records:
        return texts.CONNECTION_OPENED(title=title)
    if problem.records == 1:
        return texts.ONE_OPENED_WITH_MONEY(title=title, amount=amounts) if amounts else texts.ONE_OPENED(title=title)
    if amounts:
        return texts.SEVERAL_OPENED_WITH_MONEY(title=title, count=problem.records, amount=amounts)
    return texts.SEVERAL_OPENED(title=title, count=problem.records)
