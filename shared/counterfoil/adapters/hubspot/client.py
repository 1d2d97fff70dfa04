"""HubSpot's endpoints, thin: paths, limits and answers as checked models. Knows nothing of invoices or customers.

Sources: https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis (batches of 100) and
https://developers.hubspot.com/docs/api-reference/latest/crm/associations/associations-v4 (reads of 1,000 inputs).
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import batched, chain
from typing import Any

from pydantic import ValidationError

from counterfoil.adapters.http import Answer, VendorHttp
from counterfoil.adapters.hubspot.answers import (
    AccountDetails,
    AssociatedRecord,
    AssociationBatch,
    BatchAnswer,
    CrmObject,
    CrmObjectInFull,
    PropertyDefinition,
    PropertyDefinitions,
    SearchAnswer,
)
from counterfoil.adapters.hubspot.errors import may_be_of_one, record_failure
from counterfoil.adapters.hubspot.wire import Wire
from counterfoil.domain.errors import Cure, ErrorCategory, Failure, VendorError
from counterfoil.domain.identity import System
from counterfoil.domain.texts import refusals
from counterfoil.domain.values import dataclass
from counterfoil.settings import HUBSPOT_API_VERSION

BATCH_SIZE = 100
ASSOCIATION_BATCH_SIZE = 1000
SEARCH_PAGE = 200

Document = Mapping[str, Any]
FilterGroup = Sequence[Document]
"""Filters that a record must all meet."""


@dataclass(frozen=True, slots=True)
class FoundObjects:
    """What a batch read found: the objects, and the ids that exist but could not be read. Absent ids are in neither."""

    objects: tuple[CrmObject, ...]
    failures: Mapping[str, Failure]


@dataclass(frozen=True, slots=True)
class Association:
    """One association to make: the two records, and HubSpot's id of its type."""

    source_id: str
    target_id: str
    type_id: int


