"""Finds counterparts: contacts by e-mail or name, products by SKU or name, invoices by number or day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import batched

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import FilterGroup, HubSpotClient
from counterfoil.adapters.hubspot.filters import between, one_of, search_each, unset
from counterfoil.adapters.hubspot.mapping.common import COMPANIES, CONTACTS, INVOICES, PRODUCTS
from counterfoil.adapters.hubspot.reading import RecordReader
from counterfoil.domain.errors import Cure, Failure, VendorError
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.keys import held_by
from counterfoil.domain.parties import COMPANY
from counterfoil.domain.records.customer import Customer
from counterfoil.domain.snapshot import AnyRecord, Snapshot
from counterfoil.engine.ports import Criterion, MatchKey

_MOST_GROUPS = 5
"""Filter groups of one search."""
_AROUND = timedelta(hours=26)
_FOLDED = {MatchKey.EMAIL, MatchKey.NUMBER_CUSTOMER_TOTAL}


class RecordFinder:
    """Looks through one portal. HubSpot's search narrows down; what counts is decided on the records themselves."""

    def __init__(self, client: HubSpotClient, reader: RecordReader, *, companies: bool = False) -> None:
        """`companies` says whether companies are customers, instead of contacts that belong to one."""
        self._client, self._reader, self._companies = client, reader, companies

    def find(self, kind: EntityKind, criteria: Sequence[Criterion]) -> Mapping[Criterion, tuple[Snapshot, ...]]:
        """`RecordSystem.find`. Payments cannot be looked for."""
        ids: dict[str, None] = {}
        for key in MatchKey:
            values = dict.fromkeys(each.value for each in criteria if each.key is key and each.value.strip())
            ids |= dict.fromkeys(self._candidates(kind, key, list(values)))
        found = self._standing_in(kind, self._snapshots(kind, ids))
        return {each: tuple(one for one in found if _meets(one.record, each)) for each in criteria}

    def _snapshots(self, kind: EntityKind, ids: Iterable[str]) -> list[Snapshot]:
        """The candidates. One that cannot be understood is nobody's counterpart; raises VendorError for passing trouble."""
        found: list[Snapshot] = []
        for shown in self._reader.read(kind, list(ids)).values():
            if not isinstance(shown, Failure):
                found += shown
            elif shown.cure is not Cure.PERSON:
                raise VendorError(shown)
        return found

    def _standing_in(self, kind: EntityKind, found: Sequence[Snapshot]) -> list[Snapshot]:
        """Companies instead of the contacts that stand back for them."""
        back = {one.ref: one.record.company for one in found if isinstance(one.record, Customer) and one.record.stands_back}
        known = {one.ref for one in found}
        companies = sorted({company.id for company in back.values() if company and company not in known})
        return [one for one in found if one.ref not in back] + self._snapshots(kind, companies)

    def _candidates(self, kind: EntityKind, key: MatchKey, values: Sequence[str]) -> Iterator[str]:
        match kind, key:
            case EntityKind.CUSTOMER, MatchKey.EMAIL:
                yield from _ids(search_each(self._client, CONTACTS, values, _email_groups, copies=2))
            case EntityKind.CUSTOMER, MatchKey.NAME:
                yield from _ids(search_each(self._client, CONTACTS, values, _person_groups, copies=6))
                yield from self._of_companies(values)
            case EntityKind.PRODUCT, MatchKey.SKU:
                yield from _ids(search_each(self._client, PRODUCTS, values, lambda some: [[one_of("hs_sku", some)]]))
            case EntityKind.PRODUCT, MatchKey.NAME:
                yield from _ids(search_each(self._client, PRODUCTS, values, lambda some: [[one_of("name", some)]]))
            case EntityKind.INVOICE, MatchKey.NUMBER_CUSTOMER_TOTAL:
                yield from _ids(search_each(self._client, INVOICES, values, lambda some: [[one_of("hs_number", some)]]))
            case EntityKind.INVOICE, MatchKey.DAY:
                for days in batched(values, _MOST_GROUPS, strict=False):
                    yield from _ids(search_each(self._client, INVOICES, days, _day_groups))

    def _of_companies(self, names: Sequence[str]) -> Iterator[str]:
        companies = list(_ids(search_each(self._client, COMPANIES, names, lambda some: [[one_of("name", some)]])))
        if self._companies:
            yield from (COMPANY + one for one in companies)
            return
        for contacts in self._client.associations(COMPANIES, CONTACTS, companies).values():
            yield from (contact.toObjectId for contact in contacts)


def _ids(objects: Iterable[CrmObject]) -> Iterator[str]:
    return (wire.id for wire in objects)


def _email_groups(addresses: Sequence[str]) -> list[FilterGroup]:
    return [[one_of("email", addresses)], [one_of("hs_additional_emails", addresses)]]


def _person_groups(names: Sequence[str]) -> list[FilterGroup]:
    """Contacts whose display name may be one of `names`: split into a first and a last name, one of both, firm, e-mail."""
    words = [name.split() for name in names]
    first = {" ".join(each[:at]) for each in words for at in range(1, len(each))}
    last = {" ".join(each[at:]) for each in words for at in range(1, len(each))}
    groups: list[FilterGroup] = [
        [one_of("firstname", names), unset("lastname")],
        [one_of("lastname", names), unset("firstname")],
        [one_of("company", names), unset("firstname")],
        [one_of("email", names)],
    ]
    return [*groups, [one_of("firstname", first), one_of("lastname", last)]] if first else groups


def _day_groups(days: Sequence[str]) -> list[FilterGroup]:
    """Invoices whose date may be one of these days, whatever the portal's time zone."""
    middles = [datetime.fromisoformat(f"{day}T12:00:00Z") for day in days]
    return [[between("hs_invoice_date", middle - _AROUND, middle + _AROUND)] for middle in middles]


def _meets(record: AnyRecord, criterion: Criterion) -> bool:
    """Whether a record has the value; letter case does not count in addresses and numbers."""
    held, wanted = held_by(record, criterion.key), criterion.value
    if criterion.key in _FOLDED:
        return wanted.strip().casefold() in {value.casefold() for value in held}
    return wanted in held
