"""A second person of a name gets a number where the rule says so: "Ada Byron (2)", the first that is free.

An earlier try may have made the customer already, under any of these names: then that is the answer, so that a crash in
between makes nobody twice.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from counterfoil.adapters.quickbooks.client import Document, QuickBooksClient
from counterfoil.adapters.quickbooks.errors import DUPLICATE_NAME
from counterfoil.adapters.quickbooks.mapping.common import INACTIVE_SUFFIX, plain_name, source_in, without_suffix
from counterfoil.adapters.quickbooks.reading import ANY_STATE, RecordReader
from counterfoil.adapters.quickbooks.statements import one_of, select
from counterfoil.domain.errors import Failure
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Operation, Write

MOST = 30
"""Of so many people of one name each gets a customer; of the next one a person is told."""

_LISTS = ("Customer", "Vendor", "Employee")
"""Which share one set of names, inactive entries included."""

Holders = dict[str, tuple[str, Document]]
"""Who has a name: the list and the entry, by the name in lower case."""


class Namesakes:
    """Finds names for the people whom QuickBooks refused because their name is taken."""

    def __init__(self, client: QuickBooksClient, reader: RecordReader) -> None:
        self._client, self._reader = client, reader

    def renamed(
        self, writes: Iterable[Write], results: Mapping[str, Snapshot | Failure]
    ) -> tuple[dict[str, Write], dict[str, Snapshot]]:
        """By the keys of the refused writes: the same under a free name, or the customer that an earlier try made.

        Three metered reads for each name, where one was refused. Never raises VendorError.
        """
        renamed: dict[str, Write] = {}
        made: dict[str, Snapshot] = {}
        refused = [write for write in writes if _is_refused(results[write.key]) and _is_of_person(write)]
        holders = self._holders({_name(write).casefold(): _name(write) for write in refused}.values())
        for write in refused:
            known = holders.get(_name(write).casefold())
            if known is None:
                continue
            if mine := self._mine(write, known):
                made[write.key] = mine
            elif free := next((name for name in _numbered(_name(write)) if _is_free(name, write, known)), ""):
                renamed[write.key] = _called(write, free)
                known[free.casefold()] = ("", {})
        return renamed, made

    def _holders(self, names: Iterable[str]) -> dict[str, Holders]:
        """Who is called like each name, or like it with a number, by the name in lower case.

        What could not be asked is missing.
        """
        asked = {f"{one} {name}": (one, name) for name in names for one in _LISTS}
        questions = {
            key: select(one, one_of("DisplayName", _spellings(name)), ANY_STATE) for key, (one, name) in asked.items()
        }
        answers = self._client.ask(questions) if questions else {}
        unknown = {name for key, (_, name) in asked.items() if isinstance(answers[key], Failure)}
        found: dict[str, Holders] = {name.casefold(): {} for _, name in asked.values() if name not in unknown}
        for key, (one, name) in asked.items():
            answer = answers[key]
            if name not in unknown and not isinstance(answer, Failure):
                found[name.casefold()] |= {_shown(row): (one, row) for row in answer.get(one, [])}
        return found

    def _mine(self, write: Write, known: Holders) -> Snapshot | None:
        """The customer that bears the marker of a create."""
        if write.operation is not Operation.CREATE:
            return None
        active = [row for one, row in known.values() if one == "Customer" and row.get("Active") is not False]
        mine = [row for row in active if source_in(str(row.get("Notes") or "")) == write.source]
        shown = self._reader.understood(EntityKind.CUSTOMER, mine[0]) if mine else ()
        return None if isinstance(shown, Failure) else next(iter(shown), None)


def _is_refused(result: Snapshot | Failure) -> bool:
    return isinstance(result, Failure) and result.code == DUPLICATE_NAME


def _is_of_person(write: Write) -> bool:
    """Whether it gives a customer the name of a person: two firms of one name are for people to tell apart."""
    record = write.record
    if not isinstance(record, Customer) or not (record.given_name or record.family_name):
        return False
    named = write.operation is Operation.CREATE or "display_name" in write.fields
    return named and plain_name(record.display_name) != plain_name(record.company_name)


def _name(write: Write) -> str:
    return plain_name(write.record.display_name) if isinstance(write.record, Customer) else ""


def _numbered(name: str) -> list[str]:
    return [f"{name} ({number})" for number in range(2, MOST + 1)]


def _spellings(name: str) -> list[str]:
    """With what QuickBooks puts behind the name of an inactive one; and in lower case, whatever that is to QuickBooks."""
    asked = [spelling for one in (name, *_numbered(name)) for spelling in (one, one + INACTIVE_SUFFIX)]
    return list(dict.fromkeys(spelling for one in asked for spelling in (one, one.lower())))


def _shown(row: Document) -> str:
    return without_suffix(str(row.get("DisplayName", "")), active=row.get("Active") is not False).casefold()


def _is_free(name: str, write: Write, known: Holders) -> bool:
    """Whether nobody else has the name; the customer itself may keep it."""
    one, row = known.get(name.casefold(), ("", None))
    own = write.target.id if write.target else ""
    return row is None or (one == "Customer" and row.get("Id") == own)


def _called(write: Write, name: str) -> Write:
    """The write under another name, with a key of its own: QuickBooks may repeat its answer to the old one."""
    record = replace(write.record, display_name=name) if isinstance(write.record, Customer) else write.record
    return replace(write, key=f"{write.key} {name}", record=record)
