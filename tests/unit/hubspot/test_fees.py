"""Fees as HubSpot's search shows them: an odd payment stands alone."""

from datetime import UTC, date, datetime
from decimal import Decimal

import httpx2

from counterfoil.adapters.hubspot.fees import HubSpotFees
from counterfoil.domain.connection import PortalProfile
from counterfoil.domain.errors import ErrorCategory, Failure
from counterfoil.domain.fees import PaymentFees
from counterfoil.domain.identity import EntityKind
from tests.builders import hubspot
from tests.unit.hubspot.support import http

START, END = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 11, 1, tzinfo=UTC)
DAY = {"hs_initiated_date": "2026-10-03T02:00:00Z"}


def test_an_odd_payment_stands_alone() -> None:
    results = [
        {"id": "1", "properties": {**DAY, "hs_initial_amount": "10.00", "hs_platform_fee": "0.30"}},
        {"id": "2", "properties": {**DAY, "hs_initial_amount": "ten"}},
        {"id": "3", "properties": {"hs_initial_amount": "10.00"}},
    ]
    portal = PortalProfile(time_zone="US/Pacific", currency="CAD")
    source = HubSpotFees(http(lambda _: httpx2.Response(200, json={"results": results})), portal)
    found = {ref.id: one for ref, one in source.between(START, END).items()}
    ref = hubspot(EntityKind.PAYMENT, "1")
    assert found["1"] == PaymentFees(
        payment=ref, paid_on=date(2026, 10, 2), currency="CAD", amount=Decimal(10), platform=Decimal("0.30")
    )
    for odd in (found["2"], found["3"]):
        assert isinstance(odd, Failure)
        assert odd.category is ErrorCategory.UNEXPECTED
