"""The acts of the demo, in order. Each tells what it does and waits until the other side shows it."""

import time
from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from infra.demo import filtering, planning, troubles
from infra.demo.cast import Cast
from infra.demo.ledgers import money
from infra.demo.mirrored import mirror
from infra.demo.shapes import EVERY, FINALISED_TOGETHER, FREE_TEXT, LINE_PERCENT, PRODUCTS, TO_BE_VOIDED, Shape

type Booked = Mapping[str, Mapping[str, Any]]
"""QuickBooks' invoices by number."""

_FIRST_PART, _SECOND_PART = Decimal("100.00"), Decimal("155.55")


def play(cast: Cast) -> None:
    """Every act, each with its own count of calls. Raises TooLateError as soon as something does not arrive."""
    acts: tuple[tuple[str, Callable[[Cast], None]], ...] = (
        ("A webhook is forged", troubles.forge),
        ("A plan shows what would be done, before anything is", planning.plan),
        ("The plan is applied", planning.apply),
        (f"{len(EVERY)} drafts are written in HubSpot", _draft),
        (f"{len(FINALISED_TOGETHER)} invoices are finalised", _finalise),
        ("Payments both ways, and a void", _pay_and_void),
        ("An invoice of QuickBooks' own, and its payment", mirror),
        ("A filter leaves one out", filtering.leave_out),
        ("A webhook is lost", troubles.lose),
        ("A number is already taken", troubles.collide),
        ("A last poll finds nothing to do", _rest),
    )
    for title, act in acts:
        before = cast.stage.calls()
        cast.stage.say(title)
        act(cast)
        after = cast.stage.calls()
        cast.seen.calls.append((title, (after[0] - before[0], after[1] - before[1])))


def _draft(cast: Cast) -> None:
    cast.sales.prepare()
    cast.drafts = {shape: cast.sales.draft(shape) for shape in EVERY}
    cast.stage.calm()
    if strays := cast.books.invoices():
        raise RuntimeError(f"drafts are in QuickBooks: {', '.join(strays)}")


def _finalise(cast: Cast) -> None:
    drafts = [cast.drafts[shape] for shape in FINALISED_TOGETHER]
    for draft in drafts:
        cast.sales.finalise(draft)
        cast.stage.say(f"  {draft.number} {draft.shape.title}: finalised")
    since = {draft.number: draft.finalised_at for draft in drafts}
    cast.seen.seconds |= cast.stage.wait(since, cast.books.invoices)


def _pay_and_void(cast: Cast) -> None:
    rest = cast.balance(FREE_TEXT) - _FIRST_PART - _SECOND_PART
    steps: dict[str, tuple[Callable[[], None], Callable[[Booked], bool]]] = {
        "Paid in QuickBooks": (
            lambda: _receive_in_books(cast, PRODUCTS, cast.balance(PRODUCTS)),
            lambda _: cast.told(PRODUCTS, "hs_invoice_status") == "paid",
        ),
        "Paid in HubSpot": (
            lambda: _receive_in_hubspot(cast, LINE_PERCENT, cast.balance(LINE_PERCENT)),
            lambda booked: _balance_is(cast, booked, LINE_PERCENT, Decimal(0)),
        ),
        "Part-paid in HubSpot, then in QuickBooks": (
            lambda: _pay_in_parts(cast),
            lambda booked: _balance_is(cast, booked, FREE_TEXT, rest),
        ),
        "Voided in HubSpot": (
            lambda: cast.sales.void(cast.drafts[TO_BE_VOIDED]),
            lambda booked: booked[cast.drafts[TO_BE_VOIDED].number]["TotalAmt"] == 0,
        ),
    }
    since = {}
    for name, (change, _) in steps.items():
        change()
        since[name] = time.monotonic()
        cast.stage.say(f"  {name}")

    def look() -> list[str]:
        booked = cast.books.invoices()
        return [name for name, (_, arrived) in steps.items() if arrived(booked)]

    cast.seen.seconds |= cast.stage.wait(since, look)


def _rest(cast: Cast) -> None:
    """Whatever were still to come, an echo or a second copy, must have come before the ledgers are compared."""
    cast.stage.calm()
    cast.stage.stack.poll()
    cast.stage.calm()


def _pay_in_parts(cast: Cast) -> None:
    _receive_in_hubspot(cast, FREE_TEXT, _FIRST_PART)
    _receive_in_books(cast, FREE_TEXT, _SECOND_PART)


def _receive_in_hubspot(cast: Cast, shape: Shape, amount: Decimal) -> None:
    cast.sales.receive_payment(cast.drafts[shape], str(amount))


def _receive_in_books(cast: Cast, shape: Shape, amount: Decimal) -> None:
    cast.books.receive_payment(cast.books.invoices()[cast.drafts[shape].number], amount)


def _balance_is(cast: Cast, booked: Booked, shape: Shape, expected: Decimal) -> bool:
    """Whether both sides say so."""
    return money(booked[cast.drafts[shape].number]["Balance"]) == cast.balance(shape) == expected
