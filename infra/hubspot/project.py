"""The files of the project, as JSON: the app with its permissions, its webhooks, its card."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from counterfoil.domain.identity import System
from counterfoil.domain.permissions import ASKED
from infra.hubspot.subscriptions import crm_objects, hub_events

PLATFORM = "2026.09"
APP, WEBHOOKS, CARD = (
    "src/app/app-hsmeta.json",
    "src/app/webhooks/webhooks-hsmeta.json",
    "src/app/cards/invoices-card-hsmeta.json",
)
ONLY_OAUTH = "oauth"
"""A scope that a static token does not have: it says that somebody gave consent."""
MOST_AT_ONCE = 10

type Auth = Literal["oauth", "static"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Addresses:
    """Those of one deployed stack."""

    console: str
    redirect: str
    webhooks: str


EXAMPLE = Addresses(
    console="https://console.example.com",
    redirect="https://console.example.com/oauth/hubspot/callback",
    webhooks="https://api.example.com/webhooks/hubspot",
)
"""What the files in the repository name, until `poe hubspot-app` fills in those of a stack."""


def files(addresses: Addresses, auth: Auth) -> Mapping[str, Any]:
    """Every JSON file of the project, by its path in it."""
    return {
        "hsproject.json": {"name": "counterfoil", "srcDir": "src", "platformVersion": PLATFORM},
        APP: app(addresses, auth),
        WEBHOOKS: webhooks(addresses),
        CARD: CARD_CONFIGURATION,
    }


def app(addresses: Addresses, auth: Auth) -> Mapping[str, Any]:
    """The app itself. `oauth`: whoever connects gives consent in HubSpot; `static`: its token is put into the console."""
    scopes = [one.scope for one in ASKED[System.HUBSPOT]]
    asked: dict[str, Any] = {"type": auth}
    if auth == "oauth":
        asked["redirectUrls"] = [addresses.redirect]
    asked["requiredScopes"] = [one for one in scopes if auth == "oauth" or one != ONLY_OAUTH]
    asked |= {"optionalScopes": [], "conditionallyRequiredScopes": []}
    return {
        "uid": "counterfoil",
        "type": "app",
        "config": {
            "name": "Counterfoil",
            "description": "Keeps invoices and payments true in HubSpot and QuickBooks Online.",
            "distribution": "private",
            "auth": asked,
            "permittedUrls": {"fetch": [], "iframe": [], "img": []},
            "support": {
                "documentationUrl": f"{addresses.console}/help",
                "supportUrl": f"{addresses.console}/help",
            },
        },
    }


def webhooks(addresses: Addresses) -> Mapping[str, Any]:
    """What HubSpot tells the stack."""
    return {
        "uid": "counterfoil_webhooks",
        "type": "webhooks",
        "config": {
            "settings": {"targetUrl": addresses.webhooks, "maxConcurrentRequests": MOST_AT_ONCE},
            "subscriptions": {
                "crmObjects": list(crm_objects()),
                "legacyCrmObjects": [],
                "hubEvents": list(hub_events()),
            },
        },
    }


CARD_CONFIGURATION: Mapping[str, Any] = {
    "uid": "counterfoil_invoices",
    "type": "card",
    "config": {
        "name": "Invoices in QuickBooks",
        "description": "How each invoice of this record stands in QuickBooks.",
        "location": "crm.record.tab",
        "entrypoint": "/app/cards/InvoicesCard.tsx",
        "objectTypes": ["contacts", "companies", "deals"],
    },
}
