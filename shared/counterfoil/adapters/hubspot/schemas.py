"""What is read from HubSpot's wire, checked at the edge; members that this product does not know are ignored.

Property models are named and spelled as HubSpot's objects and properties are, so their fields are also the list of
properties to ask for (https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm). All property
values travel as strings; an empty string and null both mean "not set".
"""
# ruff: noqa: N815 - HubSpot's own spelling

from datetime import UTC, datetime
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, AliasChoices, BaseModel, BeforeValidator, ConfigDict, Field


def _text(value: object) -> object:
    return "" if value is None else value


def _unset(value: object) -> object:
    return None if value == "" else value


def _in_utc(moment: datetime | None) -> datetime | None:
    if moment is None or moment.tzinfo is None:
        return moment and moment.replace(tzinfo=UTC)
    return moment.astimezone(UTC)


Id = Annotated[str, Field(coerce_numbers_to_str=True, min_length=1)]
Text = Annotated[str, BeforeValidator(_text)]
Amount = Annotated[Decimal | None, BeforeValidator(_unset)]
Moment = Annotated[datetime | None, BeforeValidator(_unset), AfterValidator(_in_utc)]


class Wire(BaseModel):
    """Anything HubSpot sends."""

    model_config = ConfigDict(
        frozen=True, extra="ignore", defer_build=True, coerce_numbers_to_str=True, hide_input_in_errors=True
    )


class CrmObject(Wire):
    """A record of any type. Times are kept as HubSpot spells them: `updatedAt` is compared, never computed with."""

    id: Id
    properties: dict[str, str | None] = Field(default_factory=dict)
    createdAt: Text = ""
    updatedAt: Text = ""
    objectWriteTraceId: Text = ""


class BatchAnswer(Wire):
    """The answer to a batch: what went well, and a 207's errors, left raw for the table of errors."""

    results: tuple[CrmObject, ...] = ()
    errors: tuple[dict[str, Any], ...] = ()


class AssociationType(Wire):
    """One type of an association between two records."""

    typeId: int


class AssociatedRecord(Wire):
    """The far end of an association, with all its types."""

    toObjectId: Id
    associationTypes: tuple[AssociationType, ...] = ()

    def has_type(self, type_id: int) -> bool:
        """Whether the association is of the type `type_id` among others."""
        return any(each.typeId == type_id for each in self.associationTypes)


class RecordId(Wire):
    """A bare id."""

    id: Id


class NextPage(Wire):
    """Where a listing goes on."""

    after: Id


class Paging(Wire):
    """The paging part of a listing."""

    next: NextPage | None = None


class AssociationsOfRecord(Wire):
    """All or a page of one record's associations."""

    source: RecordId = Field(alias="from")
    to: tuple[AssociatedRecord, ...] = ()
    paging: Paging | None = None

    @property
    def next_page(self) -> str:
        """The token of the next page, "" on the last one."""
        return self.paging.next.after if self.paging and self.paging.next else ""


class AssociationBatch(Wire):
    """The answer to a batch read of associations; records without any are missing."""

    results: tuple[AssociationsOfRecord, ...] = ()


class SearchAnswer(Wire):
    """A page of search results."""

    results: tuple[CrmObject, ...] = ()
    paging: Paging | None = None

    @property
    def next_page(self) -> str:
        """The token of the next page, "" on the last one."""
        return self.paging.next.after if self.paging and self.paging.next else ""


class PropertyAccess(Wire):
    """What may be done with a property."""

    readOnlyValue: bool = False


class PropertyOption(Wire):
    """One of the values that a property may have."""

    value: str
    label: Text = ""


class PropertyDefinition(Wire):
    """What a portal says about one property of an object type."""

    name: str
    type: str = ""
    fieldType: str = ""
    label: Text = ""
    hasUniqueValue: bool = False
    options: tuple[PropertyOption, ...] = ()
    modificationMetadata: PropertyAccess = PropertyAccess()


class PropertyDefinitions(Wire):
    """All properties, or all property groups, of an object type."""

    results: tuple[PropertyDefinition, ...] = ()


class AccountDetails(Wire):
    """The portal itself (https://developers.hubspot.com/docs/api-reference/latest/account/account-information)."""

    portalId: Id
    timeZone: str
    companyCurrency: str
    additionalCurrencies: tuple[str, ...] = ()


