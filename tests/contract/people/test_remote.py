"""A twin over HTTP says what the product asked, apart from what people did, and what became of webhooks."""

from collections.abc import Iterator

import httpx2
import pytest

from infra.sandbox.pair import TwinPair
from infra.sandbox.people.portal import Portal
from infra.sandbox.remote import Calls, Twin


@pytest.fixture
def pair() -> Iterator[TwinPair]:
    with TwinPair(seeded=False) as running:
        yield running


@pytest.fixture
def hubspot(pair: TwinPair) -> Iterator[Twin]:
    with Twin(pair.hubspot_url) as twin:
        yield twin


def test_people_are_not_counted_and_the_product_is(pair: TwinPair, hubspot: Twin) -> None:
    account = pair.description()["hubspot"]
    Portal.at(hubspot.http, account["portal_id"]).create("contacts", {"lastname": "Vega"})
    path, token = "/crm/objects/2026-09/contacts", {"Authorization": f"Bearer {account['access_token']}"}
    for _ in range(2):
        httpx2.get(f"{pair.hubspot_url}{path}", headers=token)
    assert hubspot.calls() == Calls(free=2)
    assert list(hubspot.routes().values()) == [2]
    hubspot.forget_calls()
    assert hubspot.calls() == Calls()


def test_metered_reads_are_told_from_free_calls(pair: TwinPair) -> None:
    account = pair.description()["quickbooks"]
    company = f"{pair.quickbooks_url}/v3/company/{account['realm_id']}"
    token = {"Authorization": f"Bearer {account['access_token']}", "Accept": "application/json"}
    httpx2.get(f"{company}/companyinfo/{account['realm_id']}", headers=token)
    httpx2.post(f"{company}/customer", json={"DisplayName": "Vega"}, headers=token)
    with Twin(pair.quickbooks_url) as quickbooks:
        assert quickbooks.calls() == Calls(free=1, metered=1)


def test_webhooks_are_counted_by_what_became_of_them(pair: TwinPair, hubspot: Twin) -> None:
    hubspot.act("subscribe", url=f"{pair.quickbooks_url}/nowhere")
    hubspot.act("webhooks", drop=1)
    contacts = Portal.at(hubspot.http, pair.description()["hubspot"]["portal_id"])
    contacts.create("contacts", {"lastname": "Vega"})
    while not hubspot.webhooks():
        hubspot.act("pump")
    assert hubspot.webhooks() == {"dropped": 1}
    hubspot.act("webhooks", paused=True)
    contacts.create("contacts", {"lastname": "Vega"})
    while not hubspot.pending():  # HubSpot gathers events for a moment
        hubspot.act("pump")
    assert hubspot.webhooks() == {"dropped": 1}
