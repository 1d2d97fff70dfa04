"""Which of the calls that were made for some records were made for one of their cases."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from counterfoil.domain.call import MOST_CALLS, VendorCall
from counterfoil.domain.identity import RecordRef
from counterfoil.engine.case import Case
from counterfoil.engine.context import Context


def calls_by_case(context: Context, cases: Sequence[Case]) -> Mapping[RecordRef, tuple[VendorCall, ...]]:
    """The last calls for each case: those that name one of its records, and those that name no record that was planned."""
    made = context.systems.calls.made()
    names = {case.ref: _names(case) for case in cases}
    known = frozenset(_names_of(context.beside)).union(*names.values())
    meant = [(one.call, _meant(one.names & known)) for one in made]
    return {ref: tuple(call for call, some in meant if not some or some & own)[-MOST_CALLS:] for ref, own in names.items()}


def _meant(names: frozenset[str]) -> frozenset[str]:
    """Which of these names tell whom a call is about: the markers, if there are any. An id may be a customer's as well."""
    return frozenset(name for name in names if ":" in name) or names


def _names(case: Case) -> frozenset[str]:
    """What a call may call the records of a case: ids, and the marker that a create leaves."""
    refs = {case.ref, *(case.link.refs.values() if case.link else ()), *(one.ref for one in case.snapshots.values())}
    return frozenset(_names_of(refs))


def _names_of(refs: Iterable[RecordRef]) -> Iterator[str]:
    return (name for ref in refs for name in (ref.id, str(ref)))
