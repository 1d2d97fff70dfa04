"""The figures of the product beside those of the others; it has to be ahead of the best of them."""

from collections.abc import Callable, Iterator

from tests.benchmarks.beside import by_hand, product
from tests.benchmarks.beside.market import SECONDS_A_CALL, Carried, Market, market
from tests.benchmarks.beside.reading import by_the_product, by_the_tap, changed
from tests.benchmarks.figures import Figure


def beside_a_loop(invoices: int) -> Iterator[Figure]:
    """The same invoices by the product, in a burst and one by one, and by a loop that is written by hand."""
    plain = _played(invoices, lambda found: by_hand.carried(found, cached=False))
    cached = _played(invoices, lambda found: by_hand.carried(found, cached=True))
    yield from _told("a loop by hand", plain)
    yield from _told("the same with caches", cached)
    yield from _told("the product, at once", _played(invoices, product.at_once), cached)
    yield from _told("the product, one by one", _played(invoices, product.one_by_one), cached)


def died_and_run_again(invoices: int, after: int) -> Iterator[Figure]:
    """The same where a process dies with so many in the books, of which it has not taken note of the last.

    Somebody runs the loop again from its beginning; the product's messages come again by themselves.
    """
    plain, cached = (_dying(invoices, after, cached=keeps) for keeps in (False, True))
    yield from _told("a loop by hand, run again", plain)
    yield from _told("the same with caches, run again", cached)
    yield from _told(
        "the product, at once", _played(invoices, lambda found: product.at_once_though_one_dies(found, after)), cached
    )


def _dying(invoices: int, after: int, *, cached: bool) -> Carried:
    return _played(invoices, lambda found: by_hand.carried(found, cached=cached, dies_after=after))


def beside_a_tap(contacts: int) -> Iterator[Figure]:
    """Finding the same contacts."""
    with changed(contacts) as world:
        ours, theirs = by_the_product(world), by_the_tap(world)
    yield Figure("meltano-tap-hubspot", theirs.calls)
    yield Figure("meltano-tap-hubspot, at 50 ms a call", theirs.calls * SECONDS_A_CALL, "s")
    yield Figure("meltano-tap-hubspot, not found", contacts - theirs.contacts, "contacts")
    yield Figure("the product", ours.calls, floor=contacts / 200, target=theirs.calls)
    yield Figure("the product, at 50 ms a call", ours.calls * SECONDS_A_CALL, "s", target=theirs.calls * SECONDS_A_CALL)
    yield Figure("the product, not found", contacts - ours.contacts, "contacts", target=0)


def _played(invoices: int, carry: Callable[[Market], Carried]) -> Carried:
    with market(invoices) as found:
        return carry(found)


def _told(who: str, carried: Carried, other: Carried | None = None) -> Iterator[Figure]:
    yield Figure(f"{who}: calls of both vendors", carried.calls, target=None if other is None else other.calls)
    yield Figure(f"{who}: metered", carried.metered, "reads", target=None if other is None else other.metered)
    yield Figure(f"{who}: at 50 ms a call", carried.seconds, "s", target=None if other is None else other.seconds)
    yield Figure(f"{who}: not right to the cent", carried.wrong, "invoices", target=0)