class HubSpotClient:
    """HubSpot's CRM API for one portal. Every method raises VendorError when a call failed as a whole."""

    def __init__(self, http: VendorHttp, version: str = HUBSPOT_API_VERSION) -> None:
        self._http, self._version = http, version

    def read(self, objects: str, ids: Iterable[str], properties: Sequence[str], id_property: str = "") -> FoundObjects:
        """Any number of records by id, or by the value of a unique property; 100 a call, several calls at a time."""
        by = {"idProperty": id_property} if id_property else {}
        asked = {"properties": list(properties), "propertiesWithHistory": [], **by}
        chunks = batched(dict.fromkeys(ids), BATCH_SIZE, strict=False)
        batches = self._http.each([partial(self._read, objects, chunk, asked) for chunk in chunks])
        found = [one for batch in batches for one in batch.objects]
        return FoundObjects(tuple(found), {each: failure for batch in batches for each, failure in batch.failures.items()})

    def read_one(self, objects: str, record_id: str, properties: Sequence[str], others: Sequence[str]) -> CrmObjectInFull:
        """One record with what it is associated with among `others`. Raises VendorError also when there is none."""
        query = {"properties": ",".join(properties), "associations": ",".join(others)}
        path = f"/crm/objects/{self._version}/{objects}/{record_id}"
        return parsed(CrmObjectInFull, self._http.call("GET", path, query=query))

    def read_each(
        self, objects: str, ids: Iterable[str], properties: Sequence[str], others: Sequence[str]
    ) -> list[CrmObjectInFull]:
        """The records as `read_one` reads them, each in a call of its own."""
        return self._http.each([partial(self.read_one, objects, each, properties, others) for each in dict.fromkeys(ids)])

    def _read(self, objects: str, ids: Sequence[str], asked: Document) -> FoundObjects:
        """One batch; what may be the trouble of one record is asked for again in halves until that one stands alone."""
        try:
            inputs = [{"id": each} for each in ids]
            path = f"/crm/objects/{self._version}/{objects}/batch/read"
            answer = self._post(path, {"inputs": inputs, **asked}, reads=True)
            batch = parsed(BatchAnswer, answer)
            return FoundObjects(batch.results, _unreadable(batch, answer.request_id))
        except VendorError as error:
            failure = error.failure
            if not (may_be_of_one(failure) or failure.category is ErrorCategory.UNEXPECTED):
                raise
        if len(ids) == 1:
            return FoundObjects((), {ids[0]: replace(failure, cure=Cure.PERSON)})
        middle = len(ids) // 2
        first, second = self._read(objects, ids[:middle], asked), self._read(objects, ids[middle:], asked)
        return FoundObjects(first.objects + second.objects, {**first.failures, **second.failures})

    def batch(self, objects: str, action: str, inputs: Sequence[Document]) -> tuple[BatchAnswer, str]:
        """One batch of at most 100 inputs: "create", "update" or "upsert"; the answer and HubSpot's id of the request."""
        answer = self._post(f"/crm/objects/{self._version}/{objects}/batch/{action}", {"inputs": list(inputs)})
        return parsed(BatchAnswer, answer), answer.request_id

    def archive(self, objects: str, ids: Iterable[str]) -> None:
        """Move records to the recycle bin, 100 a call; one that is there already counts as moved."""
        for chunk in batched(ids, BATCH_SIZE, strict=False):
            path = f"/crm/objects/{self._version}/{objects}/batch/archive"
            self._post(path, {"inputs": [{"id": each} for each in chunk]})

    def dissociate(self, objects: str, others: str, pairs: Iterable[tuple[str, str]]) -> None:
        """Take associations away, whatever their types, 100 a call; one that is not there counts as taken away."""
        for chunk in batched(pairs, BATCH_SIZE, strict=False):
            inputs = [{"from": {"id": one}, "to": [{"id": other}]} for one, other in chunk]
            self._post(f"/crm/associations/{self._version}/{objects}/{others}/batch/archive", {"inputs": inputs})

    def search(
        self, objects: str, groups: Sequence[FilterGroup], properties: Sequence[str], *, sort: str = "", after: str = "0"
    ) -> SearchAnswer:
        """A page of the records that meet any of the groups, ascending by `sort`.

        The index runs seconds behind and holds no archived records.
        """
        query = {
            "filterGroups": [{"filters": list(group)} for group in groups],
            "sorts": [sort] if sort else [],
            "properties": list(properties),
            "limit": SEARCH_PAGE,
            "after": after,
        }
        path = f"/crm/objects/{self._version}/{objects}/search"
        return parsed(SearchAnswer, self._post(path, query, resource="search", reads=True))

    def count(self, objects: str, groups: Sequence[FilterGroup]) -> int:
        """How many records meet any of the groups; all of them where no group has a filter."""
        filled = [{"filters": list(group)} for group in groups if group]
        query = {"filterGroups": filled, "sorts": [], "properties": [], "limit": 1, "after": "0"}
        path = f"/crm/objects/{self._version}/{objects}/search"
        return parsed(SearchAnswer, self._post(path, query, resource="search", reads=True)).total

    def associations(self, objects: str, others: str, ids: Iterable[str]) -> Mapping[str, tuple[AssociatedRecord, ...]]:
        """What the records with `ids` are associated with among `others`, by id; absent where there is nothing."""
        found: dict[str, tuple[AssociatedRecord, ...]] = {}
        for chunk in batched(dict.fromkeys(ids), ASSOCIATION_BATCH_SIZE, strict=False):
            inputs: list[dict[str, str]] = [{"id": each} for each in chunk]
            while inputs:
                batch = self._association_page(objects, others, inputs)
                for each in batch.results:
                    found[each.source.id] = found.get(each.source.id, ()) + each.to
                inputs = [{"id": each.source.id, "after": each.next_page} for each in batch.results if each.next_page]
        return found

    def associations_of_each(
        self, objects: str, others: Sequence[str], ids: Sequence[str]
    ) -> dict[str, Mapping[str, tuple[AssociatedRecord, ...]]]:
        """The `associations` with each type of the `others`, by type."""
        found = self._http.each([partial(self.associations, objects, other, ids) for other in others])
        return dict(zip(others, found, strict=True))

    def _association_page(self, objects: str, others: str, inputs: Sequence[Document]) -> AssociationBatch:
        path = f"/crm/associations/{self._version}/{objects}/{others}/batch/read"
        return parsed(AssociationBatch, self._post(path, {"inputs": list(inputs)}, reads=True))

    def associate(self, objects: str, others: str, associations: Iterable[Association]) -> None:
        """Make associations; one that exists already stays. Raises VendorError unless all of them were made."""
        for chunk in batched(associations, ASSOCIATION_BATCH_SIZE, strict=False):
            inputs = [_association_input(each) for each in chunk]
            answer = self._post(f"/crm/associations/{self._version}/{objects}/{others}/batch/create", {"inputs": inputs})
            body = answer.body if isinstance(answer.body, Mapping) else {}
            for error in body.get("errors") or ():
                raise VendorError(record_failure(error, answer.request_id))

    def shows(self, objects: str) -> bool:
        """Whether this portal lets records of this type be read at all."""
        try:
            self._http.call("GET", f"/crm/objects/{self._version}/{objects}", query={"limit": "1"})
        except VendorError as error:
            if error.failure.category in {ErrorCategory.PROPERTY_REFUSED, ErrorCategory.RECORD_DELETED}:
                return False
            raise
        return True

    def properties(self, objects: str) -> tuple[PropertyDefinition, ...]:
        """Every property that this type of object has in this portal."""
        answer = self._http.call("GET", f"/crm/properties/{self._version}/{objects}")
        return parsed(PropertyDefinitions, answer).results

    def property_groups(self, objects: str) -> tuple[str, ...]:
        """The names of the property groups of this type of object."""
        answer = self._http.call("GET", f"/crm/properties/{self._version}/{objects}/groups")
        return tuple(group.name for group in parsed(PropertyDefinitions, answer).results)

    def create_property(self, objects: str, definition: Document) -> None:
        """Define a new property."""
        self._post(f"/crm/properties/{self._version}/{objects}", definition)

    def create_property_group(self, objects: str, definition: Document) -> None:
        """Define a new property group."""
        self._post(f"/crm/properties/{self._version}/{objects}/groups", definition)

    def account(self) -> AccountDetails:
        """The portal that the token belongs to."""
        return parsed(AccountDetails, self._http.call("GET", f"/account-info/{self._version}/details"))

    def _post(self, path: str, body: Document, *, resource: str = "request", reads: bool = False) -> Answer:
        return self._http.call("POST", path, body=body, resource=resource, reads=reads)


