"""Writes for which a property of ours may be missing, since it is newer than the connection or was deleted."""

from collections.abc import Mapping

from counterfoil.adapters.hubspot.batches import Written, write_each
from counterfoil.adapters.hubspot.client import Document, HubSpotClient
from counterfoil.adapters.hubspot.errors import NO_SUCH_PROPERTY
from counterfoil.adapters.hubspot.properties import prepare_one
from counterfoil.domain.errors import Failure, VendorError


def write_preparing(client: HubSpotClient, objects: str, action: str, inputs: Mapping[str, Document]) -> dict[str, Written]:
    """`write_each`; what HubSpot refuses for want of a property is written again once the properties were made."""
    written = write_each(client, objects, action, inputs)
    lacking = {key: inputs[key] for key, one in written.items() if isinstance(one, Failure) and one.code == NO_SUCH_PROPERTY}
    if not lacking:
        return written
    try:
        prepare_one(client, objects)
    except VendorError:
        return written
    return {**written, **write_each(client, objects, action, lacking)}
