"""What a HubSpot portal lets this product do, read before it matters.

Sources: https://developers.hubspot.com/docs/apps/developer-platform/build-apps/authentication/scopes and
https://developers.hubspot.com/docs/api-reference/latest/crm/properties/guide
"""

from collections.abc import Callable, Mapping, Sequence

from counterfoil.adapters.http import VendorHttp
from counterfoil.adapters.hubspot.client import HubSpotClient
from counterfoil.adapters.hubspot.mapping.common import INVOICES, PAYMENTS
from counterfoil.adapters.hubspot.properties import DEFINITIONS
from counterfoil.domain.checks.check import PortalFacts, Unwritable
from counterfoil.domain.errors import Failure, VendorError
from counterfoil.domain.identity import EntityKind

_SHOP = "e-commerce"
"""Stands for the permissions of products and line items as well."""
_NEEDED: Sequence[tuple[str, ...]] = (
    ("crm.objects.contacts.read",),
    ("crm.objects.contacts.write",),
    ("crm.objects.companies.read",),
    ("crm.objects.products.read", _SHOP),
    ("crm.objects.products.write", _SHOP),
    ("crm.objects.line_items.read", _SHOP),
    ("crm.objects.invoices.read",),
    ("crm.objects.invoices.write",),
    ("crm.objects.commercepayments.read",),
    ("crm.objects.commercepayments.write",),
    ("crm.schemas.contacts.write",),
    ("crm.schemas.invoices.write",),
    ("crm.schemas.commercepayments.write",),
    (_SHOP,),
)
"""What this product uses; of several names one is enough."""
_WRITTEN: Mapping[str, Sequence[str]] = {
    INVOICES: ("hs_comments", "hs_due_date", "hs_invoice_status"),
    PAYMENTS: (
        "hs_initial_amount",
        "hs_currency_code",
        "hs_initiated_date",
        "hs_latest_status",
        "hs_payment_method_type",
        "hs_reference_number",
        "hs_processor_type",
    ),
}
"""HubSpot's own properties that this product writes, beside those that it makes."""


def portal_facts(http: VendorHttp, granted: Callable[[], frozenset[str]]) -> PortalFacts:
    """What the portal lets this product do; `granted` asks for the scopes. Five calls; never raises VendorError."""
    client = HubSpotClient(http)
    return PortalFacts(
        missing_permissions=_told(lambda: _missing(granted())),
        currencies=_told(lambda: _currencies(client)),
        unwritable={
            EntityKind.INVOICE: _told(lambda: _unwritable(client, INVOICES)),
            EntityKind.PAYMENT: _told(lambda: _unwritable(client, PAYMENTS)),
        },
        shows_payments=_told(lambda: client.shows(PAYMENTS)),
    )


def _told[Value](ask: Callable[[], Value]) -> Value | Failure:
    try:
        return ask()
    except VendorError as error:
        return error.failure


def _missing(granted: frozenset[str]) -> tuple[str, ...]:
    return tuple(names[0] for names in _NEEDED if granted.isdisjoint(names))


def _currencies(client: HubSpotClient) -> tuple[str, ...]:
    account = client.account()
    return tuple(dict.fromkeys((account.companyCurrency, *account.additionalCurrencies)))


def _unwritable(client: HubSpotClient, objects: str) -> Unwritable:
    """By labels; HubSpot's own name where it shows none."""
    known = {each.name: each for each in client.properties(objects)}
    ours = {str(each["name"]): str(each["label"]) for each in DEFINITIONS[objects]}
    locked = [each for each in known.values() if each.modificationMetadata.readOnlyValue]
    refused = [each.label or each.name for each in locked if each.name in {*ours, *_WRITTEN[objects]}]
    refused += [name for name in _WRITTEN[objects] if name not in known]
    return Unwritable(tuple(refused), tuple(label for name, label in ours.items() if name not in known))
