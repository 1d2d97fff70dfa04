"""One HubSpot account: its records, properties and associations, changed only through a few undoable primitives."""

import itertools
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from infra.sandbox.hubspot import instants
from infra.sandbox.hubspot.catalogue import all_properties, main_group
from infra.sandbox.hubspot.definitions import Definition, Group
from infra.sandbox.hubspot.identifiers import Identifiers
from infra.sandbox.hubspot.journal import Journal
from infra.sandbox.hubspot.links import Links
from infra.sandbox.hubspot.object_types import CONTACT, INVOICE, OBJECT_TYPES, ObjectType
from infra.sandbox.hubspot.records import KEPT_VERSIONS, Actor, Event, Record, Version
from infra.sandbox.hubspot.switches import Switches
from infra.sandbox.kernel.clock import Clock

FIRST_RECORD_ID = 30_100_000_001  # beyond 32 bits, as in accounts of today
FIRST_INVOICE_NUMBER = 1001
TIME_ZONE = "US/Pacific"


@dataclass(frozen=True, slots=True)
class TaxRate:
    """One entry of the account's tax rate library."""

    id: str
    name: str
    percentage: Decimal
    label: str
    active: bool
    created_at: datetime
    updated_at: datetime


@dataclass(slots=True)
class Account:
    """What the account-info API tells, and what the account has set up."""

    portal_id: int
    name: str
    company_currency: str = "USD"
    additional_currencies: tuple[str, ...] = ("CAD", "EUR", "GBP")
    time_zone: str = TIME_ZONE
    payment_processor: bool = False
    tax_rates: list[TaxRate] = field(default_factory=list)

    @property
    def currencies(self) -> tuple[str, ...]:
        """Every currency the account may use."""
        return (self.company_currency, *self.additional_currencies)


