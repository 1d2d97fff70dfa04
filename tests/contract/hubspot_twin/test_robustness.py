"""Whatever is sent, the twin answers as HubSpot does, and what it refuses leaves no trace."""

import re
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from infra.sandbox.hubspot.twin import ROUTES
from tests.contract.hubspot_twin.client import Portal

KINDS = ("contacts", "companies", "invoices", "line_items", "commerce_payments", "deals", "taxes")
IDS = tuple(str(30_100_000_001 + index) for index in range(6))
NAMES = ("inputs", "properties", "associations", "to", "from", "types", "id", "associationTypeId", "idProperty")
VALUES = ("open", "voided", "USD", "5", "-1", "2026-10-01", "a@example.com", "", *IDS)
PROPERTIES = st.dictionaries(
    st.sampled_from(("hs_invoice_status", "email", "price", "hs_initial_amount", "firstname", "hs_currency", "x")),
    st.sampled_from(VALUES),
    max_size=3,
)
ENTRY = st.fixed_dictionaries(
    {
        "id": st.sampled_from(IDS),
        "properties": PROPERTIES,
        "from": st.fixed_dictionaries({"id": st.sampled_from(IDS)}),
        "to": st.fixed_dictionaries({"id": st.sampled_from(IDS)}),
        "types": st.lists(
            st.builds(
                lambda type_id: {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id},
                st.sampled_from((1, 177, 178, 279, 409, 410, 541, 542)),
            ),
            max_size=2,
        ),
    }
)
SHAPED = st.fixed_dictionaries(
    {"properties": PROPERTIES, "associations": st.lists(ENTRY, max_size=2), "inputs": st.lists(ENTRY, max_size=3)}
)
JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(VALUES),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(NAMES), inner, max_size=4),
    max_leaves=12,
)
PATHS = sorted({(route.method, path) for route in ROUTES for path in route.paths})


def _fill(path: str, kinds: list[str], ids: list[str]) -> str:
    path = re.sub(r"<any[^>]*>", "2026-09", path)
    path = re.sub(r"<(kind|origin|target)>", lambda _: kinds.pop(), path)
    return re.sub(r"<\w+>", lambda _: ids.pop(), path)


def _state(portal: Portal) -> list[Any]:
    return [portal.http.get(f"/crm/v3/objects/{kind}?associations={','.join(KINDS)}").json() for kind in KINDS]


@settings(
    suppress_health_check=[*settings().suppress_health_check, HealthCheck.function_scoped_fixture],
)
@given(
    route=st.sampled_from(PATHS),
    kinds=st.lists(st.sampled_from(KINDS), min_size=2, max_size=2),
    ids=st.lists(st.sampled_from(IDS), min_size=3, max_size=3),
    body=SHAPED | JUNK,
)
def test_no_request_breaks_the_twin_and_no_refusal_changes_it(
    portal: Portal, route: tuple[str, str], kinds: list[str], ids: list[str], body: Any
) -> None:
    if not portal.search("invoices")["total"]:
        portal.pay(portal.open_invoice(), "40")
    before = _state(portal)
    response = portal.http.request(route[0], _fill(route[1], kinds, ids), json=body)
    if response.status_code >= 400:
        assert response.json()["status"] == "error"
        assert _state(portal) == before
