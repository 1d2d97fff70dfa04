"""The fees on a portal's payments.

Source: https://developers.hubspot.com/docs/api-reference/latest/crm/objects/commerce-payments/guide
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from counterfoil.adapters.alone import alone
from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.answers import CrmObject
from counterfoil.adapters.hubspot.client import Document, HubSpotClient, is_full
from counterfoil.adapters.hubspot.mapping.common import PAYMENTS, ref
from counterfoil.adapters.hubspot.schemas import FeeProperties, property_names
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import Failure
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.identity import EntityKind, RecordRef, System
from counterfoil.domain.money import ZERO
from counterfoil.domain.texts import refusals, words
from counterfoil.engine.ports import PaymentFeesSource

_ID = "hs_object_id"


class HubSpotFees(PaymentFeesSource):
    """Those of one portal."""

    def __init__(self, http: VendorHttp, portal: PortalProfile) -> None:
        self._client, self._portal = HubSpotClient(http), portal

    def between(self, start: datetime, end: datetime) -> Mapping[RecordRef, PaymentFees | Failure]:
        """Two hundred a call. Payments of the last seconds may be missing, since HubSpot's search runs behind."""
        return {ref(EntityKind.PAYMENT, wire.id): self._understood(wire) for wire in self._found(start, end)}

    def _found(self, start: datetime, end: datetime) -> Iterator[CrmObject]:
        """By id, each page anew from the last one, since no result list goes beyond 10,000."""
        days = [_compared("hs_initiated_date", "GTE", start), _compared("hs_initiated_date", "LT", end)]
        names, after = property_names(FeeProperties), "0"
        while after:
            filters = [*days, {"propertyName": _ID, "operator": "GT", "value": after}]
            page = self._client.search(PAYMENTS, [filters], names, sort=_ID)
            yield from page.results
            after = page.results[-1].id if is_full(page) else ""

    def _understood(self, wire: CrmObject) -> PaymentFees | Failure:
        kind = words.ONE[EntityKind.PAYMENT]
        complaint = refusals.UNREADABLE(system=System.HUBSPOT.brand, kind=kind, id=wire.id)
        return alone(partial(_fees, wire, self._portal), complaint)


def _fees(wire: CrmObject, portal: PortalProfile) -> PaymentFees:
    properties = FeeProperties.model_validate(wire.properties)
    return PaymentFees(
        payment=ref(EntityKind.PAYMENT, wire.id),
        paid_on=properties.hs_initiated_date.astimezone(ZoneInfo(portal.time_zone)).date(),
        currency=properties.hs_currency_code or portal.currency,
        amount=properties.hs_initial_amount,
        processing=properties.hs_fees_amount or ZERO,
        platform=properties.hs_platform_fee or ZERO,
        reference=properties.hs_reference_number,
    )


def _compared(name: str, operator: str, value: datetime) -> Document:
    return {"propertyName": name, "operator": operator, "value": str(int(value.timestamp() * 1000))}
