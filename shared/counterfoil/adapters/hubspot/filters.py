"""HubSpot's search filters, and searching for many values within its limits.

A body may have 3,000 characters (https://developers.hubspot.com/docs/api-reference/latest/crm/search-the-crm).
"""

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime

from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import Document, FilterGroup, HubSpotClient

_ROOM = 2300
MOST_VALUES = 100
"""So many values one filter names, by our own caution: HubSpot documents no limit but that of the whole body."""

Groups = Callable[[Sequence[str]], list[FilterGroup]]
"""From some values to filter groups, of which a record must meet one."""


def one_of(name: str, values: Iterable[str]) -> Document:
    """Records whose property is one of `values`; letter case does not count, but HubSpot wants lower case here."""
    return {"propertyName": name, "operator": "IN", "values": sorted({value.strip().lower() for value in values})}


def between(name: str, since: datetime, until: datetime) -> Document:
    """Records whose moment lies between these two."""
    low, high = (str(int(one.timestamp() * 1000)) for one in (since, until))
    return {"propertyName": name, "operator": "BETWEEN", "value": low, "highValue": high}


def unset(name: str) -> Document:
    """Records that lack the property."""
    return {"propertyName": name, "operator": "NOT_HAS_PROPERTY"}


def search_each(
    client: HubSpotClient, objects: str, values: Iterable[str], groups: Groups, *, copies: int = 1, shown: Sequence[str] = ()
) -> Iterator[CrmObject]:
    """All records that meet the groups of any of the values, each of which stands in the groups `copies` times."""
    for chunk in _chunks(values, copies):
        yield from _search(client, objects, groups(chunk), shown)


def _search(client: HubSpotClient, objects: str, groups: Sequence[FilterGroup], shown: Sequence[str]) -> Iterator[CrmObject]:
    after = "0"
    while after:
        answer = client.search(objects, groups, shown, after=after)
        yield from answer.results
        after = answer.next_page


def _chunks(values: Iterable[str], copies: int) -> Iterator[list[str]]:
    chunk: list[str] = []
    room = _ROOM
    for value in values:
        size = copies * (len(json.dumps(value.lower())) + 1)
        if chunk and (size > room or len(chunk) == MOST_VALUES):
            yield chunk
            chunk, room = [], _ROOM
        chunk.append(value)
        room -= size
    if chunk:
        yield chunk
