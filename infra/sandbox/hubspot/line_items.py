"""Line items: values copied from the product, calculated amounts, one parent only.

https://developers.hubspot.com/docs/api-reference/latest/crm/objects/line-items/guide
"""

from collections.abc import Mapping
from decimal import Decimal

from infra.sandbox.hubspot.errors import invalid
from infra.sandbox.hubspot.object_types import DEAL, INVOICE, PRODUCT, TAX, ObjectType
from infra.sandbox.hubspot.portal import Portal, TaxRate
from infra.sandbox.hubspot.records import Actor, Record
from infra.sandbox.hubspot.totals import ZERO, LineAmounts, decimal_of, line_amounts

COPIED_FROM_PRODUCT = (
    "name",
    "description",
    "price",
    "hs_sku",
    "hs_cost_of_goods_sold",
    "hs_recurring_billing_period",
    "recurringbillingfrequency",
    "hs_url",
    "hs_images",
)
PARENTS: tuple[ObjectType, ...] = (INVOICE, DEAL)


def defaults(portal: Portal, values: Mapping[str, str]) -> dict[str, str]:
    """What a new line item has beside what was sent: its product's values and a quantity of one."""
    product = portal.find(PRODUCT, values.get("hs_product_id", ""))
    copied = {name: product.get(name) for name in COPIED_FROM_PRODUCT if product and product.get(name)}
    return {"quantity": "1", "hs_line_item_currency_code": portal.account.company_currency} | copied


def check_values(values: Mapping[str, str]) -> None:
    """Raises 400 for a negative unit price."""
    if decimal_of(values.get("price", "")) < 0:
        raise invalid("The price of a line item must not be negative.", propertyName=["price"])


def check_single_parent(portal: Portal, child: Record, parent: Record) -> None:
    """Raises 400 when `child` already belongs to another record than `parent`."""
    if child.kind is TAX:
        parents = portal.linked(child, INVOICE) if portal.switches.tax_single_invoice else []
    else:
        every = [found for kind in PARENTS for found in portal.linked(child, kind)]
        parents = every if portal.switches.line_item_single_parent else []
    if others := [found for found in parents if found is not parent]:
        other = others[0]
        raise invalid(
            f"{child.kind.label} {child.id} is already associated with {other.kind.label} {other.id}; "
            "it can belong to only one record.",
            objectId=[child.id],
        )


def currency_of(portal: Portal, line: Record) -> str:
    """The currency a line is rounded in: its invoice's, else its own."""
    invoices = portal.linked(line, INVOICE)
    return invoices[0].get("hs_currency") if invoices else line.get("hs_line_item_currency_code")


def tax_rate(portal: Portal, line: Record) -> TaxRate | None:
    """The library rate that the line names."""
    wanted = line.get("hs_tax_rate_group_id")
    return next((rate for rate in portal.account.tax_rates if rate.id == wanted), None)


def amounts(portal: Portal, line: Record) -> LineAmounts:
    """What the line comes to."""
    rate = tax_rate(portal, line)
    return line_amounts(
        quantity=decimal_of(line.get("quantity")),
        price=decimal_of(line.get("price")),
        discount_each=decimal_of(line.get("discount")),
        discount_percent=decimal_of(line.get("hs_discount_percentage")),
        tax_percent=rate.percentage if rate else ZERO,
        currency=currency_of(portal, line),
    )


def recalculate(portal: Portal, line: Record) -> None:
    """Bring the calculated properties of a line up to date."""
    found, rate = amounts(portal, line), tax_rate(portal, line)
    quantity = decimal_of(line.get("quantity")) or Decimal(1)
    each = (found.amount / quantity).quantize(Decimal("0.000001")).normalize()
    calculated = {
        "amount": f"{found.amount}",
        "hs_pre_discount_amount": f"{found.before_discount}",
        "hs_total_discount": f"{found.discount}",
        "hs_effective_unit_price": f"{each:f}",
        "hs_tax_amount": f"{found.tax}" if rate else "",
        "hs_tax_rate": f"{rate.percentage:f}" if rate else "",
        "hs_tax_label": rate.label if rate else "",
        "hs_post_tax_amount": f"{found.amount + found.tax}",
        "hs_tcv": f"{found.amount}",
    }
    portal.put(line, calculated, Actor(portal.switches.calculated_change_source))