class Portal:
    """The state of one account."""

    def __init__(self, account: Account, clock: Clock, identifiers: Identifiers, switches: Switches) -> None:
        self.account, self.clock, self.identifiers, self.switches = account, clock, identifiers, switches
        self.journal = Journal()
        self.links = Links(self.journal)
        self.definitions: dict[str, dict[str, Definition]] = all_properties()
        self.groups: dict[str, dict[str, Group]] = {
            kind.id: {main_group(kind).name: main_group(kind)} for kind in OBJECT_TYPES
        }
        self._records: dict[str, dict[str, Record]] = {kind.id: {} for kind in OBJECT_TYPES}
        self._unique: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
        self._ids = itertools.count(FIRST_RECORD_ID)
        self._invoice_numbers = itertools.count(FIRST_INVOICE_NUMBER)

    @property
    def id(self) -> int:
        """The portal (hub) id."""
        return self.account.portal_id

    def now(self) -> datetime:
        """The present, to the millisecond."""
        now = self.clock.now()
        return now.replace(microsecond=now.microsecond // 1000 * 1000)

    def records(self, kind: ObjectType, *, archived: bool = False) -> Iterable[Record]:
        """The live or the archived records of one kind, in the order of their ids; merged ones are neither."""
        every = self._records[kind.id].values()
        return (record for record in every if record.archived == archived and not record.merged_into)

    def find(self, kind: ObjectType, record_id: str, *, archived: bool = False) -> Record | None:
        """The record with this id, or the one it was merged into."""
        record = self._records[kind.id].get(record_id)
        while record and record.merged_into:
            record = self._records[kind.id].get(record.merged_into)
        return record if record and record.archived == archived else None

    def owner_of(self, kind: ObjectType, name: str, value: str) -> Record | None:
        """The live record that has `value` in the unique property `name`."""
        if name == "hs_object_id":
            return self.find(kind, value)
        record_id = self._unique[kind.id, name].get(self._unique_key(name, value))
        return self._records[kind.id][record_id] if record_id else None

    def linked(self, record: Record, kind: ObjectType) -> list[Record]:
        """The live records of `kind` that are associated with `record`, oldest association first."""
        found = (self._records[kind.id][other] for other in self.links.targets(record, kind))
        return [other for other in found if not other.archived]

    def next_invoice_number(self) -> str:
        """The next number on the account's numbering."""
        return f"INV-{next(self._invoice_numbers)}"

    def add(self, kind: ObjectType, actor: Actor, *, at: datetime | None = None) -> Record:
        """A new, empty record; `at` dates it back."""
        moment = at or self.now()
        record = Record(kind, str(next(self._ids)), moment, moment)
        records = self._records[kind.id]
        records[record.id] = record
        self.journal.did(lambda: records.pop(record.id))
        self.journal.tell(Event("creation", kind, record.id, moment, actor))
        for name in kind.created:
            self._store(record, name, instants.text(moment), Version(instants.text(moment), moment, actor))
        self.put(record, {"hs_object_id": record.id, "hs_unique_id": self.identifiers.uuid()}, actor, at=moment)
        return record

    def put(self, record: Record, values: dict[str, str], actor: Actor, *, at: datetime | None = None) -> list[str]:
        """Set (or, given empty text, clear) properties; the names that really changed."""
        moment = at or self.now()
        changed = [name for name, value in values.items() if record.get(name) != value]
        for name in changed:
            self._store(record, name, values[name], Version(values[name], moment, actor))
            self.journal.tell(Event("propertyChange", record.kind, record.id, moment, actor, name, values[name]))
        if changed:
            self.touch(record, actor, at=moment)
        return changed

    def touch(self, record: Record, actor: Actor, *, at: datetime | None = None) -> None:
        """Move the last-modified date."""
        moment, before = at or self.now(), record.updated_at
        record.updated_at = moment
        self.journal.did(lambda: setattr(record, "updated_at", before))
        text = instants.text(moment)
        if record.get(record.kind.modified) != text:
            self._store(record, record.kind.modified, text, Version(text, moment, actor))

    def archive(self, record: Record, actor: Actor) -> None:
        """Move a record to the recycle bin."""
        self._put_away(record)
        self.journal.tell(Event("deletion", record.kind, record.id, self.now(), actor))

    def retire(self, record: Record, survivor: Record) -> None:
        """Let `survivor` answer for a record merged into it."""
        self._put_away(record)
        record.merged_into = survivor.id

    def define(self, kind: ObjectType, definition: Definition) -> None:
        """Add or replace a property definition."""
        definitions = self.definitions[kind.id]
        before = definitions.get(definition.name)
        definitions[definition.name] = definition
        if before is None:
            self.journal.did(lambda: definitions.pop(definition.name))
        else:
            self.journal.did(lambda: definitions.update({definition.name: before}))

    def _store(self, record: Record, name: str, value: str, version: Version) -> None:
        before, versions = record.values.get(name), record.history.get(name, [])
        self._release(record, name, before or "")
        if value:
            record.values[name] = value
        else:
            record.values.pop(name, None)
        record.history[name] = [*versions, version][-KEPT_VERSIONS:]
        self._claim(record, name, value)
        self.journal.did(lambda: self._restore(record, name, before, versions))

    def _restore(self, record: Record, name: str, before: str | None, versions: list[Version]) -> None:
        self._release(record, name, record.get(name))
        record.history[name] = versions
        if before is None:
            record.values.pop(name, None)
        else:
            record.values[name] = before
            self._claim(record, name, before)

    def _put_away(self, record: Record) -> None:
        record.archived_at = self.now()
        self.journal.did(lambda: self._revive(record))
        for name, value in record.values.items():
            self._release(record, name, value)

    def _revive(self, record: Record) -> None:
        record.archived_at = record.merged_into = None
        for name, value in record.values.items():
            self._claim(record, name, value)

    def _unique_names(self, record: Record, name: str, value: str) -> list[str]:
        if record.kind is CONTACT and name in {"email", "hs_additional_emails"}:
            return [part.strip() for part in value.split(";") if part.strip()]
        definition = self.definitions[record.kind.id].get(name)
        by_switch = record.kind is INVOICE and name == "hs_number" and self.switches.invoice_number_unique
        return [value] if value and ((definition and definition.unique) or by_switch) else []

    def _claim(self, record: Record, name: str, value: str) -> None:
        for part in self._unique_names(record, name, value):
            self._unique[record.kind.id, self._index(name)].setdefault(self._unique_key(name, part), record.id)

    def _release(self, record: Record, name: str, value: str) -> None:
        for part in self._unique_names(record, name, value):
            index = self._unique[record.kind.id, self._index(name)]
            if index.get(self._unique_key(name, part)) == record.id:
                del index[self._unique_key(name, part)]

    @staticmethod
    def _index(name: str) -> str:
        return "email" if name == "hs_additional_emails" else name

    @staticmethod
    def _unique_key(name: str, value: str) -> str:
        return value.lower() if name in {"email", "hs_additional_emails"} else value
