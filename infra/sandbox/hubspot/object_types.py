"""The object types the twin knows, under every name HubSpot accepts for them.

Ids: https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm
"""

from dataclasses import dataclass

from infra.sandbox.hubspot.errors import invalid


@dataclass(frozen=True, slots=True)
class ObjectType:
    """One kind of record."""

    id: str
    name: str
    plural: str
    scopes: tuple[str, ...]  # either of them opens the objects: `<scope>.read`, `<scope>.write`, or the scope as it is
    schema_scopes: tuple[str, ...]
    default_properties: tuple[str, ...]
    query_properties: tuple[str, ...] = ()
    modified: str = "hs_lastmodifieddate"
    created: tuple[str, ...] = ("createdate",)
    required: tuple[str, ...] = ()

    @property
    def label(self) -> str:
        """The name in capitals, as in messages and webhook association types."""
        return self.name.upper()


LINE_ITEM_SCOPES = ("crm.objects.line_items", "e-commerce")
COMMERCE_DEFAULTS = ("hs_createdate", "hs_lastmodifieddate", "hs_object_id")
BOTH_CREATED = ("createdate", "hs_createdate")

CONTACT = ObjectType(
    "0-1",
    "contact",
    "contacts",
    ("crm.objects.contacts",),
    ("crm.schemas.contacts",),
    ("firstname", "lastname", "email", "createdate", "lastmodifieddate", "hs_object_id"),
    ("firstname", "lastname", "email", "phone", "hs_additional_emails", "company", "hs_object_id"),
    modified="lastmodifieddate",
)
COMPANY = ObjectType(
    "0-2",
    "company",
    "companies",
    ("crm.objects.companies",),
    ("crm.schemas.companies",),
    ("name", "domain", "createdate", "hs_lastmodifieddate", "hs_object_id"),
    ("website", "phone", "name", "domain"),
)
DEAL = ObjectType(
    "0-3",
    "deal",
    "deals",
    ("crm.objects.deals",),
    ("crm.schemas.deals",),
    ("dealname", "amount", "closedate", "pipeline", "dealstage", "createdate", "hs_lastmodifieddate", "hs_object_id"),
    ("dealname", "pipeline", "dealstage", "description", "dealtype"),
    required=("dealname",),
)
PRODUCT = ObjectType(
    "0-7",
    "product",
    "products",
    ("crm.objects.products", "e-commerce"),
    ("e-commerce",),
    ("name", "description", "price", "createdate", "hs_lastmodifieddate", "hs_object_id"),
    ("name", "description", "price", "hs_sku"),
)
LINE_ITEM = ObjectType(
    "0-8",
    "line_item",
    "line_items",
    LINE_ITEM_SCOPES,
    ("crm.schemas.line_items", "e-commerce"),
    ("quantity", "amount", "price", "createdate", "hs_lastmodifieddate", "hs_object_id"),
    ("name", "description", "hs_sku"),
)
INVOICE = ObjectType(
    "0-53",
    "invoice",
    "invoices",
    ("crm.objects.invoices",),
    ("crm.schemas.invoices",),
    COMMERCE_DEFAULTS,
    ("hs_number", "hs_title"),
    created=BOTH_CREATED,
    required=("hs_currency",),
)
PAYMENT = ObjectType(
    "0-101",
    "commerce_payment",
    "commerce_payments",
    ("crm.objects.commercepayments",),
    ("crm.schemas.commercepayments",),
    COMMERCE_DEFAULTS,
    ("hs_customer_email", "hs_reference_number"),
    created=BOTH_CREATED,
    required=("hs_initial_amount", "hs_initiated_date"),
)
DISCOUNT = ObjectType(
    "0-84",
    "discount",
    "discounts",
    LINE_ITEM_SCOPES,
    ("e-commerce",),
    COMMERCE_DEFAULTS,
    created=("hs_createdate",),
    required=("hs_type", "hs_value"),
)
FEE = ObjectType(
    "0-85",
    "fee",
    "fees",
    LINE_ITEM_SCOPES,
    ("e-commerce",),
    COMMERCE_DEFAULTS,
    created=("hs_createdate",),
    required=("hs_type", "hs_value"),
)
TAX = ObjectType(
    "0-86",
    "tax",
    "taxes",
    LINE_ITEM_SCOPES,
    ("e-commerce",),
    COMMERCE_DEFAULTS,
    created=("hs_createdate",),
    required=("hs_type", "hs_value"),
)

OBJECT_TYPES = (CONTACT, COMPANY, DEAL, PRODUCT, LINE_ITEM, INVOICE, PAYMENT, DISCOUNT, FEE, TAX)
_BY_ALIAS = {alias: kind for kind in OBJECT_TYPES for alias in (kind.id, kind.name, kind.plural)}


def object_type(name: str) -> ObjectType:
    """The type called `name`: its id, singular or list name. Raises 400 for any other."""
    kind = _BY_ALIAS.get(name.lower())
    if kind is None:
        raise invalid(f"Unable to infer object type from: {name}")
    return kind
