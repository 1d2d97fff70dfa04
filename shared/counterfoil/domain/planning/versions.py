"""Both systems' versions of an invoice, line by line and figure by figure, where they differ."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from itertools import islice, zip_longest

from counterfoil.domain.errors import Version
from counterfoil.domain.identity import System
from counterfoil.domain.kinds import field_of
from counterfoil.domain.money import plain
from counterfoil.domain.names import amount
from counterfoil.domain.planning.pair import Pair, Side
from counterfoil.domain.records.invoice import InvoiceLine
from counterfoil.domain.records.product import CUSTOM_LINE_ITEM_NAME
from counterfoil.domain.texts import names

MOST_VERSIONS = 20
"""So many places are shown; the total comes first, since it says how much all of them come to."""

type _Charged = tuple[str, str]
"""The amount and the quantity of a line."""


def versions(pair: Pair) -> tuple[Version, ...]:
    """Where HubSpot's invoice and QuickBooks' differ, as they are now."""
    hubspot, quickbooks = pair.sides[System.HUBSPOT], pair.sides[System.QUICKBOOKS]
    found = (*_figures(hubspot, quickbooks), *_lines(hubspot, quickbooks))
    return tuple(islice(found or _sold_otherwise(hubspot, quickbooks), MOST_VERSIONS))


def _figures(hubspot: Side, quickbooks: Side) -> Iterator[Version]:
    for name in ("total", "currency"):
        here, there = hubspot.fields[name], quickbooks.fields[name]
        if here != there:
            label = field_of(hubspot.ref.kind, name).label
            yield Version(label, _figure(name, hubspot), _figure(name, quickbooks))
    if hubspot.discount != quickbooks.discount:
        yield Version(
            names.DISCOUNT(), _amount(plain(hubspot.discount), hubspot), _amount(plain(quickbooks.discount), quickbooks)
        )


def _lines(hubspot: Side, quickbooks: Side) -> Iterator[Version]:
    """Lines that are the same on both sides are left out; what stands between them is compared in order."""
    for here, there in _stretches(_charged(hubspot.lines), _charged(quickbooks.lines)):
        places = zip_longest(hubspot.lines[here], quickbooks.lines[there])
        for number, (one, other) in enumerate(places, start=max(here.start, there.start) + 1):
            yield Version(names.LINE(number=number), _told(one, hubspot), _told(other, quickbooks))


def _stretches(here: Sequence[_Charged], there: Sequence[_Charged]) -> list[tuple[slice, slice]]:
    """Where the lines of both sides differ. Where only their order does, each line stands for itself."""
    if sorted(here) == sorted(there):
        moved = (slice(at, at + 1) for at, (one, other) in enumerate(zip(here, there, strict=True)) if one != other)
        return [(at, at) for at in moved]
    compared = SequenceMatcher(None, here, there, autojunk=False)
    return [(slice(a, b), slice(c, d)) for what, a, b, c, d in compared.get_opcodes() if what != "equal"]


def _sold_otherwise(hubspot: Side, quickbooks: Side) -> Iterator[Version]:
    """Lines that charge the same for something of another name: all that is left where an item was exchanged."""
    for number, (one, other) in enumerate(zip(hubspot.lines, quickbooks.lines, strict=True), start=1):
        if _name(other) not in {one.name, one.description}:
            yield Version(names.LINE(number=number), _told(one, hubspot), _told(other, quickbooks))


def _charged(lines: Sequence[InvoiceLine]) -> list[_Charged]:
    return [(plain(line.amount), "" if line.quantity is None else plain(line.quantity)) for line in lines]


def _told(line: InvoiceLine | None, side: Side) -> str:
    if line is None:
        return ""
    name, charged = _name(line), _amount(plain(line.amount), side)
    if line.quantity is None:
        return names.CHARGED(name=name, amount=charged)
    return names.SOLD(name=name, quantity=plain(line.quantity), amount=charged)


def _name(line: InvoiceLine) -> str:
    """What is sold; the item of all lines without an item of their own says nothing of that."""
    return line.description if not line.name or line.name == CUSTOM_LINE_ITEM_NAME else line.name


def _figure(name: str, side: Side) -> str:
    return side.fields[name] if name == "currency" else _amount(side.fields[name], side)


def _amount(value: str, side: Side) -> str:
    return amount(value, side.fields["currency"])
