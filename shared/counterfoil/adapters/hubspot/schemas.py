"""The properties that are read from HubSpot's records, by type of record.

The models are named and spelled as HubSpot's objects and properties are, so their fields are also the list of properties
to ask for (https://developers.hubspot.com/docs/api-reference/latest/crm/understanding-the-crm).
"""

from decimal import Decimal
from typing import Literal

from pydantic import Field

from counterfoil.adapters.hubspot.wire import Amount, Moment, MomentAlwaysSet, Text, Wire


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
    hs_initiated_date: MomentAlwaysSet
    hs_latest_status: str = Field(min_length=1)
    hs_currency_code: Text = ""
    hs_payment_method_type: Text = ""
    hs_reference_number: Text = ""
    hs_refunds_amount: Amount = None
    counterfoil_source: Text = ""


class FeeProperties(Wire):
    """What was kept back of a payment."""

    hs_initial_amount: Decimal
    hs_initiated_date: MomentAlwaysSet
    hs_currency_code: Text = ""
    hs_fees_amount: Amount = None
    hs_platform_fee: Amount = None
    hs_reference_number: Text = ""


def property_names(model: type[Wire]) -> tuple[str, ...]:
    """The properties to ask HubSpot for, to fill `model`."""
    return tuple(model.model_fields)
