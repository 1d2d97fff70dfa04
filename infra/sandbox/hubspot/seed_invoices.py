"""The invoices a seeded account starts with: an open, draft, paid, part-paid, voided and mirrored one, and odd ones."""

from dataclasses import dataclass, field

Line = tuple[str, dict[str, str]]  # product name ("" for a custom line), line item properties
LONG_MEMO = "Please remember: the back gate sticks, the dog is friendly, the sprinklers run at six. " * 60


@dataclass(frozen=True, slots=True)
class SeedInvoice:
    """One invoice; an empty payment amount pays what is left."""

    contact: str
    lines: tuple[Line, ...]
    status: str = "open"
    values: dict[str, str] = field(default_factory=dict)
    payments: tuple[str, ...] = ()


INVOICES = (
    SeedInvoice(
        "Amy's Bird Sanctuary", (("Design", {"quantity": "3"}), ("Pump", {"quantity": "2"})), "paid", payments=("",)
    ),
    SeedInvoice(
        "Bill's Windsurf Shop",
        (("Rock Fountain", {"quantity": "1"}), ("Installation", {"quantity": "5", "hs_discount_percentage": "10"})),
        "paid",
        payments=("200", ""),
    ),
    SeedInvoice("Geeta Kalapatapu", (("Sprinkler Pipes", {"quantity": "37"}), ("Sprinkler Heads", {"quantity": "12"}))),
    SeedInvoice(
        "Kookies by Kathy",
        (("", {"name": "Cake stand", "quantity": "1", "price": "11.90", "hs_discount_percentage": "15"}),),
    ),
    SeedInvoice(
        "Jeff's Jalopies", (("Pest Control", {"quantity": "2"}), ("Soil", {"quantity": "7.5"})), payments=("25.50",)
    ),
    SeedInvoice(
        "Mark Cho", (("Trimming", {"quantity": "4", "discount": "2.50"}),), values={"hs_purchase_order_number": "PO 4711/7"}
    ),
    SeedInvoice("Cool Cars", (("Design", {"quantity": "1"}),), "voided"),
    SeedInvoice("Weiskopf Consulting", (("Maintenance & Repair", {"quantity": "1", "price": "333.33"}),), "draft"),
    SeedInvoice("Dylan Sollfrank", (("Hours", {"quantity": "8", "price": "55"}),)),  # a contact without e-mail
    SeedInvoice(
        "j.mueller+rechnung@gärtnerei.example",
        (
            ("Mulch, 2\u2033 “premium”: bark 🌲", {"quantity": "3"}),
            ("", {"name": 'Ünïcode: "täbs"\tand\nlines', "price": "1.005"}),
        ),
        values={"hs_title": "Größe: 5 m² 🌷"},
    ),
    SeedInvoice("Sushi by Katsuyuki", (("Consulting (no SKU)", {"quantity": "2"}),), values={"hs_comments": LONG_MEMO}),
    SeedInvoice(
        "Travis Waldron",
        (("Gardening", {"quantity": "1", "price": "414.00"}),),
        "open",
        {"hs_invoice_billable": "false", "hs_number": "MIRRORED-2026-000000000000000012345", "hs_invoice_status": "open"},
    ),
    SeedInvoice("Wedding Planning by Whitney", (), "draft"),
)