class TokenAnswer(Wire):
    """New OAuth tokens; `expires_in` in seconds."""

    access_token: str = Field(min_length=1, repr=False)
    refresh_token: str = Field(min_length=1, repr=False)
    expires_in: int = Field(gt=0)


class ConsentAnswer(TokenAnswer):
    """The first tokens of a grant, with the portal that gave it."""

    hub_id: int


class TokenDetails(Wire):
    """What an access token permits, and in which portal. A private app's has no end, and so no `active`."""

    active: bool = True
    hub_id: int = Field(default=0, validation_alias=AliasChoices("hub_id", "hubId"))
    scopes: tuple[str, ...] = ()


class ContactProperties(Wire):
    """A contact. `hs_merged_object_ids` names the records that were merged into it, `;` separated."""

    email: Text = ""
    hs_additional_emails: Text = ""
    firstname: Text = ""
    lastname: Text = ""
    company: Text = ""
    phone: Text = ""
    mobilephone: Text = ""
    address: Text = ""
    city: Text = ""
    state: Text = ""
    zip: Text = ""
    country: Text = ""
    hs_merged_object_ids: Text = ""
    counterfoil_source: Text = ""


class CompanyProperties(Wire):
    """A company. `hs_merged_object_ids` names the records that were merged into it, `;` separated."""

    name: Text = ""
    domain: Text = ""
    phone: Text = ""
    address: Text = ""
    city: Text = ""
    state: Text = ""
    zip: Text = ""
    country: Text = ""
    hs_merged_object_ids: Text = ""


class ProductProperties(Wire):
    """A product of the library."""

    name: Text = ""
    hs_sku: Text = ""
    description: Text = ""
    price: Amount = None
    counterfoil_source: Text = ""


class InvoiceProperties(Wire):
    """An invoice, without what is associated with it."""

    hs_invoice_status: Literal["draft", "open", "paid", "voided"]
    hs_currency: str = Field(min_length=1)
    hs_number: Text = ""
    hs_invoice_date: Moment = None
    hs_due_date: Moment = None
    hs_comments: Text = ""
    hs_amount_billed: Amount = None
    hs_balance_due: Amount = None
    hs_invoice_source: Text = ""
    hs_invoice_billable: Text = ""
    hs_invoice_latest_contact_email: Text = ""
    hs_invoice_latest_contact_firstname: Text = ""
    hs_invoice_latest_contact_lastname: Text = ""
    hs_invoice_latest_company_name: Text = ""
    counterfoil_source: Text = ""
    counterfoil_quickbooks_number: Text = ""
    counterfoil_quickbooks_status: Text = ""
    counterfoil_quickbooks_date: Moment = None
    counterfoil_quickbooks_due_date: Moment = None
    counterfoil_quickbooks_total: Amount = None
    counterfoil_quickbooks_balance: Amount = None


class LineItemProperties(Wire):
    """A line item. `amount` is the net of the line as HubSpot calculates it, `hs_tax_amount` its tax on top."""

    name: Text = ""
    description: Text = ""
    hs_sku: Text = ""
    hs_product_id: Text = ""
    quantity: Amount = None
    price: Amount = None
    amount: Amount = None
    hs_pre_discount_amount: Amount = None
    hs_tax_amount: Amount = None
    hs_tax_label: Text = ""
    hs_position_on_quote: Amount = None


class AdjustmentProperties(Wire):
    """A discount, fee or tax of a whole invoice."""

    hs_type: Literal["PERCENT", "FIXED"]
    hs_value: Decimal
    hs_label: Text = ""
    hs_sort_order: Amount = None


class PaymentProperties(Wire):
    """A payment."""

    hs_initial_amount: Decimal
    hs_initiated_date: Annotated[datetime, AfterValidator(_in_utc)]
    hs_latest_status: str = Field(min_length=1)
    hs_currency_code: Text = ""
    hs_payment_method_type: Text = ""
    hs_reference_number: Text = ""
    counterfoil_source: Text = ""


class FeeProperties(Wire):
    """What was kept back of a payment."""

    hs_initial_amount: Decimal
    hs_initiated_date: Annotated[datetime, AfterValidator(_in_utc)]
    hs_currency_code: Text = ""
    hs_fees_amount: Amount = None
    hs_platform_fee: Amount = None
    hs_reference_number: Text = ""


def property_names(model: type[Wire]) -> tuple[str, ...]:
    """The properties to ask HubSpot for, to fill `model`."""
    return tuple(model.model_fields)