def parsed[Model: Wire](model: type[Model], answer: Answer) -> Model:
    """The body of a successful answer. Raises VendorError when it is not what HubSpot documents."""
    try:
        return model.model_validate(answer.body)
    except ValidationError as error:
        place = ".".join(str(part) for part in error.errors()[0]["loc"])
        raise VendorError(
            Failure(
                category=ErrorCategory.UNEXPECTED,
                cure=Cure.LOOKING,
                text=refusals.UNCLEAR_ANSWER(system=System.HUBSPOT.brand),
                vendor_text=f"not as documented: {place or 'the whole body'}",
                code=str(answer.status),
                request_id=answer.request_id,
            )
        ) from error


def is_full(page: SearchAnswer) -> bool:
    """Whether there may be more than this first page of a search: it has as many as fit, and not all that HubSpot counts."""
    return len(page.results) == SEARCH_PAGE != page.total


def named_in(error: Document, *names: str) -> Iterator[str]:
    """The ids or trace ids that an entry of a batch's `errors` says it is about."""
    context = error.get("context")
    if isinstance(context, Mapping):
        yield from (str(each) for each in chain.from_iterable(context.get(name) or () for name in names))


def _unreadable(batch: BatchAnswer, request_id: str) -> dict[str, Failure]:
    """Failures of single records of a read. An unknown id is none: it is simply absent."""
    failures: dict[str, Failure] = {}
    for error in batch.errors:
        failure = record_failure(error, request_id)
        if failure.category is ErrorCategory.RECORD_DELETED:
            continue
        ids = tuple(named_in(error, "ids", "id"))
        if not ids:
            raise VendorError(failure)
        failures |= dict.fromkeys(ids, failure)
    return failures


def _association_input(association: Association) -> Document:
    return {
        "from": {"id": association.source_id},
        "to": {"id": association.target_id},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": association.type_id}],
    }
