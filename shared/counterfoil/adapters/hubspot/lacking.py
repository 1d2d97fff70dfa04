"""Writes that name properties which the portal has no more: whoever mapped them keeps nothing else back.

HubSpot refuses a whole batch for such a property. It is left out of what it shows of a record, where an unset one is null.
Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/line-items/guide
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.errors import NO_SUCH_PROPERTY
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.snapshot import Snapshot
from counterfoil.domain.write import Write

Results = Mapping[str, Snapshot | Failure]


def without_missing(
    client: HubSpotClient, writes: Sequence[Write], results: Results, objects_of: Callable[[Write], str]
) -> list[Write]:
    """The writes that were refused for want of a property, as they may be made without a person's own ones that are gone.

    The portal is asked which it has, once for each type of object; none where that is not answered, or lacks none of these.
    """
    refused = [each for each in writes if _lacks_property(results.get(each.key))]
    types = {objects_of(each) for each in refused if each.own}
    try:
        there = {objects: {one.name for one in client.properties(objects)} for objects in sorted(types)}
    except VendorError:
        return []
    if all(each.own.keys() <= there[objects_of(each)] for each in refused if each.own):
        return []
    return [_with(each, there[objects_of(each)]) if each.own else each for each in refused]


def as_kept(shown: Snapshot | Failure, asked: Write, taken: Write) -> Snapshot | Failure:
    """What is shown, with the properties that were `asked` for and not `taken`."""
    dropped = tuple(sorted(asked.own.keys() - taken.own.keys()))
    return replace(shown, dropped=dropped) if dropped and isinstance(shown, Snapshot) else shown


def _lacks_property(result: Snapshot | Failure | None) -> bool:
    return isinstance(result, Failure) and result.code == NO_SUCH_PROPERTY


def _with(write: Write, names: set[str]) -> Write:
    return replace(write, own={name: value for name, value in write.own.items() if name in names})
