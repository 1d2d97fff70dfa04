"""What records are associated with: it comes with a few of them, and is asked for in bulk where there are many.

Only a single record's answer has its associations in it; a batch of up to a hundred has none:
https://developers.hubspot.com/docs/api-reference/latest/crm/using-object-apis
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from counterfoil.adapters.hubspot.answers import AssociatedRecord, CrmObject, CrmObjectInFull
from counterfoil.adapters.hubspot.client import FoundObjects, HubSpotClient
from counterfoil.adapters.hubspot.errors import may_be_of_one
from counterfoil.adapters.hubspot.mapping.common import in_order
from counterfoil.domain.errors import ErrorCategory, VendorError

Ids = Mapping[str, Sequence[str]]
"""The ids of associated records, by the record they are at."""
Associated = Mapping[str, Sequence[AssociatedRecord]]
"""Associated records with the types of their associations, by the record they are at."""


class Ends:
    """The far ends of some records' associations, by the type of what is there, the oldest record first.

    What is not `at_hand`, as single records show it, nor `told`, as of many, is asked for when it is wanted.
    """

    def __init__(
        self,
        client: HubSpotClient,
        objects: str,
        ids: Sequence[str],
        *,
        at_hand: Mapping[str, Ids] = MappingProxyType({}),
        told: Mapping[str, Associated] = MappingProxyType({}),
    ) -> None:
        self._client, self._objects, self.ids, self._at_hand, self._told = client, objects, ids, at_hand, told

    def of(self, others: str) -> dict[str, list[str]]:
        """The ids of the `others` at each record that has any. Raises VendorError."""
        found = self._at_hand.get(others)
        if found is None:
            return _ids_of(self._typed(others, self.ids))
        return {one: in_order(set(ends)) for one, ends in found.items()}

    def of_type(self, others: str, type_id: int) -> dict[str, str]:
        """The id of one of the `others` at each record that has any by this type of association. Raises VendorError.

        A single record shows which it has, and of which type they are under a name that HubSpot does not document.
        """
        found = self._at_hand.get(others)
        some = self.ids if found is None else [one for one in self.ids if found.get(one)]
        typed = self._typed(others, some)
        return {one: each.toObjectId for one, ends in typed.items() for each in ends if each.has_type(type_id)}

    def _typed(self, others: str, ids: Sequence[str]) -> Associated:
        told = self._told.get(others)
        return self._client.associations(self._objects, others, ids) if told is None else told


def associated(client: HubSpotClient, objects: str, others: str, ids: Sequence[str]) -> dict[str, list[str]]:
    """The ids of associated records, oldest record first, so that "the first contact" does not change by itself."""
    return _ids_of(client.associations(objects, others, ids))


def _ids_of(found: Mapping[str, Sequence[AssociatedRecord]]) -> dict[str, list[str]]:
    return {one: in_order({other.toObjectId for other in others}) for one, others in found.items()}


def read_with_ends(
    client: HubSpotClient,
    objects: str,
    ids: Sequence[str],
    properties: Sequence[str],
    others: Sequence[str],
    *,
    may_have: Callable[[Sequence[CrmObject], str], bool],
) -> tuple[FoundObjects, Ends]:
    """Records and what they are associated with among `others`, in as few calls as it takes. Raises VendorError.

    What none of many records `may_have` is not asked for.
    """
    if len(ids) <= len(others) and (shown := _one_by_one(client, objects, ids, properties, others)) is not None:
        at_hand = _at_hand(shown, others)
        return FoundObjects(tuple(shown), {}), Ends(client, objects, [one.id for one in shown], at_hand=at_hand)
    found = client.read(objects, ids, properties)
    there = [wire.id for wire in found.objects]
    asked = [other for other in others if may_have(found.objects, other)]
    none: Mapping[str, Associated] = {other: {} for other in others}
    return found, Ends(client, objects, there, told={**none, **client.associations_of_each(objects, asked, there)})


def _one_by_one(
    client: HubSpotClient, objects: str, ids: Sequence[str], properties: Sequence[str], others: Sequence[str]
) -> list[CrmObjectInFull] | None:
    """The records, each with its associations; None where one is odd or gone, which a batch tells apart from the others."""
    try:
        return client.read_each(objects, ids, properties, others)
    except VendorError as error:
        if not (may_be_of_one(error.failure) or error.failure.category is ErrorCategory.UNEXPECTED):
            raise
    return None


def _at_hand(shown: Sequence[CrmObjectInFull], others: Sequence[str]) -> dict[str, dict[str, list[str]]]:
    """The associated ids by type; none at all when more are there than HubSpot shows, or under a name not known here."""
    found: dict[str, dict[str, list[str]]] = {other: {} for other in others}
    for one in shown:
        for name, page in one.associations.items():
            other = name.lower().replace(" ", "_")
            if page.next_page or other not in found:
                return {}
            found[other][one.id] = [each.id for each in page.results]
    return found
