"""The invoices of the demo: every shape that a sales person makes, with amounts that need rounding."""

from dataclasses import dataclass

Properties = dict[str, str]


@dataclass(frozen=True, slots=True)
class Buyer:
    """Whom an invoice is for; a buyer without `company` is a person. `known` buyers are already in both systems."""

    email: str
    given_name: str = ""
    family_name: str = ""
    company: str = ""
    known: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Shape:
    """One invoice to be made.

    A line's `hs_product_id` is given as the product's SKU. Order-level amounts come with the list name of their type.
    """

    title: str
    buyer: Buyer
    lines: tuple[Properties, ...]
    order_level: tuple[tuple[str, Properties], ...] = ()
    memo: str = ""


AMY = Buyer("birds@intuit.com", known=True)
GEETA = Buyer("geeta@kalapatapu.com", known=True)
DIEGO = Buyer("diego@rodriguez.com", known=True)
HARBOUR = Buyer("accounts@harbourlights.example", "Nora", "Quist", "Harbour Lights Hotel")
ORCHARD = Buyer("frida@orchard.example", "Frida", "Åkerblom", "Åkerblom & Daughters Orchard")
TOMAS = Buyer("tomas.vega@example.org", "Tomás", "Vega")
BUYERS = (AMY, GEETA, DIEGO, HARBOUR, ORCHARD, TOMAS)

NEW_PRODUCTS: tuple[Properties, ...] = (
    {"name": "Drip irrigation kit", "hs_sku": "PRD-DRIP-KIT", "price": "48.95"},
    {"name": "Beehive, painted", "hs_sku": "PRD-BEEHIVE", "price": "129.00"},
)

PRODUCTS = Shape(
    "Products by SKU",
    AMY,
    (
        {"hs_product_id": "SVC-DESIGN", "quantity": "3"},
        {"hs_product_id": "PRD-ROCK-FOUNTAIN", "quantity": "2"},
        {"hs_product_id": "PRD-DRIP-KIT", "quantity": "4"},
    ),
    memo="Thank you for the birds.",
)
FREE_TEXT = Shape("A line in free text", HARBOUR, ({"name": "Clearing after the storm", "quantity": "1", "price": "1240"},))
FRACTION = Shape(
    "14.5 x 128.35", GEETA, ({"name": "Stone, by weight", "hs_sku": "SVC-ROCKS", "quantity": "14.5", "price": "128.35"},)
)
LINE_PERCENT = Shape(
    "10 % off a line",
    ORCHARD,
    ({"name": "Grafting", "quantity": "3", "price": "33.35", "hs_discount_percentage": "10"},),
)
LINE_AMOUNT = Shape(
    "2.50 off each",
    DIEGO,
    ({"hs_product_id": "SVC-TRIMMING", "quantity": "4", "discount": "2.50"}, {"hs_product_id": "PRD-PUMP", "quantity": "1"}),
)
ORDER_DISCOUNT = Shape(
    "7.5 % off the order",
    TOMAS,
    (
        {"hs_product_id": "SVC-PEST-CONTROL", "quantity": "2"},
        {"hs_product_id": "SVC-SOIL", "quantity": "7.5"},
    ),
    (("discounts", {"hs_type": "PERCENT", "hs_value": "7.5", "hs_label": "Spring", "hs_sort_order": "0"}),),
)
FEE_AND_TAX = Shape(
    "Delivery fee and tax",
    HARBOUR,
    ({"hs_product_id": "PRD-BEEHIVE", "quantity": "3"},),
    (
        ("fees", {"hs_type": "FIXED", "hs_value": "35", "hs_label": "Delivery", "hs_sort_order": "0"}),
        ("taxes", {"hs_type": "PERCENT", "hs_value": "8.25", "hs_label": "Sales tax", "hs_sort_order": "0"}),
    ),
)
TO_BE_VOIDED = Shape("Ordered by mistake", DIEGO, ({"hs_product_id": "SVC-DESIGN", "quantity": "1"},))
LOST = Shape("Its webhook is lost", ORCHARD, ({"name": "Wasp nest removed", "quantity": "1", "price": "89.99"},))
BROKEN = Shape("Its number is taken", TOMAS, ({"hs_product_id": "SVC-INSTALLATION", "quantity": "6.5"},))
ON_PAPER = Shape("Booked on paper", GEETA, ({"name": "Garden plan, drawn by hand", "quantity": "1", "price": "75"},))

FINALISED_TOGETHER = (
    PRODUCTS,
    FREE_TEXT,
    FRACTION,
    LINE_PERCENT,
    LINE_AMOUNT,
    ORDER_DISCOUNT,
    FEE_AND_TAX,
    TO_BE_VOIDED,
)
EVERY = (*FINALISED_TOGETHER, LOST, BROKEN, ON_PAPER)
NOT_BOOKED = frozenset({BROKEN, ON_PAPER})
"""What stays in HubSpot only."""
