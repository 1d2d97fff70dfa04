"""Every body with which the HubSpot twin answers the product, against the types of HubSpot's own SDK.

Strict both ways: what the SDK requires is there, and what it does not know is not.
"""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import httpx2
from hubspot_sdk import BaseModel
from hubspot_sdk.types.account import PortalInformationResponse
from hubspot_sdk.types.crm.batch_response_labels_between_object_pair import BatchResponseLabelsBetweenObjectPair
from hubspot_sdk.types.crm.batch_response_public_association_multi_with_label import (
    BatchResponsePublicAssociationMultiWithLabel,
)
from hubspot_sdk.types.crm.batch_response_simple_public_object import BatchResponseSimplePublicObject
from hubspot_sdk.types.crm.batch_response_simple_public_upsert_object import BatchResponseSimplePublicUpsertObject
from hubspot_sdk.types.crm.collection_response_property_no_paging import CollectionResponsePropertyNoPaging
from hubspot_sdk.types.crm.collection_response_with_total_simple_public_object import (
    CollectionResponseWithTotalSimplePublicObject,
)
from hubspot_sdk.types.crm.simple_public_object_with_associations import SimplePublicObjectWithAssociations
from hubspot_sdk.types.shared.collection_response_property_group_no_paging import CollectionResponsePropertyGroupNoPaging
from hubspot_sdk.types.shared.property import Property
from hubspot_sdk.types.shared.property_group import PropertyGroup

from counterfoil.adapters.hubspot.display import HubSpotDisplay
from counterfoil.adapters.hubspot.profile import portal_profile
from counterfoil.domain.identity import EntityKind
from counterfoil.domain.outcome import OutcomeStatus
from counterfoil.engine.ports import Criterion, MatchKey, ShownState
from tests.builders import hubspot
from tests.contract.systems.hubspot_world import HubSpotWorld
from tests.contract.systems.steps import poll, update, written
from tests.contract.systems.world import START

TYPES: dict[str, type[BaseModel]] = {
    "GET /account-info/2026-09/details": PortalInformationResponse,
    "GET /crm/properties/2026-09/{}": CollectionResponsePropertyNoPaging,
    "GET /crm/properties/2026-09/{}/groups": CollectionResponsePropertyGroupNoPaging,
    "POST /crm/properties/2026-09/{}": Property,
    "POST /crm/properties/2026-09/{}/groups": PropertyGroup,
    "GET /crm/objects/2026-09/{}/ID": SimplePublicObjectWithAssociations,
    "POST /crm/objects/2026-09/{}/batch/read": BatchResponseSimplePublicObject,
    "POST /crm/objects/2026-09/{}/batch/create": BatchResponseSimplePublicObject,
    "POST /crm/objects/2026-09/{}/batch/update": BatchResponseSimplePublicObject,
    "POST /crm/objects/2026-09/{}/batch/upsert": BatchResponseSimplePublicUpsertObject,
    "POST /crm/objects/2026-09/{}/search": CollectionResponseWithTotalSimplePublicObject,
    "POST /crm/associations/2026-09/{}/{}/batch/read": BatchResponsePublicAssociationMultiWithLabel,
    "POST /crm/associations/2026-09/{}/{}/batch/create": BatchResponseLabelsBetweenObjectPair,
}
ERRORS = {"numErrors", "errors"}
"""What a partly failed batch has beside its results; the SDK does not tell."""

MADE = (EntityKind.CUSTOMER, EntityKind.PRODUCT, EntityKind.PAYMENT)


def of_route(request: httpx2.Request) -> str:
    """The request's route, with the names of object types and a record's id left out."""
    path = re.sub(r"(/2026-09)/(?!details)\w+", r"\1/{}", re.sub(r"/\d+$", "/ID", request.url.path))
    return f"{request.method} {re.sub(r'({})/\w+(/batch)', r'\1/{}\2', path) if 'associations' in path else path}"


def without_errors(body: dict[str, Any]) -> dict[str, Any]:
    """What went well of a partly failed batch."""
    return {name: value for name, value in body.items() if name not in ERRORS}


def drop_empty(record: dict[str, Any]) -> None:
    """Leave out the properties that are null, as HubSpot sends them; the SDK's type forgets that they may be."""
    properties = record.get("properties", {})
    for name in [name for name, value in properties.items() if value is None]:
        del properties[name]


def unknown(value: object, place: str = "") -> Iterator[str]:
    """Where a parsed body has what the SDK does not know."""
    match value:
        case BaseModel():
            yield from (f"{place}.{name}" for name in value.model_extra or {})
            for name in type(value).model_fields:
                yield from unknown(getattr(value, name), f"{place}.{name}")
        case list():
            for one in value:
                yield from unknown(one, f"{place}[]")
        case dict():
            for one in value.values():
                yield from unknown(one, f"{place}{{}}")


class Inspector:
    """Looks at every successful answer to the product."""

    def __init__(self) -> None:
        self.routes: set[str] = set()
        self.strange: set[str] = set()

    def __call__(self, response: httpx2.Response) -> None:
        """Check one answer. Raises pydantic.ValidationError when something is missing or of a wrong type."""
        if not response.is_success:
            return
        response.read()
        route = of_route(response.request)
        self.routes.add(route)
        body = without_errors(response.json()) if response.status_code == 207 else response.json()
        for record in body.get("results", [body]):
            drop_empty(record)
        self.strange |= {f"{route}: {place}" for place in unknown(TYPES[route].model_validate(body))}


def work(world: HubSpotWorld) -> None:
    """Everything that the product asks of HubSpot."""
    _, cursor = poll(world, list(EntityKind), "")
    world.advance(timedelta(minutes=10).total_seconds())
    made = [written(world, world.create(kind, "1"))[0] for kind in MADE]
    world.advance(5)
    written(world, *(update(world, one) for one in made))
    for kind in EntityKind:
        world.system.read(kind, [world.invoice_id, "987654321"])
        world.system.page(kind, "")
    world.system.payments_of([world.invoice_id])
    world.system.find(
        EntityKind.CUSTOMER, [Criterion(MatchKey.EMAIL, "payer@example.com"), Criterion(MatchKey.NAME, "Payer")]
    )
    world.system.find(EntityKind.PRODUCT, [Criterion(MatchKey.SKU, "PRD-1")])
    world.system.find_written([world.create(EntityKind.PAYMENT, "1")], START)
    poll(world, list(EntityKind), cursor)
    world.display.show(
        {hubspot(EntityKind.INVOICE, world.invoice_id): ShownState(status=OutcomeStatus.IN_SYNC, synced_at=START)}
    )


def test_the_twin_answers_as_the_sdk_expects() -> None:
    inspector = Inspector()
    world = HubSpotWorld(inspect=inspector)
    portal_profile(world.http)
    HubSpotDisplay(world.http).prepare()
    work(world)

    assert inspector.routes == TYPES.keys()
    assert not inspector.strange


def test_what_the_sdk_does_not_know_is_found_out() -> None:
    group = {"archived": False, "displayOrder": 1, "label": "Counterfoil", "name": "counterfoil"}
    body = CollectionResponsePropertyGroupNoPaging.model_validate({"results": [{**group, "colour": "red"}]})
    assert list(unknown(body)) == [".results[].colour"]
