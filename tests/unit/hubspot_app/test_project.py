"""The project of the HubSpot app: what the product needs, understands and writes, filled in for a stack."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from counterfoil.adapters.hubspot import webhooks
from counterfoil.adapters.hubspot.mapping.common import INVOICES
from counterfoil.adapters.hubspot.properties import DEFINITIONS
from counterfoil.domain.identity import EntityKind, System
from counterfoil.domain.permissions import ASKED
from counterfoil.settings import HUBSPOT_API_VERSION
from infra.hubspot.__main__ import PROJECT, main
from infra.hubspot.project import APP, CARD, EXAMPLE, WEBHOOKS, files
from infra.hubspot.subscriptions import WATCHED

OUTPUTS = {
    "ConsoleUrl": "https://abc.execute-api.eu-west-1.amazonaws.com",
    "HubSpotRedirectUrl": "https://abc.execute-api.eu-west-1.amazonaws.com/oauth/hubspot/callback",
    "HubSpotWebhookUrl": "https://def.execute-api.eu-west-1.amazonaws.com/webhooks/hubspot",
}
KINDS = {
    "contact": EntityKind.CUSTOMER,
    "company": EntityKind.CUSTOMER,
    "product": EntityKind.PRODUCT,
    "invoice": EntityKind.INVOICE,
    "commerce_payment": EntityKind.PAYMENT,
}


def stored(path: str) -> Any:
    return json.loads((PROJECT / path).read_text(encoding="utf-8"))


def subscriptions() -> list[dict[str, Any]]:
    found: dict[str, list[dict[str, Any]]] = stored(WEBHOOKS)["config"]["subscriptions"]
    return [one for each in found.values() for one in each]


@pytest.mark.parametrize("path", files(EXAMPLE, "oauth"))
def test_the_files_in_the_repository_are_those_of_the_tables(path: str) -> None:
    assert stored(path) == files(EXAMPLE, "oauth")[path]


def test_the_platform_is_of_the_version_that_the_product_speaks() -> None:
    assert stored("hsproject.json")["platformVersion"] == HUBSPOT_API_VERSION.replace("-", ".")


def test_the_app_asks_for_what_people_are_told_it_asks_for() -> None:
    asked, told = stored(APP)["config"]["auth"], [one.scope for one in ASKED[System.HUBSPOT]]
    assert asked["requiredScopes"] == told
    static = files(EXAMPLE, "static")[APP]["config"]["auth"]
    assert (static["type"], static["requiredScopes"]) == ("static", [one for one in told if one != "oauth"])
    assert "redirectUrls" not in static
    assert asked["optionalScopes"] == []
    assert "crm.objects.deals.read" in told, "the card is on deals, too"


def test_every_object_that_is_heard_of_may_be_read() -> None:
    scopes = {one.scope for one in ASKED[System.HUBSPOT]}
    read = {
        "contact": "contacts",
        "company": "companies",
        "product": "products",
        "invoice": "invoices",
        "commerce_payment": "commercepayments",
    }
    assert {f"crm.objects.{read[name]}.read" for name in WATCHED} <= scopes


@pytest.mark.parametrize("one", subscriptions(), ids=lambda one: " ".join(str(value) for value in one.values()))
def test_the_product_understands_each_event_that_it_subscribes_to(one: dict[str, Any]) -> None:
    event = {
        "portalId": 62515,
        "subscriptionType": one["subscriptionType"],
        "occurredAt": 1790000000000,
        "objectId": 7,
        "objectTypeId": one.get("objectType", ""),
        "propertyName": one.get("propertyName", ""),
        "fromObjectTypeId": "invoice",
        "toObjectTypeId": one.get("objectType", ""),
        "fromObjectId": 7,
        "toObjectId": 7,
    }
    delivery = webhooks.parse(json.dumps([event]).encode())
    (told,) = delivery.events
    kind = KINDS[one.get("objectType", "contact")]
    if one["subscriptionType"] == "object.associationChange" and kind is EntityKind.CUSTOMER:
        kind = EntityKind.INVOICE
    assert (told[1].ref.kind, delivery.unknown) == (kind, Counter())


def test_no_subscription_is_there_twice_and_there_are_fewer_than_hubspot_allows() -> None:
    found = [(one["subscriptionType"], one.get("objectType"), one.get("propertyName")) for one in subscriptions()]
    assert len(set(found)) == len(found) < 1000
    assert all(one["active"] for one in subscriptions())


def test_hubspot_calls_often_enough_at_once() -> None:
    """Fewer than six are not allowed."""
    assert stored(WEBHOOKS)["config"]["settings"]["maxConcurrentRequests"] > 5


def test_the_card_shows_properties_that_the_product_writes() -> None:
    card, entry = stored(CARD)["config"], PROJECT / "src" / stored(CARD)["config"]["entrypoint"].lstrip("/")
    text = entry.read_text(encoding="utf-8")
    columns = re.findall(r'"((?:hs|counterfoil)_\w+)"', text)
    written = {definition["name"] for definition in DEFINITIONS[INVOICES]}
    assert columns[0] == "hs_number"
    assert set(columns[1:]) <= written
    assert "counterfoil_sync_status" in columns
    assert card["objectTypes"] == ["contacts", "companies", "deals"]
    assert f'hubspot.extend<"{card["location"]}">' in text
    assert "fetch(" not in text


def test_uids_are_unique() -> None:
    uids = [stored(path)["uid"] for path in (APP, WEBHOOKS, CARD)]
    assert len(set(uids)) == 3


@pytest.mark.parametrize("auth", ["oauth", "static"])
def test_the_project_of_a_stack_has_its_addresses(tmp_path: Path, auth: str, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "app"
    assert main(["--to", str(folder), "--auth", auth], lambda _: OUTPUTS) == 0
    assert json.loads(capsys.readouterr().out)["project"] == str(folder)
    written = "".join(path.read_text(encoding="utf-8") for path in folder.rglob("*.json"))
    assert "example.com" not in written
    assert OUTPUTS["HubSpotWebhookUrl"] in written
    assert (OUTPUTS["HubSpotRedirectUrl"] in written) is (auth == "oauth")
    assert (folder / "src/app/cards/InvoicesCard.tsx").exists()


def test_a_folder_that_is_there_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--to", str(tmp_path)], lambda _: OUTPUTS) == 1
    assert str(tmp_path) in capsys.readouterr().err
    assert not list(tmp_path.iterdir())


def test_a_stack_of_before_lacks_an_address(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--to", str(tmp_path / "app")], lambda _: {}) == 1
    assert "ConsoleUrl" in capsys.readouterr().err
